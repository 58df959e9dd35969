"""Deliveries under one assignment: starts and stops as they stand after deletions, and what was declared."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from schakel.data.messages.codes import TEMPORARY, outcome_of_stop
from schakel.data.messages.message import Sent

DELETE = "3"
Told = Literal["start", "stop", "declaration"]


@dataclass(frozen=True)
class Spell:
    """Help without a pause. start_from: the kind of message that tells the start.

    start, stop: the messages, None where there is none. final: the stop that ended it for good after a pause, or at
    once. until: the day on which help was paused or ended.
    """

    since: date
    start_from: Told
    start: Sent | None = None
    stop: Sent | None = None
    final: Sent | None = None

    @property
    def until(self) -> date | None:
        """The last day; None where no stop was seen."""
        return self.stop.line.until if self.stop else None

    @property
    def is_paused(self) -> bool:
        """Whether it stopped for a time only, as far as is known."""
        return self.stop is not None and self.final is None

    @property
    def outcome(self) -> str:
        """Class of outcome of the ending; "" while it runs or is paused."""
        return outcome_of_stop(self.final.law, self.final.release, self.final.line.reason) if self.final else ""


@dataclass(frozen=True)
class Declared:
    """A month that was declared, credit lines taken off. since: first day of the earliest period in it."""

    month: str
    since: date
    cents: int
    volume: int


def present(sent: Iterable[Sent]) -> list[Sent]:
    """Starts or stops that hold after deletions by logical key.

    A deletion goes before a line that takes its place in the same message. Of messages of one day nobody knows the
    order; but who deletes must have sent it, so a day with both leaves things as they were.
    """
    by_key: dict[object, list[Sent]] = defaultdict(list)
    for one in sent:
        by_key[_logical_key(one)].append(one)
    return [kept for lines in by_key.values() if (kept := _after_all(lines)) is not None]


def _logical_key(sent: Sent) -> object:
    line = sent.line
    return (sent.law, sent.municipality, sent.provider, line.kind, line.number, line.category, line.code, line.since,
            *((line.reason, line.until) if line.kind == "307" else ()))  # fmt: skip


def _after_all(lines: Sequence[Sent]) -> Sent | None:
    """The first line that told what holds in the end, or None."""
    days: dict[date, dict[str, list[Sent]]] = defaultdict(lambda: defaultdict(list))
    for one in lines:
        days[one.dated][one.identification].append(one)
    kept: Sent | None = None
    for _, messages in sorted(days.items()):
        adding = [one for message in messages.values() for one in message if one.line.status != DELETE]
        deletes = any(all(one.line.status == DELETE for one in message) for message in messages.values())
        if adding and not deletes:
            kept = kept or min(adding, key=lambda one: one.identification)
        elif deletes and not adding:
            kept = None
    return kept


def spells(starts: Sequence[Sent], stops: Sequence[Sent], declared: Sequence[Declared]) -> list[Spell]:
    """Spells in the order of their first days. Without a start and a stop: one from the first declared period on."""
    started = {one.line.since: one for one in sorted(starts, key=lambda one: one.dated, reverse=True)}
    stopped: dict[date | None, list[Sent]] = defaultdict(list)
    for one in stops:
        stopped[one.line.since].append(one)
    made = [
        _spell(since, started.get(since), stopped.get(since, [])) for since in {*started, *stopped} if since is not None
    ]
    if not made and declared:
        made = [Spell(min(one.since for one in declared), "declaration")]
    return sorted(made, key=lambda one: one.since)


def _spell(since: date, start: Sent | None, stops: Sequence[Sent]) -> Spell:
    ordered = sorted(stops, key=lambda one: (one.line.until or date.max, one.dated, one.line.reason))
    final = [one for one in ordered if not _is_temporary(one)]
    return Spell(
        since,
        "start" if start else "stop",
        start,
        ordered[0] if ordered and _is_temporary(ordered[0]) else final[-1] if final else None,
        final[-1] if final else None,
    )


def _is_temporary(stop: Sent) -> bool:
    return outcome_of_stop(stop.law, stop.release, stop.line.reason) == TEMPORARY


def declared_months(sent: Iterable[Sent]) -> list[Declared]:
    """What was declared by month, credit lines taken off; a month of which nothing is left is not there."""
    months: dict[str, list[Sent]] = defaultdict(list)
    for one in sent:
        if one.line.since:
            months[f"{one.line.since:%Y-%m}"].append(one)
    made = []
    for month, lines in sorted(months.items()):
        cents = sum(one.line.cents or 0 for one in lines)
        volume = sum(one.line.volume or 0 for one in lines)
        if cents or volume:
            made.append(Declared(month, min(one.line.since or date.max for one in lines), cents, volume))
    return made


def cost_of(spells_of_one: Sequence[Spell], declared: Sequence[Declared]) -> Mapping[date, int]:
    """Cents by the first day of the spell in which the declared month falls; the last that began by its end."""
    found: dict[date, int] = defaultdict(int)
    for one in declared:
        begun = [spell for spell in spells_of_one if f"{spell.since:%Y-%m}" <= one.month]
        if spells_of_one:
            found[(begun[-1] if begun else spells_of_one[0]).since] += one.cents
    return found
