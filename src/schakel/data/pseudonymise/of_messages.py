"""Messages of iWmo and iJw at the source: all of them become one file of events with pseudonyms, and its mapping.

A BSN does not reach the disk. What one message takes back of another is settled here, for the data room sees no
messages. The file then goes the same way as any other: to the custodian, and from there to the data room.
"""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from schakel.chain.problem import Notice, Problem, Refusal
from schakel.data.mapping import FileForm, Mapping
from schakel.data.mapping_text import to_toml
from schakel.data.messages.door import Door
from schakel.data.messages.read_messages import default_mapping, read_messages
from schakel.data.pseudonymise.csv_line import csv_line
from schakel.data.pseudonymise.new_file import new_file
from schakel.data.pseudonymise.pseudonymise import BATCH, Progress
from schakel.data.readers.raw import Raw
from schakel.data.sql import identifier, quiet
from schakel.sharing.source_key import SourceKey
from schakel.sharing.source_pseudonym import AtSource

DELIMITER = ","


@dataclass(frozen=True)
class EventsMade:
    """rows: events that were written. mapping: the file beside it. codes: columns that hold codes of organisations."""

    rows: int
    mapping: Path
    ids: tuple[str, ...]
    codes: tuple[str, ...]
    notices: tuple[Notice, ...]


def events_of_messages(
    path: Path,
    out: Path,
    key: SourceKey,
    domain: str,
    *,
    schemas: str = "",
    on_progress: Progress = lambda _stage, _share: None,
) -> EventsMade:
    """Write the events of a folder, zip or file of messages as CSV, and the mapping that reads it beside: OUT.toml.

    Refusal as of `read_messages`, and for the custodian's key: messages hold numbers, and those come first to a
    partner. Nothing is left then. ValueError for a domain that is none.
    """
    if key.role == "custodian":
        raise Refusal((Problem("source_stage_second", path.name, column="Bsn"),))
    door = Door(key.key, AtSource(key, domain))
    mapping = default_mapping()
    with (
        tempfile.TemporaryDirectory(prefix="schakel-") as spill,
        duckdb.connect() as connection,
        new_file(out, path) as stream,
    ):
        quiet(connection)
        connection.execute("SET temp_directory = $1", [spill]).fetchall()
        raw = read_messages(
            connection, path, door=door, schemas=schemas, on_read=lambda share: on_progress("pseudonymise", share)
        )
        stream.write(csv_line(raw.header, DELIMITER))
        for lines in _lines(connection, raw):
            stream.write(lines)
    beside = out.with_suffix(".toml")
    beside.write_text(to_toml(_of_file(mapping)), encoding="utf-8", newline="\n")
    columns = dict(mapping.columns)
    codes = tuple(columns[ours].name for ours in ("partner", "to_partner"))
    return EventsMade(raw.rows, beside, (columns["resident"].name,), codes, raw.notices)


def _of_file(mapping: Mapping) -> Mapping:
    """The mapping of messages for their events in a file of our own form."""
    return replace(mapping, file=FileForm(delimiter=DELIMITER, encoding="utf-8"))


def _lines(connection: duckdb.DuckDBPyConnection, raw: Raw) -> Iterator[str]:
    names = ", ".join(f"CAST({identifier(name)} AS VARCHAR)" for name in raw.header)
    found = connection.execute(f"SELECT {names} FROM {raw.relation} ORDER BY row")  # noqa: S608 (columns of our own)
    while some := found.fetchmany(BATCH):
        yield "".join(csv_line([text or "" for text in row], DELIMITER) for row in some)
