"""Every figure equals the slow reading of its definition, on small logs by chance."""

import contextlib
import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from oracle import delivered_figures as delivered
from oracle import figures as oracle
from oracle.chance import ACTIVITIES, logs
from oracle.concurrency import concurrency
from oracle.events import Event
from oracle.plenty import plenty
from oracle.relation import make_tables
from oracle.staging import Told
from oracle.staging import view_of as staged
from oracle.steps import Case, to_cases
from schakel.chain.selection import Selection
from schakel.insight.definitions import definitions
from schakel.insight.figure import figure_names, read_figure
from schakel.insight.view import LogView, Stored, make_params, make_views

SEEN_UNTIL = date(2024, 6, 1)
CHOSEN = definitions({"peak_date": 1.5, "peak_least": 2})  # a day of a small log must be able to stand out
VALUES: dict[str, Any] = {d.name: d.value for d in CHOSEN}
EXPECTED: dict[str, Callable[[Sequence[Case]], list[dict[str, Any]]]] = {
    **{name: getattr(oracle, name) for name in figure_names() if hasattr(oracle, name)},
    "concurrency": concurrency,
    "months": lambda cases: oracle.months(cases, SEEN_UNTIL),
    "own_strength": lambda cases: oracle.own_strength(cases, VALUES["resident_partner"], VALUES["informal_partner"]),
    "link_rates": delivered.link_rates,
    "punctuality": lambda _cases: [],  # these logs hold no messages; see unit/insight/test_punctuality.py
    "norm_times": lambda _cases: [],  # nor norms; see unit/data/test_zgw_fetch.py
    "peak_dates": lambda cases: delivered.peak_dates(cases, VALUES["peak_date"], VALUES["peak_least"]),
    "returns": lambda cases: delivered.returns(cases, VALUES["returner"]),
    "year_days": delivered.year_days,
}
EXACTLY = settings(
    deadline=None, derandomize=True, max_examples=plenty(10, 60), suppress_health_check=[HealthCheck.too_slow]
)


def view_of(cases: Sequence[Case], connection: duckdb.DuckDBPyConnection, seen_until: date = SEEN_UNTIL) -> LogView:
    """The oracle's steps and cases, as figures see a log."""
    make_tables(connection, cases)
    make_views(connection, Stored("SELECT * FROM oracle_steps", "SELECT * FROM oracle_cases"))
    make_params(connection, CHOSEN, Selection(), seen_until)
    return LogView(connection, SimpleNamespace(id="oracle"), Selection(), "case", CHOSEN)


def in_order(rows: list[dict[str, Any]], dimensions: Sequence[str]) -> list[dict[str, Any]]:
    """Sorted by what the rows are about."""
    return sorted(rows, key=lambda row: [(row[name] is None, str(row[name])) for name in dimensions])


def assert_equal(
    found: list[dict[str, Any]], expected: list[dict[str, Any]], dimensions: Sequence[str], near: float
) -> None:
    """Counts exactly, the rest within a relative distance; both sorted by their dimensions."""
    assert len(found) == len(expected)
    for row, wanted in zip(in_order(found, dimensions), in_order(expected, dimensions), strict=True):
        assert row.keys() == wanted.keys()
        for name, value in wanted.items():
            if name.endswith(("_us", "_days", "share")) or name.startswith("share"):
                assert (row[name] is None) == (value is None), (name, row, wanted)
                if value is None:
                    continue
                assert math.isclose(row[name], value, rel_tol=near, abs_tol=near), (name, row, wanted)
            else:
                assert row[name] == value, (name, row, wanted)


@pytest.fixture(scope="module")
def connection() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config={"threads": 1})


@settings(EXACTLY, max_examples=plenty(4, 16))
@given(events=st.one_of(logs(), logs(shared=2, apart=1)))
def test_followed_by_household_every_figure_equals_its_definition(events: list[Event]) -> None:
    events = [replace(events[0], household="h1"), *events[1:]]
    at_home = [replace(e, case=f"{e.household or e.resident or 'case ' + e.case}") for e in events]
    whose = {e.case: e.resident or f"case {e.case}" for e in events}
    known = [replace(home, resident=whose[e.case]) for e, home in zip(events, at_home, strict=True)]
    cases = to_cases(known, seen_until=SEEN_UNTIL, own_keys=(2,))
    with staged(events, Told(seen_until=SEEN_UNTIL, own_keys=(2,)), follow="household", chosen=CHOSEN) as view:
        assert_as_defined(view, cases)


