"""Cards beside a log: through the gate, for who may see it only."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from schakel.data.load import load
from schakel.orchestration import edits
from schakel.orchestration.network import Network as NetworkFile
from schakel.orchestration.network_file import read_network
from schakel.orchestration.network_text import network_version
from schakel.web.access.models import Network
from schakel.web.orchestration_desk.kept import file_of, folder_of
from web.orchestration_file import laid_down
from web.place import As

ROOT = "/n/lindewaard/orchestration/"
MANY, FEW = 24, 4  # residents, either side of the threshold of ten


def _events(file: Path) -> Path:
    """Many residents go from Melding to Gesprek in a week; a few go on to Kamertje at Kleine Partner."""
    lines = ["case,activity,partner,started,ended"]
    for n in range(MANY):
        lines += [
            f"z{n},Melding,Loket Een,2025-01-{1 + n % 9:02},2025-01-{1 + n % 9:02}",
            f"z{n},Gesprek,Wijkteam Twee,2025-01-{8 + n % 9:02},2025-01-{8 + n % 9:02}",
        ]
    lines += [f"z{n},Kamertje,Kleine Partner,2025-02-{1 + n:02},2025-02-{1 + n:02}" for n in range(FEW)]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


@pytest.fixture
def seen(network: Network, tmp_path: Path) -> Iterator[Network]:
    """Lindewaard with a small published log and no network file."""
    with laid_down(network, None) as row:
        row.log = f"klein-{tmp_path.name}".lower().replace("_", "-")[:60]
        log = folder_of(row) / "logs" / row.log
        row.snapshot = load(_events(tmp_path / "events.csv"), log, public=True).id
        row.save()
        yield row


def test_names_of_the_log_are_proposed_as_far_as_the_gate_says_them(signed_in: As, seen: Network) -> None:
    client = signed_in("director")
    assert "2 partners en 2 stappen" in client.get(ROOT).content.decode()
    version = network_version(NetworkFile(seen.name))
    assert client.post(f"{ROOT}propose", {"version": version}).status_code == 302
    made = read_network(file_of(seen))
    assert [one.name for one in made.partners] == ["Loket Een", "Wijkteam Twee"]
    assert [one.name for one in made.activities] == ["Gesprek", "Melding"]
    assert client.post(f"{ROOT}propose", {"version": version}).status_code == 409


def _with_goal(row: Network) -> NetworkFile:
    made = edits.put(NetworkFile("Klein"), "partner", edits.item_from("partner", {"key": "loket", "name": "Loket Een"}))
    made = edits.put(made, "partner", edits.item_from("partner", {"key": "papier", "name": "Papieren Partner"}))
    goal = {"key": "snel", "statement": "Snel gehoord", "figure": "edges", "high": "7", "unit": "days"}
    where = ["activity=Melding", "next_activity=Gesprek"]
    made = edits.put(made, "goal", edits.item_from("goal", {**goal, "where": where}))
    small = {"key": "klein", "statement": "Kleine kamer", "figure": "activities", "where": ["activity=Kamertje"]}
    return edits.put(made, "goal", edits.item_from("goal", small))


def test_both_only_in_the_log_and_only_on_a_card(signed_in: As, seen: Network) -> None:
    with laid_down(seen, _with_goal(seen)):
        page = signed_in("director").get(f"{ROOT}compare").content.decode()
        for words in (
            "Alleen in de gegevens",
            "Wijkteam Twee",
            "Alleen op een kaart",
            "Papieren Partner",
            "In allebei",
        ):
            assert words in page
        assert "Kleine Partner" not in page or "minder dan 10" in page
        others = signed_in("manager").get(f"{ROOT}compare").content.decode()
        assert "Wijkteam Twee" not in others
        card = signed_in("manager").get(f"{ROOT}card/loket").content.decode()
        assert "Hierover is nog niets gepubliceerd" in card
        assert "20 inwoners" in signed_in("director").get(f"{ROOT}card/loket").content.decode()


def test_a_goal_shows_its_figure_with_where_it_comes_from(signed_in: As, seen: Network) -> None:
    with laid_down(seen, _with_goal(seen)):
        page = signed_in("director").get(f"{ROOT}figure/goal/snel").content.decode()
        assert "7 dagen" in page
        assert "Herkomst" in page
        assert seen.snapshot in page
        assert "te weinig inwoners" in signed_in("director").get(f"{ROOT}figure/goal/klein").content.decode()
        alderman = signed_in("alderman").get(f"{ROOT}figure/goal/snel").content.decode()
        assert "Nog niet gepubliceerd" in alderman
        assert seen.snapshot not in alderman
