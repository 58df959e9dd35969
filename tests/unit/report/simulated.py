"""A report of the small chain of the pictures, with a card whose sensitivity comes from real runs."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from schakel.chain.passport import Passport
from schakel.draw.simulated.band_data import Band, BandData, BandPanel
from schakel.draw.simulated.span import Span
from schakel.report.model_card import DistanceRow, ModelCard, SensitivityRow, Unidentified, Verdict
from schakel.report.model_numbers import model_numbers
from schakel.report.simulation_inputs import SimulationInputs
from schakel.simulation.decision import Decision
from schakel.simulation.experiment.interval import paired_difference
from schakel.simulation.layout import lay_out
from schakel.simulation.model.quantity import Quantity, given
from schakel.simulation.run import Run
from unit.draw import simulated_chain as chain

PASSPORT = Passport("simulation", "small-chain", "0", parameters=(("model", chain.MODEL.name),), seed=chain.SEEDS[0])


def _difference(deterioration: float) -> Span:
    """How much longer the weeks of severity are as it went than as agreed, at another rate of getting worse."""
    stages = tuple(
        replace(stage, deterioration=given(deterioration)) if stage.name == "Ambulante hulp" else stage
        for stage in chain.MODEL.stages
    )
    layout = lay_out(replace(chain.MODEL, stages=stages))
    every = sorted((d for rows in chain.CAUSES.values() for d in rows), key=lambda d: d.week)

    def sums(decisions: Sequence[Decision]) -> list[float]:
        runs = (Run(layout, s, decisions, weeks=chain.WEEKS, warm_up=chain.WARM_UP).go() for s in chain.SEEDS)
        return [float(run.series["severity"][chain.WARM_UP :].sum()) for run in runs]

    return chain.span(paired_difference(sums(every), sums(())))


@cache
def card() -> ModelCard:
    """The card of the small chain, as if a part of it had been calibrated."""
    rate: Quantity = chain.MODEL.stages[1].deterioration
    low, high = _difference(rate.low), _difference(rate.high)
    verdict: Verdict = "holds" if low.low > 0 and high.low > 0 else "unclear"
    row = SensitivityRow("Verergering in de rij van ambulante hulp", rate.low, rate.high, low, high, verdict)
    return ModelCard(
        chain.MODEL.name,
        model_numbers(chain.MODEL),
        metric="ernst van wie wacht",
        reference=chain.PLAIN.name,
        unidentified=(Unidentified("Ernst bij aankomst", "staat in geen enkele gebeurtenis"),),
        sensitivity=(row,),
        distances=(DistanceRow("Doorlooptijd, in weken", 1.83, 0.92), DistanceRow("Volgorde van stappen", 0.07)),
    )


def _quarterly(data: BandData) -> BandData:
    """Every fourth moment of three places."""
    panels = []
    for panel in data.busiest_first[:3]:
        bands = (Band(band.mean[::4], band.low[::4], band.high[::4]) for band in panel.bands)
        panels.append(BandPanel(panel.label, tuple(bands)))
    return replace(data, weeks=data.weeks[::4], panels=tuple(panels))


@cache
def brief_inputs() -> SimulationInputs:
    """Every picture, with shorter tables of queues and waits."""
    full = inputs()
    assert full.queues
    assert full.waits
    return replace(full, queues=_quarterly(full.queues), waits=_quarterly(full.waits))


@cache
def inputs() -> SimulationInputs:
    """Every picture there is."""
    return SimulationInputs(
        scope=chain.SCOPE,
        card=card(),
        queues=chain.bands("queue"),
        waits=chain.bands("wait"),
        comparison=chain.comparison(),
        causes=chain.causes(),
        cause_map=chain.cause_map_data(),
        occupancy=chain.occupancy(),
        replay=chain.replayed(),
        passport=PASSPORT,
    )
