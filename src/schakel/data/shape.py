"""Parsed rows become events: UTC and local dates, moments, and one row per event by the lifecycle."""

from dataclasses import dataclass

from duckdb import DuckDBPyConnection

from schakel.data.clock import DAY_US, Clock
from schakel.data.lifecycle import Lived, pair
from schakel.data.mapping import TEXT_COLUMNS, TIME_COLUMNS
from schakel.data.parse import Parsed, TimeColumn
from schakel.data.sql import drop, one, run
from schakel.data.staged import EVENT_COLUMNS, Lifecycle

SHAPED = "shaped"


@dataclass(frozen=True)
class Precision:
    """What the dates of a source turn out to be. midnights: times of day were written, and all are local midnight."""

    days: bool
    instants: bool
    midnights: bool = False


def precision(connection: DuckDBPyConnection, parsed: Parsed, ticking: Clock) -> Precision:
    """Whether a source has days, instants or both. Times without an offset that are all midnight are days."""
    always = [time for time in parsed.times if time.day == "always"]
    others = [time for time in parsed.times if time.day != "always"]
    days = bool(always) or _any(connection, parsed, [f"{time.name}_day" for time in others if time.day == "some"])
    instants = _any(connection, parsed, [f"(NOT {time.name}_day AND {time.name}_wall IS NOT NULL)" for time in others])
    timed = instants and _any(connection, parsed, [f"(NOT {t.name}_day AND {_told(t, ticking)})" for t in others])
    return Precision(days or (instants and not timed), timed, midnights=instants and not timed)


def _told(time: TimeColumn, ticking: Clock) -> str:
    """SQL: this is a time of day that somebody recorded. Whoever gives an offset means an instant."""
    if time.zoned == "always":
        return f"{time.name}_wall IS NOT NULL"
    later = f"({_local(time, ticking)}) % {DAY_US} <> 0"
    return f"({time.name}_zone IS NOT NULL OR {later})" if time.zoned == "some" else later


def _any(connection: DuckDBPyConnection, parsed: Parsed, conditions: list[str]) -> bool:
    if not conditions:
        return False
    text = f"SELECT EXISTS (SELECT 1 FROM {parsed.relation} WHERE {' OR '.join(conditions)})"  # noqa: S608
    return bool(one(connection, text)[0])


def _utc(time: TimeColumn, ticking: Clock) -> str:
    wall, zone = f"{time.name}_wall", f"{time.name}_zone"
    if time.zoned == "always":
        return wall
    if time.zoned == "never":
        return ticking.utc(wall)
    return f"CASE WHEN {zone} IS NULL THEN {ticking.utc(wall)} ELSE {wall} - {zone} END"


def _local(time: TimeColumn, ticking: Clock) -> str:
    wall, zone = f"{time.name}_wall", f"{time.name}_zone"
    if time.zoned == "never":
        return wall
    if time.zoned == "always":
        return ticking.local(wall)
    return f"CASE WHEN {zone} IS NULL THEN {wall} ELSE {ticking.local(f'({wall} - {zone})')} END"


def shape(connection: DuckDBPyConnection, parsed: Parsed, found: Precision, ticking: Clock, target: str) -> None:
    """Make the view `target`: the columns of an event, its attributes, and transition and instance behind them."""
    columns = [*TEXT_COLUMNS, "source", "row AS source_row", "transition", "instance"]
    columns += [attribute.column for attribute, _ in parsed.attributes]
    for time in parsed.times:
        columns.append(f"make_timestamp({_utc(time, ticking)}) AS {time.name}")
        columns.append(f"CAST(make_timestamp({_local(time, ticking)}) AS DATE) AS {time.name}_on")
    columns.append(f"{_is_day(parsed, found)} AS is_day")
    outer = [_event_column(parsed, name) for name in EVENT_COLUMNS]
    outer += [attribute.column for attribute, _ in parsed.attributes] + ["transition", "instance"]
    drop(connection, target)
    run(
        connection,
        f"CREATE VIEW {target} AS SELECT {', '.join(outer)} "  # noqa: S608
        f"FROM (SELECT {', '.join(columns)} FROM {parsed.relation})",
    )


def _is_day(parsed: Parsed, found: Precision) -> str:
    """SQL: an event is day-precise when any of its dates is."""
    if not found.instants:
        return "TRUE"
    if not found.days:
        return "FALSE"
    known = [f"({time.name}_wall IS NOT NULL AND {time.name}_day)" for time in parsed.times]
    return " OR ".join(known)


def _event_column(parsed: Parsed, name: str) -> str:
    base = name.removesuffix("_on")
    if base in TIME_COLUMNS:
        if parsed.time(base):
            return name
        other = {"started": "ended", "ended": "started"}.get(base, "")
        if parsed.time(other):  # the source gives one time only: a moment
            return f"{name.replace(base, other)} AS {name}"
        return f"CAST(NULL AS {'DATE' if name.endswith('_on') else 'TIMESTAMP'}) AS {name}"
    if name == "is_moment":
        moment = not (parsed.time("started") and parsed.time("ended"))
        return f"{str(moment).upper()} AS is_moment"
    return name


def one_row_per_event(
    connection: DuckDBPyConnection, parsed: Parsed, target: str, lifecycle: Lifecycle, *, rows: int, file: str
) -> Lived:
    """Make `target` from the `rows` shaped ones: all, only the completed ones, or start and complete as one."""
    drop(connection, target)
    if lifecycle != "all":
        return pair(connection, SHAPED, target, lifecycle=lifecycle, file=file)
    names = ", ".join((*EVENT_COLUMNS, *(attribute.column for attribute, _ in parsed.attributes)))
    run(connection, f"CREATE VIEW {target} AS SELECT {names} FROM {SHAPED}")  # noqa: S608
    return Lived("all", bool(parsed.time("started") and parsed.time("ended")), rows)
