"""Which whole cases a figure is about: one SELECT of case_no with parameters, never with a person's text in it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import duckdb

from schakel.chain.attribute import Attribute
from schakel.chain.problem import Problem, Refusal
from schakel.chain.selection import Period, PeriodBy, Selection
from schakel.data.sql import rows
from schakel.sharing.bsn import contains_bsn, shown

MOST_KNOWN = 20
STEP_KEYS = ("activity", "partner")
ROUTE = "route"  # a case's variant, as a number
Parameter = str | float | date


@dataclass(frozen=True)
class CaseQuery:
    """SQL that yields case_no from the views `cases` and `steps`, and its `?` parameters in order."""

    sql: str
    parameters: tuple[Parameter, ...]


def case_query(selection: Selection, attributes: Iterable[Attribute]) -> CaseQuery:
    """The one SELECT of a selection; Refusal (code selection_key) names the keys there are."""
    known = {attribute.slug: attribute for attribute in attributes}
    conditions: list[str] = []
    parameters: list[Parameter] = []
    for key, values in _grouped(selection.where):
        conditions.append(_condition(key, len(values), known))
        parameters += values
    period, dates = _period(selection.period, selection.period_by)
    conditions += period
    parameters += dates
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    return CaseQuery(f"SELECT c.case_no FROM cases AS c{where}", tuple(parameters))  # noqa: S608 (see _place)


def check_values(connection: duckdb.DuckDBPyConnection, selection: Selection, attributes: Iterable[Attribute]) -> None:
    """Refuse a value that occurs nowhere (code selection_value); it names those that do, at most MOST_KNOWN."""
    known = {attribute.slug: attribute for attribute in attributes}
    problems = []
    for key, values in _grouped(selection.where):
        table, column = _place(key, known)
        test = _test(column, len(values))
        sql = f"SELECT DISTINCT CAST({column} AS VARCHAR) FROM {table} WHERE {test}"  # noqa: S608 (see _place)
        found = {row[0] for row in rows(connection, sql, values)}
        absent = [value for value in values if value not in found]
        if absent:
            allowed = _listed(_known_values(connection, table, column))
            problems += [
                Problem("selection_value", column=key, value=_safe(value), allowed=allowed) for value in absent
            ]
    if problems:
        raise Refusal(tuple(problems))


def _grouped(where: Sequence[tuple[str, str]]) -> list[tuple[str, list[str]]]:
    grouped: dict[str, list[str]] = {}
    for key, value in where:
        grouped.setdefault(key, []).append(value)
    return sorted(grouped.items())


def _place(key: str, known: dict[str, Attribute]) -> tuple[str, str]:
    """Table and column of a key. Both come from our own words or a slug of [a-z0-9_], never from a person's text."""
    if key in STEP_KEYS:
        return "steps", key
    if key == ROUTE and key not in known:
        return "cases", "variant"
    if key not in known:
        names = _listed([*STEP_KEYS, *sorted(known)])
        raise Refusal((Problem("selection_key", column=_safe(key), value=_safe(key), allowed=names),))
    attribute = known[key]
    return ("cases" if attribute.level == "case" else "steps"), attribute.column


def _condition(key: str, values: int, known: dict[str, Attribute]) -> str:
    table, column = _place(key, known)
    test = _test(column, values)
    if table == "cases":
        return test
    return f"c.case_no IN (SELECT case_no FROM steps WHERE {test})"  # noqa: S608 (see _place)


def _test(column: str, values: int) -> str:
    # STRING is the one name of the type that DuckDB and Spark share
    return f"CAST({column} AS STRING) IN ({', '.join('?' * values)})"


def _period(period: Period, by: PeriodBy) -> tuple[list[str], list[Parameter]]:
    conditions: list[str] = []
    dates: list[Parameter] = []
    last, first = {
        "started": ("c.started_on >= ?", "c.started_on <= ?"),
        "ended": ("NOT c.is_open AND c.ended_on >= ?", "NOT c.is_open AND c.ended_on <= ?"),
        "active": ("(c.is_open OR c.ended_on >= ?)", "c.started_on <= ?"),
    }[by]
    if period.since:
        conditions.append(last)
        dates.append(period.since)
    if period.until:
        conditions.append(first)
        dates.append(period.until)
    return conditions, dates


def _known_values(connection: duckdb.DuckDBPyConnection, table: str, column: str) -> list[str]:
    words = f"SELECT DISTINCT CAST({column} AS VARCHAR) AS word FROM {table}"  # noqa: S608 (see _place)
    sql = f"{words} WHERE {column} IS NOT NULL ORDER BY word LIMIT {MOST_KNOWN + 1}"
    return [_safe(str(row[0])) for row in rows(connection, sql)]


def _listed(names: Sequence[str]) -> str:
    more = ", ..." if len(names) > MOST_KNOWN else ""
    return ", ".join(names[:MOST_KNOWN]) + more


def _safe(value: str) -> str:
    return shown(value) if contains_bsn(value) else value
