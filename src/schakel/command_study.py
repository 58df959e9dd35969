"""The commands that look into a simulated chain: what it hangs on, where it is weakest, and what each partner adds."""

from pathlib import Path
from typing import Annotated

import typer

from schakel.command_answer import (
    AsJson,
    Lang,
    MetricName,
    ModelFile,
    OutFolder,
    Replicated,
    Scenarios,
    Seed,
    asked,
    chain_of,
    counted,
    scenarios_of,
    steerable,
    together_of,
)
from schakel.command_options import wrong

Lines = Annotated[int, typer.Option("--lines", metavar="N", min=0, max=1000, help="lines")]
Each = Annotated[bool, typer.Option("--each", help="each")]
FEW_POINTS, FEW_SEEDS = 3, 2  # of a difference, as each point is two chains


def sensitivity(
    model: ModelFile,
    scenario: Scenarios = None,
    metric: MetricName = "severity_weeks",
    lines: Lines = 6,
    each: Each = False,
    replications: Replicated = 10,
    seed: Seed = 1,
    as_json: AsJson = False,
    out: OutFolder = None,
    lang: Lang = None,
) -> None:
    """What the assumed numbers do to a metric, or to the difference that a scenario makes."""
    from schakel.report.sensitivity_tables import sensitivity_document, show_sensitivity
    from schakel.report.study_files import write_sensitivity_files
    from schakel.simulation.experiment.assumed_kinds import assumed_kinds
    from schakel.simulation.experiment.seeds import seeds
    from schakel.simulation.experiment.sensitivity_study import sensitivity as studied

    answer = asked(lang, as_json, out)
    read, by = chain_of(model), steerable(metric)
    chosen = scenarios_of(scenario, read) or [together_of(None, read)]
    if len(chosen) > 2:
        raise wrong("--scenario", str(len(chosen)), "0..2")
    kinds = None if each else assumed_kinds(read)
    with counted(answer.reader) as on_progress:
        (found,) = studied(
            read,
            chosen,
            seeds(seed, replications),
            metrics=(by,),
            most_lines=lines,
            numbers=kinds.kinds if kinds else None,
            points=5 if len(chosen) == 1 else FEW_POINTS,
            most_screening=4 if len(chosen) == 1 else FEW_SEEDS,
            on_progress=on_progress,
        )
    document = sensitivity_document(read, chosen, found, kinds, seed, replications)
    answer.give(
        document,
        show_sensitivity,
        lambda folder, reader: write_sensitivity_files(read, document, folder, reader),
    )


def steer(
    model: ModelFile,
    contract: Annotated[Path | None, typer.Option("--contract", metavar="A.toml", help="contract")] = None,
    network: Annotated[Path | None, typer.Option("--network", metavar="B.toml", help="network")] = None,
    lines: Lines = 3,
    each: Each = False,
    replications: Replicated = 10,
    seed: Seed = 1,
    as_json: AsJson = False,
    out: OutFolder = None,
    lang: Lang = None,
) -> None:
    """The region steered by contract beside the same by agreements in its network, and what decides which is better."""
    from schakel.report.steering_tables import show_steering, steering_document
    from schakel.report.study_files import write_steering_files
    from schakel.simulation.experiment.assumed_kinds import assumed_kinds
    from schakel.simulation.experiment.seeds import seeds
    from schakel.simulation.experiment.steering import steering
    from schakel.simulation.lindewaard import steering_scenarios

    answer = asked(lang, as_json, out)
    read = chain_of(model)
    if (contract is None) != (network is None):
        raise wrong("--network" if network is None else "--contract", "", "FILE.toml")
    chosen = tuple(scenarios_of([contract, network], read)) if contract and network else steering_scenarios(read)
    kinds = None if each else assumed_kinds(read)
    with counted(answer.reader) as on_progress:
        found = steering(
            read,
            chosen[0],
            chosen[1],
            seeds(seed, replications),
            most_lines=lines,
            numbers=kinds.kinds if kinds else None,
            points=FEW_POINTS,
            most_screening=FEW_SEEDS,
            on_progress=on_progress,
        )
    document = steering_document(read, chosen, found, kinds, seed)
    answer.give(
        document,
        show_steering,
        lambda folder, reader: write_steering_files(read, found, document, folder, seed, reader),
    )


def weakest(
    model: ModelFile,
    scenario: Scenarios = None,
    metric: MetricName = "severity_weeks",
    replications: Replicated = 10,
    seed: Seed = 1,
    as_json: AsJson = False,
    out: OutFolder = None,
    lang: Lang = None,
) -> None:
    """The capacity, handover or rule whose repair improves the goal of the chain most, with ties."""
    from schakel.report.study_files import write_weakest_files
    from schakel.report.weakest_tables import show_weakest, weakest_document
    from schakel.simulation.causes.weakest_links import weakest_links
    from schakel.simulation.experiment.seeds import seeds

    answer = asked(lang, as_json, out)
    read, by = chain_of(model), steerable(metric)
    together = together_of(scenario, read)
    with counted(answer.reader) as on_progress:
        found = weakest_links(read, together, by, seeds(seed, replications), on_progress=on_progress)
    document = weakest_document(read, together, found, by, seed, replications)
    answer.give(document, show_weakest, lambda folder, reader: write_weakest_files(read, document, folder, reader))


def value(
    model: ModelFile,
    scenario: Scenarios = None,
    metric: MetricName = "severity_weeks",
    orders: Annotated[int, typer.Option("--orders", metavar="N", min=2, max=1000, help="orders")] = 3,
    replications: Replicated = 4,
    seed: Seed = 1,
    as_json: AsJson = False,
    out: OutFolder = None,
    lang: Lang = None,
) -> None:
    """What each partner adds to the chain when others can stand in for it, and what that cannot see."""
    from schakel.report.study_files import write_value_files
    from schakel.report.value_tables import show_value, value_document
    from schakel.simulation.causes.partner_values import partner_values
    from schakel.simulation.experiment.seeds import seeds

    answer = asked(lang, as_json, out)
    read, by = chain_of(model), steerable(metric)
    together = together_of(scenario, read)
    with counted(answer.reader) as on_progress:
        found = partner_values(
            read, together, by, seeds(seed, replications), pairs=orders, seed=seed, on_progress=on_progress
        )
    document = value_document(read, together, found, by, seed, replications)
    answer.give(document, show_value, lambda folder, reader: write_value_files(read, document, folder, reader))
