"""From estimates to a model: what was seen as `data`, what was not as `assumed` with a wide range."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from schakel.simulation.calibration.arrivals import YEAR
from schakel.simulation.calibration.delays import Delay
from schakel.simulation.calibration.estimates import Estimates
from schakel.simulation.calibration.made_routes import made_routes
from schakel.simulation.calibration.observed import NONE, Flags, Observed
from schakel.simulation.experiment.interval import Interval
from schakel.simulation.kernel.codes import PARTNERS
from schakel.simulation.model.client_type import ClientType
from schakel.simulation.model.handover import Handover
from schakel.simulation.model.model import Model
from schakel.simulation.model.municipality import Municipality
from schakel.simulation.model.partner import Partner
from schakel.simulation.model.quantity import Quantity, assumed, fitted, given
from schakel.simulation.model.stage import Stage

WARM_UP = 104
POPULATION = 10_000.0
PER = 1000


def made_model(name: str, seen: Observed, found: Estimates, populations: Mapping[str, float]) -> Model:
    """A model that passes its checks. Its first day is that of the log, after two years of warm-up."""
    names = _Names(seen)
    return Model(
        name=name,
        start=seen.first_on,
        weeks=int(np.ceil(seen.until)),
        warm_up=WARM_UP,
        municipalities=tuple(
            Municipality(fit, _population(place, populations))
            for place, fit in zip(seen.municipalities, names.municipalities, strict=True)
        ),
        types=tuple(_type(seen, found, names, k, populations) for k in range(len(seen.types))),
        stages=tuple(_stage(seen, found, names, g) for g in range(len(seen.stages))),
        partners=_partners(found, names),
        routes=made_routes(found, names.types, names.stages),
        handovers=_handovers(found, names),
        extra_intake=assumed(0, 0, 0.5),
        fragmentation=assumed(0, 0, 0.5),
        choice_beta=assumed(0, 0, 0.3),
    )


class _Names:
    """Names of a log as a model may hold them, different ones still different."""

    def __init__(self, seen: Observed) -> None:
        self.types, self.stages = fitting_names(seen.types), fitting_names(seen.stages)
        self.partners, self.municipalities = fitting_names(seen.partners), fitting_names(seen.municipalities)


def fitting_names(names: Sequence[str]) -> tuple[str, ...]:
    """Names of a log as a model may hold them, in the same order and all different."""
    found: list[str] = []
    for name in names:
        text = "".join(sign if sign.isprintable() else " " for sign in name).replace(" > ", ">").replace(" / ", "/")
        text = text.strip(" >/")[:90] or "?"
        text = f"{text}." if text in ("*", "end") else text
        found.append(text if text not in found else f"{text} ({len(found) + 1})")
    return tuple(found)


def _population(name: str, populations: Mapping[str, float]) -> Quantity:
    return given(populations[name]) if name in populations else assumed(POPULATION, POPULATION, POPULATION)


def as_fitted(bounds: Interval, times: float = 1.0) -> Quantity:
    """An interval as a number of the model, times a factor."""
    low, high = min(bounds.low, bounds.value), max(bounds.high, bounds.value)
    return fitted(*(float(one) * times for one in (bounds.value, low, high)))


def _type(seen: Observed, found: Estimates, names: _Names, k: int, populations: Mapping[str, float]) -> ClientType:
    came, back = found.arrivals, found.returns[k]
    people = [populations.get(name, POPULATION) for name in seen.municipalities]
    whole = came.of_type[k].value * PER * YEAR / sum(people)
    factors = {}
    for m, name in enumerate(names.municipalities):
        per_1000 = came.rate[k][m].value * PER * YEAR / people[m]
        rate = as_fitted(came.rate[k][m], PER * YEAR / people[m] / whole) if whole > 0 else given(1)
        factors[name] = rate if per_1000 > 0 else given(0)
    gap = came.gap[k]
    return ClientType(
        name=names.types[k],
        per_1000=as_fitted(came.of_type[k], PER * YEAR / sum(people)) if whole > 0 else given(0),
        start=names.stages[came.start[k]],
        severity=tuple(assumed(one, 0, 1) for one in (0.4, 0.3, 0.2, 0.1)),
        factors=factors if len(factors) > 1 else {},
        season=came.season[k],
        households=_households(seen, found, k),
        companions=_companions(found, names, k),
        question_gap=assumed(4, 1, 26) if gap is None else as_fitted(gap),
        lead=assumed(0, 0, 1),
        returns=as_fitted(back.share) if back.share else assumed(0, 0, 0.3),
        return_after=as_fitted(back.after) if back.after else assumed(26, 4, 104),
    )


def _households(seen: Observed, found: Estimates, k: int) -> tuple[Quantity, ...]:
    if (seen.household == NONE).all():
        return (assumed(1, 0, 1),)
    return tuple(as_fitted(share) for share in found.arrivals.questions[k])


def _companions(found: Estimates, names: _Names, k: int) -> dict[str, Quantity]:
    counts = found.arrivals.companions[k]
    if counts.sum() == counts[k]:
        return {}
    return {names.types[other]: _weight(int(counts[other]), int(counts.sum())) for other in np.flatnonzero(counts)}


def _weight(n: int, total: int) -> Quantity:
    from schakel.simulation.experiment.coverage import share_interval

    return as_fitted(share_interval(n, total))


def _stage(seen: Observed, found: Estimates, names: _Names, g: int) -> Stage:
    lasts, meeting = found.durations[g], found.meetings[g]
    leaving, worse = found.patience.leaving.get(g), found.worsening.get(g)
    escalates = found.escalation.get(g)
    plain = Stage(
        name=names.stages[g],
        duration=(lasts.mean,),
        line=seen.lines[g],
        distribution=lasts.distribution,
        table=lasts.table,
        cv=lasts.cv,
        helps=assumed(0.5, 0.2, 0.8),
        deterioration=as_fitted(worse) if worse else assumed(0.02, 0, 0.1),
        leaving=as_fitted(leaving) if leaving else assumed(0, 0, 0.1),
        escalates=(as_fitted(escalates.share),) if escalates else (given(0),),
        escalates_to=names.stages[escalates.to] if escalates else "",
    )
    return plain if meeting is None else _slotted(plain, meeting.every, meeting.at, meeting.places, meeting.is_full)


def _slotted(stage: Stage, every: float, at: float, places: Interval, is_full: bool) -> Stage:
    size = as_fitted(places) if is_full else assumed(2 * places.value, places.low, places.high)
    moment = (at + WARM_UP) % every  # the kernel counts from the start of the warm-up
    return replace(stage, work="slotted", every=given(every), places=size, at=(moment,))


def _partners(found: Estimates, names: _Names) -> tuple[Partner, ...]:
    works = found.choices.works
    does = np.asarray(works.any(axis=1))  # by stage and partner
    here = np.asarray(works.any(axis=0))  # by municipality and partner
    for g in np.flatnonzero(~np.asarray(works.any(axis=2)).all(axis=1)):
        here = here | does[g]  # clients can come from everywhere, so that somebody must be there
    rows = []
    for p in np.flatnonzero(_acts(works))[:PARTNERS]:
        places = here[:, p]
        rows.append(
            Partner(
                name=names.partners[p],
                stages=tuple(names.stages[g] for g in np.flatnonzero(does[:, p])),
                people=found.capacity[p],
                municipalities=() if places.all() else tuple(names.municipalities[m] for m in np.flatnonzero(places)),
                weight=found.choices.weight[p],
            )
        )
    return tuple(rows)


def _acts(works: Flags) -> Flags:
    """Who does anything anywhere, by partner."""
    return np.asarray(works.any(axis=(0, 1)))


def _delay(found: Delay | None) -> Quantity:
    """Without requests the whole gap is put on the way, for a chain without waits would be too fast."""
    if found is None:
        return assumed(0, 0, 4)
    return as_fitted(found.weeks) if found.weeks else assumed(found.gap.value, 0, found.gap.high)


def _handovers(found: Estimates, names: _Names) -> tuple[Handover, ...]:
    acts = _acts(found.choices.works)
    delays = {(one.partner, one.next_partner): one for one in found.delays}
    pairs = sorted(pair for pair in {*delays, *found.patience.lost} if acts[pair[0]] and acts[pair[1]])
    rows = []
    for pair in pairs:
        lost = found.patience.lost.get(pair)
        rows.append(
            Handover(
                partner=names.partners[pair[0]],
                next_partner=names.partners[pair[1]],
                delay=_delay(delays.get(pair)),
                lost=as_fitted(lost) if lost else assumed(0, 0, 0.5),
                kept=assumed(1, 0.5, 1),
            )
        )
    return tuple(rows)
