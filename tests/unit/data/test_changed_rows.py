"""Rows of two snapshots: what came, what changed and in what, what is gone."""

from pathlib import Path

import pytest

from schakel.chain.problem import Refusal
from schakel.data import log as log_folder
from schakel.data.chosen_snapshot import choose
from schakel.data.deliveries.changed_rows import RowsMoved, changed_rows
from schakel.data.deliveries.load_log import load_log
from schakel.data.deliveries.rebuild import ground_of, rebuilt
from schakel.data.deliveries.said import Said, read_said, to_json
from schakel.data.deliveries.sources import SourceEntry, Sources
from schakel.data.load import load
from schakel.data.mapping import CaseRule, read_mapping
from schakel.data.snapshot import Snapshot
from unit.data.corrected_log import CASES, KEY, MAPPING, desk, first_load, second_load, write


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("log") / "log"
    first_load(folder)
    second_load(folder)
    return folder


def test_rows_that_came_changed_and_went(log: Path) -> None:
    found = changed_rows(choose(log, "previous"), choose(log, "current"))
    assert found == (
        RowsMoved("loket", "Loket", "2025-01", 0, 0, 1),
        RowsMoved("loket", "Loket", "2025-02", 0, 0, 1),
        RowsMoved("team", "Team", "2025-01", 0, 1, 0, (("ended", 1),)),
        RowsMoved("team", "Team", "2025-02", 0, 2, 0, (("ended", 2),)),
        RowsMoved("team", "Team", "2025-05", 1, 0, 0),
        RowsMoved("team", "Team", "2025-06", 4, 0, 0),
    )
    assert changed_rows(choose(log, "current"), choose(log, "current")) == ()


def test_the_other_way_round_is_the_opposite(log: Path) -> None:
    found = changed_rows(choose(log, "current"), choose(log, "previous"))
    assert sum(one.added for one in found) == 2
    assert sum(one.gone for one in found) == 5
    assert sum(one.changed for one in found) == 3


def loaded(folder: Path, rows: list[str], name: str, heading: str = "zaak;klant;wie;wat;van;tot") -> Snapshot:
    path = folder / f"{name}.csv"
    path.write_text("\n".join([heading, *rows]) + "\n", encoding="utf-8")
    extra = '[attributes]\nwijk = { as = "wijk", level = "case" }\n' if "wijk" in heading else ""
    (folder / "m.toml").write_text(MAPPING + extra, encoding="utf-8")
    return load(path, folder / "log", mapping=read_mapping(folder / "m.toml"), public=True)


def test_equal_rows_match_as_often_as_they_stand_there(tmp_path: Path) -> None:
    """Of three equal rows two stay; of the others those of one step pair up by their start."""
    same = "a;k;Team;Hulp;2025-01-01;2025-01-02"
    rows = [same, same, same, "a;k;Team;Hulp;2025-02-01;2025-02-02", "a;k;Team;Hulp;2025-03-01;2025-03-02"]
    old = loaded(tmp_path, rows, "bron")
    rows = [same, same, "a;k;Huis;Hulp;2025-02-03;2025-02-09", *rows[4:]]
    rows += ["b;k;Team;Hulp;2025-03-01;", "a;k;Team;Nazorg;2025-04-01;2025-04-02"]
    new = loaded(tmp_path, rows, "bron")
    assert changed_rows(old, new) == (
        RowsMoved("bron", "Huis", "2025-02", 0, 1, 0, (("partner", 1), ("started", 1), ("ended", 1))),
        RowsMoved("bron", "Team", "2025-02", 0, 0, 1),
        RowsMoved("bron", "Team", "2025-03", 1, 0, 0),
        RowsMoved("bron", "Team", "2025-04", 1, 0, 0),
    )


def test_who_it_concerns_and_attributes_are_told_too(tmp_path: Path) -> None:
    old = loaded(tmp_path, ["a;k;Team;Hulp;2025-01-01;2025-01-02", "b;k;;Hulp;2025-01-01;2025-01-02"], "bron")
    rows = ["a;x;Team;Hulp;2025-01-01;2025-01-02;Noord", "b;k;;Hulp;2025-01-01;2025-01-02;"]
    new = loaded(tmp_path, rows, "bron", "zaak;klant;wie;wat;van;tot;wijk")
    assert changed_rows(old, new) == (RowsMoved("bron", "Team", "2025-01", 0, 1, 0, (("resident", 1), ("wijk", 1))),)


def test_a_snapshot_by_what_it_is_called(log: Path) -> None:
    current, previous = choose(log, "current"), choose(log, "previous")
    assert current.id == log_folder.current_id(log)
    assert previous.id != current.id
    assert choose(log, previous.id[:12].upper()).id == previous.id


@pytest.mark.parametrize(("word", "code"), [("zz", "snapshot_unknown"), ("", "snapshot_unknown")])
def test_a_snapshot_that_is_not_there(log: Path, word: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        choose(log, word)
    (problem,) = refused.value.problems
    assert problem.code == code
    assert choose(log, "current").id in problem.allowed


def test_several_that_fit_and_none_before(tmp_path: Path) -> None:
    only = first_load(tmp_path / "log")
    with pytest.raises(Refusal, match="snapshot_no_previous"):
        choose(tmp_path / "log", "previous")
    twin = tmp_path / "log" / "snapshots" / (only.id[:8] + "0" * 8)
    twin.mkdir()
    (twin / "manifest.json").write_bytes((only.folder / "manifest.json").read_bytes())
    with pytest.raises(Refusal, match="snapshot_several"):
        choose(tmp_path / "log", only.id[:4])
    with pytest.raises(Refusal, match="log_missing"):
        choose(tmp_path / "nothing", "current")


def test_loading_the_same_again_keeps_the_one_before(log: Path) -> None:
    before = choose(log, "previous").id
    second_load(log)
    assert choose(log, "previous").id == before


@pytest.mark.parametrize("word", ["previous", "current"])
def test_a_snapshot_is_made_again_from_what_was_kept(log: Path, word: str) -> None:
    snapshot = choose(log, word)
    ground = ground_of(log, snapshot)
    assert ground is not None
    with rebuilt(ground) as again:
        assert again.id == snapshot.id
        assert [p.read_bytes() for p in again.files("steps")] == [p.read_bytes() for p in snapshot.files("steps")]


def test_what_was_said_is_kept_beside_the_snapshot(log: Path, tmp_path: Path) -> None:
    said = read_said(choose(log, "previous").folder)
    assert said == Said(
        Sources(CaseRule(continued_days=0, closing=("Afsluiting",)), (), (SourceEntry("loket"), SourceEntry("team")))
    )
    (tmp_path / "said.json").write_text(to_json(said), encoding="utf-8")
    assert read_said(tmp_path) == said
    assert str(log) not in to_json(said)
    (tmp_path / "said.json").write_text('{"case": {}}', encoding="utf-8")
    assert read_said(tmp_path) is None


def test_a_delivery_that_changes_no_row_is_another_snapshot(tmp_path: Path) -> None:
    log = tmp_path / "log"
    first = first_load(log)
    write(log / "loket-1b.csv", desk(range(CASES)))
    text = (log / "sources.toml").read_text(encoding="utf-8")
    (log / "sources.toml").write_text(text.replace("loket-1.csv", "loket-1b.csv"), encoding="utf-8")
    second = load_log(log, key=KEY)
    assert second.id != first.id
    assert changed_rows(first, second) == ()
    assert ground_of(log, first) is not None
    assert ground_of(log, second) is not None
