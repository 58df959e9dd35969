"""Headline figures of two snapshots, and by whose delivery each moved."""

import json
import shutil
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from schakel.data.deliveries.load_log import load_log
from schakel.data.load import load
from schakel.data.mapping import read_mapping
from schakel.insight.moved import Cause, Moved, moved, moved_document
from unit.data.corrected_log import KEY, MAPPING, desk, first_load, second_load, team, write, write_sources

DAY_US = 86_400_000_000
RULE = '[case]\nunit = "trajectory"\ncontinued_days = 0\nclosing = ["Afsluiting"]'


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("log") / "log"
    first_load(folder)
    second_load(folder)
    return folder


def by_cause(found: Moved, figure: str, of: str = "") -> tuple[int | None, dict[str, int | None]]:
    """What a figure moved in all, and at each cause."""
    (one,) = [one for one in found.figures if (one.movement.figure, one.movement.of) == (figure, of)]
    names = [cause.name or cause.why for cause in found.causes]
    return one.movement.difference, dict(zip(names, one.by, strict=True))


def adds_up(found: Moved) -> None:
    """Every movement that is known is the sum of its causes, to the last microsecond."""
    assert found.figures
    for one in found.figures:
        if None not in one.by and one.movement.difference is not None:
            assert sum(n for n in one.by if n) == one.movement.difference, one


def test_each_movement_is_put_down_to_the_source_that_made_it(log: Path) -> None:
    found = moved(log, "previous", "current")
    assert found.causes == (Cause("source", "loket"), Cause("source", "team"))
    # The desk withdrew both rows of case 0, of which the team still has one: the case stays, and is open from then on.
    assert by_cause(found, "events") == (-2 + 5, {"loket": -2, "team": 5})
    assert by_cause(found, "open_cases") == (1, {"loket": 1, "team": 0})
    assert by_cause(found, "cases") == (0, {"loket": 0, "team": 0})
    # Case 12 ends with its help now, on 1 March.
    assert by_cause(found, "outflow", "2025-02") == (-2, {"loket": -1, "team": -1})
    assert by_cause(found, "outflow", "2025-03") == (1, {"loket": 0, "team": 1})
    # Its first event is the team's help now, ten days later but in the same month.
    assert not [one for one in found.figures if one.movement.figure == "inflow"]
    # Late: four waits of four days, and case 74 that waits since two days. Longer help: three waits of four days less.
    lost, causes = by_cause(found, "weeks_lost", "Hulp (Team) → Afsluiting (Loket)")
    assert (lost, causes["team"]) == (sum(n or 0 for n in causes.values()), (4 * 4 + 2 - 3 * 4) * DAY_US)
    adds_up(found)
    assert found.unsplit == ""


def test_the_opposite_way_has_opposite_causes(log: Path) -> None:
    back = moved(log, "current", "previous")
    assert by_cause(back, "events") == (2 - 5, {"loket": 2, "team": -5})
    adds_up(back)


def test_a_snapshot_beside_itself(log: Path) -> None:
    found = moved(log, "current", "current")
    assert found.causes == ()
    assert found.rows == ()
    assert {one.movement.difference for one in found.figures} == {0}


def test_the_document_is_json_and_whole(log: Path) -> None:
    found = moved(log, "previous", "current")
    document = json.loads(json.dumps(moved_document(found), allow_nan=False))
    assert document["causes"] == [{"why": "source", "name": "loket"}, {"why": "source", "name": "team"}]
    (events,) = [one for one in document["figures"] if one["figure"] == "events"]
    assert (events["old"], events["new"], events["difference"]) == (219, 222, 3)
    assert [one["difference"] for one in events["by"]] == [-2, 5]
    rows = Counter[str]()
    for row in document["rows"]:
        rows.update({key: row[key] for key in ("added", "changed", "gone")})
    assert rows == {"added": 5, "changed": 3, "gone": 2}
    assert set(document["notice"]) == {"nl", "en"}


def test_every_key_of_the_document_is_documented(log: Path) -> None:
    page = (Path(__file__).parents[3] / "docs" / "reference" / "diff-json.md").read_text(encoding="utf-8")
    document = moved_document(moved(log, "previous", "current"))
    lists = [document["rows"], document["figures"], document["causes"], document["figures"][0]["by"]]
    keys = {*document, *(key for entries in lists for entry in entries for key in entry)}
    assert not {key for key in keys if f"`{key}`" not in page}


