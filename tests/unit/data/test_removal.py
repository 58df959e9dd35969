"""Purge and erase: what must go is nowhere any more, what may stay is as it was, and nothing comes back by itself."""

import itertools
import json
import shutil
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest

from oracle.plenty import plenty
from schakel.chain.problem import Refusal
from schakel.data.deliveries.add_source import add_source
from schakel.data.deliveries.closed import close, read_closed
from schakel.data.deliveries.load_log import load_log
from schakel.data.load import load
from schakel.data.log import PREVIOUS, SNAPSHOTS, current_id
from schakel.data.mapping import read_mapping
from schakel.data.processed import processing_log
from schakel.data.removal.exclusion import FILE, read_exclusion
from schakel.data.removal.first_day import first_day
from schakel.data.removal.processing import processing_due
from schakel.data.removal.removal import kept_removals, removal_document
from schakel.data.removal.remove import due, erase, purge
from schakel.data.snapshot import open_snapshot
from schakel.sharing.pseudonym import Key, pseudonyms
from schakel.sharing.subject_names import SubjectNames
from unit.data.log_building import EVENTS, csv_of, loaded, rows_of, write

TODAY = date(2026, 3, 15)
WITH_ROWS = EVENTS + 'row_id = "row"\n'
HEADER = "row,case,resident,activity,partner,start,end"
SOURCES = """\
[case]
unit = "provision"
[[source]]
name = "desk"
mapping = "m.toml"
keep_months = 24
{desk}
[[source]]
name = "care"
mapping = "m.toml"
[[source.delivery]]
files = "care-1.csv"
until = 2026-02-28
[[source.delivery]]
files = "care-2.csv"
kind = "changes"
until = 2026-02-28
"""
DESK = csv_of(
    "d1,p1,r1,Report,Desk,2024-03-14,2024-03-14",
    "d2,p2,r2,Report,Desk,2024-03-15,2024-03-15",
    "d3,p3,r3,Report,Desk,2020-01-01,",
    "d4,p4,r4,Report,Desk,2024-01-10,2025-05-05",
    header=HEADER,
)
CARE = csv_of(
    "c1,p1,r1,Help,Care,2024-04-01,2024-05-01",
    "c2,p2,r2,Help,Care,2024-04-01,2024-05-01",
    "c3,p3,r3,Help,Care,2024-04-01,",
    header=HEADER,
)
CHANGED = csv_of("c1,p1,r1,Help,Care,2024-04-02,2024-06-01", header=HEADER)
FILES = {
    "sources.toml": SOURCES.format(desk='files = "desk.csv"\nuntil = 2026-02-28'),
    "m.toml": WITH_ROWS,
    "desk.csv": DESK,
    "care-1.csv": CARE,
    "care-2.csv": CHANGED,
}


def pseudonym(log: Path, name: str, domain: str = "resident") -> str:
    key = Key(bytes.fromhex((log / "key").read_text().strip()))
    return pseudonyms(key, domain, [name])[0]  # type: ignore[arg-type]


def everywhere(log: Path) -> str:
    """All that a log holds, Parquet as its rows."""
    told = []
    with duckdb.connect() as con:
        for path in sorted(log.rglob("*")):
            if path.suffix == ".parquet":
                told.append(str(con.execute(f"SELECT * FROM '{path}'").fetchall()))  # noqa: S608
            elif (path.is_file() and path.parent != log) or path.name == FILE:
                told.append(path.read_text(encoding="utf-8", errors="replace"))
    return "\n".join(told)


def days(log: Path, partner: str) -> list[date]:
    made = rows_of(open_snapshot(log))
    return sorted(step["started_on"] for step in made.steps if step["partner"] == partner)


def test_the_first_day_that_stays() -> None:
    assert first_day(date(2026, 3, 15), 24) == date(2024, 3, 15)
    assert first_day(date(2026, 3, 31), 1) == date(2026, 2, 28)
    assert first_day(date(2024, 2, 29), 12) == date(2023, 2, 28)
    assert first_day(date(2026, 1, 1), 1) == date(2025, 12, 1)
    for start in (date(2024, 1, 1) + timedelta(n) for n in range(800)):
        assert start - timedelta(32) < first_day(start, 1) < start


