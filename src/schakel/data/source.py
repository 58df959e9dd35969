"""From a file to events, waiting in a DuckDB connection."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from schakel.chain.problem import SHOWN, Notice, Problem, Refusal
from schakel.data.checks import Found, RowCheck, column_problems, order_problems, row_problems, sorts_of, together
from schakel.data.joins import joined, of_join
from schakel.data.lifecycle import WORDS, Lived
from schakel.data.look import Look
from schakel.data.mapping import Mapping, completed, settled, with_all_columns
from schakel.data.messages.archive import holds_messages, may_hold_messages
from schakel.data.milestones import looked, of_words
from schakel.data.notices import double_rows, row_notices
from schakel.data.overview import overview
from schakel.data.parse import Parsed, Parser, source_name
from schakel.data.people import people_of
from schakel.data.propose import KNOWN, normal, propose
from schakel.data.readers.kind import kind_of
from schakel.data.readers.ocel_mapping import default_mapping as mapping_of_ocel
from schakel.data.readers.raw import Raw, RawColumn
from schakel.data.readers.read_csv import read_csv
from schakel.data.readers.read_parquet import read_parquet
from schakel.data.readers.xes_mapping import default_mapping, missing
from schakel.data.readers.zip_delivery import read_only_file
from schakel.data.shape import SHAPED, Precision, one_row_per_event, precision, shape
from schakel.data.spreadsheet import damaged
from schakel.data.sql import drop, identifier, one, rows, run
from schakel.data.staged import Delivery, Lifecycle, People, Staged
from schakel.data.tidy import tidied
from schakel.sharing.pseudonym import Key

EVENTS = "events"
SAMPLE = 1000
STAGES = (EVENTS, SHAPED, "parsed", "raw")
BESIDE = {
    "parsed": (
        "parsed_given",
        "parsed_words_activity",
        "parsed_words_partner",
        "parsed_words_to_partner",
        "raw_deleted",
    ),
    "raw": ("raw_events", "raw_traces", "raw_tidy", "raw_marks", "raw_milestone"),
}
MOST_JOINS = 20
OnRead = Callable[[float], None]


def stage(
    connection: DuckDBPyConnection,
    path: Path | str,
    *,
    mapping: Mapping | None = None,
    lifecycle: Lifecycle | None = None,
    name: str = "",
    keep_all: bool = False,
    door: Key | None = None,
    on_read: OnRead | None = None,
) -> Staged:
    """Read a source into the relation `events` of the connection, as `data.staged` describes it.

    mapping: None, or one that names no columns, proposes them from the header. lifecycle: None reads it from the
    mapping, else pairs when both start and complete occur. name: of the source; the file's when empty. keep_all:
    every other column becomes an attribute, for a published log. Refusal with all that is wrong; then nothing is
    left in the connection. door, on_read: see `look_at`.
    """
    look = look_at(
        connection,
        path,
        mapping=mapping,
        lifecycle=lifecycle,
        name=name,
        keep_all=keep_all,
        door=door,
        on_read=on_read,
    )
    if look.staged is None:
        raise Refusal(look.problems[:SHOWN], look.total)
    return look.staged


def look_at(
    connection: DuckDBPyConnection,
    path: Path | str,
    *,
    mapping: Mapping | None = None,
    lifecycle: Lifecycle | None = None,
    name: str = "",
    keep_all: bool = False,
    beside: Sequence[Path] = (),
    most: int = SHOWN,
    door: Key | None = None,
    on_read: OnRead | None = None,
) -> Look:
    """As `stage`, but problems are given back and not raised. beside: files of the same delivery, for its joins.

    most: how many problems of rows are told one by one; all are counted. door: key under which numbers of people in
    messages become pseudonyms while they are parsed; None is one that is forgotten. on_read gets the share done.
    """
    path = Path(path)
    given = mapping or Mapping()
    try:
        raw = read_joined(connection, path, given, beside, door=door, on_read=on_read)
        plan = planned(connection, raw, given, keep_all=keep_all)
        look = _looked(connection, raw, plan, lifecycle or plan.file.lifecycle, name or source_name(path), most)
    except Refusal as refusal:
        _clear(connection, *STAGES)
        found = Found(refusal.problems, refusal.total)
        return Look(refusal.problems, refusal.total, (), given, None, sorts=sorts_of(found))
    except (duckdb.Error, RuntimeError, UnicodeError) as error:  # damaged names reach Python as the latter two
        if not _is_of_file(error, path):
            raise
        _clear(connection, *STAGES)
        return Look((Problem("parquet_broken", path.name),), 1, (), given, None, sorts=(("parquet_broken", "", 1),))
    if look.staged is None:
        _clear(connection, *STAGES)
    return look


def _is_of_file(error: Exception, path: Path) -> bool:
    """Whether a damaged Parquet file is to blame; a full disk or memory is another matter."""
    if isinstance(error, duckdb.OutOfMemoryException) or "No space left" in str(error):
        return False
    return path.suffix in (".parquet", ".pq")


def read(connection: DuckDBPyConnection, path: Path, mapping: Mapping) -> Raw:
    """The source's own columns as relation `raw`. Refusal for all that keeps the file from being read."""
    _clear(connection, *STAGES)
    found = kind_of(path)
    if found.kind == "csv":
        return read_csv(connection, path, mapping.file, packed=found.packed)
    if found.kind == "parquet":
        return read_parquet(connection, path)
    if found.kind == "zip":
        return read_only_file(connection, path, lambda inner: read(connection, inner, mapping))
    if found.kind == "messages":
        return _read_messages(connection, path, mapping, (), None, None)
    if found.kind == "excel":
        from schakel.data.readers.read_excel import read_excel  # the library only where Excel is read

        return read_excel(connection, path, mapping.file)
    if found.kind == "ocel":
        from schakel.data.readers.read_ocel import read_ocel  # the parser only where OCEL is read

        return read_ocel(connection, path, mapping.file.follow_type)
    from schakel.data.readers.read_xes import read_xes  # the parser only where XES is read

    log = read_xes(connection, path)
    columns = tuple(RawColumn(column, identifier(column)) for column in log.columns)
    # A view over two tables; and its words are taken as they are, for a value between quotes has no loose blanks.
    return Raw("xes", path.name, log.relation, columns, log.rows, "r.row", is_table=False, notices=log.notices)


