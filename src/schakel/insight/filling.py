"""Months that still fill up, as a figure of all partners together shows them."""

from collections import defaultdict
from collections.abc import Iterable

from schakel.insight.definitions import Definition, definitions
from schakel.insight.view import LogView

COUNTED = (
    """SELECT source, strftime(coalesce(started_on, ended_on), '%Y-%m') AS month, count(*) FROM steps GROUP BY ALL"""
)


def limit(view: LogView) -> float:
    """The share still to come above which a month is not final, as defined."""
    return _limit(view.definitions)


def usual_limit() -> float:
    """The same without definitions of one's own."""
    return _limit(definitions())


def _limit(chosen: Iterable[Definition]) -> float:
    return float(next(d.value for d in chosen if d.name == "provisional"))  # type: ignore[arg-type]  # a number


def filling(view: LogView) -> dict[str, float | None]:
    """The provisional months ("2025-12") with the share of their events that usually still comes; None is unknown.

    Each source weighs as much as it is expected to tell of the cases that are selected; where one cannot be judged,
    the month cannot.
    """
    shares: dict[str, dict[str, float | None]] = defaultdict(dict)
    for one in view.manifest.provisional:
        if one.partner is None:
            shares[one.month][one.source] = one.share
    if not shares:
        return {}
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for source, month, n in view.rows(COUNTED):
        counts[month][source] = n
    sources = {source for own in counts.values() for source in own}
    found = {}
    for month, own in sorted(shares.items()):
        share = _together(counts[month], {source: own[source] for source in own if source in sources})
        if share is None or share > limit(view):
            found[month] = share
    return found


def _together(counts: dict[str, int], shares: dict[str, float | None]) -> float | None:
    known = sum(counts.values())
    expected = 0.0
    for source in counts.keys() | shares.keys():
        share = shares.get(source, 0.0)
        if share is None:
            return None
        expected += counts.get(source, 0) / (1 - share) if share < 1 else float("inf")
    return 1 - known / expected if expected else 0.0
