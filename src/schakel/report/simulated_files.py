"""What `schakel simulate`, `compare` and `causes` write into a folder: the report, and the numbers as JSON."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from schakel.report.files import put
from schakel.report.simulated_chain import SimulatedChain
from schakel.report.simulated_material import (
    card_of,
    cause_map_of,
    causes_data,
    comparison_of,
    queues_of,
    scope_of,
)
from schakel.report.simulation_inputs import SimulationInputs
from schakel.report.simulation_report import write_simulation_report
from schakel.simulation.causes.scenario_causes import ScenarioCauses
from schakel.simulation.experiment.comparison import Comparison
from schakel.simulation.experiment.metrics import metric
from schakel.simulation.experiment.replication import Replications
from schakel.simulation.experiment.seeds import seeds
from schakel.simulation.model.model import Model
from schakel.simulation.scenario import Scenario
from schakel.texts import say

REPORT, NUMBERS = "simulation.html", "simulation.json"
Document = Mapping[str, Any]


def write_simulated_files(
    model: Model, scenario: Scenario, runs: Replications, document: Document, out: Path, seed: int, lang: str
) -> tuple[Path, ...]:
    """Queues, occupancy, replay and the card of the model. Refusal (`not_writable`) where the folder is locked."""
    return write_simulation_files(simulated_inputs(model, scenario, runs, document, seed), document, out, lang)


def simulated_inputs(
    model: Model, scenario: Scenario, runs: Replications, document: Document, seed: int
) -> SimulationInputs:
    """What the report of one scenario is made of."""
    scope = scope_of(model, len(runs.seeds), seed)
    chain, once = SimulatedChain(model, scenario, seeds(seed, 1)[0]), scope_of(model, 1, seed)
    return SimulationInputs(
        scope,
        card_of(model),
        rights=((scenario.name, document["rights"]),),
        money=((scenario.name, document["money"]),),
        queues=queues_of(runs, scope).trimmed,
        occupancy=chain.occupancy(once),
        replay=chain.replay(once),
    )


def write_compared_files(
    model: Model, found: Comparison, document: Document, out: Path, seed: int, lang: str
) -> tuple[Path, ...]:
    """The comparison and the card of the model. Refusal (`not_writable`) where the folder does not allow it."""
    return write_simulation_files(compared_inputs(model, found, document, seed, lang), document, out, lang)


def compared_inputs(model: Model, found: Comparison, document: Document, seed: int, lang: str) -> SimulationInputs:
    """What the report of a comparison is made of."""
    scope = scope_of(model, found.replications, seed)
    return SimulationInputs(
        scope,
        card_of(model),
        rights=tuple((one["name"], one["rights"]) for one in document["scenarios"]),
        money=tuple((one["name"], one["money"]) for one in document["scenarios"]),
        comparison=comparison_of(found, scope, lang),
    )


def write_causes_files(
    model: Model,
    reference: Scenario,
    actual: Scenario,
    found: ScenarioCauses,
    document: Document,
    out: Path,
    lang: str,
) -> tuple[Path, ...]:
    """Shares of causes, where they show, and the card of the model, with the limits that belong to shares."""
    inputs = causes_inputs(model, reference, actual, found, document, lang)
    return write_simulation_files(inputs, document, out, lang)


def causes_inputs(
    model: Model, reference: Scenario, actual: Scenario, found: ScenarioCauses, document: Document, lang: str
) -> SimulationInputs:
    """What the report of causes is made of."""
    scope = scope_of(model, int(document["replications"]), int(document["seed"]))
    name = say(f"{metric(found.metric).text}.name", lang)
    return SimulationInputs(
        scope,
        card_of(model, name, reference.name),
        rights=tuple((one["name"], one["rights"]) for one in document["scenarios"]),
        money=tuple((one["name"], one["money"]) for one in document["scenarios"]),
        causes=causes_data(found, reference, actual, scope, lang),
        cause_map=cause_map_of(found, actual, model, scope, lang),
    )


def write_simulation_files(inputs: SimulationInputs, document: Document, out: Path, lang: str) -> tuple[Path, ...]:
    """A report and its numbers in a folder. Refusal (`not_writable`) where the folder does not allow it."""
    numbers = out / NUMBERS
    put(numbers, (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode())
    return (*write_simulation_report(inputs, out / REPORT, lang), numbers)
