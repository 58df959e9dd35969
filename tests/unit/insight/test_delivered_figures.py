"""Figures about the data as delivered, on a log of four sources that can be counted on one's fingers."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from schakel.chain.table import Table
from schakel.data.deliveries.load_log import load_log
from schakel.data.snapshot import MANIFEST, Snapshot, open_snapshot
from schakel.data.sql import run
from schakel.insight.definitions import definitions
from schakel.insight.figure import figure_names
from schakel.insight.opened import open_log
from schakel.sharing.gate import Gate

HEAD = "case,client,what,who,to,from,until\n"
SOURCES = {
    # a goes on at the work office in months it delivered; b is sent there after it stopped; c to the clinic, which has
    # numbers of its own; d to nobody who delivers. e waits at the desk for an answer that could have come.
    "desk": """a,r1,Referral,Desk,Work,2024-02-01,2024-02-01
a,r1,Closing,Desk,,2024-05-10,2024-05-10
a2,r1,Talk,Desk,,2024-06-01,2024-06-01
a2,r1,Closing,Desk,,2024-06-02,2024-06-02
a3,r1,Talk,Desk,,2024-07-20,2024-07-20
a3,r1,Closing,Desk,,2024-07-21,2024-07-21
a4,r1,Talk,Desk,,2024-11-30,2024-11-30
b,r2,Referral,Desk,Work,2024-10-05,2024-10-05
c,r3,Referral,Desk,Clinic,2024-03-01,2024-03-01
c,r3,Talk,Desk,,2024-04-01,2024-04-01
c,r3,Closing,Desk,,2024-04-02,2024-04-02
d,r4,Referral,Desk,Elsewhere,2024-06-30,2024-06-30
e,r5,Referral,Desk,Work,2024-09-20,2024-09-20
f,r6,Referral,Desk,Work,2024-02-03,2024-02-03
""",
    "work": """a,r1,Help,Work,,2024-02-15,2024-05-01
g,r7,Help,Work,,2024-08-01,
""",
    "clinic": """k,r1,Help,Clinic,,2024-03-05,2024-04-05
""",
    "club": """m,r10,Course,Club,,2024-05-01,2024-05-02
n,r9,Course,Club,,2023-12-31,2024-12-31
o,r8,Course,Club,,2024-12-31,
""",
}
LAST = {"work": date(2024, 9, 30)}
COLUMNS = ("case_id", "resident", "activity", "partner", "to_partner", "started", "ended")


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The log's folder, loaded."""
    folder = tmp_path_factory.mktemp("delivered")
    text = '[case]\nunit = "provision"\nclosing = ["Closing"]\n'
    for name, events in SOURCES.items():
        (folder / f"{name}.csv").write_text(HEAD + events, encoding="utf-8")
        columns = "".join(
            f'{ours} = "{theirs}"\n' for ours, theirs in zip(COLUMNS, HEAD.strip().split(","), strict=True)
        )
        apart = 'scope = "source"\nresidents = "source"\n' if name == "clinic" else ""
        (folder / f"{name}.toml").write_text(f'[columns]\n{columns}[case]\nunit = "provision"\n{apart}')
        last = LAST.get(name, date(2024, 12, 31))
        text += f'[[source]]\nname = "{name}"\nmapping = "{name}.toml"\nfiles = "{name}.csv"\nreference_date = {last}\n'
    (folder / "sources.toml").write_text(text, encoding="utf-8")
    load_log(folder)
    return folder


def figure(log: Path, name: str, **own: Any) -> Table:
    """One figure, with definitions of one's own."""
    with open_log(log, chosen=definitions(own)) as view:
        return view.figure(name)


def by(table: Table, *keys: str) -> dict[Any, dict[str, Any]]:
    """Rows by their dimensions."""
    return {tuple(row[key] for key in keys): row for row in table.records()}


def test_residents_are_found_again_where_sources_share_a_key(log: Path) -> None:
    rates = by(figure(log, "link_rates"), "source", "other_source")
    assert len(rates) == 4 * 3
    assert [rates["work", "desk"][name] for name in ("source_residents", "residents", "share")] == [2, 1, 0.5]
    assert [rates["desk", "work"][name] for name in ("source_residents", "residents")] == [6, 1]
    assert {row["residents"] for (source, other), row in rates.items() if "clinic" in (source, other)} == {0}


def test_returns_are_told_by_how_long_ago_the_help_ended(log: Path) -> None:
    bands = by(figure(log, "returns"), "band")
    assert {band: (row["cases"], row["p50_days"]) for (band,), row in bands.items()} == {
        "within gap": (1, 22),
        "early returner": (1, 48),
        "returner": (1, 132),
    }
    sooner = by(figure(log, "returns", returner=40), "band")
    assert {band: (row["cases"], row["residents"]) for (band,), row in sooner.items()} == {
        "within gap": (1, 1),
        "returner": (2, 1),
    }
    assert sooner["returner",]["p50_days"] == (48 + 132) / 2


