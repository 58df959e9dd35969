"""The link or moment that waits belong to, and the finding they make: weeks lost there, in all and per resident."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from duckdb import DuckDBPyConnection

from schakel.chain.finding import Finding, Number, Where
from schakel.insight.findings.interval import mean_interval
from schakel.insight.findings.tables import records

WEEK_US = 7 * 86_400_000_000
DAY_US = 86_400_000_000
Params = Mapping[str, int | float | str]
Key = tuple[str, str, str, str, str]


@dataclass(frozen=True)
class Link:
    """Waits of one kind on one link. key: kind, activity, partner, next_activity, next_partner ("" says nothing).

    no: its number in the tables pinch_*, of no meaning outside them.
    all_residents: with any wait; residents: with a known one; losing: who lost time beyond the norm. waits, known,
    open_waits and untold count waits; untold: unknown, since a partner did not deliver that month or cannot be
    followed. lost_us: sum over residents; squares: sum of the squares of what each of them lost.
    """

    key: Key
    no: int
    all_residents: int
    residents: int
    losing: int
    waits: int
    known: int
    open_waits: int
    lost_us: int
    squares: int
    untold: int = 0

    @property
    def code(self) -> str:
        """The kind, which is the code of its finding."""
        return self.key[0]

    @property
    def weeks(self) -> float:
        """Resident-weeks lost."""
        return self.lost_us / WEEK_US

    @property
    def share_known(self) -> float:
        """Share of the waits that are known."""
        return self.known / self.waits

    @property
    def where(self) -> Where:
        """The link as a finding names it; a repeated step is a moment of its own."""
        kind, activity, partner, next_activity, next_partner = self.key
        if kind == "rework":
            return Where(activity=next_activity, partner=next_partner)
        return Where(activity=activity, partner=partner, next_activity=next_activity, next_partner=next_partner)


def links(connection: DuckDBPyConnection) -> Iterator[Link]:
    """All links of the tables pinch_*, by kind and name."""
    for row in records(connection, "links"):
        kind, activity, partner, next_activity, next_partner, *numbers = row
        yield Link((kind, activity, partner, next_activity, next_partner), *(int(number) for number in numbers))


def lost_on(link: Link, params: Params, threshold: int) -> Finding:
    """The finding of a link. The interval of weeks per resident is one of a mean over residents (interval.py)."""
    bounds = mean_interval(link.lost_us / WEEK_US, link.squares / WEEK_US**2, link.residents, share_of(params))
    low, high = bounds or (None, None)
    numbers = [
        ("weeks_lost", Number(link.weeks, unit="weeks")),
        ("weeks_per_resident", Number(link.weeks / link.residents, low, high, "weeks")),
        ("residents", Number(link.residents, unit="residents")),
        ("share_known", Number(link.share_known, unit="share")),
        ("count", Number(link.known, unit="waits")),
        ("norm", Number(float(params["wait_norm_days"]), unit="days")),
    ]
    if link.open_waits == 0 or link.open_waits >= threshold:
        numbers.append(("open", Number(link.open_waits, unit="waits")))
    return finding(link.code, tuple(numbers), link.where, link.residents)


def finding(code: str, numbers: tuple[tuple[str, Number], ...], where: Where, residents: int) -> Finding:
    """A finding with its id: sixteen digits over code and place, the same in every snapshot that has it."""
    return Finding(code, numbers, where, residents, id=stable_id(code, where))


def stable_id(code: str, where: Where) -> str:
    """Id of a finding of this code here. The period does not count: it moves on with the data."""
    fixed = replace(where, since="", until="")
    words = "\x1f".join((code, fixed.activity, fixed.partner, fixed.next_activity, fixed.next_partner))
    return hashlib.blake2b(words.encode(), digest_size=8).hexdigest()


def share_of(params: Params) -> float:
    """Share of the intervals (0.95)."""
    return float(params["interval_share"])
