"""The part of a chain's report in which a model of that chain speaks: queues, waits beside the log's, and its card."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from schakel.draw.picture import Twin
from schakel.draw.simulated.band_chart import band_chart
from schakel.draw.simulated.band_data import BandData
from schakel.draw.simulated.comparison_chart import best_words, comparison_chart, gain_words
from schakel.draw.simulated.span import Span, amount, span_text
from schakel.report.document import Block, Figure, Grid, Paragraph, Section
from schakel.report.material import Material
from schakel.report.model_card import ModelCard, Unidentified, model_card
from schakel.report.model_numbers import ModelNumber
from schakel.report.rehearsal import Rehearsal, SeenChain, rehearsal_passport
from schakel.report.simulated_material import card_of, comparison_of, queues_of, scope_of
from schakel.simulation.calibration.stage_figures import Place, SeenFigure, figures_of_log, simulated_figures
from schakel.simulation.experiment.comparison import compare
from schakel.simulation.experiment.estimate import Array
from schakel.simulation.experiment.replication import BAND, replicate
from schakel.simulation.experiment.seeds import seeds
from schakel.simulation.scenario import Scenario
from schakel.texts import say

Tell = Callable[[str, float], object]
TIMES = ("wait", "work")


def rehearsal_sections(material: Material, asked: Rehearsal, tell: Tell | None = None) -> tuple[Section, ...]:
    """Rights before money where scenarios are compared; nothing rests on fewer residents than the threshold.

    Numbers of the model that were calibrated on a log are counted and not told: few residents may be behind them.
    """
    lang, seen = material.lang, SeenChain(material)
    origin = material.keep(rehearsal_passport(material, asked))
    scope = scope_of(asked.model, asked.replications, asked.seed)
    as_it_is = Scenario(say("simulation.as_it_is", lang), ())
    chosen = seeds(asked.seed, asked.replications)
    steps = 2 + (len(asked.scenarios) + 1 if asked.scenarios else 0)
    done = _counter(tell, steps)
    blocks: list[Block] = [
        Paragraph(say("rehearsal.lead", lang, model=asked.model.name), "lead", origin),
        Paragraph(say("report.simulation.warning", lang), "warning"),
    ]
    if asked.scenarios:
        found = compare(asked.model, (as_it_is, *asked.scenarios), chosen, on_progress=done(len(asked.scenarios) + 1))
        data = comparison_of(found, scope, lang)
        gains = gain_words(data, lang)
        blocks += [Paragraph(" ".join(gains), "warning")] if gains else []
        blocks += [Paragraph(best, "lead")] if (best := best_words(data, lang)) else []
        blocks.append(Figure(comparison_chart(data, lang, name="rehearsal-comparison"), (origin,)))
    runs = replicate(asked.model, as_it_is, chosen, on_progress=done(1))
    queues = _tellable(queues_of(runs, scope).trimmed, seen)
    blocks.append(Paragraph(say("report.simulation.bands_note", lang, share=queues.share), "note"))
    blocks.append(Figure(band_chart(queues, lang, name="rehearsal-queues"), (origin,)))
    window = (0.0, float(asked.model.weeks))
    simulated = simulated_figures(asked.model, as_it_is, chosen, window, on_progress=done(1))
    blocks += _times(material, seen, simulated, origin)
    card = _card(asked, seen, lang)
    return Section("simulation", say("report.figure.simulation", lang), tuple(blocks)), model_card(card, lang)


def _counter(tell: Tell | None, steps: int) -> Callable[[int], Callable[[int, int], None]]:
    """Progress of parts, each so many of the steps."""
    before = 0

    def part(size: int) -> Callable[[int, int], None]:
        nonlocal before
        start, before = before, before + size

        def count(done: int, of: int) -> None:
            if tell is not None:
                tell("simulate", (start + size * done / of) / steps)

        return count

    return part


def _tellable(data: BandData, seen: SeenChain) -> BandData:
    return replace(data, panels=tuple(one for one in data.panels if seen.may_name(*one.label.split(" · "))))


def _times(material: Material, seen: SeenChain, simulated: Mapping[Place, Array], origin: str) -> list[Block]:
    """Waits and durations of the same stages in the log and in the model."""
    lang, gate = material.lang, material.gate
    found = figures_of_log(seen.seen, (0.0, seen.seen.until))
    rows, verdicts = [], []
    for (kind, stage), one in found.items():
        samples = simulated.get((kind, stage))
        if kind not in TIMES or samples is None or not seen.may_name(stage) or not gate.sayable(one.residents or 0):
            continue
        if one.value == 0 and not np.nansum(samples):
            continue  # a moment, in both
        row, is_inside = _row(kind, stage, one, samples, lang)
        rows.append(row)
        verdicts += [] if is_inside is None else [is_inside]
    if not rows:
        return [Paragraph(say("rehearsal.nothing_in_both", lang), "note", origin)]
    heads = tuple(say(f"rehearsal.{key}", lang) for key in ("stage", "figure", "in_log", "in_model", "verdict"))
    caption = say("rehearsal.caption", lang)
    outside = verdicts.count(False)
    told = say("rehearsal.outside" if outside else "rehearsal.inside", lang, n=outside, of=len(verdicts))
    share = round(BAND[1] - BAND[0], 4)
    return [
        Paragraph(told, "lead", origin),
        Paragraph(say("rehearsal.times_note", lang, share=share, threshold=gate.threshold), "note"),
        Grid(Twin(heads, tuple(sorted(rows)), caption, (False, False, True, True, False)), (origin,)),
    ]


def _row(kind: str, stage: str, one: SeenFigure, samples: Array, lang: str) -> tuple[tuple[str, ...], bool | None]:
    """The row, and whether the log lies within the band; None where the model has nothing."""
    known = samples[np.isfinite(samples)]
    figure = say(f"forecast.figure.{kind}", lang)
    if not len(known):
        return (stage, figure, amount(one.value, lang), "–", say("rehearsal.not_in_model", lang)), None
    low, high = (float(edge) for edge in np.quantile(known, BAND))
    mean = min(max(float(known.mean()), low), high)
    is_inside = low <= one.value <= high
    verdict = "within" if is_inside else "lower" if one.value > high else "higher"
    band = span_text(Span(mean, low, high), lang, difference=False)
    return (stage, figure, amount(one.value, lang), band, say(f"rehearsal.model_{verdict}", lang)), is_inside


def _card(asked: Rehearsal, seen: SeenChain, lang: str) -> ModelCard:
    """The card without calibrated numbers and without names that the report hides."""
    whole = card_of(asked.model)
    told = tuple(one for one in whole.numbers if one.source != "data" and _is_told(one, seen))
    unknown = tuple(
        Unidentified(
            " ".join(filter(None, (say(f"report.simulation.noun.{one.noun}", lang), one.name, one.field))),
            say(f"simulation.not_identified.{one.reason}", lang),
        )
        for one in seen.not_identified(asked.model)
    )
    inside = sum(one.source == "data" for one in whole.numbers)
    unnamed = len(whole.numbers) - len(told) - inside
    return replace(whole, numbers=told, unidentified=unknown, inside=inside, unnamed=unnamed)


def _is_told(one: ModelNumber, seen: SeenChain) -> bool:
    name = one.name.partition(" (")[0] if one.noun == "route" else one.name
    parts = [part for piece in name.split(" > ") for part in (piece, *piece.split(" / "))]
    of_type = one.name.partition(" (")[2].rstrip(")") if one.noun == "route" else ""
    words = one.field.split(" ", 1)[1:]  # the key of a number by name
    return seen.may_name(*parts, of_type, *words)
