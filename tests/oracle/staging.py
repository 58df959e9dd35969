"""The oracle's events as a reader would deliver them, made into a snapshot by the product itself."""

import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from oracle.events import Event, Moment, instant, local_day
from oracle.relation import fill
from schakel.chain.attribute import Attribute
from schakel.chain.selection import Selection
from schakel.data.log import Steps
from schakel.data.snapshot import Snapshot, build
from schakel.data.staged import EVENT_COLUMNS, Delivery, Staged
from schakel.insight.definitions import Definition
from schakel.insight.opened import _opened as opened
from schakel.insight.view import Follow, LogView

ATTRIBUTES = (Attribute("client_group", "group", "case"), Attribute("question", "question", "case"))
DATES = ("started_on", "ended_on", "requested_on")
TIMES = ("started", "ended", "requested")


@dataclass(frozen=True)
class Told:
    """What else the sources tell. own_keys: places of those whose numbers of residents mean nothing elsewhere."""

    ranks: tuple[tuple[str, int], ...] = ()
    closing: tuple[str, ...] = ()
    seen_until: date | None = None
    own_keys: tuple[int, ...] = ()


@contextmanager
def view_of(
    events: Sequence[Event], told: Told, *, follow: Follow = "case", chosen: tuple[Definition, ...] | None = None
) -> Iterator[LogView]:
    """Events through the product: staged, built, opened."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        with duckdb.connect(config={"threads": 1}) as connection:
            _stage(connection, events)
            staged = _staged(events, told)
            manifest = build(connection, staged, folder, key=None, writes=Steps(""), tell=lambda _stage, _share: None)
        with opened(Snapshot(folder, manifest), Selection(), follow, chosen, None, None) as view:
            yield view


def _stage(connection: duckdb.DuckDBPyConnection, events: Sequence[Event]) -> None:
    kinds = dict.fromkeys((*EVENT_COLUMNS, *(a.column for a in ATTRIBUTES)), "VARCHAR")
    kinds |= dict.fromkeys(TIMES, "TIMESTAMP") | dict.fromkeys(DATES, "DATE")
    kinds |= {"is_day": "BOOLEAN", "is_moment": "BOOLEAN", "source_row": "BIGINT"}
    fill(connection, "events", kinds, [_row(event) for event in events])


def _row(event: Event) -> dict[str, Any]:
    moments: dict[str, Moment | None] = {name: getattr(event, name) for name in TIMES}
    return {
        "case_id": event.case,
        "resident": event.resident,
        "household": event.household,
        "activity": event.activity,
        "partner": event.partner,
        "to_partner": event.to_partner,
        **{name: None if moment is None else instant(moment) for name, moment in moments.items()},
        **{f"{name}_on": None if moment is None else local_day(moment) for name, moment in moments.items()},
        "is_day": event.is_day,
        "is_moment": event.is_moment,
        "source": f"source {event.place}",
        "source_row": event.row,
        "c_client_group": event.client_group,
        "c_question": event.question,
    }


def _staged(events: Sequence[Event], told: Told) -> Staged:
    counts = Counter(event.place for event in events)
    deliveries = tuple(
        Delivery(
            name=f"source {place}",
            file="events.csv",
            format="csv",
            rows=n,
            events=n,
            knows_ends=True,
            reference_date=told.seen_until,
            own_key=place in told.own_keys,
        )
        for place, n in sorted(counts.items())
    )
    return Staged(
        relation="events",
        deliveries=deliveries,
        attributes=ATTRIBUTES,
        days=any(event.is_day for event in events),
        instants=any(not event.is_day for event in events),
        has_resident=True,
        has_household=True,
        closing=told.closing,
        ranks=dict(told.ranks),
    )
