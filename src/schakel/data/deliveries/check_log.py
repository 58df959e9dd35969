"""Check all that a sources file names, without storing anything."""

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from schakel.chain.problem import SHOWN, Refusal
from schakel.data.check import Checked
from schakel.data.deliveries.delivered_files import DeliveredFile, delivered_files
from schakel.data.deliveries.names import read_names
from schakel.data.deliveries.sources_file import read_sources
from schakel.data.deliveries.store import gone_in
from schakel.data.source import look_at
from schakel.data.sql import quiet


@dataclass(frozen=True)
class CheckedFile:
    """One file of a source. mapping_file: its mapping as the sources file names it, "" where it is proposed."""

    source: str
    mapping_file: str
    checked: Checked


def check_log(folder: Path | str, *, most: int = SHOWN) -> tuple[CheckedFile, ...]:
    """Every file with what is wrong with it. most: how many problems of a file are told one by one; all are counted.

    Refusal when the sources file, a mapping or the names file cannot be read, or a file is not there.
    """
    target = Path(folder)
    sources = read_sources(target)
    read_names(target)
    with tempfile.TemporaryDirectory(prefix="schakel-") as spill, duckdb.connect() as connection:
        quiet(connection)
        connection.execute("SET temp_directory = $1", [spill]).fetchall()
        files = delivered_files(target, sources, Path(spill))
        return tuple(
            CheckedFile(file.source.name, Path(file.source.mapping).name, _checked(connection, file, most))
            for file in files
        )


def _checked(connection: DuckDBPyConnection, file: DeliveredFile, most: int) -> Checked:
    """A file as it would be read. Who delivers it is told by the sources file before its mapping."""
    deliverer = file.source.delivered_by or file.mapping.file.delivered_by or file.source.name
    if file.entry.kind_at(file.turn) == "deletions":
        try:
            delivery = gone_in(connection, file.path, file.mapping, file.source.name)
        except Refusal as refusal:
            return Checked(refusal.problems, refusal.total, (), None, file.mapping, file.path.name)
        return Checked((), 0, (), delivery, file.mapping, file.path.name, delivery.rows)
    look = look_at(connection, file.path, mapping=file.mapping, name=file.source.name, beside=file.beside, most=most)
    mapping = replace(look.mapping, file=replace(look.mapping.file, delivered_by=deliverer))
    found = look.staged.deliveries[0] if look.staged else None
    return Checked(
        look.problems[:most], look.total, look.notices, found, mapping, file.path.name, look.rows, look.sorts
    )
