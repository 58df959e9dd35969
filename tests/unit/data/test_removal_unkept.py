"""Purge and erase of a log that was loaded from one file: the snapshot is the source, and stays as it was otherwise."""

import json
import random
import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from schakel.chain.problem import Refusal
from schakel.data.deliveries.keep_months import set_keep_months
from schakel.data.deliveries.sources import FILE as SOURCES
from schakel.data.held import Loading, engine, key_of, prepared
from schakel.data.load import load
from schakel.data.log import PREVIOUS, SNAPSHOTS, current_id
from schakel.data.mapping import read_mapping
from schakel.data.removal.effect import effect
from schakel.data.removal.exclusion import Exclusion, read_exclusion
from schakel.data.removal.first_day import first_day
from schakel.data.removal.leaving import make_kept, make_leaving
from schakel.data.removal.remove import due, erase, purge
from schakel.data.removal.unkept import add_held, build_without, make_held
from schakel.data.snapshot import OTHERS, Snapshot, open_snapshot
from schakel.insight.opened import open_log
from schakel.sharing.pseudonym import Key, pseudonyms
from unit.data.log_building import EVENTS, Loaded, csv_of, rows_of
from unit.data.test_removal import TODAY, everywhere, pseudonym

HEADER = "case,resident,household,activity,partner,start,end,town,cost"
COLUMNS = """\
[columns]
case_id = "case"
resident = "resident"
household = "household"
activity = "activity"
partner = "partner"
started = "start"
ended = "end"
municipality = "town"
cost_cents = "cost"
[file]
reference_date = 2026-02-28
"""
KEY = "ab" * 32 + "\n"
KEEP = 24
SEEN, TOWNS = date(2026, 2, 28), ("Lindehage", "Elzerade")


