"""OCEL logs written on the spot, and what becomes of them."""

import json
from pathlib import Path
from typing import Any

import duckdb

from schakel.chain.problem import Notice, Problem
from schakel.data.mapping import Mapping
from schakel.data.readers.read_ocel import read_ocel
from schakel.data.source import look_at
from schakel.data.sql import rows

Event = tuple[str, str, str, dict[str, Any], list[str]]


def log() -> dict[str, Any]:
    """Two cases of one resident each, two partners, and a note that two events of a case share.

    z1: Melding at the desk, Verwijzing, Start at the team. z2: Melding. e5 is of both cases; e6 of none.
    """
    return {
        "objectTypes": [
            {
                "name": "Zaak",
                "attributes": [{"name": "gemeente", "type": "string"}, {"name": "fase", "type": "string"}],
            },
            {"name": "Inwoner", "attributes": []},
            {"name": "Partner", "attributes": [{"name": "naam", "type": "string"}]},
            {"name": "Notitie", "attributes": []},
        ],
        "eventTypes": [
            {"name": name, "attributes": [{"name": "uren", "type": "float"}]}
            for name in ("Melding", "Verwijzing", "Start", "Overleg")
        ],
        "objects": [
            {
                "id": "z1",
                "type": "Zaak",
                "attributes": [
                    {"name": "gemeente", "time": "1970-01-01T00:00:00Z", "value": "Ravenzande"},
                    {"name": "fase", "time": "2024-03-01T00:00:00Z", "value": "tweede"},
                    {"name": "fase", "time": "2024-02-01T00:00:00Z", "value": "eerste"},
                ],
                "relationships": [{"objectId": "r1", "qualifier": "van"}],
            },
            {"id": "z2", "type": "Zaak", "attributes": [], "relationships": [{"objectId": "r2", "qualifier": "van"}]},
            {"id": "z3", "type": "Zaak"},
            {"id": "r1", "type": "Inwoner"},
            {"id": "r2", "type": "Inwoner"},
            {
                "id": "p1",
                "type": "Partner",
                "attributes": [{"name": "naam", "time": "1970-01-01T00:00:00Z", "value": "Loket"}],
            },
            {"id": "p2", "type": "Partner"},
            {"id": "n1", "type": "Notitie"},
            {"id": "n2", "type": "Notitie"},
        ],
        "events": [
            event("e1", "Melding", "2024-02-01T10:00:00+01:00", ["z1", "p1", "n1", "n2"], uren=0.50),
            event("e2", "Verwijzing", "2024-02-03T09:00:00Z", ["z1", "p1"]),
            event("e3", "Start", "2024-04-08T09:00:00Z", ["z1", "p2"], uren=12),
            event("e4", "Melding", "2024-02-02T10:00:00Z", ["z2", "p1"]),
            event("e5", "Overleg", "2024-05-01T10:00:00Z", ["z1", "z2", "p2"]),
            event("e6", "Overleg", "2024-05-02T10:00:00Z", ["p2"]),
        ],
    }


def event(name: str, kind: str, time: str, objects: list[str], **values: Any) -> dict[str, Any]:
    """An event as OCEL writes it."""
    return {
        "id": name,
        "type": kind,
        "time": time,
        "attributes": [{"name": key, "value": value} for key, value in values.items()],
        "relationships": [{"objectId": one, "qualifier": "bij"} for one in objects],
    }


def write(folder: Path, found: object, name: str = "log.jsonocel") -> Path:
    """A file with this log, text or bytes."""
    path = folder / name
    if isinstance(found, bytes):
        path.write_bytes(found)
    else:
        path.write_text(found if isinstance(found, str) else json.dumps(found), encoding="utf-8")
    return path


def flat(path: Path, follow: str = "Zaak") -> tuple[list[dict[str, Any]], tuple[Notice, ...]]:
    """The rows as the reader makes them, by the user's names of the columns."""
    with duckdb.connect() as connection:
        raw = read_ocel(connection, path, follow)
        names = ("row", *raw.header)
        sql = ", ".join(column.sql for column in raw.columns)
        table = rows(connection, f"SELECT row, {sql} FROM {raw.relation} ORDER BY row")  # noqa: S608
        assert len(table) == raw.rows
        return [dict(zip(names, row, strict=True)) for row in table], raw.notices


def problems(path: Path, mapping: Mapping | None = None) -> tuple[Problem, ...]:
    """What is said of a file on its whole way in; nothing of a refused one stays in the connection."""
    with duckdb.connect() as connection:
        look = look_at(connection, path, mapping=mapping)
        if look.staged is None:
            assert rows(connection, "SELECT table_name FROM duckdb_tables()") == []
        return look.problems
