"""XES, plain or gzip: block by block to a table of events, in flat memory and without any parser but expat."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from schakel.chain.problem import Notice, Problem, Refusal
from schakel.data.readers.xes_batch import MAX_COLUMNS, Batch, Keeper, TooManyColumns
from schakel.data.readers.xes_bytes import BLOCK, Progress, blocks
from schakel.data.readers.xes_regular import Pieces, regular
from schakel.data.readers.xes_tree import XesTree
from schakel.data.sql import identifier, one, run

HEADER = 1 << 20
TRACE_END = b"</trace>"
CASE_NAME = "case:concept:name"


@dataclass(frozen=True)
class XesLog:
    """What was read. columns: names in the order of the table, behind row and trace; rows: events; traces: all of them.

    notices: empty traces, trace ids that occur more than once (they become one case), nested attributes and unknown
    elements that have no column, keys that a row holds twice (the last one counts), events outside any trace.
    """

    relation: str
    columns: tuple[str, ...]
    rows: int
    traces: int
    notices: tuple[Notice, ...] = ()


def read_xes(
    connection: duckdb.DuckDBPyConnection, path: Path, *, table: str = "raw", on_progress: Progress | None = None
) -> XesLog:
    """Make a view `table` over the events: row BIGINT (1..n as in the file), trace BIGINT, then text columns.

    An event attribute's column is its key, a trace attribute's is "case:" and its key; a missing one is NULL. Values
    stay as they are written. Behind the view lie the tables `<table>_events` and `<table>_traces`.
    Refusal with the line for anything that is not well-formed XES, holds a document type declaration or goes beyond
    a limit; then no table is left behind.
    """
    keeper = Keeper(connection, table)
    try:
        _read(Path(path), keeper, on_progress)
        if not keeper.events:
            raise Refusal((Problem("xes_no_events", Path(path).name),))
        return _finished(keeper, table, Path(path).name)
    except TooManyColumns:
        drop(connection, table)
        raise Refusal((Problem("xes_too_many_keys", Path(path).name, more=(("limit", MAX_COLUMNS),)),)) from None
    except BaseException:
        drop(connection, table)
        raise


def drop(connection: duckdb.DuckDBPyConnection, table: str = "raw") -> None:
    """Remove the view and the two tables that `read_xes` makes, as far as they are there."""
    run(connection, f"DROP VIEW IF EXISTS {identifier(table)}")
    for part in ("events", "traces"):
        run(connection, f"DROP TABLE IF EXISTS {identifier(f'{table}_{part}')}")


def _read(path: Path, keeper: Keeper, on_progress: Progress | None) -> None:
    """Header and tail go to one parser; between them whole traces go the quick way as long as that can be proved."""
    stream = blocks(path, on_progress)
    tree = XesTree(path.name, keeper.add)
    header, rest = _header(stream)
    tree.feed(header)
    if _at_traces(header, tree):
        rest, stream = _stretches(itertools.chain((rest,), stream), tree, keeper)
    for block in itertools.chain((rest,), stream):
        tree.feed(block)
    tree.feed(b"", final=True)


def _header(stream: Iterator[bytes]) -> tuple[bytes, bytes]:
    """All before the first trace, and what was read beyond it."""
    data = b""
    for block in stream:
        data += block
        place = data.find(b"<trace")
        if place >= 0:
            return data[:place], data[place:]
        if len(data) > HEADER:
            break
    return data, b""


def _at_traces(header: bytes, tree: XesTree) -> bool:
    """Whether what follows stands directly in the log, in UTF-8: not in a comment, and not with prefixes."""
    if tree.root != "log" or tree.depth != 1 or tree.encoding.lower() not in ("", "utf-8", "utf8", "us-ascii"):
        return False
    try:
        ignored: list[Batch] = []
        XesTree("", ignored.append).feed(header + b"</log>", final=True)
    except Refusal:
        return False
    return True


def _stretches(stream: Iterator[bytes], tree: XesTree, keeper: Keeper) -> tuple[bytes, Iterator[bytes]]:
    """Take whole traces off the stream; gives what is left, to be parsed by the tree up to the end of the file.

    Every stretch begins in the log itself. One that reads well, alone or between a `<log>` of ours, ends there too,
    because a comment or tag that ran on would be an error. If it does not read well the tree takes over for good: it
    finds the true error, or sees that the `</trace>` at which we cut stood in a comment.
    """
    data, pieces = b"", Pieces()
    for block in stream:
        data += block
        end = data.rfind(TRACE_END) + len(TRACE_END)
        if end < len(TRACE_END):
            if len(data) > 4 * BLOCK:
                break
            continue
        batches = _traces(data[:end], tree, pieces)
        if batches is None:
            break
        for batch in batches:
            keeper.add(batch)
        tree.lines += data.count(b"\n", 0, end)
        data = data[end:]
    return data, stream


def _traces(data: bytes, tree: XesTree, pieces: Pieces) -> list[Batch] | None:
    batch = pieces.tried(regular(data, pieces)) if pieces.promising() else None
    if batch is not None:
        return [batch]
    batches: list[Batch] = []
    parser = XesTree(tree.file, batches.append)
    try:
        parser.feed(b"<log>")
        parser.feed(data)
        parser.feed(b"</log>", final=True)
    except Refusal:
        return None
    return batches


def _finished(keeper: Keeper, table: str, file: str) -> XesLog:
    connection = keeper.connection
    columns = keeper.event_columns + keeper.trace_columns
    named = "".join(f", {identifier(column)}" for column in columns)
    events, traces = identifier(keeper.event_table), identifier(keeper.trace_table)
    run(
        connection,
        f'CREATE OR REPLACE VIEW {identifier(table)} AS SELECT e."row", e.trace{named} '  # noqa: S608 (quoted names)
        f"FROM {events} e JOIN {traces} t ON e.trace = t.trace",
    )
    (filled,) = one(connection, f"SELECT count(DISTINCT trace) FROM {events}")  # noqa: S608
    doubled = 0
    if CASE_NAME in keeper.trace_columns:
        (doubled,) = one(connection, f'SELECT count("{CASE_NAME}") - count(DISTINCT "{CASE_NAME}") FROM {traces}')  # noqa: S608
    found = {
        "xes_empty_traces": keeper.traces - filled,
        "xes_trace_ids": doubled,
        "xes_nested": keeper.odd.nested,
        "xes_unknown": keeper.odd.unknown,
        "xes_repeated": keeper.odd.repeated,
        "xes_loose": keeper.odd.loose,
    }
    notices = tuple(Notice(code, n, file) for code, n in found.items() if n)
    return XesLog(table, columns, keeper.events, keeper.traces, notices)