def planned(connection: DuckDBPyConnection, raw: Raw, given: Mapping, *, keep_all: bool) -> Mapping:
    """The mapping as it will be used: completed by a proposal, and with all other columns where they are kept."""
    plan = settled(given, raw.header)
    if not given.columns and not given.milestones:
        plan = completed(given, _proposed(connection, raw, given))
    if keep_all:
        numbers = [column.name for column in raw.columns if column.type == "number"]
        kept = [column.name for column in raw.columns if column.type != "other" and not column.name.startswith("(")]
        plan = with_all_columns(plan, kept, numbers)
    return plan


def _proposed(connection: DuckDBPyConnection, raw: Raw, given: Mapping) -> Mapping:
    """The columns by the keys of the standard that the file is in; without one by their names."""
    if raw.kind == "messages":
        from schakel.data.messages.read_messages import default_mapping as of_messages

        return of_messages()
    if raw.kind == "xes":
        return default_mapping(raw.header)
    if raw.kind == "ocel":
        return mapping_of_ocel(raw.header, given.file.follow_type)
    return propose(raw.header, _samples(connection, raw))


def _samples(connection: DuckDBPyConnection, raw: Raw) -> dict[str, list[str]]:
    """The words of columns that may be a lifecycle by their name, by the user's name of the column."""
    names = {normal(name) for name in KNOWN["lifecycle"]}
    maybe = [column for column in raw.columns if column.type == "text" and normal(column.name) in names]
    return {
        column.name: [
            word
            for (word,) in rows(
                connection,
                f"SELECT DISTINCT left(r.{column.sql}, 40) FROM {raw.relation} AS r WHERE r.{column.sql} IS NOT NULL "  # noqa: S608
                f"LIMIT {SAMPLE}",
            )
        ]
        for column in maybe
    }


