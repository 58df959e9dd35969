"""The commands that let a chain run: many times over, beside another, and to find what contributed to what."""

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
    as_it_is,
    asked,
    chain_of,
    counted,
    scenarios_of,
    steerable,
    together_of,
)
from schakel.command_options import wrong

MOST_COMPARED = 20


def simulate(
    model: ModelFile,
    scenario: Scenarios = None,
    replications: Replicated = 60,
    seed: Seed = 1,
    as_json: AsJson = False,
    out: OutFolder = None,
    lang: Lang = None,
) -> None:
    """A chain many times over: what it comes to, with intervals; rights that are not honoured before the money."""
    from schakel.report.simulated_files import write_simulated_files
    from schakel.report.simulated_tables import show_simulated, simulated_document
    from schakel.simulation.experiment.replication import replicate
    from schakel.simulation.experiment.seeds import seeds

    answer = asked(lang, as_json, out)
    read = chain_of(model)
    together = together_of(scenario, read)
    with counted(answer.reader) as on_progress:
        runs = replicate(read, together, seeds(seed, replications), on_progress=on_progress)
    document = simulated_document(read, together, runs, seed)
    answer.give(
        document,
        show_simulated,
        lambda folder, reader: write_simulated_files(read, together, runs, document, folder, seed, reader),
    )


def compare(
    model: ModelFile,
    scenario: Scenarios = None,
    replications: Replicated = 60,
    seed: Seed = 1,
    metric: MetricName = "severity_weeks",
    as_json: AsJson = False,
    out: OutFolder = None,
    lang: Lang = None,
) -> None:
    """Scenarios beside the first, on equal luck; the best of them, and at whose expense."""
    from schakel.report.simulated_files import write_compared_files
    from schakel.report.simulated_tables import compared_document, show_compared
    from schakel.simulation.experiment.comparison import compare as compared
    from schakel.simulation.experiment.seeds import seeds

    answer = asked(lang, as_json, out)
    read = chain_of(model)
    chosen = scenarios_of(scenario, read)
    if len(chosen) == 1:
        chosen.insert(0, as_it_is(answer.reader))
    if not 2 <= len(chosen) <= MOST_COMPARED:
        raise wrong("--scenario", str(len(chosen)), f"1..{MOST_COMPARED}")
    by = steerable(metric)
    with counted(answer.reader) as on_progress:
        found = compared(read, chosen, seeds(seed, replications), by=by, on_progress=on_progress)
    document = compared_document(read, found, seed)
    answer.give(
        document,
        show_compared,
        lambda folder, reader: write_compared_files(read, found, document, folder, seed, reader),
    )


def causes(
    model: ModelFile,
    reference: Annotated[Path, typer.Option("--reference", metavar="R.toml", help="reference")],
    actual: Annotated[Path, typer.Option("--actual", metavar="A.toml", help="actual")],
    metric: MetricName = "severity_weeks",
    replications: Replicated = 60,
    seed: Seed = 1,
    as_json: AsJson = False,
    out: OutFolder = None,
    lang: Lang = None,
) -> None:
    """What contributed how much to the difference between the chain as agreed and as it went."""
    from schakel.report.simulated_files import write_causes_files
    from schakel.report.simulated_tables import causes_document, show_causes
    from schakel.simulation.causes.scenario_causes import causes_of
    from schakel.simulation.experiment.seeds import seeds

    answer = asked(lang, as_json, out)
    read = chain_of(model)
    agreed, went = scenarios_of([reference, actual], read)
    by = steerable(metric)
    with counted(answer.reader) as on_progress:
        found = causes_of(read, agreed, went, by, seeds(seed, replications), on_progress=on_progress)
    document = causes_document(read, agreed, went, found, seed, replications)
    answer.give(
        document,
        show_causes,
        lambda folder, reader: write_causes_files(read, agreed, went, found, document, folder, reader),
    )
