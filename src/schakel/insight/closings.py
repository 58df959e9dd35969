"""Which snapshot a question is about: the current one, or that of the closing when its period is closed."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from schakel.chain.selection import Period
from schakel.data.deliveries.closed import Closed, closed_snapshot, read_closed
from schakel.data.snapshot import Snapshot, open_snapshot


@dataclass(frozen=True)
class Closings:
    """The closed periods of a log. current: the snapshot of now; opened: the period whose own snapshot is read."""

    log: Path
    current: Snapshot
    periods: tuple[Closed, ...]
    opened: Closed | None = None

    def __str__(self) -> str:
        counts = (self.opened,) if self.opened else self.periods
        return "; ".join(f"{closed}, {closed.snapshot}" for closed in counts)


def snapshot_for(log: Path, period: Period, *, as_now: bool) -> tuple[Snapshot, Closings | None]:
    """The snapshot to open for a period, with the closed periods of the log; None where there are none or as_now."""
    current = open_snapshot(log)
    periods = () if as_now else read_closed(log)
    if not periods:
        return current, None
    first = date.fromisoformat(f"{current.manifest.coverage.months[0]}-01")
    opened = next((closed for closed in periods if closed.holds(period, first)), None)
    snapshot = closed_snapshot(log, opened) if opened else current
    return snapshot, Closings(log, current, periods, opened)
