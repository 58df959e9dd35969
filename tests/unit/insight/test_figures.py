"""Figures of logs whose truth is known: published ones, and a small one made by hand."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from schakel.chain.problem import Refusal
from schakel.chain.selection import Period, Selection
from schakel.chain.table import Table
from schakel.data.mapping import Mapping
from schakel.insight.figure import figure_names, read_figure
from schakel.insight.opened import open_log
from schakel.insight.summary import figures

DAY = 86_400_000_000
GOLDEN: dict[str, tuple[str, str, dict[str, Any]]] = {
    "receipt": ("receipt.xes.gz", "receipt.json", {}),
    "patients": ("patients.csv.gz", "patients_complete_only.json", {"lifecycle": "complete"}),
}


@pytest.fixture(scope="module", params=GOLDEN)
def golden(request: pytest.FixtureRequest, shared_data: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """Our document of a published log, and pm4py's figures of it."""
    source, expected, options = GOLDEN[request.param]
    folder = shared_data / "eventlogs"
    with open_log(folder / source, public=True, **options) as view:
        document = figures(view, variants=None)
    return document, json.loads((folder / "golden" / expected).read_text(encoding="utf-8"))["all_events"]


@pytest.mark.shared
def test_published_logs_give_the_published_figures(golden: tuple[dict[str, Any], dict[str, Any]]) -> None:
    ours, theirs = golden
    for key in ("cases", "events", "activities", "variants"):
        assert ours["counts"][key] == theirs[key]
    assert ours["counts"]["edges"] == len(ours["edges"]) == theirs["dfg_edges"]
    assert sum(edge["count"] for edge in ours["edges"]) == theirs["dfg_sum"]
    assert ours["counts"]["ties"] == theirs["ties"]
    assert ours["throughput"]["median_s"] == pytest.approx(theirs["median_throughput_s"], rel=1e-12)
    assert ours["throughput"]["mean_s"] == pytest.approx(theirs["mean_throughput_s"], rel=1e-12)


@pytest.mark.shared
def test_published_logs_give_the_published_order(golden: tuple[dict[str, Any], dict[str, Any]]) -> None:
    ours, theirs = golden
    same = [v["cases"] for v in ours["variants"][:5]]
    assert same == [cases for _, cases in theirs["top5_variants"]]
    assert sorted(v["activities"] for v in ours["variants"][:5]) == sorted(
        names for names, _ in theirs["top5_variants"]
    )
    edges = [[e["activity"], e["next_activity"], e["count"]] for e in ours["edges"][: len(theirs["dfg_top10"])]]
    assert sorted(edges) == sorted(theirs["dfg_top10"])
    assert {row["activity"]: row["cases"] for row in ours["starts"]} == theirs["start"]
    ends = {row["activity"]: row["cases"] for row in ours["ends"]}
    assert len(ends) == theirs["n_end"]
    assert theirs["end"].items() <= ends.items()


@pytest.mark.shared
@pytest.mark.parametrize("name", [name for name in figure_names() if read_figure(name).exact])
def test_the_histogram_is_within_one_percent_of_the_exact_text(shared_data: Path, name: str) -> None:
    with open_log(shared_data / "eventlogs" / "receipt.xes.gz", public=True) as view:
        exact, portable = view.figure(name), view.figure(name, portable=True)
    assert len(exact.rows) == len(portable.rows)
    for row, other in zip(exact.rows, portable.rows, strict=True):
        assert [v for v in other if not isinstance(v, float)] == [v for v in row if not isinstance(v, float)]
        near = [pytest.approx(value, rel=0.01, abs=0.5) for value in row if isinstance(value, float)]
        assert [value for value in other if isinstance(value, float)] == near


def figure(log: Path, name: str, **options: Any) -> Table:
    """One figure of a log."""
    with open_log(log, **options) as view:
        return view.figure(name)


def by(table: Table, *keys: str) -> dict[Any, dict[str, Any]]:
    """Rows by their dimensions."""
    return {tuple(row[key] for key in keys): row for row in table.records()}


def test_days_are_days_also_over_a_change_of_the_clock(small_log: Path) -> None:
    edge = by(
        figure(small_log, "edges", selection=Selection((("client_group", "youth"),))), "activity", "next_activity"
    )
    assert edge["Referral", "Help"]["wait_p50_us"] == 65 * DAY
    referral = by(figure(small_log, "referrals"), "partner", "to_partner")["GP", "Team"]
    assert (referral["arrived"], referral["p10_days"], referral["p90_days"]) == (2, 15.5, 59.5)


def test_parallel_help_is_no_wait_and_no_handover(small_log: Path) -> None:
    edge = by(figure(small_log, "edges"), "activity", "next_activity")
    assert (edge["Help", "Extra"]["n_parallel"], edge["Help", "Extra"]["wait_p50_us"]) == (1, None)
    assert edge["Extra", "Closing"]["wait_p50_us"] == 22 * DAY
    assert ("Team", "Inwoner") not in by(figure(small_log, "handovers"), "partner", "next_partner")
    busy = by(figure(small_log, "concurrency"), "unit", "counted", "at_once")
    assert busy["case", "partners", 2]["units"] == 1
    assert busy["household", "cases", 2]["units"] == 1


def test_where_nothing_followed_is_a_dead_end_but_not_where_nobody_could_show_it(small_log: Path) -> None:
    ends = by(figure(small_log, "dead_ends"), "kind", "partner", "to_partner")
    assert set(ends) == {("open question", "Volunteer", None)}
    referral = by(figure(small_log, "referrals"), "partner", "to_partner")["GP", "Clinic"]
    assert [referral[name] for name in ("not_arrived_open", "not_arrived_ended", "not_seen")] == [0, 0, 1]
    assert referral["share_arrived"] is None
    last = by(figure(small_log, "ends"), "activity")["Referral",]
    assert (last["cases"], last["open_cases"], last["out_of_sight"]) == (1, 1, 1)


