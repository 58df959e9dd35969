"""From a snapshot to a model of the chain and its card."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

from schakel.insight.view import LogView
from schakel.simulation.calibration.drift import drifts
from schakel.simulation.calibration.estimates import estimates
from schakel.simulation.calibration.held_out import held_out
from schakel.simulation.calibration.made_model import made_model
from schakel.simulation.calibration.model_card import ModelCard, model_card
from schakel.simulation.calibration.observed import Observed
from schakel.simulation.calibration.reading import TypeBy, observe
from schakel.simulation.model.checks import check_model
from schakel.simulation.model.model import Model

LEVEL = 0.95
FIRST_PART = 0.7
SEEDS = (1, 2, 3, 4, 5, 6, 7, 8)


@dataclass(frozen=True)
class Calibrated:
    """A model that can be simulated, and what is known of how far it can be trusted."""

    model: Model
    card: ModelCard


def calibrate(
    view: LogView,
    *,
    name: str = "",
    populations: Mapping[str, float] | None = None,
    type_by: TypeBy = "client_group",
    first_part: float = FIRST_PART,
    seeds: Sequence[int] = SEEDS,
    level: float = LEVEL,
    executor: Executor | None = None,
    on_progress: Callable[[str, float], Any] | None = None,
) -> Calibrated:
    """Fit a model on the first part of the log's period and test it on the rest. 1.0 uses all of it and tests nothing.

    populations: inhabitants by municipality; where one is not told, 10,000 is assumed, and only the number of new
    clients a week is meaningful. type_by: which attribute tells clients apart. executor: for the simulations of the
    test. Refusal when the log holds more kinds of work, partners or municipalities than a model can.
    """
    tell = on_progress or (lambda _stage, _share: None)
    tell("read", 0.0)
    seen = observe(view, type_by=type_by)
    return calibrated(
        seen,
        name=name or str(view.manifest.sources[0].delivered_by or view.manifest.sources[0].name),
        populations=populations or {},
        first_part=first_part,
        seeds=seeds,
        level=level,
        executor=executor,
        tell=tell,
    )


def calibrated(
    seen: Observed,
    *,
    name: str,
    populations: Mapping[str, float],
    first_part: float,
    seeds: Sequence[int],
    level: float,
    executor: Executor | None,
    tell: Callable[[str, float], Any],
) -> Calibrated:
    """The same from arrays."""
    if not 0 < first_part <= 1:
        raise ValueError("the first part is a share above 0, of at most 1")
    split = seen.until * first_part
    known = seen if first_part == 1 else seen.before(split)
    tell("fit", 0.1)
    found = estimates(known, populations, level)
    model = made_model(name, known, found, populations)
    check_model(model)
    tell("test", 0.6)
    test = held_out(seen, model, split, seeds, level, executor) if first_part < 1 else None
    drift = drifts(seen, split, found.takes_slots, found.capacity, level) if first_part < 1 else ()
    tell("done", 1.0)
    card = model_card(model, known, found.not_identified, found.arrivals.at_start, level, test, drift)
    return Calibrated(model, card)
