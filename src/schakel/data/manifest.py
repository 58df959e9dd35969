"""manifest.json: what a snapshot is, from what it was made, and what it does not know."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from schakel.chain.attribute import Attribute
from schakel.chain.problem import Notice
from schakel.data.staged import CaseUnit, Delivery

FORMAT = 1
READABLE = (FORMAT,)  # this format and, once there is one, the one before


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
    format: int = FORMAT

    @property
    def reference_on(self) -> date:
        """The earliest reference date of the sources: durations of open cases are censored there."""
        return min(reference.on for reference in self.reference.values())


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
            "sources": tuple(_delivery(source) for source in found["sources"]),
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
        }
    )


def _delivery(found: dict[str, Any]) -> Delivery:
    on = found["reference_date"]
    return Delivery(
        **{
            **found,
            "reference_date": date.fromisoformat(on) if on else None,
            "not_stored": tuple(found["not_stored"]),
            "notices": tuple(_notice(notice) for notice in found["notices"]),
        }
    )


def _notice(found: dict[str, Any]) -> Notice:
    return Notice(**{**found, "more": tuple((name, value) for name, value in found["more"])})
