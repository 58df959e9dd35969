"""Every figure equals the slow reading of its definition, on small logs by chance."""

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oracle import figures as oracle
from oracle.chance import ACTIVITIES, logs
from oracle.events import Event
from oracle.relation import make_tables
from oracle.staging import Told
from oracle.staging import view_of as staged
from oracle.steps import Case, to_cases
from schakel.chain.selection import Selection
from schakel.insight.definitions import definitions
from schakel.insight.figure import figure_names, read_figure
from schakel.insight.view import LogView, Stored, make_params, make_views

SEEN_UNTIL = date(2024, 6, 1)
WORDS: dict[str, Any] = {d.name: d.value for d in definitions()}
EXPECTED = {
    **{name: getattr(oracle, name) for name in figure_names() if name not in ("months", "own_strength")},
    "months": lambda cases: oracle.months(cases, SEEN_UNTIL),
    "own_strength": lambda cases: oracle.own_strength(cases, WORDS["resident_partner"], WORDS["informal_partner"]),
}
EXACTLY = settings(deadline=None, derandomize=True, max_examples=60, suppress_health_check=[HealthCheck.too_slow])


def view_of(cases: Sequence[Case], connection: duckdb.DuckDBPyConnection) -> LogView:
    """The oracle's steps and cases, as figures see a log."""
    make_tables(connection, cases)
    make_views(connection, Stored("SELECT * FROM oracle_steps", "SELECT * FROM oracle_cases"))
    make_params(connection, definitions(), Selection(), SEEN_UNTIL)
    return LogView(connection, SimpleNamespace(id="oracle"), Selection(), "case", definitions())


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


@settings(EXACTLY, max_examples=12)
@given(events=logs())
def test_followed_by_household_every_figure_equals_its_definition(events: list[Event]) -> None:
    events = [replace(events[0], household="h1"), *events[1:]]
    at_home = [replace(e, case=f"{e.household or e.resident or 'case ' + e.case}") for e in events]
    whose = {e.case: e.resident or f"case {e.case}" for e in events}
    known = [replace(home, resident=whose[e.case]) for e, home in zip(events, at_home, strict=True)]
    cases = to_cases(known, seen_until=SEEN_UNTIL)
    with staged(events, Told(seen_until=SEEN_UNTIL), follow="household") as view:
        for name in figure_names():
            dimensions = [column.name for column in read_figure(name).columns if column.role == "dimension"]
            assert_equal(list(view.figure(name).records()), EXPECTED[name](cases), dimensions, 1e-9)


@EXACTLY
@given(events=logs(), closing=st.sampled_from(((), ACTIVITIES[-1:])))
def test_every_figure_equals_its_definition(
    connection: duckdb.DuckDBPyConnection, events: list[Event], closing: tuple[str, ...]
) -> None:
    cases = to_cases(events, ranks={"Melding": 1}, closing=closing, seen_until=SEEN_UNTIL)
    view = view_of(cases, connection)
    for name in figure_names():
        figure = read_figure(name)
        dimensions = [column.name for column in figure.columns if column.role == "dimension"]
        expected = EXPECTED[name](cases)
        assert_equal(list(view.figure(name).records()), expected, dimensions, 1e-9)
        assert_equal(list(view.figure(name, portable=True).records()), expected, dimensions, 0.01)