def assert_as_defined(view: LogView, cases: Sequence[Case], *, portable: bool = False) -> None:
    """Every figure equals its slow definition."""
    for name in figure_names():
        dimensions = [column.name for column in read_figure(name).columns if column.role == "dimension"]
        expected = EXPECTED[name](cases)
        assert_equal(list(view.figure(name).records()), expected, dimensions, 1e-9)
        if portable:
            assert_equal(list(view.figure(name, portable=True).records()), expected, dimensions, 0.01)


@EXACTLY
@given(events=logs(), closing=st.sampled_from(((), ACTIVITIES[-1:])))
def test_every_figure_equals_its_definition(
    connection: duckdb.DuckDBPyConnection, events: list[Event], closing: tuple[str, ...]
) -> None:
    cases = to_cases(events, ranks={"Melding": 1}, closing=closing, seen_until=SEEN_UNTIL)
    assert_as_defined(view_of(cases, connection), cases, portable=True)


@settings(EXACTLY, max_examples=plenty(7, 30))
@given(events=logs(shared=2, apart=1, far=True), closing=st.sampled_from(((), ACTIVITIES[-1:])))
def test_with_several_sources_every_figure_equals_its_definition(
    connection: duckdb.DuckDBPyConnection, events: list[Event], closing: tuple[str, ...]
) -> None:
    cases = to_cases(events, closing=closing, seen_until=SEEN_UNTIL, own_keys=(2,))
    assert_as_defined(view_of(cases, connection), cases, portable=True)


@settings(EXACTLY, max_examples=plenty(4, 15))
@given(events=logs(shared=2, apart=1), closing=st.sampled_from(((), ACTIVITIES[-1:])))
def test_with_several_sources_the_product_links_what_its_figures_are_defined_on(
    events: list[Event], closing: tuple[str, ...]
) -> None:
    cases = to_cases(events, closing=closing, seen_until=SEEN_UNTIL, own_keys=(2,))
    with staged(events, Told(closing=closing, seen_until=SEEN_UNTIL, own_keys=(2,)), chosen=CHOSEN) as view:
        assert_as_defined(view, cases)


@settings(EXACTLY, max_examples=plenty(12, 30))
@given(events=logs(shared=2, apart=1, far=True), closing=st.sampled_from(((), ACTIVITIES[-1:])))
def test_the_stock_of_each_month_follows_from_the_one_before(
    connection: duckdb.DuckDBPyConnection, events: list[Event], closing: tuple[str, ...]
) -> None:
    last = date(2024, 12, 31)
    cases = to_cases(events, closing=closing, seen_until=last, own_keys=(2,))
    months: dict[str, dict[str, int]] = {}
    for row in view_of(cases, connection, last).figure("months").records():
        months.setdefault(str(row["month"]), {})[str(row["flow"])] = row["cases"]  # type: ignore[assignment]
    opening = 0
    for flows in months.values():
        assert flows["stock"] == opening + flows["inflow"] - flows["outflow"] - flows["out of sight"]
        opening = flows["stock"]
    assert opening == sum(case.is_open and case.sight_until_on is None for case in cases)


OCCURS: dict[str, Callable[[Case], bool]] = {
    "out of sight after a referral": lambda c: bool(c.sight_until_on and c.steps[-1].event.to_partner),
    "out of sight under a number of its own": lambda c: bool(c.sight_until_on and not c.steps[-1].event.to_partner),
    "a referral of which is not told what followed": lambda c: any(step.is_untold for step in c.steps),
    "a next step in a month that one of both did not deliver": lambda c: any(
        step.is_untold and step.event.to_partner is None for step in c.steps
    ),
    "back within the gap": lambda c: c.since_previous_days is not None and not c.is_return,
    "an early returner": lambda c: c.is_return and (c.since_previous_days or 0) <= VALUES["returner"],
    "a returner": lambda c: (c.since_previous_days or 0) > VALUES["returner"],
}


def test_the_drawn_logs_hold_everything_that_can_occur() -> None:
    absent = set(OCCURS)

    def is_enough(events: list[Event]) -> bool:
        cases = to_cases(events, closing=ACTIVITIES[-1:], seen_until=SEEN_UNTIL, own_keys=(2,))
        absent.difference_update([what for what in absent if any(map(OCCURS[what], cases))])
        return not absent

    often = settings(derandomize=True, max_examples=2000, deadline=None, phases=[Phase.generate], database=None)
    with contextlib.suppress(NoSuchExample):
        find(logs(shared=2, apart=1, far=True), is_enough, settings=often)
    assert not absent
