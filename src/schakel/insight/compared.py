"""What each partner's own part in the chain looks like, in the few measures of which partners can be set side by side.

Nothing here ranks: a value belongs to a partner, and whoever shows one partner shows the others as a band.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from schakel.chain.passport import Passport
from schakel.insight.view import LogView

DAY_US = 86_400_000_000
MONTHS = 12
# Per measure: whose it is, the duration in microseconds, and which steps count. Names of our own code only.
MEASURES: dict[str, tuple[str, str, str]] = {
    "wait_before": ("next_partner", "wait_us", "NOT COALESCE(is_parallel, FALSE)"),
    "own_wait": ("partner", "own_wait_us", "TRUE"),
    "touch": ("partner", "touch_us", "TRUE"),
    "handed_in": ("next_partner", "wait_us", "partner <> next_partner AND NOT COALESCE(is_parallel, FALSE)"),
    "handed_out": ("partner", "wait_us", "partner <> next_partner AND NOT COALESCE(is_parallel, FALSE)"),
}
COUNTS = """
SELECT partner, COUNT(DISTINCT case_no), COUNT(DISTINCT resident_no), COUNT(*),
  COUNT(DISTINCT CASE WHEN is_open THEN resident_no END)
FROM steps WHERE partner IS NOT NULL GROUP BY partner ORDER BY partner
"""
MOVES = """
SELECT {partner}, COUNT(*), COUNT(DISTINCT resident_no) FROM steps
WHERE partner <> next_partner AND NOT COALESCE(is_parallel, FALSE) GROUP BY 1 ORDER BY 1
"""
# Residents who at the end of a month stood between a step and the next one at a partner. The latest months are left
# out: who still waits there is not known to go to this partner until the step begins.
QUEUE = """
WITH waited AS (
  SELECT next_partner AS partner, resident_no, next_started AS until,
    next_started - TO_MICROSECONDS(CAST(wait_us AS BIGINT)) AS since, wait_us
  FROM steps WHERE next_partner IS NOT NULL AND wait_us > 0
),
usual AS (SELECT partner, QUANTILE_CONT(wait_us, 0.9) AS us FROM waited GROUP BY partner),
edge AS (SELECT DATE_TRUNC('month', MAX(COALESCE(p.seen_until, CAST(s.started AS DATE)))) AS last
  FROM params AS p CROSS JOIN steps AS s),
month AS (SELECT last - i * INTERVAL 1 MONTH AS ends, i FROM edge CROSS JOIN RANGE(0, 61) AS t(i))
SELECT w.partner, STRFTIME(m.ends - INTERVAL 1 DAY, '%Y-%m') AS month, COUNT(DISTINCT w.resident_no)
FROM waited AS w JOIN usual AS u ON u.partner = w.partner CROSS JOIN edge AS e JOIN month AS m
  ON w.since < m.ends AND w.until >= m.ends AND m.ends + TO_MICROSECONDS(CAST(u.us AS BIGINT)) <= e.last
GROUP BY 1, 2 ORDER BY 1, 2
"""


@dataclass(frozen=True)
class Measured:
    """The middle value of a duration in days, and the residents of whom it is known."""

    days: float
    residents: int


@dataclass(frozen=True)
class OwnPart:
    """One partner, as it is: before the gate. queue: (month, residents waiting at its end), the latest year of them."""

    partner: str
    cases: int
    residents: int
    steps: int
    open_residents: int
    handed_in: tuple[int, int] = (0, 0)
    handed_out: tuple[int, int] = (0, 0)
    measures: Mapping[str, Measured] = field(default_factory=dict)
    queue: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Compared:
    """All partners of one snapshot, as they are. parts: by partner; passport: before the gate."""

    parts: Mapping[str, OwnPart]
    passport: Passport
    first_on: date
    last_on: date
    seen_until: date


def compared(view: LogView) -> Compared:
    """What the pages of partners are made of; the same for each of them."""
    manifest = view.manifest
    return Compared(own_parts(view), view.passport(), manifest.first_on, manifest.last_on, manifest.reference_on)


def own_parts(view: LogView) -> dict[str, OwnPart]:
    """Every partner that takes a step, by name. handed_in, handed_out: (steps, residents)."""
    measures: dict[str, dict[str, Measured]] = defaultdict(dict)
    for name, (whose, what, where) in MEASURES.items():
        sql = (
            f"SELECT {whose}, QUANTILE_CONT({what}, 0.5), COUNT(DISTINCT resident_no) FROM steps "  # noqa: S608
            f"WHERE {whose} IS NOT NULL AND {what} IS NOT NULL AND {where} GROUP BY 1 ORDER BY 1"
        )
        for partner, us, residents in view.rows(sql):
            measures[partner][name] = Measured(us / DAY_US, residents)
    moves = {side: _moves(view, side) for side in ("next_partner", "partner")}
    queues: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for partner, month, residents in view.rows(QUEUE):
        queues[partner].append((month, residents))
    return {
        partner: OwnPart(
            partner,
            cases,
            residents,
            steps,
            waiting,
            moves["next_partner"].get(partner, (0, 0)),
            moves["partner"].get(partner, (0, 0)),
            measures[partner],
            tuple(queues[partner][-MONTHS:]),
        )
        for partner, cases, residents, steps, waiting in view.rows(COUNTS)
    }


def _moves(view: LogView, side: str) -> dict[str, tuple[int, int]]:
    return {partner: (steps, residents) for partner, steps, residents in view.rows(MOVES.format(partner=side))}