def test_names_and_the_sources_file_are_causes_of_their_own(tmp_path: Path) -> None:
    log = tmp_path / "log"
    first_load(log)
    # The team becomes part of the desk, and what a case is changes too.
    names = "kind,source_code,concept,successor\npartner,Team,Team,\npartner,Loket,Loket,Team\n"
    (log / "names.csv").write_text(names, encoding="utf-8")
    second_load(log, more=RULE)
    found = moved(log, "previous", "current")
    whys = [cause.why for cause in found.causes]
    assert whys == ["source", "source", "names", "sources_file"]
    wait, causes = by_cause(found, "wait", "Loket → Team")
    assert (wait, causes["names"], causes["sources_file"]) == (None, None, None)
    assert by_cause(found, "events")[1] == {"loket": -2, "team": 5, "names": 0, "sources_file": 0}
    adds_up(found)


def test_a_source_that_is_new_and_one_that_is_gone(tmp_path: Path) -> None:
    log = tmp_path / "log"
    first_load(log)
    write(log / "extra.csv", team(range(3)))
    write_sources(log, {"extra": "extra.csv", "loket": "loket-1.csv"}, until=date(2025, 6, 30), taken=date(2025, 9, 1))
    load_log(log, key=KEY)
    found = moved(log, "previous", "current")
    names = [(cause.why, cause.name) for cause in found.causes]
    # The other days of extraction make deliveries of their own; the order of the sources is the file's.
    assert names == [("source", "extra"), ("source", "loket"), ("source", "team"), ("sources_file", "")]
    assert by_cause(found, "events")[1] == {"extra": 3, "loket": 0, "team": -70, "sources_file": 0}
    adds_up(found)


def test_a_plain_load_keeps_no_deliveries(tmp_path: Path) -> None:
    (tmp_path / "m.toml").write_text(MAPPING, encoding="utf-8")
    mapping = read_mapping(tmp_path / "m.toml")
    for cases in (range(5), range(6)):
        write(tmp_path / "bron.csv", desk(cases))
        load(tmp_path / "bron.csv", tmp_path / "log", mapping=mapping)
    found = moved(tmp_path / "log", "previous", "current")
    assert (found.unsplit, found.causes) == ("not_kept", ())
    assert [one.movement.difference for one in found.figures if one.movement.figure == "events"] == [2]
    assert found.rows is not None
    assert sum(one.added for one in found.rows) == 2


def test_deliveries_that_were_lost_and_keys_that_differ(tmp_path: Path) -> None:
    log = tmp_path / "log"
    first_load(log)
    second_load(log)
    shutil.rmtree(log / "deliveries")
    assert moved(log, "previous", "current").unsplit == "not_kept"
    load_log(log)  # under the log's own key
    found = moved(log, "previous", "current")
    assert found.rows is None
    assert by_cause(found, "events")[0] == 0


def test_deliveries_that_do_not_go_together(tmp_path: Path) -> None:
    log = tmp_path / "log"
    first_load(log)
    second_load(log)
    for name, kind in (("een", "text"), ("twee", "number")):
        text = MAPPING + f'[attributes]\nklant = {{ as = "nummer", type = "{kind}" }}\n'
        (log / f"{name}.toml").write_text(text.replace("\nklant = ", '\n"zaak" = '), encoding="utf-8")
    write(log / "nieuw.csv", desk(range(2)))
    for file in ("loket-2.csv", "team-2.csv", "nieuw.csv"):
        path = log / file
        path.write_text(path.read_text(encoding="utf-8").replace("Z", ""), encoding="utf-8")
    for mapping in ("een", "twee"):
        write_sources(
            log, {"loket": "loket-2.csv", "team": "team-2.csv"}, until=date(2025, 6, 30), taken=date(2025, 9, 15)
        )
        text = (log / "sources.toml").read_text(encoding="utf-8").replace("m.toml", f"{mapping}.toml")
        (log / "sources.toml").write_text(text, encoding="utf-8")
        load_log(log, key=KEY)
    found = moved(log, "previous", "current")
    assert found.unsplit == "refused"
    assert by_cause(found, "events")[0] == 0
