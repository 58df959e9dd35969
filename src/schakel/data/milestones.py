"""One row, several events: each milestone of a mapping is read as if it were a source of its own over the same rows."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from duckdb import DuckDBPyConnection

from schakel.chain.attribute import Attribute
from schakel.chain.problem import Notice, Problem
from schakel.data.look import Look
from schakel.data.mapping import TIME_COLUMNS, Mapping, Origin, Words
from schakel.data.parse import wanted_attributes
from schakel.data.readers.raw import Raw
from schakel.data.sql import drop, identifier, one, run
from schakel.data.staged import EVENT_COLUMNS, Staged

OF_MILESTONE, PARTS = "raw_milestone", "milestone_parts"
NOT_OURS = ("activity", *TIME_COLUMNS, "lifecycle", "instance")
LookAt = Callable[[Raw, Mapping], Look]
Noticed = dict[tuple[object, ...], Notice]


def as_source(plan: Mapping, place: int) -> Mapping:
    """The mapping of one milestone: its own columns before those of all, its activity for every row."""
    milestone = plan.milestones[place]
    columns = {ours: origin for ours, origin in plan.columns if ours not in NOT_OURS} | dict(milestone.columns)
    columns["activity"] = Origin(value=milestone.activity)
    return replace(plan, columns=tuple(columns.items()), milestones=(), activity_words=Words())


def of_words(raw: Raw, plan: Mapping) -> Mapping:
    """A mapping of all columns of a source that hold words for any milestone, each once, to look them through."""
    columns = [*plan.columns, *(column for milestone in plan.milestones for column in milestone.columns)]
    dates = {origin.name for ours, origin in columns if ours in TIME_COLUMNS}
    dates |= {name for name, attribute in plan.attributes if attribute.type == "date"}
    names = [name for name in plan.named() if name not in dates and raw.column(name)]
    return Mapping(
        file=plan.file, attributes=tuple((name, Attribute(f"word_{n}", name, "event")) for n, name in enumerate(names))
    )


def looked(connection: DuckDBPyConnection, raw: Raw, plan: Mapping, look_at: LookAt, target: str) -> Look:
    """All milestones of a source as the table `target`, with a column `milestone` (0, 1, ...) behind the attributes.

    look_at: makes the relation `target` of one milestone. A problem of a row is told once, not per milestone. ranks:
    where the mapping declares none, milestones of one day follow each other as they stand in the mapping.
    """
    plans = [as_source(plan, place) for place in range(len(plan.milestones))]
    made: list[Staged] = []
    problems: dict[Problem, None] = {}
    notices: Noticed = {}
    total, sorts = 0, Counter[tuple[str, str]]()
    drop(connection, PARTS)
    for place, one_plan in enumerate(plans):
        rows = _with_dates(connection, raw, one_plan)
        if not rows.rows:
            continue
        look = look_at(rows, one_plan)
        fresh = [problem for problem in look.problems if problem not in problems]
        total += max(len(fresh), look.total - (len(look.problems) - len(fresh)))
        repeated = Counter((problem.code, problem.column) for problem in look.problems if problem in problems)
        sorts.update({(code, column): n - repeated[code, column] for code, column, n in look.sorts})
        problems |= dict.fromkeys(fresh)
        _keep_most(notices, look.notices)
        if look.staged is not None:
            _add(connection, look.staged, plans, place, target)
            made.append(look.staged)
    if total or not made:
        found = tuple(problems) or (Problem("no_milestones", raw.file),)
        counted = tuple((code, column, n) for (code, column), n in sorts.items() if n > 0)
        return Look(found, max(total, 1), tuple(notices.values()), plan, None, raw.rows, counted)
    notices |= _without_event(connection, raw, plans)
    drop(connection, target)
    run(connection, f"ALTER TABLE {PARTS} RENAME TO {target}")
    return Look((), 0, tuple(notices.values()), plan, _together(made, plan, raw, tuple(notices.values())), raw.rows)


def _dates(raw: Raw, plan: Mapping) -> list[str]:
    """SQL of each date of an event being there; a request alone makes no event."""
    columns = [raw.column(origin.name) for ours, origin in plan.columns if ours in ("started", "ended")]
    return [f"coalesce(trim(CAST(r.{column.sql} AS VARCHAR)), '') <> ''" for column in columns if column]


def _with_dates(connection: DuckDBPyConnection, raw: Raw, plan: Mapping) -> Raw:
    """The rows in which this milestone has a date; all where its columns are not there, so that this is told."""
    there = _dates(raw, plan)
    where = f" WHERE {' OR '.join(there)}" if there else ""
    run(connection, f"CREATE OR REPLACE VIEW {OF_MILESTONE} AS SELECT r.* FROM {raw.relation} AS r{where}")  # noqa: S608
    (count,) = one(connection, f"SELECT count(*) FROM {OF_MILESTONE}")  # noqa: S608
    return replace(raw, relation=OF_MILESTONE, rows=int(count))


def _attributes(plans: Sequence[Mapping]) -> dict[str, Attribute]:
    return {attribute.column: attribute for plan in plans for attribute, _ in wanted_attributes(plan)}


def _add(connection: DuckDBPyConnection, staged: Staged, plans: Sequence[Mapping], place: int, target: str) -> None:
    """Add one milestone's events to those of the others; attributes that it lacks are empty."""
    has = {attribute.column for attribute in staged.attributes}
    types = {"text": "VARCHAR", "number": "DOUBLE", "date": "DATE"}
    own = [f"e.{name}" for name in EVENT_COLUMNS]
    for column, attribute in _attributes(plans).items():
        name = identifier(column)
        own.append(f"e.{name}" if column in has else f"CAST(NULL AS {types[attribute.type]}) AS {name}")
    text = (
        f"SELECT {', '.join(own)}, CAST({place} AS UTINYINT) AS milestone, p.row_id "  # noqa: S608
        f"FROM {target} AS e JOIN parsed AS p ON p.row = e.source_row"
    )
    (there,) = one(connection, "SELECT count(*) FROM duckdb_tables() WHERE table_name = ?", [PARTS])
    run(connection, f"INSERT INTO {PARTS} BY NAME {text}" if there else f"CREATE TABLE {PARTS} AS {text}")


