"""Small XES texts, and reading them."""

import gzip
from pathlib import Path
from typing import Any

import duckdb

from schakel.chain.problem import Refusal
from schakel.data.readers.read_xes import XesLog, read_xes
from schakel.data.sql import rows
from schakel.report.terminal import problem_sentence

START = '<?xml version="1.0" encoding="UTF-8"?>\n<log xes.version="1.0">\n'
END = "</log>\n"
EVENT = """<event>
<string key="concept:name" value="{activity}"/>
<date key="time:timestamp" value="{time}"/>
</event>
"""


def trace(name: str, *activities: str, time: str = "2024-02-01T10:00:00+01:00") -> str:
    """A trace of events at one time."""
    events = "".join(EVENT.format(activity=activity, time=time) for activity in activities)
    return f'<trace>\n<string key="concept:name" value="{name}"/>\n{events}</trace>\n'


def log(*traces: str, start: str = START, end: str = END) -> str:
    """A whole log."""
    return start + "".join(traces) + end


def write(folder: Path, text: str | bytes, name: str = "log.xes") -> Path:
    """Write a log to a file; packed where its name ends in .gz."""
    path = folder / name
    data = text.encode() if isinstance(text, str) else text
    path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    return path


def read(path: Path) -> tuple[XesLog, list[dict[str, Any]]]:
    """The log and its rows in order, as dictionaries."""
    with duckdb.connect() as connection:
        found = read_xes(connection, path)
        names = [name for name, *_ in rows(connection, "DESCRIBE raw")]
        return found, [dict(zip(names, row, strict=True)) for row in rows(connection, 'FROM raw ORDER BY "row"')]


def refused(path: Path) -> Refusal:
    """The refusal that this file meets; nothing is left in the connection."""
    with duckdb.connect() as connection:
        try:
            read_xes(connection, path)
        except Refusal as refusal:
            assert rows(connection, "SELECT table_name FROM duckdb_tables()") == []
            assert rows(connection, "SELECT view_name FROM duckdb_views() WHERE NOT internal") == []
            return refusal
    raise AssertionError(f"{path.name} was taken in")


def sentences(refusal: Refusal) -> tuple[str, str]:
    """Its first problem in Dutch and in English."""
    first = refusal.problems[0]
    return problem_sentence(first, "nl"), problem_sentence(first, "en")
