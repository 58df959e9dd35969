"""Parsed rows become events: UTC and local dates, moments, and one row per event by the lifecycle."""

from dataclasses import dataclass

from duckdb import DuckDBPyConnection

from schakel.chain.problem import Notice
from schakel.data.clock import DAY_US, EPOCH, FIRST_YEAR, LAST_YEAR, Clock, clock
from schakel.data.lifecycle import pair
from schakel.data.mapping import TEXT_COLUMNS, TIME_COLUMNS
from schakel.data.parse import Parsed, TimeColumn
from schakel.data.sql import drop, one, run
from schakel.data.staged import EVENT_COLUMNS, Lifecycle

YEAR_US = 365 * DAY_US


@dataclass(frozen=True)
class Reach:
    """What the time columns hold: first and last wall time in microseconds, and whether any has a time of day."""

    first: int | None
    last: int | None
    timed: bool
    day_values: bool
    timed_values: bool


def reach(connection: DuckDBPyConnection, parsed: Parsed, zone: str) -> Reach:
    """Look at all times of a source once."""
    if not parsed.times:
        return Reach(None, None, False, False, False)
    walls = [f"{time.name}_wall" for time in parsed.times]
    low = ", ".join(f"min({wall})" for wall in walls)
    high = ", ".join(f"max({wall})" for wall in walls)
    first, last = one(
        connection,
        f"SELECT least({low}), greatest({high}) FROM {parsed.relation}",  # noqa: S608
    )
    instants = [time for time in parsed.times if time.day != "always"]
    has_days = any(time.day == "always" for time in parsed.times) or _any(
        connection, parsed, [f"{time.name}_day" for time in parsed.times if time.day == "some"]
    )
    has_instants = _any(connection, parsed, [f"NOT {time.name}_day AND {time.name}_wall IS NOT NULL" for time in instants])
    ticking = clock_between(zone, first, last)
    timed = has_instants and _any(
        connection, parsed, [f"NOT {t.name}_day AND ({_local(t, ticking)}) % {DAY_US} <> 0" for t in instants]
    )
    return Reach(first, last, timed, has_days, has_instants)


def _any(connection: DuckDBPyConnection, parsed: Parsed, conditions: list[str]) -> bool:
    if not conditions:
        return False
    text = f"SELECT EXISTS (SELECT 1 FROM {parsed.relation} WHERE {' OR '.join(conditions)})"  # noqa: S608
    return bool(one(connection, text)[0])


def clock_between(zone: str, first: int | None, last: int | None) -> Clock:
    """The clock of a zone over the years of two moments, within the years that are allowed."""

    def year(moment: int | None, default: int) -> int:
        guess = EPOCH.year + (moment or 0) // YEAR_US if moment is not None else default
        return min(max(guess, FIRST_YEAR), LAST_YEAR)

    return clock(zone, max(year(first, LAST_YEAR) - 1, FIRST_YEAR), year(last, LAST_YEAR))


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


def shape(connection: DuckDBPyConnection, parsed: Parsed, found: Reach, zone: str, target: str) -> None:
    """Make the view `target`: the columns of an event, its attributes, and transition and instance behind them."""
    ticking = clock_between(zone, found.first, found.last)
    only_days = found.day_values is False and found.timed_values and not found.timed
    columns = [f"{name}" for name in TEXT_COLUMNS] + ["source", "row AS source_row", "transition", "instance"]
    columns += [attribute.column for attribute, _ in parsed.attributes]
    days = []
    for time in parsed.times:
        local = _local(time, ticking)
        # A day's UTC moment is that of its local midnight, also when it was delivered as a moment of the zone.
        columns.append(f"make_timestamp({_utc(time, ticking)}) AS {time.name}")
        columns.append(f"CAST(make_timestamp({local}) AS DATE) AS {time.name}_on")
        days.append("TRUE" if time.day == "always" or only_days else f"coalesce({time.name}_day, FALSE)")
    is_day = _is_day(parsed, days, only_days)
    inner = f"SELECT {', '.join(columns)}, {is_day} AS is_day FROM {parsed.relation}"  # noqa: S608
    outer = [_event_column(parsed, name) for name in EVENT_COLUMNS]
    outer += [attribute.column for attribute, _ in parsed.attributes] + ["transition", "instance"]
    drop(connection, target)
    run(connection, f"CREATE VIEW {target} AS SELECT {', '.join(outer)} FROM ({inner})")  # noqa: S608


def _is_day(parsed: Parsed, days: list[str], only_days: bool) -> str:
    """An event is day-precise when any of its dates is."""
    if only_days or not days:
        return "TRUE" if only_days else "FALSE"
    if all(time.day == "never" for time in parsed.times):
        return "FALSE"
    if len(parsed.times) == 1 or all(time.day == "always" for time in parsed.times):
        return days[0]
    known = [
        f"({time.name}_wall IS NOT NULL AND {day})" for time, day in zip(parsed.times, days, strict=True)
    ]
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
    connection: DuckDBPyConnection, parsed: Parsed, shaped: str, target: str, lifecycle: Lifecycle, file: str
) -> tuple[Notice, ...]:
    """Make `target` from the shaped rows: all of them, only the completed ones, or start and complete as one.

    What became no step of its own is counted in the notices.
    """
    drop(connection, target)
    if lifecycle != "all":
        return pair(connection, shaped, target, lifecycle=lifecycle, file=file).notices
    names = ", ".join((*EVENT_COLUMNS, *(attribute.column for attribute, _ in parsed.attributes)))
    run(connection, f"CREATE VIEW {target} AS SELECT {names} FROM {shaped}")  # noqa: S608
    return ()