def test_own_strength_sets_apart_what_is_not_recorded(small_log: Path) -> None:
    party = {row["party"]: row["steps"] for row in figure(small_log, "own_strength").records()}
    assert party == {"resident": 1, "informal": 1, "not recorded": 1, "professional": 8}


@pytest.mark.parametrize(
    ("period", "by_what", "cases"),
    [
        (Period(date(2023, 3, 1), date(2023, 6, 1)), "started", 2),
        (Period(date(2023, 5, 1), date(2023, 5, 31)), "ended", 1),
        (Period(date(2023, 5, 2), date(2023, 5, 31)), "active", 1),
        (Period(date(2023, 7, 1)), "active", 3),
        (Period(), "started", 5),
    ],
)
def test_a_period_chooses_whole_cases(small_log: Path, period: Period, by_what: Any, cases: int) -> None:
    table = figure(small_log, "counts", selection=Selection(period=period, period_by=by_what))
    assert table.column("cases") == (cases,)


def test_months_are_those_of_the_period(small_log: Path) -> None:
    chosen = Selection(period=Period(date(2023, 5, 15), date(2023, 6, 3)), period_by="active")
    months = by(figure(small_log, "months", selection=chosen), "month", "flow")
    assert {month for month, _ in months} == {"2023-05", "2023-06"}
    assert [months["2023-06", flow]["cases"] for flow in ("inflow", "outflow", "stock")] == [2, 1, 2]


@pytest.mark.parametrize(
    ("where", "cases"),
    [
        ((("partner", "Inwoner"),), 1),
        ((("partner", "Inwoner"), ("partner", "Volunteer")), 2),
        ((("partner", "Team"), ("client_group", "adults")), 2),
        ((("activity", "Closing"),), 2),
    ],
)
def test_a_condition_chooses_whole_cases(small_log: Path, where: Any, cases: int) -> None:
    table = figure(small_log, "counts", selection=Selection(where))
    assert table.column("cases") == (cases,)


@pytest.mark.parametrize(
    ("where", "code", "allowed"),
    [
        (("colour", "red"), "selection_key", "activity, partner"),
        (("partner", "Teem"), "selection_value", "GP, Inwoner, Team, Volunteer"),
        (("client_group", "'; DROP TABLE steps; --"), "selection_value", "adults, youth"),
    ],
)
def test_what_is_not_there_is_refused_by_name(small_log: Path, where: Any, code: str, allowed: str) -> None:
    with pytest.raises(Refusal) as refused:
        figure(small_log, "counts", selection=Selection((where,)))
    (problem,) = refused.value.problems
    assert (problem.code, problem.column) == (code, where[0])
    assert problem.allowed.startswith(allowed)


@pytest.mark.parametrize("name", figure_names())
def test_every_figure_stands_an_empty_selection(small_log: Path, name: str) -> None:
    nothing = Selection(period=Period(date(1999, 1, 1), date(1999, 1, 2)))
    with open_log(small_log, selection=nothing) as view:
        assert view.figure(name).columns == read_figure(name).columns
        assert view.figure(name, portable=True).columns == read_figure(name).columns


@pytest.mark.parametrize("name", figure_names())
def test_columns_are_those_of_the_header(small_log: Path, name: str) -> None:
    with open_log(small_log) as view:
        described = view.connection.execute(read_figure(name).portable).description
    assert [column[0] for column in described] == [column.name for column in read_figure(name).columns]


def test_following_the_household_links_its_steps_anew(small_log: Path) -> None:
    with open_log(small_log, follow="household") as view:
        counts = next(view.figure("counts").records())
        edges = by(view.figure("edges"), "activity", "next_activity")
        passport = view.passport()
    assert (counts["cases"], counts["events"], counts["residents"]) == (3, 11, 3)
    assert edges["Referral", "Referral"]["wait_p50_us"] == 27 * DAY
    assert ("follow", "household") in passport.parameters


def test_no_household_no_following(shared_data: Path) -> None:
    source = shared_data / "eventlogs" / "wta" / "handoff-test.csv"
    with pytest.raises(Refusal, match="no_households"), open_log(source, follow="household"):
        pass


def test_a_passport_tells_selections_and_engines_apart(small_log: Path) -> None:
    with open_log(small_log) as view:
        whole, portable = view.figure("edges"), view.figure("edges", portable=True)
        again = view.figure("edges")
    chosen = figure(small_log, "edges", selection=Selection((("client_group", "youth"),)))
    ids = {table.passport.id for table in (whole, portable, chosen)}
    assert len(ids) == 3
    assert (again.passport.id, again.rows) == (whole.passport.id, whole.rows)


def test_a_source_is_loaded_for_the_occasion(small_csv: Path, small_mapping: Mapping, small_log: Path) -> None:
    with open_log(small_csv, mapping=small_mapping) as view:
        found = view.figure("edges").rows
    assert found == figure(small_log, "edges").rows
    assert [path.name for path in small_csv.parent.iterdir()] == ["small.csv"]


def test_at_most_so_many_variants_with_ties_by_name(small_log: Path) -> None:
    with open_log(small_log) as view:
        every = figures(view, variants=None)["variants"]
        two = figures(view, variants=2)["variants"]
    assert two == every[:2]
    assert every == sorted(every, key=lambda v: (-v["cases"], v["activities"]))


def test_the_unknown_name_of_a_figure_is_answered_with_those_there_are(small_log: Path) -> None:
    with open_log(small_log) as view, pytest.raises(KeyError, match="edges"):
        view.figure("edgse")
