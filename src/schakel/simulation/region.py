"""A seeded, fictional Dutch region as a source of events: something to try Schakel on that is nobody's data."""

import csv
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from schakel.chain.problem import Problem, Refusal
from schakel.simulation.delivery import COLUMNS, mapping_text
from schakel.simulation.facts import Facts, facts
from schakel.simulation.journey import DAY, Journey, Step
from schakel.simulation.lives import journeys
from schakel.simulation.truth import truth

if TYPE_CHECKING:
    from schakel.data.snapshot import Snapshot

SOURCE, EVENTS, MAPPING, TRUTH = "source", "lindewaard.csv", "mapping.toml", "truth.json"
_CHANNELS = ("telefoon", "website", "balie")
_CLIENT_NUMBERS = 8_999_993  # a prime: multiplying by less than it gives each resident another number


def write_region(folder: Path | str, *, seed: int = 1, scale: float = 1.0) -> Path:
    """Write the region's events, their mapping and what was planted into a folder; the path of the events.

    Equal seed and scale give equal bytes on every machine. At scale 1 there are about 5,000 residents and 42,000
    events in 2024 and 2025. Ids look like client numbers and are none: the eleven test fails on all of them.
    """
    known, folder = facts(), Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    rows = list(_rows(known, journeys(known, seed, scale)))
    with (folder / EVENTS).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows)
    (folder / MAPPING).write_text(mapping_text(known), encoding="utf-8", newline="\n")
    planted = json.dumps(truth(known), ensure_ascii=False, indent=2) + "\n"
    (folder / TRUTH).write_text(planted, encoding="utf-8", newline="\n")
    return folder / EVENTS


def make_region_log(
    log: Path | str, *, seed: int = 1, scale: float = 1.0, on_progress: Callable[..., Any] | None = None
) -> "Snapshot":
    """Load the region into a log, and keep its source in the log's folder `source`; the log's new snapshot.

    Refusal: the folder holds other things, or may not be written; nothing is left behind then.
    """
    from schakel.data.load import load
    from schakel.data.log import check_folder
    from schakel.data.mapping import read_mapping
    from schakel.sharing.pseudonym import key_of_content

    log = Path(log)
    check_folder(log)
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=log.parent, prefix=".region-") as folder:
            source = Path(folder) / SOURCE
            events = write_region(source, seed=seed, scale=scale)
            key = key_of_content(events)  # nobody here is real, and the same seed gives the same log
            mapping = read_mapping(source / MAPPING)
            snapshot = load(events, log, mapping=mapping, key=key, on_progress=on_progress)
            shutil.rmtree(log / SOURCE, ignore_errors=True)
            source.rename(log / SOURCE)
    except OSError:
        raise Refusal((Problem("not_writable", file=log.name),)) from None
    return snapshot


def _rows(known: Facts, made: list[Journey]) -> Iterator[tuple[str, ...]]:
    """Rows as a region's export has them: by day, and within a day by case and its own order."""
    until = ((known.reference_date - known.first_day).days + 1) * DAY
    seen = [(journey, steps) for journey in made if (steps := _seen(journey, until))]
    seen.sort(key=lambda case: (case[1][0].started, case[0].resident.number))
    places = []
    for number, (_, steps) in enumerate(seen):
        places += [(step.started // DAY, number, place) for place, step in enumerate(steps)]
    for _, number, place in sorted(places):
        journey, steps = seen[number]
        yield _row(known, journey, steps[place], number, until)


def _seen(journey: Journey, until: int) -> list[Step]:
    """Steps that had started on the reference date, by day and, within a day, as they happened."""
    return sorted((step for step in journey.steps if step.started < until), key=lambda step: step.started // DAY)


def _row(known: Facts, journey: Journey, step: Step, number: int, until: int) -> tuple[str, ...]:
    partner, someone, question = known.partners[step.partner], journey.resident, journey.question
    opened = known.first_day + timedelta(days=journey.steps[0].started // DAY)
    return (
        f"Z{opened:%y}-{number + 1:05d}",
        str(1_000_007 + (someone.number + 1) * 4_271_831 % _CLIENT_NUMBERS),
        f"H-{someone.household + 1:05d}",
        step.activity,
        partner.name or someone.municipality.team,
        _when(known, step.requested, partner.is_day),
        _when(known, step.started, partner.is_day),
        _when(known, step.ended, partner.is_day) if step.ended < until else "",
        known.partners[step.to_partner].name if step.to_partner else "",
        question.law,
        someone.municipality.name,
        someone.neighbourhood,
        question.client_group,
        question.name,
        question.life_domain,
        partner.function,
        partner.line,
        step.outcome,
        _CHANNELS[number % len(_CHANNELS)] if step.activity == "Melding" else "",
    )


def _when(known: Facts, minute: int | None, is_day: bool) -> str:
    if minute is None:
        return ""
    day = known.first_day + timedelta(days=minute // DAY)
    if is_day:
        return day.isoformat()
    return (datetime.combine(day, time.min) + timedelta(minutes=minute % DAY)).isoformat(" ", "minutes")