def read_joined(
    connection: DuckDBPyConnection,
    path: Path,
    given: Mapping,
    beside: Sequence[Path],
    *,
    door: Key | None = None,
    on_read: OnRead | None = None,
) -> Raw:
    """The source's own columns as relation `raw`, with those of the files beside it where the mapping joins them.

    Messages complete each other, so all of them are read at once. door, on_read: see `look_at`.
    """
    if holds_messages(path):
        return _read_messages(connection, path, given, beside, door, on_read)
    others = []
    drop(connection, *(f"raw_join_{place}" for place in range(MOST_JOINS)))
    for place, join in enumerate(given.joins[:MOST_JOINS]):
        other = of_join(join, beside)
        if other is None:
            raise Refusal((Problem("join_file_missing", path.name, value=join.files),))
        raw = read(connection, other, given)
        what = "TABLE" if raw.is_table else "VIEW"
        run(connection, f"ALTER {what} {raw.relation} RENAME TO raw_join_{place}")
        others.append((join, replace(raw, relation=f"raw_join_{place}")))
    return joined(connection, read(connection, path, given), others)


def _read_messages(
    connection: DuckDBPyConnection,
    path: Path,
    given: Mapping,
    beside: Sequence[Path],
    door: Key | None,
    on_read: OnRead | None,
) -> Raw:
    from schakel.data.messages.door import Door
    from schakel.data.messages.read_messages import read_messages  # the parser only where messages are read

    _clear(connection, *STAGES)
    if path.is_file():
        kind_of(path)
    others = [one for one in beside if may_hold_messages(one)]
    through = Door(door) if door else None
    schemas = given.file.schemas
    return read_messages(connection, path, beside=others, door=through, schemas=schemas, on_read=on_read)


def _looked(
    connection: DuckDBPyConnection, raw: Raw, plan: Mapping, lifecycle: Lifecycle | None, name: str, most: int
) -> Look:
    """What the rows hold: one event each, or as many as there are milestones in them."""
    kept = tidied(connection, raw, plan)
    if not plan.milestones:
        look = _looked_rows(connection, kept, plan, lifecycle, name, most)
    else:
        look = _looked_milestones(connection, kept, plan, name, most)
    if look.staged is not None and (raw.is_table or plan.milestones):
        _clear(connection, "raw")
    return look


def _looked_milestones(connection: DuckDBPyConnection, raw: Raw, plan: Mapping, name: str, most: int) -> Look:
    """All milestones of the rows. Their words are looked through once, and not again for each milestone."""
    own = of_words(raw, plan)
    parsed = Parser(connection, raw, own, name, "parsed").parsed()
    check = RowCheck(connection, raw, parsed, own, overview(connection, parsed, own), most)
    wrong = together(check.bsn(), most)
    if wrong.total:
        return _stopped(wrong, raw, plan)
    told = (*double_rows(connection, raw, plan.named()), *damaged(connection, raw, parsed, own))
    kept = replace(raw, notices=(*raw.notices, *told))
    return looked(
        connection,
        kept,
        plan,
        lambda rows, plan_of_one: _looked_rows(connection, rows, plan_of_one, None, name, most, words=False),
        EVENTS,
    )


