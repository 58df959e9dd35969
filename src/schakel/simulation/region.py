"""A seeded, fictional Dutch region as a source of events: something to try Schakel on that is nobody's data."""

import csv
import json
import shutil
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from schakel.chain.problem import Problem, Refusal
from schakel.simulation.delivery import COLUMNS, mapping_text
from schakel.simulation.event import Event, channel, events, partner_name, to_partner_name
from schakel.simulation.facts import Facts, facts
from schakel.simulation.lives import journeys
from schakel.simulation.truth import truth

if TYPE_CHECKING:
    from schakel.data.snapshot import Snapshot

SOURCE, EVENTS, MAPPING, TRUTH = "source", "lindewaard.csv", "mapping.toml", "truth.json"


def write_region(folder: Path | str, *, seed: int = 1, scale: float = 1.0) -> Path:
    """Write the region's events, their mapping and what was planted into a folder; the path of the events.

    Equal seed and scale give equal bytes on every machine. At scale 1 there are about 5,000 residents and 42,000
    events in 2024 and 2025. Ids look like client numbers and are none: the eleven test fails on all of them.
    """
    known, folder = facts(), Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    rows = [_row(known, event) for event in events(known, journeys(known, seed, scale))]
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
            written = write_region(source, seed=seed, scale=scale)
            key = key_of_content(written)  # nobody here is real, and the same seed gives the same log
            mapping = read_mapping(source / MAPPING)
            snapshot = load(written, log, mapping=mapping, key=key, on_progress=on_progress)
            shutil.rmtree(log / SOURCE, ignore_errors=True)
            source.rename(log / SOURCE)
    except OSError:
        raise Refusal((Problem("not_writable", file=log.name),)) from None
    return snapshot


def _row(known: Facts, event: Event) -> tuple[str, ...]:
    partner, someone, question = known.partners[event.partner], event.resident, event.question
    return (
        event.case,
        event.client,
        event.household,
        event.activity,
        partner_name(known, event),
        _when(event.requested, event.is_day),
        _when(event.started, event.is_day),
        _when(event.ended, event.is_day),
        to_partner_name(known, event),
        question.law,
        someone.municipality.name,
        someone.neighbourhood,
        question.client_group,
        question.name,
        question.life_domain,
        partner.function,
        partner.line,
        event.outcome,
        channel(event),
    )


def _when(moment: datetime | None, is_day: bool) -> str:
    if moment is None:
        return ""
    return moment.date().isoformat() if is_day else moment.isoformat(" ", "minutes")