def test_a_purge_takes_out_what_was_kept_long_enough_and_nothing_else(tmp_path: Path) -> None:
    """The 14th goes and the 15th stays; what still runs stays, and what another source keeps without end."""
    before = loaded(tmp_path, FILES).snapshot.id
    assert [(one.source, one.rows) for one in due(tmp_path, TODAY)] == [("desk", 1)]
    assert current_id(tmp_path) == before
    done = purge(tmp_path, TODAY)
    assert days(tmp_path, "Desk") == [date(2020, 1, 1), date(2024, 1, 10), date(2024, 3, 15)]
    assert days(tmp_path, "Care") == [date(2024, 4, 1), date(2024, 4, 1), date(2024, 4, 2)]
    assert [(one.source, one.rows, one.events, one.first, one.last) for one in done.sources] == [
        ("desk", 1, 1, date(2024, 3, 14), date(2024, 3, 14))
    ]
    assert (done.snapshots, done.before, done.after) == ((before,), before, current_id(tmp_path))
    assert [path.name for path in (tmp_path / SNAPSHOTS).iterdir()] == [done.after]
    assert not (tmp_path / PREVIOUS).exists()
    again = purge(tmp_path, TODAY)
    assert (again.deliveries, again.snapshots, again.after) == ((), (), done.after)


def test_what_was_purged_does_not_come_back(tmp_path: Path) -> None:
    loaded(tmp_path, FILES)
    after = purge(tmp_path, TODAY).after
    assert load_log(tmp_path).id == after
    write(tmp_path, {"desk.csv": DESK + "d5,p5,r5,Report,Desk,2023-01-01,2023-01-01\n"})  # read anew, all of it
    load_log(tmp_path)
    assert days(tmp_path, "Desk") == [date(2020, 1, 1), date(2024, 1, 10), date(2024, 3, 15)]
    with pytest.raises(Refusal) as refused:
        loaded(tmp_path, {"sources.toml": "# schakel load wrote this file and writes it anew each time, until\n"})
    assert refused.value.problems[0].code == "source_none"


def test_months_of_the_processing_log_go_too(tmp_path: Path) -> None:
    loaded(tmp_path, FILES | {"sources.toml": "keep_processing_months = 12\n" + FILES["sources.toml"]})
    known = processing_log(tmp_path.resolve())
    (month,) = known.months()
    far = date(int(month[:4]) + 1, int(month[5:]), 28)
    assert processing_due(tmp_path, far, 12) == ()
    shutil.copy(tmp_path / "processing" / f"{month}.jsonl", tmp_path / "processing" / "2020-01.jsonl")
    (tmp_path / "processing" / f"{month}.jsonl").unlink()
    done = purge(tmp_path, TODAY)
    assert (done.months, known.verify().broken, known.verify().gone) == (("2020-01",), None, ("2020-01",))
    assert "2020-01" not in known.months()
    assert kept_removals(tmp_path)[0]["months"] == ["2020-01"]
    assert purge(tmp_path, TODAY).months == ()


def test_a_row_that_a_later_one_replaced_does_not_count_again(tmp_path: Path) -> None:
    """The correction of c1 ended before the day and goes; the row it corrected ended later and must not come back."""
    changed = csv_of("c1,p1,r1,Help,Care,2023-04-02,2023-06-01", header=HEADER)
    text = FILES["sources.toml"].replace('name = "care"', 'name = "care"\nkeep_months = 24')
    loaded(tmp_path, FILES | {"care-2.csv": changed, "sources.toml": text})
    done = purge(tmp_path, TODAY)
    assert days(tmp_path, "Care") == [date(2024, 4, 1), date(2024, 4, 1)]
    assert [(one.source, one.rows) for one in done.sources] == [("desk", 1), ("care", 2)]


@pytest.mark.parametrize("keep", plenty([1, 24, 25, 600], [1, 12, 23, 24, 25, 48, 600]))
def test_purge_equals_a_load_without_those_rows(tmp_path: Path, keep: int) -> None:
    """A slow count in plain Python: the rows whose last known day is not before the first day that stays."""
    desk = [row.split(",") for row in DESK.splitlines()[1:]]
    first = first_day(TODAY, keep).isoformat()
    kept = [",".join(row) for row in desk if (row[6] or "2026-02-28") >= first]
    text = FILES["sources.toml"].replace("keep_months = 24", f"keep_months = {keep}")
    loaded(tmp_path / "a", FILES | {"sources.toml": text})
    write(tmp_path / "b", FILES | {"desk.csv": csv_of(*kept, header=HEADER)})
    (tmp_path / "b" / "key").write_text((tmp_path / "a" / "key").read_text())
    purge(tmp_path / "a", TODAY)
    a, b = rows_of(open_snapshot(tmp_path / "a")), rows_of(load_log(tmp_path / "b"))
    assert [{k: v for k, v in one.items() if k != "source_row"} for one in a.steps] == [
        {k: v for k, v in one.items() if k != "source_row"} for one in b.steps
    ]
    assert a.cases == b.cases


