"""Logs of several sources for tests: files into a folder, a load, and the rows that came out."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from schakel.data.deliveries.load_log import load_log
from schakel.data.snapshot import Snapshot

EVENTS = """\
[columns]
case_id = "case"
resident = "resident"
activity = "activity"
partner = "partner"
started = "start"
ended = "end"
"""


@dataclass(frozen=True)
class Loaded:
    """A loaded log with its rows."""

    snapshot: Snapshot
    steps: list[dict[str, Any]]
    cases: list[dict[str, Any]]

    def column(self, name: str, table: str = "steps") -> list[Any]:
        """One column in the order of cases and places."""
        return [row[name] for row in (self.steps if table == "steps" else self.cases)]


def write(folder: Path, files: Mapping[str, str]) -> Path:
    """Put texts under their names in a folder."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def loaded(folder: Path, files: Mapping[str, str] | None = None) -> Loaded:
    """Write the files and load the folder."""
    write(folder, files or {})
    return rows_of(load_log(folder))


def rows_of(snapshot: Snapshot) -> Loaded:
    """A snapshot with its rows; cases come in the order of their first day."""
    with duckdb.connect() as con:
        steps, cases = (
            _dictionaries(
                con,
                f"SELECT * FROM read_parquet('{snapshot.folder}/{table}/*/*.parquet') AS t ORDER BY {by}",  # noqa: S608
            )
            for table, by in (("steps", "case_no, pos"), ("cases", "started, case_no"))
        )
    return Loaded(snapshot, steps, cases)


def _dictionaries(con: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    found = con.execute(query)
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def csv_of(*rows: str, header: str = "case,resident,activity,partner,start,end") -> str:
    """A CSV text."""
    return "\n".join([header, *rows]) + "\n"


def one_source(rows: str, case: str = 'unit = "provision"', mapping: str = EVENTS, more: str = "") -> dict[str, str]:
    """The files of a log with one source of events."""
    sources = f'[case]\n{case}\n[[source]]\nname = "a"\nmapping = "m.toml"\nfiles = "a.csv"\n{more}\n'
    return {"sources.toml": sources, "m.toml": mapping, "a.csv": rows}
