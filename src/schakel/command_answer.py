"""The shape that all commands about a simulated chain share: read, run, write, show."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from schakel.command_options import reader_of, wrong
from schakel.texts import say

if TYPE_CHECKING:
    from schakel.report.rehearsal import Rehearsal
    from schakel.simulation.model.model import Model
    from schakel.simulation.scenario import Scenario

ModelFile = Annotated[Path, typer.Argument(metavar="MODEL.toml", help="model")]
Scenarios = Annotated[list[Path] | None, typer.Option("--scenario", metavar="S.toml", help="scenario")]
Replicated = Annotated[int, typer.Option("--replications", metavar="N", min=2, max=100_000, help="replications")]
Seed = Annotated[int, typer.Option("--seed", metavar="S", min=0, help="simulation_seed")]
AsJson = Annotated[bool, typer.Option("--json", help="json")]
OutFolder = Annotated[Path | None, typer.Option("-o", "--out", metavar="DIR", help="simulation_out")]
Lang = Annotated[str | None, typer.Option("--lang", metavar="nl|en", help="lang")]
MetricName = Annotated[str, typer.Option("--metric", metavar="NAME", help="metric")]

Document = Mapping[str, Any]
Show = Callable[[Document, str], None]
Write = Callable[[Path, str], tuple[Path, ...]]


@dataclass(frozen=True)
class Answer:
    """How the answer is wanted: in which language, as JSON or as a table, and in which folder a report."""

    reader: str
    as_json: bool
    out: Path | None

    def give(self, document: Document, show: Show, write: Write | None = None) -> None:
        """The report where a folder was asked, then the document as JSON or as tables."""
        if self.out is not None and write is not None:
            for path in write(self.out, self.reader):
                typer.echo(say("command.report.written", self.reader, file=str(path)), err=self.as_json)
        if self.as_json:
            from schakel.report.terminal import show_json

            show_json(document)
        else:
            show(document, self.reader)


def asked(lang: str | None, as_json: bool, out: Path | None) -> Answer:
    """The answer that is wanted. Refusal for a language that there is not."""
    return Answer(reader_of(lang), as_json, out)


@contextmanager
def counted(reader: str, stage: str = "simulate") -> Iterator[Callable[[int, int], None]]:
    """A bar that counts runs: call it with how many are done, and how many there are.

    Until the first is done it says that it gets ready: the first run on a machine compiles the kernel.
    """
    from schakel.report.terminal import progress

    with progress(reader) as on_progress:
        on_progress("ready", 0.0)

        def on_done(done: int, of: int) -> None:
            on_progress("ready", 1.0)
            on_progress(stage, done / of)

        yield on_done


def chain_of(model: Path) -> "Model":
    """The model of a file."""
    from schakel.simulation.model.model_file import read_model

    return read_model(model)


def scenarios_of(paths: list[Path] | None, model: "Model") -> "list[Scenario]":
    """A scenario per file, each of which fits the model."""
    from schakel.simulation.scenario import read_scenario

    return [read_scenario(path, model) for path in paths or []]


def together_of(paths: list[Path] | None, model: "Model") -> "Scenario":
    """All files as one scenario."""
    from schakel.simulation.scenario import read_together

    return read_together(paths or [], model)


def rehearsal_of(model: Path | None, scenarios: list[Path] | None, replications: int, seed: int) -> "Rehearsal | None":
    """What a report of a log asks of a model; None without one. Refusal for scenarios without a model."""
    if model is None:
        if scenarios:
            raise wrong("--scenario", scenarios[0].name, "--model MODEL.toml")
        return None
    from schakel.report.rehearsal import Rehearsal

    read = chain_of(model)
    return Rehearsal(read, tuple(scenarios_of(scenarios, read)), replications, seed)


def as_it_is(reader: str) -> "Scenario":
    """The chain without any change."""
    from schakel.simulation.scenario import Scenario

    return Scenario(say("simulation.as_it_is", reader), ())


def steerable(name: str) -> str:
    """The name of a metric of which one way is better. Refusal for others, with those that there are."""
    from schakel.simulation.experiment.metric import Direction
    from schakel.simulation.experiment.metrics import METRICS

    known = [one for one, metric in METRICS.items() if metric.direction is not Direction.NEITHER]
    if name not in known:
        raise wrong("--metric", name, ", ".join(known))
    return name
