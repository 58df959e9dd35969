"""Small logs for tests: events into a connection, a snapshot out, its rows back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb

from oracle.relation import fill
from schakel.data.log import Steps
from schakel.data.manifest import Manifest
from schakel.data.snapshot import build
from schakel.data.staged import Delivery, Staged
from schakel.sharing.pseudonym import Key
from unit.data.steps_oracle import Event

ZONE = ZoneInfo("Europe/Amsterdam")
UTC = ZoneInfo("UTC")
TYPES = {
    "case_id": "VARCHAR", "resident": "VARCHAR", "household": "VARCHAR", "activity": "VARCHAR", "partner": "VARCHAR",
    "to_partner": "VARCHAR", "started": "TIMESTAMP", "ended": "TIMESTAMP", "requested": "TIMESTAMP",
    "started_on": "DATE", "ended_on": "DATE", "requested_on": "DATE", "is_day": "BOOLEAN", "is_moment": "BOOLEAN",
    "source": "VARCHAR", "source_row": "BIGINT",
}  # fmt: skip


@dataclass(frozen=True)
class Made:
    """A snapshot and the rows of its tables."""

    manifest: Manifest
    steps: list[dict[str, Any]]
    cases: list[dict[str, Any]]
    folder: Path


def utc(local: datetime) -> datetime:
    """Naive UTC of a naive local time."""
    return local.replace(tzinfo=ZONE).astimezone(UTC).replace(tzinfo=None)


def local_day(moment: datetime) -> date:
    """Local day of a naive UTC time."""
    return moment.replace(tzinfo=UTC).astimezone(ZONE).date()


def day(on: date) -> datetime:
    """Naive UTC of a day's local midnight."""
    return utc(datetime(on.year, on.month, on.day))  # noqa: DTZ001


def on_day(case_id: str, activity: str, row: int, start: date, end: date | None = None, **more: Any) -> Event:
    """An event of which only days are known."""
    ended = day(end) if end else None
    return Event(case_id, activity, day(start), ended, start, end, row, is_day=True, **more)


def timed(case_id: str, activity: str, row: int, start: datetime, hours: float | None = None, **more: Any) -> Event:
    """An event with a time of day (UTC); without hours it still runs, or is a moment."""
    moment = more.get("is_moment", False)
    end = start if moment else start + timedelta(hours=hours) if hours is not None else None
    return Event(case_id, activity, start, end, local_day(start), local_day(end) if end else None, row, **more)


def staged(con: duckdb.DuckDBPyConnection, events: Sequence[Event], **more: Any) -> Staged:
    """Put events into the relation `events`, extra values of theirs as attribute columns being absent."""
    extra: Mapping[str, tuple[str, Sequence[Any]]] = more.pop("columns", {})
    deliveries = more.pop("deliveries", None) or (
        Delivery("bron", "bron.csv", "csv", len(events), len(events), any(e.knows_ends for e in events)),
    )
    types = {**TYPES, **{name: kind for name, (kind, _) in extra.items()}}
    known = {field.name for field in fields(Event)}
    rows = []
    for place, event in enumerate(events):
        values = {name: getattr(event, name) for name in TYPES if name in known}
        values |= {"source": deliveries[event.place].name, "source_row": event.row}
        values |= {name: column[place] for name, (_, column) in extra.items()}
        rows.append(values)
    fill(con, "events", types, rows)
    more.setdefault("days", any(e.is_day for e in events))
    more.setdefault("instants", any(not e.is_day for e in events))
    more.setdefault("has_resident", any(e.resident for e in events))
    more.setdefault("has_household", any(e.household for e in events))
    return Staged("events", tuple(deliveries), **more)


def make(folder: Path, events: Sequence[Event], *, key: Key | None = None, threads: int = 2, **more: Any) -> Made:
    """Build a snapshot of events under a fresh folder and read it back."""
    folder.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(config={"threads": threads}) as con:
        manifest = build(con, staged(con, events, **more), folder, key=key, writes=Steps(""), tell=lambda *_: None)
    return Made(manifest, read(folder, "steps", "case_no, pos"), read(folder, "cases", "case_no"), folder)


def read(folder: Path, table: str, order: str) -> list[dict[str, Any]]:
    """Rows of a stored table."""
    with duckdb.connect() as con:
        files = f"{folder}/{table}/*/*.parquet"
        found = con.execute(f"SELECT * FROM read_parquet(?, hive_partitioning = false) ORDER BY {order}", [files])  # noqa: S608
        names = [column[0] for column in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
