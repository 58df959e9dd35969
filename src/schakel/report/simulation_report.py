"""The report of a simulation as one file."""

from pathlib import Path

from schakel.report.document import BigNumber, BigNumbers, Block, Document, Paragraph
from schakel.report.origin_section import origins, shared_facts
from schakel.report.simulation_inputs import SimulationInputs
from schakel.report.simulation_section import simulation_sections
from schakel.report.written import write
from schakel.texts import language, say, shown

__all__ = ["SimulationInputs", "simulation_report", "write_simulation_report"]


def simulation_report(inputs: SimulationInputs, *, lang: str = "nl") -> Document:
    """The whole report. Equal inputs give equal documents. LayoutError without a working Graphviz."""
    lang = language(lang)
    scope = inputs.scope
    passports = (inputs.passport,) if inputs.passport else ()
    title = inputs.title or say("report.simulation.title", lang, model=scope.model)
    subtitle = say("report.simulation.subtitle", lang, weeks=scope.weeks)
    return Document(
        title=title,
        lang=lang,
        subtitle=subtitle,
        badge=say("report.simulation.badge", lang),
        foot=say("report.foot", lang, status=say("report.simulation.badge", lang)),
        opening=_opening(inputs, lang),
        sections=simulation_sections(inputs, lang),
        origins=origins(passports, lang),
        shared=shared_facts(passports, lang),
        passports=passports,
        warning=say("report.simulation.warning", lang),
    )


def write_simulation_report(inputs: SimulationInputs, out: Path, lang: str = "nl") -> tuple[Path, ...]:
    """Write the report as HTML, or also as PDF where the name ends so; the files that were written, or Refusal."""
    return write(simulation_report(inputs, lang=lang), out, pdf=False)


def _opening(inputs: SimulationInputs, lang: str) -> tuple[Block, ...]:
    scope, card = inputs.scope, inputs.card
    counts = {"weeks": scope.weeks, "replications": scope.replications}
    counts |= {source: len(card.of(source)) for source in ("assumed", "data")}
    numbers = tuple(
        BigNumber(shown(n, "int", lang), say(f"report.simulation.big.{key}", lang, n=n)) for key, n in counts.items()
    )
    blocks: list[Block] = [BigNumbers(numbers)]
    if card.deciding:
        blocks.append(Paragraph(say("report.simulation.depends", lang, n=len(card.deciding)), "note"))
    return tuple(blocks)
