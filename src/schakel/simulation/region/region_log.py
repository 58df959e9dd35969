"""A seeded, fictional Dutch region as a source of events: something to try Schakel on that is nobody's data."""

import csv
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from schakel.simulation.made_log import MAPPING, make_log
from schakel.simulation.region.delivery import COLUMNS, mapping_text
from schakel.simulation.region.event import Event, channel
from schakel.simulation.region.facts import Facts, facts
from schakel.simulation.region.lived import Lived, lived
from schakel.simulation.region.plants.plant import Plant
from schakel.simulation.region.plants.plants_file import lindewaard_plants

if TYPE_CHECKING:
    from schakel.data.snapshot import Snapshot

EVENTS, TRUTH = "lindewaard.csv", "truth.json"
Beside = Callable[[Lived], Mapping[str, str]]
"""Further texts of a region by file name, as what people around the table know and a log does not."""


def nothing(_made: Lived) -> Mapping[str, str]:
    """No further texts."""
    return {}


def write_region(
    folder: Path | str,
    *,
    seed: int = 1,
    scale: float = 1.0,
    plants: Sequence[Plant] | None = None,
    beside: Beside = nothing,
) -> Path:
    """Write the region's events, their mapping and what was planted into a folder; the path of the events.

    plants: those of Lindewaard when None. Equal plants, seed and scale give equal bytes on every machine. At scale 1
    there are about 37,000 residents and 180,000 events in five years, to the end of 2025. Ids look like client numbers
    and are none: the eleven test fails on all of them.
    """
    made = lived(lindewaard_plants() if plants is None else plants, seed=seed, scale=scale)
    return write_lived(made, Path(folder), beside)


def write_lived(made: Lived, folder: Path, beside: Beside = nothing) -> Path:
    """The same of a region that was lived already."""
    known = facts()
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / EVENTS).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(_row(known, event) for event in made.events())
    texts = {
        MAPPING: mapping_text(known, made.model.name),
        TRUTH: made.truth_text(),
        **beside(made),
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return folder / EVENTS


def make_region_log(
    log: Path | str,
    *,
    seed: int = 1,
    scale: float = 1.0,
    plants: Sequence[Plant] | None = None,
    on_progress: Callable[..., Any] | None = None,
    beside: Beside = nothing,
) -> "Snapshot":
    """Load the region into a log, and keep its source in the log's folder `source`; the log's new snapshot.

    beside: further texts for that folder; `orchestration.lindewaard.make_region_log` puts the network file there.

    Refusal: the folder holds other things, or may not be written; nothing is left behind then.
    """
    made = lived(lindewaard_plants() if plants is None else plants, seed=seed, scale=scale)
    return make_lived_log(made, log, on_progress=on_progress, beside=beside)


def make_lived_log(
    made: Lived, log: Path | str, *, on_progress: Callable[..., Any] | None = None, beside: Beside = nothing
) -> "Snapshot":
    """The same of a region that was lived already."""
    return make_log(Path(log), lambda folder: write_lived(made, folder, beside), on_progress)


def _row(known: Facts, event: Event) -> tuple[str, ...]:
    someone, question = event.resident, event.question
    return (
        event.case,
        event.client,
        event.household,
        event.activity,
        event.partner,
        _when(event.requested, event.is_day),
        _when(event.started, event.is_day),
        _when(event.ended, event.is_day),
        event.to_partner,
        question.law,
        someone.municipality.name,
        someone.neighbourhood,
        question.client_group,
        question.name,
        event.life_domain,
        known.partners[event.partner].function,
        event.line,
        event.outcome,
        channel(event),
    )


def _when(moment: datetime | None, is_day: bool) -> str:
    if moment is None:
        return ""
    return moment.date().isoformat() if is_day else moment.isoformat(" ", "minutes")
