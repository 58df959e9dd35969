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
from schakel.insight.findings.link import DAY_US, WEEK_US, Params, finding, share_of
from schakel.insight.findings.tables import records

Moment = tuple[int, int]  # activity and partner, as numbers of pinch_words
WEEK = 7
FEW_ELSEWHERE = 100  # starts elsewhere in the log; with fewer, every working day counts alike
WORKING = [0.0, 0.2, 0.2, 0.2, 0.2, 0.2, 0.0]  # from Sunday on, as ordinal days modulo seven


@dataclass(frozen=True)
class Phase:
    """Starts at a moment on one place (day) of the cycle; rounds: days with starts; squares: of the starts per day."""

    place: int
    starts: int
    ready: int
    rounds: int
    squares: int


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
    connection: DuckDBPyConnection, found: Mapping[int, Finding], params: Params, threshold: int
) -> tuple[Finding, ...]:
    """A finding per moment with a rhythm that costs its residents at least batch_least days on average."""
    rhythms = _rhythms(records(connection, "batch_days"), params)
    if not rhythms:
        return ()
    anchors = [(*moment, rhythm.anchor, rhythm.period) for moment, rhythm in sorted(rhythms.items())]
    columns = [list(column) for column in zip(*anchors, strict=True)]
    run(
        connection,
        "CREATE OR REPLACE TEMP TABLE pinch_rhythms AS SELECT unnest(CAST(? AS INTEGER[])) AS to_activity, "
        "unnest(CAST(? AS INTEGER[])) AS to_partner, unnest(CAST(? AS DATE[])) AS anchor, "
        "unnest(CAST(? AS INTEGER[])) AS period_days",
        columns,
    )
    persons: dict[Moment, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    per_link: dict[Moment, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    places: dict[Moment, Where] = {}
    for to_activity, to_partner, activity, partner, key_no, resident, extra in records(connection, "batch_extra"):
        moment = (to_activity, to_partner)
        places[moment] = Where(activity=activity, partner=partner)
        persons[moment][resident] += int(extra or 0)
        per_link[moment][key_no] += int(extra or 0)
    made = (
        _finding(places[moment], rhythm, persons[moment].values(), per_link[moment], found, params)
        for moment, rhythm in sorted(rhythms.items())
    )
    return tuple(one for one in made if one is not None and one.residents >= threshold)


def cycle_days(params: Params) -> int:
    """Days after which all rhythms that are looked for stand as at the start."""
    return math.lcm(*_periods(params))


def _periods(params: Params) -> range:
    return range(WEEK, max(WEEK, int(params["batch_longest_days"])) + 1, WEEK)


def _rhythms(phases: Iterable[tuple[int, ...]], params: Params) -> dict[Moment, Rhythm]:
    moments: dict[Moment, list[Phase]] = defaultdict(list)
    for activity, partner, *numbers in phases:
        moments[activity, partner].append(Phase(*(int(number) for number in numbers)))
    periods = _periods(params)
    log_chance = math.log(float(params["batch_chance_share"]) / max(1, len(moments) * sum(periods)))
    weekdays = {moment: _counts(some, WEEK, "starts") for moment, some in moments.items()}
    in_all = [sum(column) for column in zip(*weekdays.values(), strict=True)]
    made = {}
    for moment, some in moments.items():
        elsewhere = [a - b for a, b in zip(in_all, weekdays[moment], strict=True)]
        # The longest period that fits: every second Thursday is every Thursday too.
        tried = (_rhythm(some, period, elsewhere, log_chance, params) for period in reversed(periods))
        rhythm = next((one for one in tried if one), None)
        if rhythm:
            made[moment] = rhythm
    return made


def _rhythm(phases: list[Phase], period: int, elsewhere: list[int], log_chance: float, params: Params) -> Rhythm | None:
    starts, ready = _counts(phases, period, "starts"), _counts(phases, period, "ready")
    n, least = sum(starts), float(params["batch_share"])
    phase = starts.index(max(starts))
    share, rounds = starts[phase] / n, _counts(phases, period, "rounds")[phase]
    if share < least or rounds < float(params["batch_rounds"]) or max(ready) >= least * sum(ready):
        return None
    effective = n * n / sum(some.squares for some in phases)
    usual = WORKING if sum(elsewhere) < FEW_ELSEWHERE else [starts / sum(elsewhere) for starts in elsewhere]
    expected = max(usual[phase % WEEK], 1 / WEEK) * WEEK / period
    if log_chance_of_share(share, expected, effective) > log_chance:
        return None
    return Rhythm(period, phase, share, rounds)


def _counts(phases: Iterable[Phase], period: int, name: str) -> list[int]:
    """Sums of one number per place in the period; place 1 of a week is Monday."""
    counts = [0] * period
    for some in phases:
        counts[some.place % period] += getattr(some, name)
    return counts


def _finding(
    where: Where,
    rhythm: Rhythm,
    persons: Iterable[int],
    per_link: Mapping[int, int],
    found: Mapping[int, Finding],
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
    parts = sorted((-us, found[no].id) for no, us in per_link.items() if us > 0 and no in found)
    explains = tuple(identity for _, identity in parts)
    return replace(finding("batching", numbers, where, len(extra)), explains=explains)
