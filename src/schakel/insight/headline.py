"""Headline figures: the few by which two states of a log are set side by side.

All are whole numbers, times in microseconds, so that differences add up to the last digit.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from schakel.chain.finding import Finding, Where
from schakel.insight.findings.link import WEEK_US
from schakel.insight.view import LogView

MOST = 10  # waits and findings that count as headlines
ALWAYS = ("cases", "residents", "open_cases", "events", "lead_time")
RANKED = ("wait", "weeks_lost")
FLOWS = ("inflow", "outflow", "out_of_sight", "stock")
FIGURES = (*ALWAYS, *FLOWS, *RANKED)
Key = tuple[str, str, str]


@dataclass(frozen=True)
class Headline:
    """One figure. of: the month or the place it is about; kind: of the finding that weeks were lost by.

    figure: cases, residents, open_cases, events, lead_time (Kaplan-Meier median), inflow, outflow, out_of_sight, stock,
    wait (median of a handover) or weeks_lost.
    value: None is unknown. unit: "us" is time. size: by which the busiest handovers and the heaviest findings are told.
    """

    figure: str
    value: int | None
    unit: str
    of: str = ""
    kind: str = ""
    size: int = 0

    @property
    def key(self) -> Key:
        """What it is, whatever its value."""
        return self.figure, self.kind, self.of


@dataclass(frozen=True)
class Movement:
    """A figure in two states. None where it is unknown; time lost on a link that is no finding is 0."""

    figure: str
    unit: str
    of: str
    kind: str
    before: int | None
    after: int | None

    @property
    def difference(self) -> int | None:
        """After less before."""
        return None if self.before is None or self.after is None else self.after - self.before


def headlines(view: LogView) -> dict[Key, Headline]:
    """All of a view by their keys, in the order in which they are read."""
    return {headline.key: headline for headline in _all(view)}


def movements(before: Mapping[Key, Headline], after: Mapping[Key, Headline]) -> tuple[Movement, ...]:
    """The figures of ALWAYS, and of the others those that moved: months, the busiest waits, the heaviest findings.

    A month that only one of both shows did not move. Busiest and heaviest: among the first ten before, or after.
    """
    wanted = [key for side in (after, before) for key in _told(side.values())]
    wanted = [key for key in wanted if key[0] not in FLOWS or (key in before and key in after)]
    found = [movement(key, before, after) for key in sorted(dict.fromkeys(wanted), key=_place_of)]
    return tuple(one for one in found if one.figure in ALWAYS or one.before != one.after)


def movement(key: Key, before: Mapping[Key, Headline], after: Mapping[Key, Headline]) -> Movement:
    """One figure in two states."""
    known = after.get(key) or before[key]
    return Movement(known.figure, known.unit, known.of, known.kind, value(key, before, known), value(key, after, known))


def moved_record(one: Movement, before: str, after: str) -> dict[str, Any]:
    """As one entry of a JSON document. before, after: what its two states are called there."""
    told = {"figure": one.figure, "kind": one.kind, "of": one.of, "unit": one.unit}
    return {**told, before: one.before, after: one.after, "difference": one.difference}


def value(key: Key, side: Mapping[Key, Headline], known: Headline) -> int | None:
    """What a figure is in one state; one that is absent there is unknown, time lost on a link that is no finding 0."""
    if key in side:
        return side[key].value
    return 0 if known.figure == "weeks_lost" else None


def _told(side: Iterable[Headline]) -> Iterator[Key]:
    """Of waits and findings only the first, the largest on top."""
    ranked = sorted(side, key=lambda headline: (-headline.size, headline.key))
    for figure in FIGURES:
        own = [headline.key for headline in ranked if headline.figure == figure]
        yield from own[:MOST] if figure in RANKED else own


def _place_of(key: Key) -> tuple[int, str]:
    """Figures in their order; months in theirs, waits and findings as they were ranked."""
    return FIGURES.index(key[0]), "" if key[0] in RANKED else key[2]


def _all(view: LogView) -> Iterator[Headline]:
    counts = next(view.figure("counts").records())
    for figure in ALWAYS[:4]:
        yield Headline(figure, _whole(counts[figure]), "steps" if figure == "events" else figure.removeprefix("open_"))
    yield Headline("lead_time", _whole(next(view.figure("throughput").records())["kaplan_meier_p50_us"]), "us")
    months = list(view.figure("months").records())
    for flow in dict.fromkeys(str(row["flow"]) for row in months):
        for row in months:
            if row["flow"] == flow:
                yield Headline(flow.replace(" ", "_"), _whole(row["cases"]), "cases", of=str(row["month"]))
    for row in view.figure("handovers").records():
        of = f"{row['partner']} → {row['next_partner']}"
        yield Headline("wait", _whole(row["wait_p50_us"]), "us", of=of, size=_whole(row["steps"]) or 0)
    yield from _findings(view)


def _findings(view: LogView) -> Iterator[Headline]:
    from schakel.insight.pinch import pinch

    for finding in pinch(view):
        numbers = dict(finding.numbers)
        if "weeks_lost" in numbers and not finding.hidden:
            lost = round(numbers["weeks_lost"].value * WEEK_US)
            yield Headline("weeks_lost", lost, "us", of=_place(finding), kind=finding.code, size=lost)


def _place(finding: Finding) -> str:
    where: Where = finding.where
    ends = ((where.activity, where.partner), (where.next_activity, where.next_partner))
    said = [f"{activity} ({partner})" if activity and partner else activity or partner for activity, partner in ends]
    return " → ".join(filter(None, said))


def _whole(number: Any) -> int | None:
    return None if number is None else round(number)
