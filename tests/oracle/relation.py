"""The oracle's steps and cases as tables with the stored columns, for DuckDB."""

import json
from collections.abc import Sequence
from typing import Any

import duckdb

from oracle.events import Event, Moment, between_us, instant, local_day
from oracle.steps import Case, Step
from schakel.data.steps.schema import CASE_COLUMNS, STEP_COLUMNS


def make_tables(connection: duckdb.DuckDBPyConnection, cases: Sequence[Case]) -> None:
    """Tables oracle_steps and oracle_cases."""
    residents = _numbers(step.resident for case in cases for step in case.steps)
    households = _numbers(step.event.household for case in cases for step in case.steps)
    group = {"c_client_group": "VARCHAR", "c_question": "VARCHAR"}
    rows = [_step(number, step, residents, households) for number, case in enumerate(cases, 1) for step in case.steps]
    fill(connection, "oracle_steps", STEP_COLUMNS, rows)
    cases_rows = [_case(number, case, residents, households) for number, case in enumerate(cases, 1)]
    fill(connection, "oracle_cases", {**CASE_COLUMNS, **group}, cases_rows)


def _numbers(names: Any) -> dict[Any, int]:
    found = sorted({name for name in names if name is not None})
    return {name: number for number, name in enumerate(found, 1)}


def fill(
    connection: duckdb.DuckDBPyConnection, table: str, columns: dict[str, str], rows: list[dict[str, Any]]
) -> None:
    """Make a table of rows, by way of JSON: a statement for each row takes ten times as long."""
    told = json.dumps([{name: row[name] for name in columns} for row in rows], default=str)
    connection.execute(
        f"CREATE OR REPLACE TABLE {table} AS SELECT UNNEST(from_json(?, ?), recursive := true)",
        [told, json.dumps([columns])],
    ).fetchall()


def _at(moment: Moment | None) -> Any:
    return None if moment is None else instant(moment)


def _on(moment: Moment | None) -> Any:
    return None if moment is None else local_day(moment)


def _step(number: int, step: Step, residents: dict[str, int], households: dict[str, int]) -> dict[str, Any]:
    event, following = step.event, step.next
    gap = None
    if following and following.started is not None and event.ended is not None:
        gap = between_us(event.ended, following.started, in_days=event.is_day or following.is_day)
    return {
        "case_no": number,
        "pos": step.pos,
        "resident_no": residents[step.resident],
        "household_no": households.get(event.household or ""),
        "activity": event.activity,
        "partner": event.partner,
        "to_partner": event.to_partner,
        **_times(event),
        "precision": "day" if event.is_day else "instant",
        "source": f"source {event.place}",
        "source_row": event.row,
        "next_activity": following.activity if following else None,
        "next_partner": step.next_partner,
        "next_started": _at(following.started) if following else None,
        "gap_us": gap,
        "wait_us": step.wait_us,
        "is_parallel": step.is_parallel,
        "own_wait_us": step.own_wait_us,
        "touch_us": step.touch_us,
        "is_first": step.pos == 1,
        "is_last": following is None,
        "is_open": event.runs,
        "is_tied": step.is_tied,
    }


def _times(event: Event) -> dict[str, Any]:
    named = {"started": event.started, "ended": event.ended, "requested": event.requested}
    return {
        **{name: _at(moment) for name, moment in named.items()},
        **{f"{name}_on": _on(moment) for name, moment in named.items()},
    }


def _case(number: int, case: Case, residents: dict[str, int], households: dict[str, int]) -> dict[str, Any]:
    first = case.steps[0].event
    return {
        "case_no": number,
        "case_id": case.case,
        "resident": case.resident,
        "household": case.household,
        "resident_no": residents[case.resident],
        "household_no": households.get(case.household or ""),
        "started": _at(case.started),
        "ended": None if case.is_open else _at(case.ended),
        "started_on": _on(case.started),
        "ended_on": None if case.is_open else _on(case.ended),
        "duration_us": case.duration_us,
        "observed_us": case.observed_us,
        "length": len(case.steps),
        "variant": case.variant,
        "variant_today": case.variant,
        "since_previous_days": case.since_previous_days,
        "sight_until_on": case.sight_until_on,
        "is_open": case.is_open,
        "is_return": case.is_return,
        "outcome": None,
        "c_client_group": first.client_group,
        "c_question": first.question,
    }
