"""OCEL 2.0 as JSON: events and the objects that they touch, of which one type is followed as the case."""

from collections.abc import Callable, Sequence
from pathlib import Path

from duckdb import DuckDBPyConnection

from schakel.chain.problem import Notice, Problem, Refusal
from schakel.data.readers.json_stream import JsonStream
from schakel.data.readers.name import shown_name
from schakel.data.readers.ocel_checks import refuse_inconsistent, type_counts
from schakel.data.readers.ocel_flat import BESIDE, flatten
from schakel.data.readers.ocel_parts import Read, read_parts, read_types
from schakel.data.readers.ocel_tables import TABLES, Cell, OcelTables
from schakel.data.readers.raw import Raw
from schakel.data.sql import drop

PARTS = ("events", "objects")
TYPES = ("eventTypes", "objectTypes")
LISTED = 20  # types that a refusal names


def read_ocel(connection: DuckDBPyConnection, path: Path, follow: str = "", *, relation: str = "raw") -> Raw:
    """Make the table `relation`: one row per event of each object of the type `follow`, as `ocel_flat` tells.

    follow: may be left out where there is one type of object. Refusal with the offset and the path of what is wrong
    in the file; with all types and how many objects each has, where one must be chosen. Then nothing is left behind.
    """
    file = path.name
    try:
        read = _read(connection, path)
        refuse_inconsistent(connection, file, read)
        counts = list(type_counts(connection))
        flat = flatten(connection, file, _followed(file, follow, counts), [name for name, _ in counts], relation)
    except BaseException:
        drop(connection, relation)
        raise
    finally:
        pivots = ("ocel_of_events_names", "ocel_of_objects_names")
        drop(connection, *TABLES, *BESIDE, *pivots, "ocel_declared")
    notices = flat.notices
    if read.unknown:
        notices = (*notices, Notice("ocel_unknown", read.unknown, file))
    return Raw("ocel", file, relation, flat.columns, flat.rows, notices=notices)


def _read(connection: DuckDBPyConnection, path: Path) -> Read:
    stream = JsonStream(path)
    tables, read = OcelTables(connection, _flaw(stream)), Read()
    declared = {"eventTypes": read.event_types, "objectTypes": read.object_types}
    if not stream.peek():
        raise Refusal((Problem("file_blank", path.name),))
    for key in stream.members(""):
        if key in PARTS:
            read_parts(stream, key, tables, read)
        elif key in TYPES:
            read_types(stream, key, declared[key])
        elif key.startswith("ocel:"):
            raise Refusal((Problem("ocel_old", path.name),))
        else:
            stream.value(key)
            stream.check_depth(key)
            read.unknown += 1
    if stream.peek():
        stream.refuse("malformed")
    tables.finish()
    _refuse_absent(path.name, read)
    return read


def _refuse_absent(file: str, read: Read) -> None:
    there = {**read.found}
    absent = [key for key in PARTS if key not in there]
    absent += [k for k, d in zip(TYPES, (read.event_types, read.object_types), strict=True) if not d.is_there]
    if absent:
        raise Refusal(
            (Problem("ocel_part_missing", file, value=", ".join(absent), allowed=", ".join((*TYPES, *PARTS))),)
        )
    if not read.found["events"]:
        raise Refusal((Problem("no_rows_ocel", file),))


def _followed(file: str, follow: str, counts: Sequence[tuple[str, int]]) -> str:
    """The type to follow: as asked, or the only one there is."""
    names = [name for name, _ in counts]
    if follow in names:
        return follow
    if not follow and len(names) == 1:
        return names[0]
    listed = ", ".join(f"{shown_name(name)} ({n})" for name, n in counts[:LISTED])
    listed += ", …" if len(counts) > LISTED else ""
    code = "ocel_follow_unknown" if follow else "ocel_follow"
    raise Refusal((Problem(code, file, value=shown_name(follow), allowed=listed or "–"),))


def _flaw(stream: JsonStream) -> Callable[[str, Sequence[Cell], str], None]:
    """Tells where a text stands that no database takes."""

    def told(table: str, row: Sequence[Cell], column: str) -> None:
        if table in ("ocel_events", "ocel_objects"):
            path = f"{table.removeprefix('ocel_')}[{row[0]}].{column}"
        else:
            part = "events" if row[0] == "e" else "objects"
            inner = "relationships" if table == "ocel_links" else "attributes"
            path = f"{part}[{row[1]}].{inner}[{row[2]}].{'objectId' if inner == 'relationships' else column}"
        raise Refusal((Problem("json_text", stream.file, more=(("path", path),)),))

    return told
