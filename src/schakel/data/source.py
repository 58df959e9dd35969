"""From a file to events, waiting in a DuckDB connection."""

from dataclasses import dataclass, replace
from pathlib import Path

from duckdb import DuckDBPyConnection

from schakel.chain.attribute import Attribute
from schakel.chain.problem import SHOWN, Notice, Problem, Refusal
from schakel.data.checks import column_problems, row_problems, time_notices
from schakel.data.kind import kind_of
from schakel.data.lifecycle import WORDS
from schakel.data.mapping import Mapping, completed, with_all_columns
from schakel.data.parse import Parsed, Parser, source_name
from schakel.data.propose import propose
from schakel.data.raw import Raw, RawColumn
from schakel.data.read_csv import read_csv
from schakel.data.read_parquet import read_parquet
from schakel.data.shape import Reach, one_row_per_event, reach, shape
from schakel.data.sql import drop, one, rows
from schakel.data.staged import CaseUnit, Delivery, Lifecycle, Staged
from schakel.data.xes_mapping import default_mapping, missing

EVENTS = "events"
SAMPLE = 1000


@dataclass(frozen=True)
class Look:
    """Everything found while a source was staged. staged is None when problems kept it from being made."""

    problems: tuple[Problem, ...]
    total: int
    notices: tuple[Notice, ...]
    mapping: Mapping
    staged: Staged | None


def stage(
    connection: DuckDBPyConnection,
    path: Path | str,
    *,
    mapping: Mapping | None = None,
    lifecycle: Lifecycle | None = None,
    name: str = "",
    keep_all: bool = False,
) -> Staged:
    """Read a source into the relation `events` of the connection, as `data.staged` describes it.

    mapping: None, or one that names no columns, proposes them from the header. lifecycle: None reads it from the
    mapping, else pairs when both start and complete occur. name: of the source; the file's when empty. keep_all:
    every other column becomes an attribute, for a published log. Refusal with all that is wrong; then nothing is
    left in the connection.
    """
    look = look_at(connection, path, mapping=mapping, lifecycle=lifecycle, name=name, keep_all=keep_all)
    if look.staged is None:
        raise Refusal(look.problems, look.total)
    return look.staged


def look_at(
    connection: DuckDBPyConnection,
    path: Path | str,
    *,
    mapping: Mapping | None = None,
    lifecycle: Lifecycle | None = None,
    name: str = "",
    keep_all: bool = False,
) -> Look:
    """As `stage`, but problems are given back and not raised."""
    path = Path(path)
    given = mapping or Mapping()
    try:
        raw = read(connection, path, given)
        plan = planned(connection, raw, given, keep_all=keep_all)
        look = _looked(connection, raw, plan, lifecycle or plan.file.lifecycle, name or source_name(path))
    except Refusal as refusal:
        _clear(connection, EVENTS, "shaped", "parsed", "raw")
        return Look(refusal.problems, refusal.total, (), given, None)
    if look.staged is None:
        _clear(connection, EVENTS, "shaped", "parsed", "raw")
    return look


def read(connection: DuckDBPyConnection, path: Path, mapping: Mapping) -> Raw:
    """The source's own columns as relation `raw`. Refusal for all that keeps the file from being read."""
    _clear(connection, EVENTS, "shaped", "parsed", "raw")
    found = kind_of(path)
    if found.kind == "csv":
        return read_csv(connection, path, mapping.file, packed=found.packed)
    if found.kind == "parquet":
        return read_parquet(connection, path)
    from schakel.data.read_xes import read_xes  # the parser only where XES is read

    log = read_xes(connection, path)
    columns = tuple(RawColumn(column, _quoted(column)) for column in log.columns)
    return Raw("xes", path.name, log.relation, columns, log.rows, "r.row", notices=log.notices)


def _quoted(name: str) -> str:
    from schakel.data.sql import identifier

    return identifier(name)


def planned(connection: DuckDBPyConnection, raw: Raw, given: Mapping, *, keep_all: bool) -> Mapping:
    """The mapping as it will be used: completed by a proposal, and with all other columns where they are kept."""
    plan = given
    if not given.columns:
        xes = raw.kind == "xes"
        plan = completed(given, default_mapping(raw.header) if xes else propose(raw.header, _samples(connection, raw)))
    if keep_all:
        numbers = [column.name for column in raw.columns if column.type == "number"]
        kept = [column.name for column in raw.columns if column.type != "other" and not column.name.startswith("(")]
        plan = with_all_columns(plan, kept, numbers)
    return plan