def test_a_day_stands_out_by_how_often_it_is_the_usual(log: Path) -> None:
    assert not figure(log, "peak_dates").rows
    # Help starts on 15 February, 5 March, 1 May, 1 August and on 31 December of two years; each time once.
    assert not figure(log, "peak_dates", peak_least=1, peak_date=1).rows
    every = by(figure(log, "peak_dates", peak_least=1, peak_date=0.9), "day", "kind")
    assert every[date(2024, 12, 31), "starts"]["usual_per_day"] == 1
    assert (date(2024, 7, 20), "starts") not in every, "a moment is no help that starts"
    days = by(figure(log, "year_days"), "day", "kind")
    assert {key: row["steps"] for key, row in days.items() if row["steps"] > 1} == {("12-31", "starts"): 2}
    assert days["12-31", "ends"]["residents"] == 1


def test_a_referral_is_not_lost_where_nobody_could_show_where_it_led(log: Path) -> None:
    referrals = by(figure(log, "referrals"), "to_partner")
    told = ("steps", "arrived", "not_arrived_open", "not_arrived_ended", "not_seen", "share_arrived")
    assert [referrals["Work",][name] for name in told] == [4, 1, 2, 0, 1, 1 / 3]
    assert [referrals["Clinic",][name] for name in told] == [1, 0, 0, 0, 1, None]
    assert [referrals["Elsewhere",][name] for name in told] == [1, 0, 0, 0, 1, None]
    ends = by(figure(log, "dead_ends"), "kind", "activity")
    assert {key: row["cases"] for key, row in ends.items()} == {
        ("referral", "Referral"): 2,
        ("open question", "Talk"): 1,
        ("open question", "Course"): 2,
    }


def test_cases_out_of_sight_leave_the_stock_and_are_no_outflow(log: Path) -> None:
    months = by(figure(log, "months"), "month", "flow")
    gone = {month: row["cases"] for (month, flow), row in months.items() if flow == "out of sight" and row["cases"]}
    # The clinic's own case, the referral to nobody, what ran at the work office when it stopped, and who came after.
    assert gone == {"2024-04": 1, "2024-06": 1, "2024-09": 1, "2024-10": 1}
    last = by(figure(log, "ends"), "activity")
    assert {activity: row["out_of_sight"] for (activity,), row in last.items() if row["out_of_sight"]} == {
        "Referral": 2,
        "Help": 2,
    }
    stock = {month: row["cases"] for (month, flow), row in months.items() if flow == "stock"}
    assert stock["2024-12"] == sum(row["open_cases"] - row["out_of_sight"] for row in last.values())


def test_the_gate_lets_no_factor_give_a_rounded_count_back(log: Path) -> None:
    table = figure(log, "peak_dates", peak_least=1, peak_date=0.9)
    assert table.rows
    assert set(Gate(1, own_data=True).table(table).column("times_usual")) == {1.0}
    many = Table(table.name, table.columns, ((date(2024, 12, 31), "starts", 57, 57, 1.5, 38.0),), table.passport)
    (row,) = Gate(10).table(many).records()
    assert (row["steps"], row["times_usual"]) == (60, None)


def test_every_figure_stands_a_snapshot_of_the_format_before(log: Path, tmp_path: Path) -> None:
    old = _of_the_format_before(open_snapshot(log), tmp_path)
    with open_log(log) as now, open_log(old) as view:
        for name in figure_names():
            assert view.figure(name, portable=True).columns == now.figure(name).columns
        assert not view.figure("returns").rows
        gone = [row["cases"] for row in view.figure("months").records() if row["flow"] == "out of sight"]
    assert set(gone) == {0}


def _of_the_format_before(snapshot: Snapshot, folder: Path) -> Path:
    """The same log as it was stored before: without the columns that came with sources."""
    kept = folder / "snapshots" / snapshot.id
    lacking = "since_previous_days, variant_today, sight_until_on"
    with open_log(snapshot.folder.parents[1]) as view:
        for table, query in (("steps", "* FROM stored_steps"), ("cases", f"* EXCLUDE ({lacking}) FROM stored_cases")):
            (kept / table / "bucket=00").mkdir(parents=True)
            run(view.connection, f"COPY (SELECT {query}) TO '{kept / table}/bucket=00/part-0.parquet'")
    told = json.loads((snapshot.folder / MANIFEST).read_text(encoding="utf-8"))
    (kept / MANIFEST).write_text(json.dumps(told | {"format": 1}), encoding="utf-8")
    (folder / "current").write_text(snapshot.id + "\n", encoding="utf-8")
    return folder
