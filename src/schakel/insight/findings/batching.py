"""Batching: a moment whose starts keep to a rhythm (every second Thursday), and the wait that this explains.

Rule: of all starts at the moment at least batch_share falls on one day of a period of 7, 14, 21 ... days, while those
who are ready to start do not come in that rhythm; there are at least batch_rounds such days; and the chance of so large
a share, if starts fell on weekdays as they do elsewhere in the log, is below batch_chance divided by all that was tried
(moments x periods x days). That chance is bounded by Chernoff with Kish's effective number of starts, because those of
one day are not independent.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from duckdb import DuckDBPyConnection

from schakel.chain.finding import Finding, Number, Where
from schakel.data.sql import run
from schakel.insight.findings.interval import log_chance_of_share, mean_interval
from schakel.insight.findings.link import DAY_US, WEEK_US, Key, Params, finding, share_of
from schakel.insight.findings.tables import records

Moment = tuple[str, str]
Days = dict[int, int]
WEEK = 7
FEW_ELSEWHERE = 100  # starts elsewhere in the log; with fewer, every working day counts alike
WORKING = [0.2] * 5 + [0.0] * 2


@dataclass(frozen=True)
class Rhythm:
    """period and phase (ordinal day modulo period) in days; share of the starts on it; rounds: its days with starts."""

    period: int
    phase: int
    share: float
    rounds: int

    @property
    def anchor(self) -> date:
        """Some day of the rhythm."""
        return date.fromordinal(730_000 - 730_000 % self.period + self.phase)


def batching(
    connection: DuckDBPyConnection, found: Mapping[Key, Finding], params: Params, threshold: int
) -> tuple[Finding, ...]:
    """A finding per moment with a rhythm that costs its residents at least batch_least days on average."""
    rhythms = _rhythms(records(connection, "batch_days"), params)
    if not rhythms:
        return ()
    anchors = [(*moment, rhythm.anchor, rhythm.period) for moment, rhythm in sorted(rhythms.items())]
    columns = [list(column) for column in zip(*anchors, strict=True)]
    run(
        connection,
        "CREATE OR REPLACE TEMP TABLE pinch_rhythms AS SELECT unnest(CAST(? AS VARCHAR[])) AS to_activity, "
        "unnest(CAST(? AS VARCHAR[])) AS to_partner, unnest(CAST(? AS DATE[])) AS anchor, "
        "unnest(CAST(? AS INTEGER[])) AS period_days",
        columns,
    )
    persons: dict[Moment, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    per_link: dict[Moment, dict[Key, int]] = defaultdict(lambda: defaultdict(int))
    for to_activity, to_partner, *key, resident, extra in records(connection, "batch_extra"):
        moment = (to_activity, to_partner)
        persons[moment][resident] += int(extra or 0)
        per_link[moment][_key(key)] += int(extra or 0)
    made = (
        _finding(moment, rhythm, persons[moment].values(), per_link[moment], found, params)
        for moment, rhythm in sorted(rhythms.items())
    )
    return tuple(one for one in made if one is not None and one.residents >= threshold)


def _key(words: list[str]) -> Key:
    kind, activity, partner, next_activity, next_partner = words
    return kind, activity, partner, next_activity, next_partner


def _rhythms(days: Iterable[tuple[str, str, date, int, int]], params: Params) -> dict[Moment, Rhythm]:
    starts: dict[Moment, Days] = defaultdict(dict)
    ready: dict[Moment, Days] = defaultdict(dict)
    for activity, partner, day, started, became_ready in days:
        for kept, n in ((starts, int(started)), (ready, int(became_ready))):
            if n:
                kept[activity, partner][day.toordinal()] = n
    periods = range(WEEK, int(params["batch_longest_days"]) + 1, WEEK)
    chance = float(params["batch_chance_share"]) / max(1, len(starts) * sum(periods))
    in_all = [sum(_weekdays(counts)[day] for counts in starts.values()) for day in range(WEEK)]
    made = {}
    for moment, counts in starts.items():
        elsewhere = [a - b for a, b in zip(in_all, _weekdays(counts), strict=True)]
        for period in reversed(periods):  # the longest that fits: every second Thursday is every Thursday too
            rhythm = _rhythm(counts, ready[moment], period, elsewhere, math.log(chance), params)
            if rhythm:
                made[moment] = rhythm
                break
    return made


def _rhythm(
    starts: Days, ready: Days, period: int, elsewhere: list[int], log_chance: float, params: Params
) -> Rhythm | None:
    phase, share, rounds = _strongest(starts, period)
    least = float(params["batch_share"])
    if share < least or rounds < float(params["batch_rounds"]) or _strongest(ready, period)[1] >= least:
        return None
    n = sum(starts.values())
    effective = n * n / sum(count * count for count in starts.values())
    weekday = (phase - 1) % WEEK  # ordinal day 1 is a Monday; Monday is 0
    usual = [count / sum(elsewhere) for count in elsewhere] if sum(elsewhere) >= FEW_ELSEWHERE else WORKING
    expected = max(usual[weekday], 1 / WEEK) * WEEK / period
    if log_chance_of_share(share, expected, effective) > log_chance:
        return None
    return Rhythm(period, phase, share, rounds)


def _strongest(days: Days, period: int) -> tuple[int, float, int]:
    """The phase with most, its share, and on how many days it has any."""
    counts, rounds = [0] * period, [0] * period
    for day, n in days.items():
        counts[day % period] += n
        rounds[day % period] += 1
    phase = max(range(period), key=lambda p: counts[p])
    return phase, counts[phase] / max(1, sum(counts)), rounds[phase]


def _weekdays(days: Days) -> list[int]:
    counts = [0] * WEEK
    for day, n in days.items():
        counts[(day - 1) % WEEK] += n
    return counts


def _finding(
    moment: Moment,
    rhythm: Rhythm,
    persons: Iterable[int],
    per_link: Mapping[Key, int],
    found: Mapping[Key, Finding],
    params: Params,
) -> Finding | None:
    extra = list(persons)
    total, squares = sum(extra), sum(us * us for us in extra)
    mean = total / len(extra) / DAY_US
    if mean < float(params["batch_least_days"]):
        return None
    bounds = mean_interval(total / DAY_US, squares / DAY_US**2, len(extra), share_of(params))
    low, high = bounds or (None, None)
    numbers = (
        ("weeks_explained", Number(total / WEEK_US, unit="weeks")),
        ("extra_days", Number(mean, low, high, "days")),
        ("residents", Number(len(extra), unit="residents")),
        ("period", Number(rhythm.period, unit="days")),
        ("weekday", Number((rhythm.phase - 1) % WEEK, unit="weekday")),
        ("share", Number(rhythm.share, unit="share")),
        ("rounds", Number(rhythm.rounds, unit="rounds")),
    )
    where = Where(activity=moment[0], partner=moment[1])
    parts = sorted((-us, key) for key, us in per_link.items() if us > 0)
    explains = tuple(found[key].id for _, key in parts if key in found)
    return replace(finding("batching", numbers, where, len(extra)), explains=explains)
