"""manifest.json: what a snapshot is, from what it was made, and what it does not know."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from schakel.chain.attribute import Attribute
from schakel.chain.problem import Notice
from schakel.data.staged import CaseUnit, Delivery, NameCount, Provisional, Successor

FORMAT = 2
READABLE = (FORMAT, 1)  # this format and the one before
NEVER = date(1970, 1, 1)  # the first and last day of a log to a reader who may read no day of it


@dataclass(frozen=True)
class Reference:
    """Until when a source was seen. declared: its owner said so; else it is the day of its last event."""

    on: date
    declared: bool


@dataclass(frozen=True)
class Coverage:
    """Which partner's work was delivered in which month.

    months: "2024-01", ... without gaps. partners: a letter per month, d delivered, p partly, n not. A partner that is
    named but does not act in any source (a referral's goal) has n throughout: not seen.
    """

    months: tuple[str, ...] = ()
    partners: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Manifest:
    """All of manifest.json.

    counts: cases, residents, households, events, activities, partners, ties, ranked (steps whose place rests on the
    declared order), open_cases, plans and planned_ends (after the reference date, kept out), days (events with a date
    only). endings: "declared" or "none declared". residents: "delivered", or "cases" when a case stands for one.
    first_on, last_on: local days of the first and last event. key_id: empty when public.
    """

    id: str
    public: bool
    key_id: str
    sources: tuple[Delivery, ...]
    counts: Mapping[str, int]
    attributes: tuple[Attribute, ...]
    unit: CaseUnit
    gap_days: int
    endings: str
    closing: tuple[str, ...]
    ranks: Mapping[str, int]
    residents: str
    households: bool
    first_on: date
    last_on: date
    reference: Mapping[str, Reference]
    coverage: Coverage
    time_zone: str
    buckets: int
    notices: tuple[Notice, ...] = ()
    successors: tuple[Successor, ...] = ()
    names: tuple[NameCount, ...] = ()
    provisional: tuple[Provisional, ...] = ()
    format: int = FORMAT

    @property
    def reference_on(self) -> date:
        """Until when the log was seen: the earliest reference date of the sources that still deliver."""
        return main_reference(self.reference).on


def main_reference(references: Mapping[str, Reference], stopped_days: int = 62) -> Reference:
    """The earliest reference date of the sources that still deliver.

    A source has stopped when it is more than two months behind the middle one of all sources (of an even number the
    later): so one source that is ahead of the others does not make them stopped.
    """
    ordered = sorted(reference.on for reference in references.values())
    middle = ordered[len(ordered) // 2]
    return min(
        (reference for reference in references.values() if (middle - reference.on).days <= stopped_days),
        key=lambda reference: reference.on,
    )


def to_json(manifest: Manifest) -> str:
    """Canonical JSON: keys sorted, one value a line, so that equal manifests have equal bytes."""
    return json.dumps(asdict(manifest), sort_keys=True, indent=1, ensure_ascii=False, default=str) + "\n"


def from_json(text: str) -> Manifest:
    """ValueError when it is no manifest, or of a format that this code does not read."""
    found = json.loads(text)
    if not isinstance(found, dict) or found.get("format") not in READABLE:
        raise ValueError(f"format {found.get('format') if isinstance(found, dict) else None}")
    try:
        return _manifest(found)
    except (KeyError, TypeError) as error:
        raise ValueError(f"not a manifest: {error}") from error


def _manifest(found: dict[str, Any]) -> Manifest:
    return Manifest(
        **{
            **found,
            "sources": tuple(delivery_from(source) for source in found["sources"]),
            "attributes": tuple(Attribute(**attribute) for attribute in found["attributes"]),
            "closing": tuple(found["closing"]),
            "first_on": date.fromisoformat(found["first_on"]),
            "last_on": date.fromisoformat(found["last_on"]),
            "reference": {
                name: Reference(date.fromisoformat(value["on"]), value["declared"])
                for name, value in found["reference"].items()
            },
            "coverage": Coverage(tuple(found["coverage"]["months"]), found["coverage"]["partners"]),
            "notices": tuple(_notice(notice) for notice in found["notices"]),
            "successors": tuple(Successor(**one) for one in found.get("successors", ())),
            "names": tuple(NameCount(**one) for one in found.get("names", ())),
            "provisional": tuple(Provisional(**one) for one in found.get("provisional", ())),
        }
    )


def delivery_from(found: dict[str, Any]) -> Delivery:
    """A delivery as it stands in JSON."""
    days = {name: found.get(name) for name in ("reference_date", "since", "until", "extracted")}
    return Delivery(
        **{
            **found,
            **{name: date.fromisoformat(on) if on else None for name, on in days.items()},
            "not_stored": tuple(found["not_stored"]),
            "notices": tuple(_notice(notice) for notice in found["notices"]),
        }
    )


def _notice(found: dict[str, Any]) -> Notice:
    return Notice(**{**found, "more": tuple((name, value) for name, value in found["more"])})
