"""How many households come with a question, of which type, from where and when in the year; and their other questions.

A further question is a new case of a household within a year after the one before. A case after an earlier one of the
same resident and type is a return.
"""

from dataclasses import dataclass

import numpy as np

from schakel.simulation.calibration.bounds import count_interval, mean_interval
from schakel.simulation.calibration.observed import NONE, Flags, Floats, Numbers, Observed
from schakel.simulation.experiment.coverage import share_interval
from schakel.simulation.experiment.interval import Interval
from schakel.simulation.model.client_type import MOST_QUESTIONS

TOGETHER = 52.0
MONTHS = 12
YEAR = 52.0
SEASON_P = 0.01


@dataclass(frozen=True, eq=False)
class Arrivals:
    """rate: households a week by [type][municipality]. of_type: by type. season: 12 factors by type, or empty.

    questions: shares of households with 1 to 5 questions; companions: [type][type] counts of further questions; gap:
    weeks between questions, None where none were seen. start: stage of most first steps; at_start: the share of them.
    """

    rate: tuple[tuple[Interval, ...], ...]
    of_type: tuple[Interval, ...]
    season: tuple[tuple[float, ...], ...]
    questions: tuple[tuple[Interval, ...], ...]
    companions: Numbers
    gap: tuple[Interval | None, ...]
    start: tuple[int, ...]
    at_start: tuple[float, ...]


@dataclass(frozen=True, eq=False)
class NewCases:
    """Cases that are no return, by household and arrival. turn: 0 for the first question, then 1, ...

    leader: place of the household's first question; next_gap: weeks to the next question, NaN when there is none.
    """

    case: Numbers
    week: Floats
    turn: Numbers
    leader: Numbers
    next_gap: Floats


def new_cases(seen: Observed) -> NewCases:
    """All first cases, with the questions of a household behind each other."""
    first = seen.first
    case, week = seen.case[first], seen.asked[first]
    is_new = ~_is_return(seen, case, week)
    case, week = case[is_new], week[is_new]
    household = np.where(seen.household[case] == NONE, -2 - case, seen.household[case])
    order = np.lexsort((week, household))
    case, week, household = case[order], week[order], household[order]
    follows = np.append(False, (household[1:] == household[:-1]) & (np.diff(week) < TOGETHER))
    leader = np.maximum.accumulate(np.where(follows, 0, np.arange(len(case))))
    gap = np.append(np.where(follows[1:], np.diff(week), np.nan), np.nan)
    return NewCases(case, week, np.arange(len(case)) - leader, leader, gap)


def _is_return(seen: Observed, case: Numbers, week: Floats) -> Flags:
    resident, kind = seen.resident[case], seen.type[case]
    order = np.lexsort((week, kind, resident))
    same = (resident[order][1:] == resident[order][:-1]) & (kind[order][1:] == kind[order][:-1])
    again = np.zeros(len(case), dtype=bool)
    again[order[1:]] = same & (resident[order][1:] != NONE)
    return again


def arrivals(seen: Observed, level: float) -> Arrivals:
    """Counted from the lead-in until the last week of which first steps have nearly all begun."""
    new = new_cases(seen)
    since, until = seen.lead_in, visible_until(seen)
    weeks = max(until - since, 1.0)
    first = (new.turn == 0) & (new.week >= since) & (new.week < until)
    kind, place = seen.type[new.case], seen.municipality[new.case]
    types, places = range(len(seen.types)), range(len(seen.municipalities))
    counts = np.zeros((len(types), len(places)), int)
    np.add.at(counts, (kind[first], place[first]), 1)
    starts = [_start(seen, k, since) for k in types]
    return Arrivals(
        rate=tuple(tuple(count_interval(int(counts[k, m]), weeks, level) for m in places) for k in types),
        of_type=tuple(count_interval(int(counts[k].sum()), weeks, level) for k in types),
        season=tuple(_season(new.week[first & (kind == k)], since, until) for k in types),
        questions=tuple(_questions(seen, new, k, (since, until), level) for k in types),
        companions=_companions(seen, new),
        gap=tuple(_gap(seen, new, k, (since, until), level) for k in types),
        start=tuple(stage for stage, _ in starts),
        at_start=tuple(share for _, share in starts),
    )


def visible_until(seen: Observed) -> float:
    """The week until which nearly all who asked have begun: who still waits for a first step is in no log."""
    first = seen.first
    waits = seen.started[first] - seen.asked[first]
    return seen.until - float(np.quantile(waits, 0.99)) if len(waits) else seen.until


def _start(seen: Observed, kind: int, since: float) -> tuple[int, float]:
    first = seen.first[(seen.kind()[seen.first] == kind)]
    late = first[seen.asked[first] >= since]
    counts = np.bincount(seen.stage[late if len(late) else first], minlength=len(seen.stages))
    return int(counts.argmax()), float(counts.max() / max(counts.sum(), 1))


def _season(week: Floats, since: float, until: float) -> tuple[float, ...]:
    """Factors by month of 52/12 weeks; none unless two whole years tell that months differ (chi-square, p < 0.01)."""
    from scipy.special import chdtrc

    if until - since < 2 * YEAR or len(week) < MONTHS * 5:
        return ()
    grid = np.arange(np.floor(since), until)
    exposure = np.bincount(_month(grid), minlength=MONTHS)
    counts = np.bincount(_month(week), minlength=MONTHS)
    expected = exposure / exposure.sum() * counts.sum()
    if chdtrc(MONTHS - 1, float(((counts - expected) ** 2 / expected).sum())) >= SEASON_P:
        return ()
    factors = counts / expected
    return tuple(float(one) for one in factors / factors.mean())


def _month(week: Floats) -> Numbers:
    return (np.floor(week) % YEAR * MONTHS // YEAR).astype(np.int64)


def _leaders(seen: Observed, new: NewCases, kind: int, window: tuple[float, float]) -> Numbers:
    """Households whose further questions would have been seen, half a year long."""
    since, until = window
    chosen = (new.turn == 0) & (seen.type[new.case] == kind) & (new.week >= since)
    late = chosen & (new.week < max(until - YEAR / 2, (since + until) / 2))
    return np.flatnonzero(late)


def _questions(
    seen: Observed, new: NewCases, kind: int, window: tuple[float, float], level: float
) -> tuple[Interval, ...]:
    leaders = _leaders(seen, new, kind, window)
    if not len(leaders):
        return (Interval(1.0, 0.0, 1.0),)
    size = np.minimum(np.bincount(new.leader, minlength=len(new.case))[leaders], MOST_QUESTIONS)
    counts = np.bincount(size, minlength=MOST_QUESTIONS + 1)[1:]
    return tuple(share_interval(int(n), len(leaders), level) for n in counts[: int(size.max())])


def _companions(seen: Observed, new: NewCases) -> Numbers:
    more = new.turn > 0
    found = np.zeros((len(seen.types), len(seen.types)), np.int64)
    np.add.at(found, (seen.type[new.case[new.leader[more]]], seen.type[new.case[more]]), 1)
    return found


def _gap(seen: Observed, new: NewCases, kind: int, window: tuple[float, float], level: float) -> Interval | None:
    of = np.isin(new.leader, _leaders(seen, new, kind, window)) & ~np.isnan(new.next_gap)
    gaps = new.next_gap[of]
    return mean_interval(gaps, level) if len(gaps) >= 5 else None
