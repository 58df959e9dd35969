"""The fictional region Lindewaard as a model, and the scenarios that come with it."""

from functools import lru_cache
from importlib.resources import as_file, files

from schakel.chain.problem import Problem, Refusal
from schakel.simulation.model.model import Model
from schakel.simulation.model.model_file import read_model
from schakel.simulation.scenario import Scenario, check_scenario, read_scenario

STEERING = ("contract-steering", "network-agreement")
MODEL_FILE, SCENARIOS, SUFFIX = "lindewaard_model.toml", "scenarios", ".toml"


@lru_cache(maxsize=1)
def lindewaard() -> Model:
    """The model of the packaged file lindewaard_model.toml, read and checked. Nothing in it was measured."""
    with as_file(files(__package__) / MODEL_FILE) as path:
        return read_model(path)


def scenario_names() -> tuple[str, ...]:
    """The scenarios that come with Lindewaard, by the names of their files; `reference` is the chain as agreed."""
    found = (entry.name for entry in (files(__package__) / SCENARIOS).iterdir())
    return tuple(sorted(name.removesuffix(SUFFIX) for name in found if name.endswith(SUFFIX)))


def lindewaard_scenario(name: str) -> Scenario:
    """One of `scenario_names`, read against `lindewaard()`. ValueError for any other name."""
    if name not in scenario_names():
        raise ValueError(f"no scenario {name!r}; there are {', '.join(scenario_names())}")
    with as_file(files(__package__) / SCENARIOS / f"{name}{SUFFIX}") as path:
        return read_scenario(path, lindewaard())


def steering_scenarios(model: Model) -> tuple[Scenario, Scenario]:
    """By contract, and by agreement in the network. Refusal for a model to which those of Lindewaard do not fit."""
    by_contract, by_agreement = (lindewaard_scenario(name) for name in STEERING)
    try:
        for scenario in (by_contract, by_agreement):
            check_scenario(scenario, model)
    except Refusal:
        raise Refusal(
            (Problem("steering_scenarios", model.name, allowed="--contract A.toml --network B.toml"),)
        ) from None
    return by_contract, by_agreement
