"""What a log may not hold any more, kept in LOG/removed.json: marks of erased people, and a first day per source.

Every load obeys it, so that a delivery that is read again does not bring back what was taken out.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from schakel.chain.problem import Problem, Refusal
from schakel.data import log

FILE = "removed.json"
FORMAT = 1


@dataclass(frozen=True)
class Exclusion:
    """people, cases: marks, see `sharing.erased`. since: per source the first day that rows may have as their last.

    pending: ids of deliveries out of which rows are being taken; a removal that was stopped finishes them.
    """

    people: frozenset[str] = frozenset()
    cases: frozenset[str] = frozenset()
    since: Mapping[str, date] = field(default_factory=dict)
    pending: frozenset[str] = frozenset()

    @property
    def empty(self) -> bool:
        """Whether nothing was ever taken out."""
        return not (self.people or self.cases or self.since)


def read_exclusion(target: Path) -> Exclusion:
    """Of a log. Refusal when the file is damaged: then nothing can be loaded safely."""
    try:
        found = json.loads((target / FILE).read_text(encoding="utf-8"))
        if found["format"] != FORMAT:
            raise ValueError(found["format"])
        return Exclusion(
            frozenset(found["people"]),
            frozenset(found["cases"]),
            {name: date.fromisoformat(day) for name, day in found["since"].items()},
            frozenset(found["pending"]),
        )
    except FileNotFoundError:
        return Exclusion()
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise Refusal((Problem("removed_broken", FILE),)) from None


def write_exclusion(target: Path, exclusion: Exclusion, writes: log.Steps) -> None:
    """Put it on the disk."""
    told = {
        "format": FORMAT,
        "people": sorted(exclusion.people),
        "cases": sorted(exclusion.cases),
        "since": {name: day.isoformat() for name, day in sorted(exclusion.since.items())},
        "pending": sorted(exclusion.pending),
    }
    log.replace(target / FILE, json.dumps(told, indent=1) + "\n", writes)
