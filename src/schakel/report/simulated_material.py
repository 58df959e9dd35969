"""From outcomes of simulations to what their pictures are drawn from."""

from collections.abc import Mapping
from typing import Literal

from schakel.draw.simulated.band_data import Band, BandData, BandPanel
from schakel.draw.simulated.causes_data import CauseMapData, CauseRow, CausesData, MapCell, MapRow
from schakel.draw.simulated.comparison_data import ComparedScenario, ComparisonData, Metric
from schakel.draw.simulated.scope import SimulatedScope
from schakel.draw.simulated.span import Span
from schakel.report.model_card import ModelCard, SensitivityRow
from schakel.report.model_numbers import model_numbers
from schakel.simulation.causes.scenario_causes import ScenarioCauses
from schakel.simulation.causes.shapley import Cause
from schakel.simulation.experiment.comparison import Compared, Comparison
from schakel.simulation.experiment.interval import Interval
from schakel.simulation.experiment.metric import Direction
from schakel.simulation.experiment.metrics import METRICS, metric
from schakel.simulation.experiment.replication import BAND, Replications
from schakel.simulation.experiment.yardstick import OUTSIDE, WAY
from schakel.simulation.model.model import Model
from schakel.simulation.scenario import Change, Scenario
from schakel.simulation.target import targets
from schakel.texts import say

PERIOD = 13
Group = Literal["rights", "chain", "money"]


def scope_of(model: Model, replications: int, seed: int) -> SimulatedScope:
    """What every picture says of itself."""
    return SimulatedScope(model.name, model.weeks, replications, seed, model.warm_up, model.start)


def card_of(
    model: Model, metric_name: str = "", reference: str = "", sensitivity: tuple[SensitivityRow, ...] = ()
) -> ModelCard:
    """The card of a model as it stands in its file."""
    return ModelCard(model.name, model_numbers(model), metric_name, reference, sensitivity=sensitivity)


def queues_of(runs: Replications, scope: SimulatedScope) -> BandData:
    """Who waits, by week and by stage of a partner; a warm-up has weeks up to 0."""
    found = runs.series["queue"]
    before = len(found.mean) - runs.weeks
    weeks = tuple(float(number + 1 - before) for number in range(len(found.mean)))
    panels = tuple(
        BandPanel(
            f"{stage} · {partner}",
            (Band(_values(found.mean[:, place]), _values(found.low[:, place]), _values(found.high[:, place])),),
        )
        for place, (partner, stage) in enumerate(runs.desks)
    )
    return BandData("queue", weeks, panels, scope, share=round(BAND[1] - BAND[0], 4))


def _values(column: object) -> tuple[float, ...]:
    return tuple(float(value) for value in column)  # type: ignore[attr-defined]  # (an array)


def comparison_of(found: Comparison, scope: SimulatedScope, lang: str) -> ComparisonData:
    """Every metric of every scenario, rights before all else."""
    names = [one.name for one in found.scenarios]
    metrics = tuple(
        Metric(
            say(f"{one.text}.name", lang),
            _unit(one.unit, lang),
            _group(name),
            _better(name),
            "%" if one.unit == "ratio" else "",
        )
        for name, one in METRICS.items()
    )
    scenarios = [_compared(one, number, found) for number, one in enumerate(found.scenarios)]
    return ComparisonData(
        metrics,
        scenarios[0],
        tuple(scenarios[1:]),
        scope,
        names[found.best],
        say(f"{metric(found.by).text}.name", lang),
        names[found.fair_best] if found.fair_best != found.best else "",
        found.level,
    )


def _group(name: str) -> Group:
    one = metric(name)
    return "rights" if one.is_right else "money" if one.unit == "eur" else "chain"


def _unit(unit: str, lang: str) -> str:
    """Of a difference; that of shares is in percentage points, since it is small."""
    return say("simulation.shown.percentage_point" if unit == "ratio" else f"simulation.unit.{unit}", lang)


def _times(name: str) -> float:
    return 100.0 if metric(name).unit == "ratio" else 1.0


def _better(name: str) -> Literal["less", "more", "neither"]:
    words: Mapping[Direction, Literal["less", "more", "neither"]] = {
        Direction.LESS: "less",
        Direction.MORE: "more",
        Direction.NEITHER: "neither",
    }
    return words[metric(name).direction]


def _compared(one: Compared, number: int, found: Comparison) -> ComparedScenario:
    levels = tuple(None if d.mean is None else float(d.mean.value) * _times(d.metric) for d in one.differences)
    differences = tuple(
        None if d.than_first is None else _span(d.than_first, _times(d.metric)) for d in one.differences
    )
    return ComparedScenario(one.name, levels, differences, one.rights.gains_by_rights, number in found.ties)


def _span(interval: Interval, times: float = 1.0) -> Span:
    return Span(float(interval.value) * times, float(interval.low) * times, float(interval.high) * times)


def causes_data(
    found: ScenarioCauses, reference: Scenario, actual: Scenario, scope: SimulatedScope, lang: str
) -> CausesData:
    """Shares, alone and repair effects of every cause."""
    rows = tuple(
        CauseRow(
            one.name,
            _span(one.share.at()),
            _span(one.alone.at()),
            _span(one.repair.at()),
            bool(one.is_distinguishable),
        )
        for one in found.total.causes
    )
    known = metric(found.metric)
    return CausesData(
        rows,
        _span(found.total.total.at()),
        say(f"{known.text}.name", lang),
        say(f"simulation.unit.{known.unit}", lang),
        reference.name,
        actual.name,
        scope,
        found.total.method != "exact",
    )


def cause_map_of(
    found: ScenarioCauses, actual: Scenario, model: Model, scope: SimulatedScope, lang: str
) -> CauseMapData | None:
    """Where and when each cause shows; None for a metric that has no parts by period and stage."""
    if found.where is None or found.axes != ("period", "place"):
        return None
    periods, places = found.labels
    known = metric(found.metric)
    rows = tuple(
        MapRow(
            one.name,
            _place(place, lang),
            tuple(_cell(one, period, number) for period in range(len(periods))),
            any(change.cause == one.name and place in _stages(change, model) for change in actual.changes),
        )
        for one in found.where.causes
        for number, place in enumerate(places)
    )
    spans = tuple((int(first), min(int(first) + PERIOD, scope.weeks)) for first in periods)
    unit = say(f"simulation.unit.{known.unit}", lang)
    worse: Literal["more", "less"] = "less" if known.direction is Direction.MORE else "more"
    return CauseMapData(spans, rows, say(f"{known.text}.name", lang), unit, scope, worse)


def _stages(change: Change, model: Model) -> set[str]:
    """The stages at which a change is made: itself, or all that a partner does; none of what is no place."""
    noun = change.key.partition(".")[0]
    if noun == "stage":
        return set(targets("stage", change.who, model))
    partners = targets("partner", change.who, model) if noun == "partner" else ()
    return {stage for partner in model.partners if partner.name in partners for stage in partner.stages}


def _place(place: str, lang: str) -> str:
    words = {WAY: "on_the_way", OUTSIDE: "outside"}
    return say(f"simulation.shown.{words[place]}", lang) if place in words else place


def _cell(one: Cause, period: int, place: int) -> MapCell:
    return MapCell(float(one.share.at(period, place).value), bool(one.is_distinguishable[period, place]))