def _looked_rows(
    connection: DuckDBPyConnection,
    raw: Raw,
    plan: Mapping,
    lifecycle: Lifecycle | None,
    name: str,
    most: int,
    *,
    words: bool = True,
) -> Look:
    if raw.kind == "xes":  # told by trace and event, which a column or row number would not tell
        lacking = Found(*missing(connection, raw.relation, raw.header, plan, raw.file, most))
        if lacking.total:
            return _stopped(lacking, raw, plan)
    absent = column_problems(raw, plan)
    if absent.total:
        return _stopped(absent, raw, plan)
    parsed = Parser(connection, raw, plan, name, "parsed").parsed()
    seen = overview(connection, parsed, plan)
    ticking = seen.clock(plan.file.time_zone)
    found = precision(connection, parsed, ticking)
    shape(connection, parsed, found, ticking, SHAPED)
    wrong = together(
        (
            Found(parsed.problems, len(parsed.problems)),
            row_problems(connection, raw, parsed, plan, seen, most, words=words),
            order_problems(connection, raw, parsed, plan, SHAPED, most),
        ),
        most,
    )
    if wrong.total:
        return _stopped(wrong, raw, plan)
    chosen = _lifecycle(connection, plan, lifecycle)
    lived = one_row_per_event(connection, parsed, EVENTS, chosen, rows=raw.rows, file=raw.file)
    if lived.events == 0:
        return _stopped(Found((Problem("no_events_left", raw.file, value=chosen),), 1), raw, plan)
    notices = (*raw.notices, *row_notices(connection, raw, parsed, plan, found, seen, words=words), *lived.notices)
    people = people_of(connection, parsed.relation) if plan.origin("resident") is not None else ""
    staged = _staged(raw, parsed, plan, name, found, lived, notices, people)
    return Look((), 0, notices, plan, staged, raw.rows)


def _stopped(found: Found, raw: Raw, plan: Mapping) -> Look:
    return Look(found.problems, found.total, raw.notices, plan, None, raw.rows, sorts_of(found))


def _lifecycle(connection: DuckDBPyConnection, plan: Mapping, asked: Lifecycle | None) -> Lifecycle:
    """As asked; else pairs when both a start and a complete occur. Without a lifecycle column every row is an event."""
    if plan.origin("lifecycle") is None:
        return "all"
    if asked:
        return asked
    started, completed_ones = (", ".join(f"'{word}'" for word in WORDS[phase]) for phase in ("start", "complete"))
    (both,) = one(
        connection,
        f"SELECT bool_or(transition IN ({started})) AND bool_or(coalesce(transition, '') IN ({completed_ones})) "  # noqa: S608
        "FROM shaped",
    )
    return "pair" if both else "all"


def _staged(
    raw: Raw,
    parsed: Parsed,
    plan: Mapping,
    name: str,
    found: Precision,
    lived: Lived,
    notices: tuple[Notice, ...],
    people: People,
) -> Staged:
    named = set(plan.named())
    delivery = Delivery(
        name=name,
        file=raw.file,
        format=raw.kind,
        rows=raw.rows,
        events=lived.events,
        knows_ends=lived.knows_ends,
        lifecycle=lived.lifecycle,
        time_zone=plan.file.time_zone,
        delivered_by=plan.file.delivered_by,
        reference_date=plan.file.reference_date,
        own_key=plan.case.residents == "source",
        people=people,
        not_stored=tuple(column for column in raw.header if column not in named),
        notices=notices,
    )
    return Staged(
        relation=EVENTS,
        deliveries=(delivery,),
        attributes=tuple(
            replace(attribute, label=theirs or attribute.label) for attribute, theirs in parsed.attributes
        ),
        days=found.days,
        instants=found.instants,
        has_resident=plan.origin("resident") is not None,
        has_household=plan.origin("household") is not None,
        unit=plan.case.unit or "provision",
        gap_days=plan.case.gap_days,
        continued_days=plan.case.continued_days,
        closing=plan.case.closing,
        ranks=dict(plan.ranks),
        time_zone=plan.file.time_zone,
    )


def _clear(connection: DuckDBPyConnection, *names: str) -> None:
    """Drop what stands behind these names, and the small tables beside them."""
    drop(connection, *names, *(table for name in names for table in BESIDE.get(name, ())))
