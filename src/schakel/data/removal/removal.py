"""What a removal did: per source and per delivery how many rows and of which days, and which snapshots are gone."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

from schakel.data import log
from schakel.data.removal.leaving import Removed

FOLDER = "removals"
Kind = Literal["purge", "erase"]


@dataclass(frozen=True)
class Removal:
    """One removal. at: when it was done; day: the day of purging. since: per source the first day that stays.

    before, after: ids of the current snapshots; equal when no row of it had to go. snapshots: ids of those that are
    gone. closings: closed periods that were kept by one of these, and are open again. operation: its trace, where
    somebody asked for it in the workbench. months: of the processing log, as "2021-03". Nobody is named in it.
    """

    kind: Kind
    at: datetime
    day: date
    deliveries: tuple[Removed, ...]
    since: tuple[tuple[str, date], ...] = ()
    snapshots: tuple[str, ...] = ()
    closings: tuple[str, ...] = ()
    before: str = ""
    after: str = ""
    operation: str = ""
    months: tuple[str, ...] = ()

    @property
    def sources(self) -> tuple[Removed, ...]:
        """The same by source."""
        return by_source(self.deliveries)


def by_source(deliveries: Iterable[Removed]) -> tuple[Removed, ...]:
    """Counts and days of deliveries together, source by source."""
    found: dict[str, Removed] = {}
    for one in deliveries:
        known = found.get(one.source)
        if known is None:
            found[one.source] = Removed(one.source, "", "", one.rows, one.events, one.first, one.last)
            continue
        firsts = [day for day in (known.first, one.first) if day]
        lasts = [day for day in (known.last, one.last) if day]
        found[one.source] = Removed(
            one.source,
            "",
            "",
            known.rows + one.rows,
            known.events + one.events,
            min(firsts, default=None),
            max(lasts, default=None),
        )
    return tuple(found.values())


def removal_document(done: Removal) -> dict[str, Any]:
    """Ready for `json.dumps`."""
    told = asdict(done)
    told["since"] = {name: day.isoformat() for name, day in done.since}
    told["sources"] = [asdict(one) for one in done.sources]
    for one in told["sources"]:
        del one["delivery"], one["file"]
    return _decoded(told)


def due_document(found: Iterable[Removed], day: date, months: Sequence[str] = ()) -> dict[str, Any]:
    """What a purge on this day would take out, ready for `json.dumps`. months: of the processing log."""
    return _decoded({"day": day, "due": [asdict(one) for one in found], "months": list(months)})


def _decoded(told: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(told, default=_told))
    return found


def keep_removal(target: Path, done: Removal, writes: log.Steps) -> None:
    """Put the report beside the earlier ones: LOG/removals/<moment>-<kind>.json."""
    folder = target / FOLDER
    folder.mkdir(exist_ok=True)
    name = f"{done.at:%Y%m%dT%H%M%S%f}-{done.kind}.json"
    log.replace(folder / name, json.dumps(removal_document(done), indent=1) + "\n", writes)


def kept_removals(target: Path) -> list[dict[str, Any]]:
    """Reports of a log, the latest first."""
    files = sorted((target / FOLDER).glob("*.json"), reverse=True)
    return [json.loads(file.read_text(encoding="utf-8")) for file in files]


def _told(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)
