"""The sections of a report of a simulation: each a sentence, a picture, and how to read it."""

from collections.abc import Iterator

from schakel.draw.picture import Picture
from schakel.draw.simulated.band_chart import band_chart
from schakel.draw.simulated.band_data import BandData
from schakel.draw.simulated.cause_map import cause_map
from schakel.draw.simulated.causes_chart import causes_chart
from schakel.draw.simulated.causes_data import CausesData
from schakel.draw.simulated.comparison_chart import best_words, comparison_chart, gain_words
from schakel.draw.simulated.comparison_data import ComparisonData
from schakel.draw.simulated.gain_chart import gain_chart
from schakel.draw.simulated.occupancy_data import OccupancyData
from schakel.draw.simulated.occupancy_map import occupancy_map
from schakel.draw.simulated.replay import replay
from schakel.draw.simulated.span import amount, signed
from schakel.draw.simulated.tornado_chart import tornado_chart
from schakel.report.document import Block, Figure, Paragraph, Section
from schakel.report.model_card import model_card
from schakel.report.simulated_money import money_section
from schakel.report.simulated_rights import rights_section
from schakel.report.simulation_inputs import SimulationInputs, Study
from schakel.texts import say


def simulation_sections(inputs: SimulationInputs, lang: str) -> tuple[Section, ...]:
    """Rights before money, what happens before why, and the model with its limits at the end.

    LayoutError when a map is asked and there is no working Graphviz.
    """
    first = (rights_section(inputs.rights, lang),) if inputs.rights else ()
    last = (money_section(inputs.money, lang),) if inputs.money else ()
    return (*first, *_pictures(inputs, lang), *last, model_card(inputs.card, lang))


def _pictures(inputs: SimulationInputs, lang: str) -> Iterator[Section]:
    if inputs.comparison:
        yield _comparison(inputs, inputs.comparison, lang)
    if inputs.study:
        yield _study(inputs, inputs.study, lang)
    if inputs.queues or inputs.waits:
        yield _bands(inputs, lang)
    if inputs.occupancy:
        yield _occupancy(inputs, inputs.occupancy, lang)
    if inputs.causes or inputs.cause_map:
        yield _causes(inputs, lang)
    if inputs.replay:
        blocks = (
            Paragraph(say("report.simulation.replay_lead", lang), "lead"),
            Paragraph(say("report.simulation.replay_note", lang), "note"),
            _figure(inputs, replay(inputs.replay, lang)),
        )
        yield Section("replay-section", say("report.simulation.replay", lang), blocks)


def _figure(inputs: SimulationInputs, picture: Picture) -> Figure:
    return Figure(picture, (inputs.passport.id,) if inputs.passport else ())


def _study(inputs: SimulationInputs, study: Study, lang: str) -> Section:
    blocks: list[Block] = [] if inputs.comparison else _warnings(study)
    blocks += [Paragraph(text, "note" if place else "lead") for place, text in enumerate(study.told)]
    for place, data in enumerate(study.tornadoes, 1):
        name = "tornado" if place == 1 else f"tornado-{place}"
        blocks.append(_figure(inputs, tornado_chart(data, lang, name=name)))
    if study.gains:
        blocks.append(_figure(inputs, gain_chart(study.gains, lang)))
    return Section(f"{study.of}-section", say(f"study.section.{study.of}", lang), tuple(blocks))


def _warnings(study: Study) -> list[Block]:
    return [Paragraph(text, "warning") for text in study.warnings]


def _comparison(inputs: SimulationInputs, data: ComparisonData, lang: str) -> Section:
    gains = gain_words(data, lang)
    blocks: list[Block] = _warnings(inputs.study) if inputs.study else []
    blocks += [Paragraph(" ".join(gains), "warning")] if gains and not blocks else []
    if best := best_words(data, lang):
        blocks.append(Paragraph(best, "lead"))
    blocks.append(Paragraph(say("report.simulation.comparison_note", lang, first=data.first.name), "note"))
    blocks.append(_figure(inputs, comparison_chart(data, lang)))
    return Section("comparison-section", say("report.simulation.comparison", lang), tuple(blocks))


def _bands(inputs: SimulationInputs, lang: str) -> Section:
    blocks: list[Block] = []
    for data in filter(None, (inputs.queues, inputs.waits)):
        blocks.append(Paragraph(_busiest(data, lang), "lead"))
        blocks.append(_figure(inputs, band_chart(data, lang)))
    blocks.insert(1, Paragraph(say("report.simulation.bands_note", lang, share=_first(inputs).share), "note"))
    return Section("queues-section", say("report.simulation.queues", lang), tuple(blocks))


def _first(inputs: SimulationInputs) -> BandData:
    data = inputs.queues or inputs.waits
    if data is None:
        raise ValueError("there is neither a queue nor a wait")
    return data


def _busiest(data: BandData, lang: str) -> str:
    busy = [panel for panel in data.busiest_first if panel.is_busy]
    if not busy:
        return say("report.simulation.nobody_waits", lang)
    usual = amount(data.usual(busy[0]), lang)
    return say(f"draw.band.busiest_{data.measure}", lang, label=busy[0].label, usual=usual)


def _occupancy(inputs: SimulationInputs, data: OccupancyData, lang: str) -> Section:
    known = [node for node in data.nodes if node.occupancy is not None]
    blocks: list[Block] = []
    if known:
        fullest = max(known, key=lambda node: (node.occupancy or 0.0, node.id))
        name = ", ".join(filter(None, (fullest.label, fullest.partner)))
        told = say("draw.occupancy.fullest", lang, label=name, share=fullest.occupancy)
        blocks.append(Paragraph(told, "lead"))
    blocks.append(Paragraph(say("report.simulation.occupancy_note", lang), "note"))
    blocks.append(_figure(inputs, occupancy_map(data, lang)))
    return Section("occupancy-section", say("report.simulation.occupancy", lang), tuple(blocks))


def _causes(inputs: SimulationInputs, lang: str) -> Section:
    blocks: list[Block] = []
    if inputs.causes:
        blocks.append(Paragraph(_largest(inputs.causes, lang), "lead"))
        blocks.append(Paragraph(say("report.simulation.causes_note", lang), "note"))
        blocks.append(_figure(inputs, causes_chart(inputs.causes, lang)))
    if inputs.cause_map:
        blocks.append(Paragraph(say("report.simulation.cause_map_note", lang), "note"))
        blocks.append(_figure(inputs, cause_map(inputs.cause_map, lang)))
    return Section("causes-section", say("report.simulation.causes", lang), tuple(blocks))


def _largest(data: CausesData, lang: str) -> str:
    """The cause with the largest share, or that none can be told from zero."""
    found = [cause for cause in data.causes if cause.is_distinguishable]
    words = {"metric": data.metric, "unit": data.unit, "total": signed(data.total.value, lang)}
    if not found:
        return say("report.simulation.causes_none", lang, **words)
    largest = max(found, key=lambda cause: abs(cause.share.value))
    share = signed(largest.share.value, lang)
    return say("report.simulation.causes_lead", lang, cause=largest.name, share=share, **words)
