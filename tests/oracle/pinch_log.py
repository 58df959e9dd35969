"""A log in whole days, led through the real readers and the real snapshot to its findings."""

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from schakel.chain.finding import Finding
from schakel.data.load import load
from schakel.data.mapping import CaseRule, FileForm, Mapping, Origin
from schakel.insight.definitions import Chosen, definitions
from schakel.insight.opened import open_log
from schakel.insight.pinch import pinch

FIRST, REFERENCE = date(2024, 1, 1), date(2024, 12, 31)
COLUMNS = ("case_id", "resident", "activity", "partner", "requested", "started", "ended", "to_partner")


@dataclass
class DayEvent:
    """One row, in whole days since FIRST; None is empty."""

    case: int
    resident: int
    activity: str
    partner: str
    requested: int | None
    started: int
    ended: int | None
    to_partner: str


def find(
    events: list[DayEvent],
    threshold: int = 1,
    *,
    reference: date = REFERENCE,
    closing: tuple[str, ...] = ("Close",),
    **own: Chosen,
) -> tuple[Finding, ...]:
    """The findings of these events, through the real readers and the real snapshot."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "events.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            for event in events:
                dates = [
                    None if d is None else FIRST + timedelta(days=d)
                    for d in (event.requested, event.started, event.ended)
                ]
                writer.writerow(
                    [f"c{event.case}", f"r{event.resident}", event.activity, event.partner, *dates, event.to_partner]
                )
        mapping = Mapping(
            file=FileForm(delimiter=",", encoding="utf-8", reference_date=reference),
            columns=tuple((name, Origin(name)) for name in COLUMNS),
            case=CaseRule(unit="provision", closing=closing, continued_days=0),
        )
        load(path, Path(folder) / "log", mapping=mapping)
        with open_log(Path(folder) / "log", chosen=definitions({"finding_least": 0, "finding_part": 0, **own})) as view:
            return pinch(view, threshold=threshold)
