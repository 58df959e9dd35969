"""What a municipality caused itself of what it spends above its budget, for a rule that leaves that with it."""

from concurrent.futures import Executor
from dataclasses import replace

import numpy as np

from schakel.simulation.change import Change
from schakel.simulation.experiment.estimate import Array
from schakel.simulation.experiment.money import overrun
from schakel.simulation.experiment.order import Progress
from schakel.simulation.experiment.replication import Replications, Trial, replicate_all
from schakel.simulation.model.model import Model
from schakel.simulation.scenario import Scenario
from schakel.simulation.target import targets

OWN = "municipality."  # keys of levers that are a municipality's own


def own_causes(
    model: Model,
    scenario: Scenario,
    run: Replications,
    *,
    executor: Executor | None = None,
    on_progress: Progress | None = None,
) -> Array | None:
    """EUR by replication, year and municipality of a run under a scenario; None where no rule of the model asks for it.

    It is what would not have been overspent, on the same seeds, had a municipality not made its own changes: those of
    `municipality.*` about itself. One without such changes caused nothing itself. Who is to blame is for people to say.
    """
    if all(rule.rule != "fault" for rule in model.solidarity):
        return None
    names = [place.name for place in model.municipalities]
    others = {name: _without(scenario, name, model) for name in names}
    changed = [name for name in names if others[name] != scenario]
    trials = [Trial(model, others[name], run.weeks, run.warm_up) for name in changed]
    found = np.zeros(run.parts["spent"].shape)
    if not trials:
        return found
    again = replicate_all(trials, run.seeds, metrics=("spent",), executor=executor, on_progress=on_progress)
    before = overrun(run.parts["spent"], run.budget)
    for name, other in zip(changed, again, strict=True):
        m = names.index(name)
        without = overrun(other.parts["spent"], other.budget)
        found[:, :, m] = np.clip(before[:, :, m] - without[:, :, m], 0.0, before[:, :, m])
    return found


def _without(scenario: Scenario, municipality: str, model: Model) -> Scenario:
    """The scenario without what a municipality changes of itself; what is for all then is for the others."""
    kept: list[Change] = []
    for change in scenario.changes:
        whom = targets("municipality", change.who, model) if change.key.startswith(OWN) else ()
        if municipality in whom:
            kept += [replace(change, who=one) for one in whom if one != municipality]
        else:
            kept.append(change)
    return Scenario(scenario.name, tuple(kept))
