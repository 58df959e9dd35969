"""Closed periods: their figures stay as they were published, by the snapshot of that day. Kept in LOG/closed.toml.

Periods are only ever added. They hold whole months and do not overlap.
"""

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from schakel.chain.problem import Problem, Refusal, refuse
from schakel.chain.selection import Period
from schakel.data import log
from schakel.data.deliveries.completeness import last_day, month_of, month_text
from schakel.data.held import as_refusal
from schakel.data.manifest import Manifest
from schakel.data.snapshot import Snapshot, open_snapshot

FILE = "closed.toml"
NOT_WHOLE = "np"  # letters of months that were not, or not wholly, delivered
MOST = 8
HEADING = "# Closed periods, in the order of closing. schakel close adds to it; what stands here is not changed.\n"


@dataclass(frozen=True)
class Closed:
    """A period, both days inclusive, the snapshot that keeps its figures, and the day on which it was closed."""

    since: date
    until: date
    snapshot: str
    on: date

    def holds(self, period: Period, first: date) -> bool:
        """Whether a period lies within it. One without a start begins with the log, on `first`."""
        return period.until is not None and self.since <= (period.since or first) and period.until <= self.until

    def has_month(self, month: str) -> bool:
        """Whether a month ("2025-06") is one of it."""
        return f"{self.since:%Y-%m}" <= month <= f"{self.until:%Y-%m}"

    def __str__(self) -> str:
        return f"{self.since}..{self.until}"


def read_closed(into: Path) -> tuple[Closed, ...]:
    """The closed periods of a log in the order of closing. Refusal when the file was damaged by hand."""
    try:
        found = tomllib.loads((into / FILE).read_text(encoding="utf-8"))
        return tuple(Closed(one["from"], one["until"], one["snapshot"], one["closed_on"]) for one in found["closed"])
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, KeyError, TypeError):
        raise Refusal((Problem("closed_broken", FILE),)) from None


def closed_snapshot(into: Path, closed: Closed) -> Snapshot:
    """The snapshot that keeps a closed period. Refusal when it is not there any more."""
    try:
        return open_snapshot(into, closed.snapshot)
    except Refusal:
        problem = Problem("closed_gone", into.name, value=closed.snapshot, allowed=str(closed))
        raise Refusal((problem,)) from None


def close(into: Path | str, until: date, *, since: date | None = None, on: date, above: float, anyway: bool) -> Closed:
    """Close a period on the current snapshot. since None: from where the last one stopped, else from the log's start.

    above: the share still to come from which a month is not final. anyway: also what is not wholly delivered or not
    final. Refusal for days that do not begin and end months, a period that is (partly) closed already, one that lies
    outside what was seen, or one that is not complete.
    """
    folder = Path(into)
    open_snapshot(folder)  # a folder that is no log is told before it is held
    with as_refusal(folder), log.locked(folder):
        manifest, stands = open_snapshot(folder).manifest, read_closed(folder)
        made = Closed(since or _next(stands, manifest), until, manifest.id, on)
        refuse([*_overlaps(made, stands)] or _days(made))
        refuse(_outside(made, manifest, folder.name))
        if not anyway:
            refuse(_unfinished(made, manifest, above))
        log.replace(folder / FILE, to_toml((*stands, made)), log.Steps(""))
    return made


def to_toml(periods: Iterable[Closed]) -> str:
    """The text of the file."""
    blocks = (
        f'\n[[closed]]\nfrom = {one.since}\nuntil = {one.until}\nsnapshot = "{one.snapshot}"\nclosed_on = {one.on}\n'
        for one in periods
    )
    return HEADING + "".join(blocks)


def _next(stands: Sequence[Closed], manifest: Manifest) -> date:
    if stands:
        return max(one.until for one in stands) + timedelta(days=1)
    return date.fromisoformat(f"{manifest.coverage.months[0]}-01")


def _days(made: Closed) -> Iterable[Problem]:
    if made.until < made.since:
        yield Problem("close_order", column="--until", value=str(made.until), allowed=str(made.since))
    if made.since.day != 1:
        yield Problem("close_months", column="--from", value=str(made.since), allowed=str(made.since.replace(day=1)))
    if made.until != last_day(month_of(made.until)):
        allowed = str(last_day(month_of(made.until)))
        yield Problem("close_months", column="--until", value=str(made.until), allowed=allowed)


def _overlaps(made: Closed, stands: Iterable[Closed]) -> Iterable[Problem]:
    for one in stands:
        if one.since <= made.until and min(made.since, made.until) <= one.until:
            more = (("on", one.on.isoformat()), ("snapshot", one.snapshot))
            asked = str(made) if made.since <= made.until else made.until.isoformat()
            yield Problem("close_overlaps", column="--until", value=asked, allowed=str(one), more=more)
            return


def _outside(made: Closed, manifest: Manifest, name: str) -> Iterable[Problem]:
    months = manifest.coverage.months
    if f"{made.since:%Y-%m}" < months[0] or f"{made.until:%Y-%m}" > months[-1]:
        yield Problem("close_outside", name, value=str(made), allowed=f"{months[0]} .. {months[-1]}")


def _unfinished(made: Closed, manifest: Manifest, above: float) -> list[Problem]:
    """Partners with the months of the period that are not wholly there, or that still fill up."""
    coverage = manifest.coverage
    lacking = {}
    for partner, letters in coverage.partners.items():
        if set(letters) != {"n"}:  # whoever delivers nothing at all is not waited for
            months = [m for m, letter in zip(coverage.months, letters, strict=True) if letter in NOT_WHOLE]
            lacking[partner] = [month for month in months if made.has_month(month)]
    filling: dict[str, list[str]] = {}
    for one in manifest.provisional:
        if one.partner is None and made.has_month(one.month) and (one.share is None or one.share > above):
            filling.setdefault(one.source, []).append(one.month)
    return [*_problems("close_lacking", lacking, made), *_problems("close_filling", filling, made)]


def _problems(code: str, months: dict[str, list[str]], made: Closed) -> Iterable[Problem]:
    told = [f"{name} ({', '.join(_spans(own))})" for name, own in sorted(months.items()) if own]
    if told:
        value = "; ".join(told[:MOST]) + ("; ..." if len(told) > MOST else "")
        yield Problem(code, value=value, allowed=str(made), column="--anyway")


def _spans(months: Sequence[str]) -> Iterable[str]:
    """Months in a row as one: "2025-01..2025-03"."""
    numbers = sorted(int(month[:4]) * 12 + int(month[5:]) - 1 for month in months)
    begin = numbers[0]
    for place, number in enumerate(numbers):
        if place + 1 == len(numbers) or numbers[place + 1] != number + 1:
            yield month_text(begin) if begin == number else f"{month_text(begin)}..{month_text(number)}"
            begin = numbers[place + 1] if place + 1 < len(numbers) else number