def test_an_erased_person_is_nowhere(tmp_path: Path) -> None:
    loaded(tmp_path, FILES)
    who, case = pseudonym(tmp_path, "r1"), pseudonym(tmp_path, "p1", "case")
    row = pseudonym(tmp_path, "c1", "row")
    (subject,) = SubjectNames(tmp_path / "processing").names([who])
    assert all(one in everywhere(tmp_path) for one in (who, case, row, subject))
    done = erase(tmp_path, who, TODAY)
    found = everywhere(tmp_path)
    assert not [one for one in (who, case, row) if one in found]
    assert SubjectNames(tmp_path / "processing").known() == {}
    assert [(one.source, one.rows) for one in done.sources] == [("desk", 1), ("care", 2)]
    assert days(tmp_path, "Care") == [date(2024, 4, 1), date(2024, 4, 1)]
    assert len(list((tmp_path / SNAPSHOTS).iterdir())) == 1
    told = json.dumps(removal_document(done)) + json.dumps(kept_removals(tmp_path))
    assert not [one for one in (who, case, row) if one in told]
    lines = [one for month in processing_log(tmp_path).months() for one in processing_log(tmp_path).lines(month)]
    assert [line["name"] for line in lines].count("erase") == 3


def test_an_erased_person_does_not_come_back(tmp_path: Path) -> None:
    loaded(tmp_path, FILES)
    who = pseudonym(tmp_path, "r1")
    after = erase(tmp_path, who, TODAY).after
    assert load_log(tmp_path).id == after
    write(tmp_path, {"care-1.csv": CARE + "c9,p1,r1,Help,Care,2025-01-01,2025-02-01\n"})
    load_log(tmp_path)
    assert who not in everywhere(tmp_path)
    for name in (who, "bcdfghjklmnpqrstbcdf"):
        with pytest.raises(Refusal) as refused:
            erase(tmp_path, name, TODAY)
        assert refused.value.problems[0].code == "erase_absent"


def test_a_source_without_residents_gives_up_the_cases_of_the_erased(tmp_path: Path) -> None:
    bare = EVENTS.replace('resident = "resident"\n', "")
    text = FILES["sources.toml"] + '[[source]]\nname = "bare"\nmapping = "bare.toml"\nfiles = "bare.csv"\n'
    rows = csv_of("p1,x,Call,Line,2024-07-01,2024-07-01", "p2,x,Call,Line,2024-07-01,2024-07-01")
    loaded(tmp_path, FILES | {"bare.toml": bare, "bare.csv": rows, "sources.toml": text})
    assert len(days(tmp_path, "Line")) == 2
    erase(tmp_path, pseudonym(tmp_path, "r1"), TODAY)
    assert len(days(tmp_path, "Line")) == 1
    write(tmp_path, {"bare.csv": rows + "p1,x,Call,Line,2025-07-01,2025-07-01\n"})
    load_log(tmp_path)
    assert len(days(tmp_path, "Line")) == 1


def test_of_a_household_the_others_stay(tmp_path: Path) -> None:
    desk = csv_of(
        "d1,p1,r1,Report,Desk,2025-03-14,2025-03-14", "d2,p1,r2,Report,Desk,2025-03-15,2025-03-15", header=HEADER
    )
    loaded(tmp_path, FILES | {"desk.csv": desk, "care-1.csv": CARE, "care-2.csv": CHANGED})
    erase(tmp_path, pseudonym(tmp_path, "r1"), TODAY)
    assert days(tmp_path, "Desk") == [date(2025, 3, 15)]