def _samples(connection: DuckDBPyConnection, raw: Raw) -> dict[str, list[str]]:
    """A few values of the text columns, by the user's names."""
    texts = [column for column in raw.columns if column.type == "text"]
    if not texts:
        return {}
    names = ", ".join(f"CAST(r.{column.sql} AS VARCHAR)" for column in texts)
    found = rows(connection, f"SELECT {names} FROM {raw.relation} AS r LIMIT {SAMPLE}")  # noqa: S608
    return {c.name: [row[i] for row in found if row[i] is not None] for i, c in enumerate(texts)}


def _looked(connection: DuckDBPyConnection, raw: Raw, plan: Mapping, lifecycle: Lifecycle | None, name: str) -> Look:
    if raw.kind == "xes":
        lacking, total = missing(connection, raw.relation, raw.header, plan, raw.file)
        if lacking:
            return Look(lacking, total, raw.notices, plan, None)
    absent = column_problems(raw, plan)
    if absent:
        return Look(absent[:SHOWN], len(absent), raw.notices, plan, None)
    parsed = Parser(connection, raw, plan, name, "parsed").parsed()
    problems, total = row_problems(connection, raw, parsed, plan)
    problems, total = (*parsed.problems, *problems), total + len(parsed.problems)
    if problems:
        return Look(problems[:SHOWN], total, raw.notices, plan, None)
    found = reach(connection, parsed, plan.file.time_zone)
    shape(connection, parsed, found, plan.file.time_zone, "shaped")
    chosen = lifecycle or _default_lifecycle(connection, plan)
    lived = one_row_per_event(connection, parsed, "shaped", EVENTS, chosen, raw.file)
    notices = (*raw.notices, *lived, *time_notices(connection, parsed, plan, found, raw.file))
    staged = _staged(connection, raw, parsed, plan, chosen, name, found, notices)
    if parsed.is_table:
        _clear(connection, "raw")
    return Look((), 0, notices, plan, staged)


def _default_lifecycle(connection: DuckDBPyConnection, plan: Mapping) -> Lifecycle:
    if plan.origin("lifecycle") is None:
        return "all"
    starts, ends = list(WORDS["start"]), list(WORDS["complete"])
    (both,) = one(
        connection,
        "SELECT count(*) FILTER (transition IN (SELECT unnest(?))) > 0 "
        "AND count(*) FILTER (transition IN (SELECT unnest(?))) > 0 FROM shaped",
        [starts, ends],
    )
    return "pair" if both else "all"


def _staged(
    connection: DuckDBPyConnection,
    raw: Raw,
    parsed: Parsed,
    plan: Mapping,
    lifecycle: Lifecycle,
    name: str,
    found: Reach,
    notices: tuple[Notice, ...],
) -> Staged:
    (events,) = one(connection, f"SELECT count(*) FROM {EVENTS}")  # noqa: S608
    if events == 0:
        raise Refusal((Problem("no_events_left", raw.file, value=lifecycle),))
    named = set(plan.named())
    delivery = Delivery(
        name=name,
        file=raw.file,
        format=raw.kind,
        rows=raw.rows,
        events=events,
        knows_ends=lifecycle == "pair" or bool(parsed.time("started") and parsed.time("ended")),
        lifecycle=lifecycle,
        time_zone=plan.file.time_zone,
        delivered_by=plan.file.delivered_by,
        reference_date=plan.file.reference_date,
        not_stored=tuple(column for column in raw.header if column not in named),
        notices=notices,
    )
    only_days = not found.timed and found.timed_values and not found.day_values
    return Staged(
        relation=EVENTS,
        deliveries=(delivery,),
        attributes=tuple(_labelled(attribute, theirs) for attribute, theirs in parsed.attributes),
        days=found.day_values or only_days,
        instants=found.timed_values and not only_days,
        has_resident=plan.origin("resident") is not None,
        has_household=plan.origin("household") is not None,
        unit=_unit(plan),
        gap_days=plan.case.gap_days,
        closing=plan.case.closing,
        ranks=dict(plan.ranks),
        time_zone=plan.file.time_zone,
    )


def _unit(plan: Mapping) -> CaseUnit:
    return plan.case.unit or "provision"


def _labelled(attribute: Attribute, theirs: str) -> Attribute:
    return replace(attribute, label=theirs or attribute.label)


def _clear(connection: DuckDBPyConnection, *names: str) -> None:
    """Drop what stands behind these names, in the order in which they rest on one another."""
    for name in names:
        drop(connection, name)
        if name == "raw":
            drop(connection, "raw_events", "raw_traces")
