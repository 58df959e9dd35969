"""A log in whole days, led through the real readers and the real snapshot to its findings."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from schakel.chain.finding import Finding
from schakel.chain.selection import Selection
from schakel.data.deliveries.load_log import load_log
from schakel.data.load import load
from schakel.data.mapping import CaseRule, FileForm, Origin
from schakel.data.mapping import Mapping as SourceMapping
from schakel.insight.definitions import Chosen, definitions
from schakel.insight.opened import open_log
from schakel.insight.pinch import pinch

FIRST, REFERENCE = date(2024, 1, 1), date(2024, 12, 31)
FORM = '[file]\ndelimiter = ","\nencoding = "utf-8"\n'
EVERYTHING: dict[str, Chosen] = {"finding_least": 0, "finding_part": 0}
COLUMNS = ("case_id", "resident", "activity", "partner", "requested", "started", "ended", "to_partner")


@dataclass
class DayEvent:
    """One row, in whole days since FIRST; None is empty. source: the file it stands in, where there are several."""

    case: int
    resident: int
    activity: str
    partner: str
    requested: int | None
    started: int
    ended: int | None
    to_partner: str
    source: str = "events"


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
        write_csv(path, events)
        mapping = SourceMapping(
            file=FileForm(delimiter=",", encoding="utf-8", reference_date=reference),
            columns=tuple((name, Origin(name)) for name in COLUMNS),
            case=CaseRule(unit="provision", closing=closing, continued_days=0),
        )
        load(path, Path(folder) / "log", mapping=mapping)
        with open_log(Path(folder) / "log", chosen=definitions({**EVERYTHING, **own})) as view:
            return pinch(view, threshold=threshold)


def write_csv(path: Path, events: Iterable[DayEvent]) -> None:
    """One source."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for event in events:
            times = (event.requested, event.started, event.ended)
            dates = [None if day is None else FIRST + timedelta(days=day) for day in times]
            ids = [f"c{event.case}", f"r{event.resident}"]
            writer.writerow([*ids, event.activity, event.partner, *dates, event.to_partner])


def find_delivered(
    events: Sequence[DayEvent],
    until: Mapping[str, int] | None = None,
    own: Sequence[str] = (),
    threshold: int = 1,
    where: tuple[tuple[str, str], ...] = (),
    **chosen: Chosen,
) -> tuple[Finding, ...]:
    """The findings of a log with a file per source. until: of those that stopped; own: those with keys of their own."""
    with TemporaryDirectory() as made:
        folder = Path(made)
        parts = ['[case]\nunit = "provision"\ncontinued_days = 0\nclosing = ["Close"]\n']
        for name in dict.fromkeys(event.source for event in events):
            write_csv(folder / f"{name}.csv", [event for event in events if event.source == name])
            last = FIRST + timedelta(days=until[name]) if until and name in until else REFERENCE
            of_key = 'scope = "source"\nresidents = "source"\n' if name in own else ""
            columns = "".join(f'{column} = "{column}"\n' for column in COLUMNS)
            mapping = f'{FORM}[columns]\n{columns}[case]\nunit = "provision"\ncontinued_days = 0\n{of_key}'
            (folder / f"{name}.toml").write_text(mapping, encoding="utf-8")
            source = f'name = "{name}"\nmapping = "{name}.toml"\nfiles = "{name}.csv"\nreference_date = {last}\n'
            parts.append(f"[[source]]\n{source}")
        (folder / "sources.toml").write_text("".join(parts), encoding="utf-8")
        load_log(folder)
        with open_log(folder, selection=Selection(where), chosen=definitions({**EVERYTHING, **chosen})) as view:
            return pinch(view, threshold=threshold)
