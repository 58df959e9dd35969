"""The section on deadlines: what is told per deadline and partner, what is kept back, and what without messages."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from benchmarks.make_messages import bsn

from schakel.data.load import load
from schakel.data.mapping import read_mapping
from schakel.data.snapshot import Snapshot
from schakel.insight.opened import open_log
from schakel.insight.summary import figures
from schakel.insight.view import LogView
from schakel.report.chain_report import chain_report
from schakel.report.document import Figure, Grid, Paragraph, Section
from schakel.report.material import Material
from schakel.report.meeting_tables import meeting_tables
from schakel.report.punctuality_section import punctuality, punctuality_section
from schakel.report.share_in_time import share_in_time
from schakel.report.terminal import show_figures
from schakel.sharing.gate import Gate
from schakel.sharing.passed import PassedView
from schakel.sharing.register import Register
from schakel.web.sharing_desk.judging import Court
from unit.data.messages.message_texts import OTHER, assigned, assignment, message, request, start, started, write

PLACE, HELPER, LESS, SMALL = "Gemeente 9901", "AGB 99000001", "AGB 99000002", "AGB 99000003"


def told(resident: int, answered: str, start_told: str, provider: str = "99000001") -> Iterator[str]:
    """A request of Monday 6 January, its assignment on the day `answered`, and the start of 3 March told later."""
    number = resident * 10
    who, reference = bsn(resident), f"V{resident}"
    yield message("315", request(reference, bsn=who), number=number, dated="2025-01-06", provider=provider)
    given = assigned(number, "2025-02-01", reference=reference)
    yield message("301", assignment(given, bsn=who), number=number, dated=answered, provider=provider)
    begun = start(started(number, "2025-03-03"), bsn=who)
    yield message("305", begun, number=number, dated=start_told, provider=provider)


def residents() -> Sequence[str]:
    """Thirty whose start is told after one day (18) or after ten (12), all answered in one day but 4; twelve and five
    of two other providers, of whom the five are too few to name and the twelve are hidden with them."""
    found: list[str] = []
    for resident in range(30):
        late = "2025-01-20" if resident < 4 else "2025-01-07"
        found += told(resident, late, "2025-03-04" if resident < 18 else "2025-03-17")
    for resident in range(30, 47):
        found += told(resident, "2025-01-07", "2025-03-04", OTHER if resident < 42 else "99000003")
    return found


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """The messages above as a log."""
    folder = tmp_path_factory.mktemp("punctuality")
    return load(write(folder / "m", residents()), folder / "log")


@pytest.fixture(scope="module")
def view(snapshot: Snapshot) -> Iterator[LogView]:
    with open_log(snapshot) as opened:
        yield opened


def made(view: LogView, threshold: int = 10) -> Section:
    document = chain_report(view, threshold=threshold, own_data=True, sections=("punctuality",))
    (section,) = document.sections
    return section


def rows(section: Section) -> dict[tuple[str, str], tuple[str, ...]]:
    (figure,) = [block for block in section.blocks if isinstance(block, Figure)]
    return {(row[0], row[1]): row[2:] for row in figure.picture.twin.rows}


def test_each_deadline_is_told_with_its_norm(view: LogView) -> None:
    assert rows(made(view, 1)) == {
        ("Antwoord op een verzoek", PLACE): ("5 werkdagen", "47", "91 %", "1,8", "0", "47"),
        ("Startbericht", HELPER): ("5 werkdagen", "30", "60 %", "4,6", "0", "30"),
        ("Startbericht", LESS): ("5 werkdagen", "12", "100 %", "1", "0", "12"),
        ("Startbericht", SMALL): ("5 werkdagen", "5", "100 %", "1", "0", "5"),
    }


def test_small_groups_stay_in(view: LogView) -> None:
    found = rows(made(view))
    assert found == {
        ("Antwoord op een verzoek", PLACE): ("5 werkdagen", "50", "meer dan 80 %", "1,8", "0", "50"),
        ("Startbericht", HELPER): ("5 werkdagen", "30", "67 %", "4,6", "0", "30"),
    }
    (figure,) = [block for block in made(view).blocks if isinstance(block, Figure)]
    assert "20 % van de berichten niet getoond" in figure.picture.said


def test_the_lead_and_the_note_stand_before_the_picture(view: LogView) -> None:
    lead, note = [block for block in made(view).blocks if isinstance(block, Paragraph)]
    assert (
        lead.text
        == "Op tijd verteld, van alles wat een termijn heeft: Antwoord op een verzoek 80 %; Startbericht 67 %."
    )
    assert lead.origin
    assert "kalenderdagen" in note.text


def test_every_table_is_judged_beside_what_went_out(view: LogView, snapshot: Snapshot) -> None:
    material = Material(view, Gate(10), "nl")
    assert punctuality(material).rows
    whole = material.gate.around(material.total("residents").value)
    released = PassedView("", whole, tuple(material.gate.released))
    found = Court(snapshot, 10).judged(Register("network", ()), [released])
    told = {one.population.partition(" ")[2]: len(one.told) for one in found}
    assert told["punctuality answer"] == told["punctuality start"] == 1


@pytest.mark.parametrize(
    ("in_time", "late", "known"),
    [((20, 3), (40, 40), False), ((20, 12), (40, 40), True), ((20, 12), (40, 9), False), ((4, 3), (40, 40), True)],
)
def test_much_of_few_residents_is_no_share(in_time: tuple[int, int], late: tuple[int, int], known: bool) -> None:
    assert (share_in_time(in_time, late, Gate(10)) is not None) == known


NORMS = """\
[columns]
case_id = "zaak"
activity = "stap"
started = "dag"
product = "soort"
[attributes]
termijn = { as = "term_on", level = "case", type = "date" }
[case]
closing = ["Klaar"]
"""


def cases() -> Iterator[str]:
    """By the norm of 1 March: 30 requests of which 18 are done in time, 2 open past it; 12 of debts; 5 of rare ones."""
    for n in range(47):
        kind = "Wmo" if n < 30 else "Schuldhulp" if n < 42 else "Zeldzaam"
        yield f"z{n},Melding,2024-01-10,{kind},2024-03-01"
        if n not in (28, 29):
            yield f"z{n},Klaar,{'2024-03-01' if n < 18 or n >= 30 else '2024-03-02'},{kind},2024-03-01"


def test_cases_beside_the_norm_of_their_type(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text("zaak,stap,dag,soort,termijn\n" + "\n".join(cases()) + "\n", encoding="utf-8")
    (tmp_path / "map.toml").write_text(NORMS, encoding="utf-8")
    with open_log(load(tmp_path / "log.csv", tmp_path / "log", mapping=read_mapping(tmp_path / "map.toml"))) as view:
        exact, told = made(view, 1), made(view)
        grids = [[block.twin.rows for block in section.blocks if isinstance(block, Grid)] for section in (exact, told)]
        assert grids[0] == [
            (
                ("wettelijke termijn", "Schuldhulp", "12", "100 %", "0", "12"),
                ("wettelijke termijn", "Wmo", "30", "60 %", "2", "30"),
                ("wettelijke termijn", "Zeldzaam", "5", "100 %", "0", "5"),
            )
        ]
        assert grids[1] == [(("wettelijke termijn", "Wmo", "30", "67 %", "< 10", "30"),)]  # the rest hides together
        (sheet,) = meeting_tables(Material(view, Gate(10), "nl"), ("punctuality",))
        assert [row[:4] for row in sheet.rows] == [("wettelijke termijn", "Wmo", 30, 0.667)]
        assert [one["overdue"] for one in figures(view)["norm_times"]] == [0, 2, 0]


def test_without_messages_it_says_so(small_log: Path) -> None:
    with open_log(small_log) as view:
        material = Material(view, Gate(5), "en")
        section = punctuality_section(punctuality(material), None, material)
        (block,) = section.blocks
        assert isinstance(block, Paragraph)
        assert block.text.startswith("These data hold no messages with a deadline and no cases with a norm.")
        assert figures(view)["punctuality"] == []


def test_the_workbook_and_the_command_hold_the_same(
    view: LogView, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    (sheet,) = meeting_tables(Material(view, Gate(10), "nl"), ("punctuality",))
    assert [row[:6] for row in sheet.rows] == [
        ("Antwoord op een verzoek", PLACE, 5, 50, 0.8, 1.8),
        ("Startbericht", HELPER, 5, 30, 0.667, 4.6),
    ]
    found = {(row["deadline"], row["partner"]): row for row in figures(view)["punctuality"]}
    assert (found["start", HELPER]["messages"], found["start", HELPER]["share_on_time"]) == (30, 0.6)
    show_figures(figures(view), "en")
    shown = capsys.readouterr().out
    assert "In time with messages" in shown
    assert "Start message" in shown
