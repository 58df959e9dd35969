"""The last part of a log against simulations of a model that was fitted on the first part."""

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, fields, replace
from datetime import timedelta
from math import ceil

import numpy as np

from schakel.simulation.calibration.bounds import mean_interval as bounded_mean
from schakel.simulation.calibration.observed import Floats, Observed
from schakel.simulation.distance.log_distance import LogDistances, log_distances
from schakel.simulation.distance.timed_log import TimedLog
from schakel.simulation.event_log import running_steps
from schakel.simulation.experiment.estimate import t_factor
from schakel.simulation.experiment.interval import Interval, mean_interval
from schakel.simulation.layout import lay_out
from schakel.simulation.model.model import Model
from schakel.simulation.run import Run

DAY = timedelta(days=1)
DAYS = 7
DAY_US = 86_400_000_000
LEAST = 10


@dataclass(frozen=True)
class Distance:
    """One log distance, by day. to_real: mean over the seeds; between: of two simulations, what chance alone gives."""

    name: str
    to_real: Interval
    between: Interval


@dataclass(frozen=True)
class StageTime:
    """Mean weeks of steps that began in the last part, n of them.

    real: with its own bounds; simulated: where one more run would lie. what: wait, from request to start; or work,
    of steps that ended.
    """

    stage: str
    what: str
    n: int
    real: Interval
    simulated: Interval

    @property
    def agrees(self) -> bool:
        """Whether both intervals meet."""
        return self.real.low <= self.simulated.high and self.simulated.low <= self.real.high


@dataclass(frozen=True)
class HeldOut:
    """The test. since, until: weeks of the log; seeds: of the simulations."""

    since: float
    until: float
    seeds: tuple[int, ...]
    distances: tuple[Distance, ...]
    stages: tuple[StageTime, ...]


@dataclass(frozen=True, eq=False)
class _Part:
    """Steps that began in the last part, ends cut off at its end."""

    case: np.ndarray
    stage: np.ndarray
    partner: np.ndarray
    asked: Floats
    started: Floats
    ended: Floats


def held_out(
    seen: Observed, model: Model, since: float, seeds: Sequence[int], level: float, executor: Executor | None = None
) -> HeldOut:
    """Simulate as many times as there are seeds, at least two, from the warm-up through the first part to the end."""
    real = _part(seen.case, seen.stage, seen.partner, seen.asked, seen.started, seen.ended, since, seen.until)
    is_day = bool(np.allclose(seen.started * DAYS, np.round(seen.started * DAYS), atol=1e-6))
    layout = lay_out(replace(model, weeks=ceil(seen.until)))
    partners = np.array(
        [seen.partners.index(name) if name in seen.partners else -1 for name in layout.names["partner"]]
    )

    def simulated(seed: int) -> _Part:
        run = Run(layout, seed, weeks=ceil(seen.until), warm_up=model.warm_up, keeps_log=True).go()
        return _of_run(run, partners, since, seen.until, is_day)

    parts = list(executor.map(simulated, seeds) if executor else map(simulated, seeds))
    return HeldOut(since, seen.until, tuple(seeds), _distances(real, parts, level), _stages(seen, real, parts, level))


def _of_run(run: Run, partners: np.ndarray, since: float, until: float, is_day: bool) -> _Part:
    steps = np.concatenate([run.steps(), running_steps(run)])
    _, case = np.unique(np.stack([steps["key"], steps["episode"]]), axis=1, return_inverse=True)
    weeks = {name: steps[name] - run.warm_up for name in ("requested", "started", "ended")}
    if is_day:
        weeks = {name: np.floor(one * DAYS) / DAYS for name, one in weeks.items()}
    order = np.lexsort((weeks["started"], case))
    asked, started, ended = (weeks[name][order] for name in ("requested", "started", "ended"))
    stage, partner = steps["stage"][order], partners[steps["partner"][order]]
    return _part(case[order], stage, partner, asked, started, ended, since, until)


def _part(
    case: np.ndarray,
    stage: np.ndarray,
    partner: np.ndarray,
    asked: Floats,
    started: Floats,
    ended: Floats,
    since: float,
    until: float,
) -> _Part:
    kept = (started >= since) & (started < until)
    ended = np.where(ended < until, ended, np.nan)
    return _Part(case[kept], stage[kept], partner[kept], asked[kept], started[kept], ended[kept])


def _timed(part: _Part, until: float) -> TimedLog:
    ended = np.where(np.isnan(part.ended), until, part.ended)
    return TimedLog(
        part.case.astype(np.int64),
        part.stage.astype(np.int64),
        _moments(part.started),
        _moments(np.maximum(ended, part.started)),
        part.partner.astype(np.int64),
    )


def _moments(weeks: Floats) -> np.ndarray:
    return np.asarray(np.round(weeks * DAYS * DAY_US).astype(np.int64).view("datetime64[us]"))


def _distances(real: _Part, parts: Sequence[_Part], level: float) -> tuple[Distance, ...]:
    if not len(real.case) or not all(len(part.case) for part in parts):
        return ()
    until = max(float(np.nanmax(part.ended, initial=0.0)) for part in (real, *parts))
    log, logs = _timed(real, until), [_timed(part, until) for part in parts]
    to_real = [log_distances(log, one, bin_size=DAY) for one in logs]
    between = [log_distances(one, other, bin_size=DAY) for one, other in zip(logs, [*logs[1:], logs[0]], strict=True)]
    return tuple(
        Distance(name.name, _mean(to_real, name.name, level), _mean(between, name.name, level))
        for name in fields(LogDistances)
    )


def _mean(found: Sequence[LogDistances], name: str, level: float) -> Interval:
    return mean_interval([float(getattr(one, name)) for one in found], level)


def _stages(seen: Observed, real: _Part, parts: Sequence[_Part], level: float) -> tuple[StageTime, ...]:
    found = []
    for g, name in enumerate(seen.stages):
        for what in ("wait", "work"):
            values = _times(real, g, what)
            runs = [_times(part, g, what) for part in parts]
            if len(values) < LEAST or min(map(len, runs)) < LEAST:
                continue
            means = np.array([one.mean() for one in runs])
            found.append(StageTime(name, what, len(values), bounded_mean(values, level), _one_more(means, level)))
    return tuple(found)


def _times(part: _Part, stage: int, what: str) -> Floats:
    own = part.stage == stage
    found = (part.started - part.asked if what == "wait" else part.ended - part.started)[own]
    return np.asarray(found[~np.isnan(found)])


def _one_more(means: Floats, level: float) -> Interval:
    """Where the mean of one more run would lie (Student's t, prediction)."""
    n = len(means)
    half = float(t_factor(n - 1.0, level)) * float(means.std(ddof=1)) * np.sqrt(1 + 1 / n)
    return Interval(float(means.mean()), max(0.0, float(means.mean() - half)), float(means.mean() + half))