def _keep_most(notices: Noticed, found: Sequence[Notice]) -> None:
    """The same notice of several milestones is about the same rows."""
    for notice in found:
        key = (notice.code, notice.file, notice.column, notice.more)
        if key not in notices or notices[key].n < notice.n:
            notices[key] = notice


def _without_event(connection: DuckDBPyConnection, raw: Raw, plans: Sequence[Mapping]) -> Noticed:
    there = [condition for plan in plans for condition in _dates(raw, plan)]
    (n,) = one(connection, f"SELECT count(*) FILTER (NOT ({' OR '.join(there)})) FROM {raw.relation} AS r")  # noqa: S608
    return {("rows_without_event",): Notice("rows_without_event", int(n), raw.file)} if n else {}


def _together(made: Sequence[Staged], plan: Mapping, raw: Raw, notices: tuple[Notice, ...]) -> Staged:
    deliveries = [staged.deliveries[0] for staged in made]
    attributes = {attribute.column: attribute for staged in made for attribute in staged.attributes}
    activities = dict.fromkeys(milestone.activity for milestone in plan.milestones)
    named = set(plan.named())
    delivery = replace(
        deliveries[0],
        rows=raw.rows,
        events=sum(delivery.events for delivery in deliveries),
        knows_ends=any(delivery.knows_ends for delivery in deliveries),
        not_stored=tuple(column for column in raw.header if column not in named),
        notices=notices,
    )
    return replace(
        made[0],
        deliveries=(delivery,),
        attributes=tuple(attributes.values()),
        days=any(staged.days for staged in made),
        instants=any(staged.instants for staged in made),
        has_resident=any(staged.has_resident for staged in made),
        has_household=any(staged.has_household for staged in made),
        ranks=dict(plan.ranks) or {activity: place for place, activity in enumerate(activities, 1)},
    )
