"""What the sources file and the list of names said when a snapshot was made, kept beside it: a later one may differ.

Only what decides the rows of a snapshot; where files lie is no part of it.
"""

import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from schakel.data.deliveries.names import Name
from schakel.data.deliveries.sources import SourceEntry, Sources
from schakel.data.mapping import CaseRule

FILE = "said.json"


@dataclass(frozen=True)
class Said:
    """sources: of each only its name and by what its periods go."""

    sources: Sources
    names: tuple[Name, ...] = ()


def to_json(said: Said) -> str:
    """Canonical JSON, keys sorted."""
    told = {
        "case": asdict(said.sources.case),
        "ranks": said.sources.ranks,
        "period_by": [[source.name, source.period_by] for source in said.sources.sources],
        "names": [asdict(name) for name in said.names],
    }
    return json.dumps(told, sort_keys=True, indent=1, ensure_ascii=False, default=str) + "\n"


def read_said(snapshot: Path) -> Said | None:
    """Of a snapshot's folder; None where it was not kept or cannot be read."""
    try:
        found = json.loads((snapshot / FILE).read_text(encoding="utf-8"))
        return Said(
            Sources(
                CaseRule(**{**found["case"], "closing": tuple(found["case"]["closing"])}),
                tuple((activity, rank) for activity, rank in found["ranks"]),
                tuple(SourceEntry(name, period_by=by) for name, by in found["period_by"]),
            ),
            tuple(_name(one) for one in found["names"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _name(found: dict[str, Any]) -> Name:
    days = {name: date.fromisoformat(found[name]) if found[name] else None for name in ("since", "until")}
    return Name(**{**found, **days})