@pytest.mark.parametrize("given", ["", "123456782", "r1", "BCDFGHJKLMNPQRSTBCDF", "bcdfghjklmnpqrstbcdfg", "../../x"])
def test_what_is_no_pseudonym_is_refused_without_repeating_it(tmp_path: Path, given: str) -> None:
    before = loaded(tmp_path, FILES).snapshot.id
    with pytest.raises(Refusal) as refused:
        erase(tmp_path, given, TODAY)
    (problem,) = refused.value.problems
    assert (problem.code, problem.value) == ("erase_form", "")
    assert current_id(tmp_path) == before


def test_a_log_of_which_nothing_would_stay_is_left_alone(tmp_path: Path) -> None:
    files = {
        "sources.toml": '[[source]]\nname = "desk"\nmapping = "m.toml"\nfiles = "desk.csv"\nkeep_months = 1\n',
        "m.toml": EVENTS,
        "desk.csv": csv_of("p1,r1,Report,Desk,2024-03-14,2024-03-14"),
    }
    before = loaded(tmp_path, files).snapshot.id
    with pytest.raises(Refusal) as refused:
        purge(tmp_path, TODAY)
    assert refused.value.problems[0].code == "remove_all"
    with pytest.raises(Refusal) as refused:
        erase(tmp_path, pseudonym(tmp_path, "r1"), TODAY)
    assert refused.value.problems[0].code == "remove_all"
    assert (current_id(tmp_path), read_exclusion(tmp_path).empty) == (before, True)


def test_a_log_of_public_data_is_refused(tmp_path: Path) -> None:
    (tmp_path / "care.csv").write_text(csv_of("p1,r1,Help,Care,2024-01-01,2024-01-02"))
    load(tmp_path / "care.csv", tmp_path / "public", public=True)
    with pytest.raises(Refusal) as refused:
        purge(tmp_path / "public", TODAY)
    assert refused.value.problems[0].code == "remove_public"


def test_older_snapshots_and_what_only_they_rest_on_go_too(tmp_path: Path) -> None:
    """The person stands in an older delivery only, which the present one replaced."""
    log, mapping = tmp_path / "log", read_mapping(write(tmp_path, {"m.toml": EVENTS}) / "m.toml")
    ids = []
    for number, people in enumerate((("r1", "r2"), ("r2",), ("r2", "r3"))):
        rows = (f"p-{one},{one},Help,Care,2024-01-0{number + 1},2024-02-01" for one in people)
        (tmp_path / f"{number}.csv").write_text(csv_of(*rows))
        ids.append(add_source(tmp_path / f"{number}.csv", log, "care", mapping=mapping).id)
    who = pseudonym(log, "r1")
    assert who in everywhere(log)
    done = erase(log, who, TODAY)
    assert (done.snapshots, done.before, done.after) == ((ids[0],), ids[2], ids[2])
    assert sorted(path.name for path in (log / SNAPSHOTS).iterdir()) == sorted(ids[1:])
    assert who not in everywhere(log)


def test_a_closed_period_whose_snapshot_goes_is_open_again(tmp_path: Path) -> None:
    loaded(tmp_path, FILES)
    close(tmp_path, date(2024, 3, 31), on=TODAY, above=1, anyway=True)
    done = purge(tmp_path, TODAY)
    assert (len(done.closings), read_closed(tmp_path)) == (1, ())


def test_a_damaged_list_stops_every_load(tmp_path: Path) -> None:
    loaded(tmp_path, FILES)
    purge(tmp_path, TODAY)
    for text in ("", "[]", "{}", '{"format": 9, "people": [], "cases": [], "since": {}, "pending": []}'):
        (tmp_path / FILE).write_text(text)
        with pytest.raises(Refusal) as refused:
            load_log(tmp_path)
        assert refused.value.problems[0].code == "removed_broken"
        with pytest.raises(Refusal) as refused:
            purge(tmp_path, TODAY)
        assert refused.value.problems[0].code == "removed_broken"


def test_in_any_order_purge_and_erase_give_the_same_log(tmp_path: Path) -> None:
    ids = []
    loaded(tmp_path / "loaded", FILES)
    for number, order in enumerate(itertools.permutations(range(3))):
        log = tmp_path / str(number)
        shutil.copytree(tmp_path / "loaded", log)
        for act in order:
            if act:
                erase(log, pseudonym(log, ("", "r1", "r3")[act]), TODAY)
            else:
                purge(log, TODAY)
        ids.append(current_id(log))
    assert len(set(ids)) == 1
