"""What happened in a simulated log, period by period: the numbers in the replay and in its table."""

from collections.abc import Iterable
from dataclasses import dataclass

from schakel.draw.picture import Twin
from schakel.draw.simulated.replay_data import ReplayData, Visit
from schakel.draw.simulated.span import amount
from schakel.draw.wording import count
from schakel.texts import say

QUARTER = 13


@dataclass(frozen=True)
class StageCount:
    """Of one stage in one period: waiting and helped at its end, started in it, and weeks that those had waited."""

    waiting: int
    helped: int
    started: int
    mean_wait: float | None


@dataclass(frozen=True)
class PeriodCount:
    """From just after week `since` to week `until`. new, done and gone: in this period. stages: by id."""

    since: int
    until: int
    new: int
    done: int
    gone: int
    stages: dict[str, StageCount]


def period_counts(data: ReplayData, length: int = QUARTER) -> tuple[PeriodCount, ...]:
    """Periods of `length` weeks; the last may be shorter."""
    weeks, visits = data.scope.weeks, _visits(data)
    ends = [(client.outcome, client.went) for client in data.clients]
    found = []
    for since in range(0, weeks, length):
        until = min(weeks, since + length)
        gone, done = (
            _within((went for outcome, went in ends if outcome == kind), since, until) for kind in ("gone", "done")
        )
        new = _within((client.came for client in data.clients), since, until)
        stages = {stage: _stage(own, since, until) for stage, own in visits.items()}
        found.append(PeriodCount(since, until, new, done, gone, stages))
    return tuple(found)


def stage_counts(data: ReplayData, since: float, until: float) -> dict[str, StageCount]:
    """Per stage id what happened between two weeks."""
    return {stage: _stage(own, since, until) for stage, own in _visits(data).items()}


def _visits(data: ReplayData) -> dict[str, list[Visit]]:
    visits: dict[str, list[Visit]] = {stage.id: [] for stage in data.stages}
    for client in data.clients:
        for visit in client.visits:
            visits[visit.stage].append(visit)
    return visits


def _within(moments: Iterable[float | None], since: float, until: float) -> int:
    return sum(moment is not None and since < moment <= until for moment in moments)


def _stage(visits: list[Visit], since: float, until: float) -> StageCount:
    waits = [v.started - v.requested for v in visits if v.started is not None and since < v.started <= until]
    return StageCount(
        waiting=sum(visit.waits_at(until) for visit in visits),
        helped=sum(visit.helped_at(until) for visit in visits),
        started=len(waits),
        mean_wait=sum(waits) / len(waits) if waits else None,
    )


def period_name(period: PeriodCount) -> str:
    """The weeks of a period."""
    return f"{period.since + 1}–{period.until}"


def replay_twins(data: ReplayData, lang: str) -> tuple[Twin, Twin]:
    """What happened per quarter, in the whole chain and per stage."""
    quarters = period_counts(data)
    keys = ("weeks", "new", "done", "gone", "waiting", "helped")
    whole = []
    for one in quarters:
        inside = [sum(getattr(s, kind) for s in one.stages.values()) for kind in ("waiting", "helped")]
        whole.append((period_name(one), *(count(n, lang) for n in (one.new, one.done, one.gone, *inside))))
    by_stage = []
    for one in quarters:
        for stage in data.stages:
            own = one.stages[stage.id]
            wait = "–" if own.mean_wait is None else amount(own.mean_wait, lang)
            name = ", ".join(filter(None, (stage.label, stage.partner)))
            counts = (count(n, lang) for n in (own.started, own.waiting, own.helped))
            by_stage.append((period_name(one), name, *counts, wait))
    heads = tuple(say(f"draw.replay.{key}", lang) for key in keys)
    more = tuple(say(f"draw.replay.{k}", lang) for k in ("weeks", "stage", "started", "waiting", "helped", "mean_wait"))
    return (
        Twin(heads, tuple(whole), say("draw.replay.caption", lang), (False, *(True,) * 5)),
        Twin(more, tuple(by_stage), say("draw.replay.caption_stages", lang), (False, False, *(True,) * 4)),
    )