def made_up(seed: int, *, instants: bool = False) -> list[list[str]]:
    """Rows of a small log: some still run, some name no resident, and some lie after what was seen."""
    luck = random.Random(seed)  # noqa: S311 -- made-up rows
    found = []
    for number in range(90):
        who = luck.randrange(18)
        start = date(2023, 9, 1) + timedelta(luck.randrange(950))
        end = "" if luck.random() < 0.1 else (start + timedelta(luck.choice((0, 3, 40, 200)))).isoformat()
        clock = f" {luck.randrange(8, 18):02}:{luck.randrange(60):02}" if instants else ""
        own = "" if who % 9 == 8 else f"r{who}"
        found.append(
            [f"p{who}-{number % 2}", own, f"h{who // 2}", f"A{luck.randrange(5)}", f"P{luck.randrange(3)}",
             f"{start}{clock}", f"{end}{clock}" if end else "", TOWNS[who // 2 % 2], str(luck.randrange(900))]
        )  # fmt: skip
    return found


def log_of(folder: Path, rows: list[list[str]], unit: str, name: str = "log", days: int = 0) -> Snapshot:
    """Load rows as one file, under a key that is the same each time, and say how long they are kept."""
    log = folder / name
    log.mkdir(parents=True, exist_ok=True)
    (log / "key").write_text(KEY)
    (folder / "care.csv").write_text(csv_of(*(",".join(row) for row in rows), header=HEADER))
    (folder / "m.toml").write_text(f'{COLUMNS}[case]\nunit = "{unit}"\ncontinued_days = {days}\n')
    return load(folder / "care.csv", log, mapping=read_mapping(folder / "m.toml"))


def said(made: Loaded, *, known: bool = True) -> tuple[list[dict[str, Any]], list[dict[str, Any]], dict[str, Any]]:
    """All that a snapshot says but where its rows stood and how many plans there were."""
    steps = [{name: value for name, value in one.items() if name != "source_row"} for one in made.steps]
    counts = {name: n for name, n in made.snapshot.manifest.counts.items() if name not in ("plans", "planned_ends")}
    return steps, [one if known else one | {"c_municipality": None} for one in made.cases], counts


def gone_by(row: list[str], first: date) -> bool:
    """What a purge takes: a slow judgement of one row. What still runs is known until the day that was seen."""
    last = date.fromisoformat(row[6][:10]) if row[6] else SEEN
    start = date.fromisoformat(row[5][:10])
    return max(min(last, SEEN), start) < first


@pytest.mark.parametrize(("unit", "days"), [("provision", 200), ("resident", 0), ("trajectory", 0), ("household", 0)])
def test_a_snapshot_is_made_again_from_itself(tmp_path: Path, unit: str, days: int) -> None:
    """days: how near pieces of help lie that are joined to one."""
    before = log_of(tmp_path, made_up(7, instants=unit == "resident"), unit, days=days)
    assert (before.manifest.counts["continued"] > 0) == (days > 0)
    log = tmp_path / "log"
    with prepared(log), engine(log, None, None) as con:
        make_kept(con, [])
        make_held(con, before)
        add_held(con, before.manifest.sources[0])
        make_leaving(con, Exclusion(), key_of(log))
        first = rows_of(before)
        again = build_without(Loading(con, log, key_of(log), lambda _stage, _share: None), before)
    second = rows_of(again)
    assert second.steps == first.steps
    assert second.cases == first.cases
    assert again.manifest.coverage == before.manifest.coverage


@pytest.mark.parametrize("unit", ["provision", "resident", "trajectory", "household"])
def test_a_purge_and_an_erasure_equal_a_load_without_those_rows(tmp_path: Path, unit: str) -> None:
    rows = made_up(11, instants=unit == "resident")
    log_of(tmp_path, rows, unit)
    log, first = tmp_path / "log", first_day(TODAY, KEEP)
    set_keep_months(log, "care", KEEP)
    old = current_id(log)
    gone = [row for row in rows if gone_by(row, first)]
    assert 5 < len(gone) < len(rows) / 2
    assert sum(one.rows for one in due(log, TODAY)) == len(gone)
    done = purge(log, TODAY)
    assert (sum(one.rows for one in done.sources), done.snapshots) == (len(gone), (old,))
    who = pseudonym(log, "r3")
    erase(log, who, TODAY)
    staying = [row for row in rows if row not in gone and row[1] != "r3"]
    known = unit != "household"  # in which the others' town may have been told by who is erased
    left, wanted = rows_of(open_snapshot(log)), rows_of(log_of(tmp_path, staying, unit, "wanted"))
    assert said(left, known=known) == said(wanted, known=known)
    assert who not in everywhere(log)
    assert [path.name for path in (log / SNAPSHOTS).iterdir()] == [current_id(log)]
    assert not (log / PREVIOUS).exists()


def test_what_a_term_does_is_told_before_a_purge_does_it(tmp_path: Path) -> None:
    old = [[f"q{n}", f"s{n}", "", "A1", "P1", "2023-09-10", "2023-09-12", TOWNS[0], "1"] for n in range(3)]
    before, first = rows_of(log_of(tmp_path, [*made_up(13), *old], "provision")), first_day(TODAY, KEEP)
    log = tmp_path / "log"
    with open_log(before.snapshot) as view:
        told = effect(view.connection, view.manifest, "care", first)
    set_keep_months(log, "care", KEEP)
    purge(log, TODAY)
    after = {one["case_id"]: one for one in rows_of(open_snapshot(log)).cases}
    lost = [one for one in before.cases if after.get(one["case_id"], {"length": 0})["length"] < one["length"]]
    whole = [one for one in lost if one["case_id"] not in after]
    assert (told.cases, told.whole) == (len(lost), len(whole))
    assert (told.residents, told.whole_residents) == tuple(len({one["resident"] for one in x}) for x in (lost, whole))
    assert 0 < told.whole < told.cases < len(before.cases)


def test_what_was_taken_out_does_not_come_back(tmp_path: Path) -> None:
    rows = made_up(3)
    log_of(tmp_path, rows, "provision")
    log, first = tmp_path / "log", first_day(TODAY, KEEP)
    set_keep_months(log, "care", KEEP)
    purge(log, TODAY)
    who = pseudonym(log, "r5")
    erase(log, who, TODAY)
    more = [*rows, ["p5-1", "r5", "h2", "A1", "P1", "2026-01-05", "2026-01-06", TOWNS[1], "1"]]
    log_of(tmp_path, more, "provision")
    left = [row for row in more if row[1] != "r5" and not gone_by(row, first)]
    assert said(rows_of(open_snapshot(log))) == said(rows_of(log_of(tmp_path, left, "provision", "fresh")))
    assert who not in everywhere(log)
    assert "keep_months = 24" in (log / SOURCES).read_text()
    for given in ({"public": True}, {"key": Key(bytes(32))}):
        with pytest.raises(Refusal) as refused:
            load(tmp_path / "care.csv", log, mapping=read_mapping(tmp_path / "m.toml"), **given)
        assert refused.value.problems[0].code == "log_has_removed"


def test_a_log_whose_key_was_not_kept_as_of_a_made_up_region(tmp_path: Path) -> None:
    (tmp_path / "care.csv").write_text(csv_of(*(f"p{n},r{n},A,B,2025-01-01,2025-01-02" for n in range(3))))
    (tmp_path / "m.toml").write_text(EVENTS)
    log, key, mapping = tmp_path / "log", Key(bytes(range(32))), read_mapping(tmp_path / "m.toml")
    load(tmp_path / "care.csv", log, mapping=mapping, key=key)
    who = pseudonyms(key, "resident", ["r1"])[0]
    erase(log, who, TODAY)
    assert (open_snapshot(log).manifest.counts["cases"], who in everywhere(log)) == (2, False)
    load(tmp_path / "care.csv", log, mapping=mapping, key=key)
    assert (open_snapshot(log).manifest.counts["cases"], who in everywhere(log)) == (2, False)


def test_rows_without_a_resident_go_with_the_only_resident_of_their_case(tmp_path: Path) -> None:
    def row(case: str, who: str, activity: str) -> list[str]:
        return [case, who, "", activity, "P", "2025-05-01", "2025-05-02", TOWNS[0], "1"]

    rows = [row("c1", "r1", "A"), row("c1", "", "B"), row("c2", "", "C"), row("c3", "r3", "D")]
    log_of(tmp_path, rows, "provision")
    erase(tmp_path / "log", pseudonym(tmp_path / "log", "r1"), TODAY)
    assert sorted(rows_of(open_snapshot(tmp_path / "log")).column("activity")) == ["C", "D"]
    log_of(tmp_path, rows, "provision")
    assert sorted(rows_of(open_snapshot(tmp_path / "log")).column("activity")) == ["C", "D"]


def test_of_a_case_of_several_the_erased_person_leaves_nothing(tmp_path: Path) -> None:
    """Who began the case told its municipality too; the second resident stands in no case."""

    def row(case: str, who: str, day: int) -> list[str]:
        return [case, who, "", "A", "P", f"2025-05-0{day}", f"2025-05-0{day}", TOWNS[0], "1"]

    before = log_of(tmp_path, [row("c1", "r1", 1), row("c1", "r2", 2), row("c3", "r3", 3)], "provision")
    log = tmp_path / "log"
    for who, left in (("r1", ["r2", "r3"]), ("r2", ["r3"])):
        erase(log, pseudonym(log, who), TODAY)
        made = rows_of(open_snapshot(log))
        assert made.column("resident", "cases") == [pseudonym(log, one) for one in left]
        assert made.cases[-1]["c_municipality"] == TOWNS[0]
        assert len(left) == 1 or made.cases[0]["c_municipality"] is None
        assert pseudonym(log, who) not in everywhere(log)

    old = tmp_path / "old"  # as it was made before residents were all named
    log_of(tmp_path, [row("c1", "r1", 1), row("c1", "r2", 2), row("c3", "r3", 3)], "provision", "old")
    shutil.rmtree(old / SNAPSHOTS / before.id / OTHERS)
    with pytest.raises(Refusal) as refused:
        erase(old, pseudonym(old, "r2"), TODAY)
    assert refused.value.problems[0].code == "erase_unclear"
    assert (current_id(old), read_exclusion(old).empty) == (before.id, True)


def test_a_log_without_residents_gives_up_the_case(tmp_path: Path) -> None:
    (tmp_path / "care.csv").write_text(csv_of("p1,x,A,B,2024-01-01,", "p2,x,A,B,2024-02-01,"))
    (tmp_path / "m.toml").write_text(
        '[columns]\ncase_id = "case"\nactivity = "activity"\nstarted = "start"\nended = "end"\n'
    )
    log = tmp_path / "log"
    load(tmp_path / "care.csv", log, mapping=read_mapping(tmp_path / "m.toml"))
    who = pseudonym(log, "p1", "case")
    erase(log, who, TODAY)
    assert (open_snapshot(log).manifest.counts["cases"], who in everywhere(log)) == (1, False)
    load(tmp_path / "care.csv", log, mapping=read_mapping(tmp_path / "m.toml"))
    assert open_snapshot(log).manifest.counts["cases"] == 1
    assert json.loads((log / "removed.json").read_text())["pending"] == []
