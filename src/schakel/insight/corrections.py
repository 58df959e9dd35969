"""Corrections after closing: what was published stays, and what the figures are now stands beside it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from schakel.chain.problem import Refusal
from schakel.data.deliveries.closed import Closed, closed_snapshot
from schakel.data.snapshot import Snapshot
from schakel.insight.filling import filling
from schakel.insight.headline import Movement, headlines, movements
from schakel.insight.opened import open_log
from schakel.insight.view import LogView

Flows = dict[str, int]


@dataclass(frozen=True)
class Corrections:
    """Headline figures of a closed period: before as published, after as they are now. now: the snapshot of now."""

    closed: Closed
    now: str
    figures: tuple[Movement, ...]


@dataclass(frozen=True)
class MonthFlows:
    """Flows of one month by name (inflow, outflow, stock, ...), with the residents behind them.

    corrected: as they are now, where those of a closed month differ.
    still_to_come: share of the events of a provisional month, None where that is unknown or the month is final.
    """

    month: str
    flows: Flows
    residents: Flows
    is_closed: bool = False
    corrected: Flows | None = None
    corrected_residents: Flows | None = None
    is_provisional: bool = False
    still_to_come: float | None = None


def corrections(view: LogView) -> Corrections | None:
    """What moved since the closing; None where the view is not of a closed period."""
    if view.closings is None or view.closings.opened is None:
        return None
    with at(view, view.closings.current) as now:
        found = movements(headlines(view), headlines(now))
    return Corrections(view.closings.opened, view.closings.current.id, found)


@contextmanager
def at(view: LogView, snapshot: Snapshot) -> Iterator[LogView]:
    """The same cases by the same definitions in another snapshot of the log."""
    with open_log(
        snapshot, selection=view.selection, follow=view.follow, names=view.names, chosen=view.definitions
    ) as other:
        yield other


def months(view: LogView) -> tuple[MonthFlows, ...]:
    """The figure `months`, a row a month; closed months as they were published."""
    own, still = _flows(view), filling(view)
    found = {
        month: MonthFlows(month, *flows, is_provisional=month in still, still_to_come=still.get(month))
        for month, flows in own.items()
    }
    for closed, published, now in _closed(view, own):
        for month, (flows, residents) in published.items():
            if closed.has_month(month) and month in found:
                nothing = dict.fromkeys(flows, 0)
                later, people = now.get(month, (nothing, nothing))
                same = later == flows
                found[month] = MonthFlows(
                    month, flows, residents, True, None if same else later, None if same else people
                )
    return tuple(found.values())


Table = dict[str, tuple[Flows, Flows]]


def _closed(view: LogView, own: Table) -> Iterator[tuple[Closed, Table, Table]]:
    """Each closed period with its months as published and as they are now."""
    closings = view.closings
    if closings is None:
        return
    if closings.opened:
        with at(view, closings.current) as now:
            yield closings.opened, own, _flows(now)
        return
    for closed in closings.periods:
        try:
            with at(view, closed_snapshot(closings.log, closed)) as then:
                yield closed, _flows(then), own
        except Refusal:  # what is selected did not occur then, so that nothing of it was published
            continue


def _flows(view: LogView) -> Table:
    """Cases and residents by month and flow."""
    found: Table = {}
    for row in view.figure("months").records():
        cases, residents = found.setdefault(str(row["month"]), ({}, {}))
        flow = str(row["flow"]).replace(" ", "_")
        cases[flow], residents[flow] = int(str(row["cases"])), int(str(row["residents"]))
    return found
