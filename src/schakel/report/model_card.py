"""The card of a model: what was given, assumed and calibrated, what could not be known, and its limits."""

from dataclasses import dataclass
from typing import Literal

from schakel.draw.picture import Twin
from schakel.draw.simulated.span import Span, amount, span_text
from schakel.report.document import Block, Grid, Paragraph, Section
from schakel.report.model_numbers import ModelNumber
from schakel.report.tell import listed
from schakel.texts import has, say

SOURCES = ("given", "assumed", "data")
OPEN_ROWS = 15  # a longer table is folded
Verdict = Literal["holds", "flips", "unclear"]


@dataclass(frozen=True)
class Unidentified:
    """What the data could not tell. about and reason: in the reader's words."""

    about: str
    reason: str


@dataclass(frozen=True)
class SensitivityRow:
    """One assumed rate, run at both ends of its range. verdict: whether the outcome keeps its sign; unclear where that
    cannot be told from zero somewhere on the way. at_low and at_high: the outcome there. limits: the range in words,
    where it is not that of one number."""

    assumption: str
    low: float
    high: float
    at_low: Span
    at_high: Span
    verdict: Verdict
    limits: str = ""


@dataclass(frozen=True)
class DistanceRow:
    """How far the simulated log lies from the part of the real log that it was not fitted on. between: what two halves
    of the real log differ, to compare with, None if that is not known."""

    name: str
    value: float
    between: float | None = None


@dataclass(frozen=True)
class ModelCard:
    """metric, reference: for which outcome and against which scenario shares hold, "" where no causes are shown.

    sensitivity and distances are empty where they were not worked out, which the card then says. inside: calibrated
    numbers that are only counted here, as few people may be behind one; unnamed: numbers of rows that are not named.
    is_sensitivity_told: it was worked out for an outcome that has no sign, and stands elsewhere in the report.
    """

    model: str
    numbers: tuple[ModelNumber, ...]
    metric: str = ""
    reference: str = ""
    unidentified: tuple[Unidentified, ...] = ()
    sensitivity: tuple[SensitivityRow, ...] = ()
    distances: tuple[DistanceRow, ...] = ()
    inside: int = 0
    unnamed: int = 0
    is_sensitivity_told: bool = False

    def of(self, source: str) -> tuple[ModelNumber, ...]:
        """The numbers of one source."""
        return tuple(number for number in self.numbers if number.source == source)

    @property
    def deciding(self) -> tuple[str, ...]:
        """Assumptions within whose range the outcome changes sign."""
        return tuple(row.assumption for row in self.sensitivity if row.verdict == "flips")


def model_card(card: ModelCard, lang: str) -> Section:
    """The limits first, then the numbers by source, then what could not be identified."""
    counts = {source: len(card.of(source)) for source in SOURCES}
    counts["data"] += card.inside
    blocks: list[Block] = [Paragraph(say("report.simulation.card_lead", lang, model=card.model, **counts), "lead")]
    blocks += limits(card, lang)
    for source in SOURCES:
        blocks += _numbers(card, source, lang)
    blocks += _kept_in(card, lang)
    blocks += _unidentified(card, lang)
    return Section("model", say("report.simulation.card", lang), tuple(blocks))


def limits(card: ModelCard, lang: str) -> list[Block]:
    """What must be printed with every outcome: for what it holds, what decides it, and how far the model is off."""
    key = "limit_share" if card.metric else "limit_model"
    words = {"model": card.model, "metric": card.metric, "reference": card.reference}
    blocks: list[Block] = [Paragraph(say(f"report.simulation.{key}", lang, **words), "warning")]
    blocks += _sensitivity(card, lang)
    blocks += _distances(card, lang)
    return [*blocks, Paragraph(say("report.simulation.limit_people", lang), "note")]


def _sensitivity(card: ModelCard, lang: str) -> list[Block]:
    if not card.sensitivity and card.is_sensitivity_told:
        return []
    if not card.sensitivity:
        return [Paragraph(say("report.simulation.sensitivity_missing", lang), "warning")]
    if card.deciding:
        names = listed(card.deciding, lang)
        told = Paragraph(say("report.simulation.sensitivity_flips", lang, names=names), "warning")
    else:
        unclear = any(row.verdict == "unclear" for row in card.sensitivity)
        told = Paragraph(say(f"report.simulation.sensitivity_{'unclear' if unclear else 'holds'}", lang), "note")
    keys = ("assumption", "range", "at_low", "at_high", "sign")
    heads = tuple(say(f"report.simulation.{key}", lang) for key in keys)
    rows = tuple(
        (
            row.assumption,
            row.limits
            or say("report.simulation.from_to", lang, low=amount(row.low, lang), high=amount(row.high, lang)),
            span_text(row.at_low, lang),
            span_text(row.at_high, lang),
            say(f"report.simulation.verdict_{row.verdict}", lang),
        )
        for row in card.sensitivity
    )
    caption = say("report.simulation.sensitivity", lang)
    return [told, Grid(Twin(heads, rows, caption, (False, True, True, True, False)))]


def _distances(card: ModelCard, lang: str) -> list[Block]:
    if not card.distances:
        return [Paragraph(say("report.simulation.distances_missing", lang), "warning")]
    heads = tuple(say(f"report.simulation.{key}", lang) for key in ("distance", "value", "between"))
    rows = tuple(
        (row.name, amount(row.value, lang), "–" if row.between is None else amount(row.between, lang))
        for row in card.distances
    )
    caption = say("report.simulation.distances", lang)
    note = Paragraph(say("report.simulation.distances_note", lang), "note")
    return [note, Grid(Twin(heads, rows, caption, (False, True, True)))]


def _numbers(card: ModelCard, source: str, lang: str) -> list[Block]:
    numbers = card.of(source)
    if not numbers and source == "data" and card.inside:
        return []
    if not numbers:
        return [Paragraph(say(f"report.simulation.no_{source}", lang), "note")]
    has_range = any(number.low != number.high for number in numbers)
    keys = ("part", "field", "number", *(("range",) if has_range else ()))
    heads = tuple(say(f"report.simulation.{key}", lang) for key in keys)
    rows = tuple(_number(number, has_range, lang) for number in numbers)
    caption = say(f"report.simulation.source_{source}", lang, n=len(numbers))
    twin = Twin(heads, rows, caption, (False, False, True, *((True,) if has_range else ())))
    return [Grid(twin, folded=len(rows) > OPEN_ROWS)]


def _kept_in(card: ModelCard, lang: str) -> list[Block]:
    """What is not told here, so as to tell of nobody."""
    kept = {"inside": card.inside, "unnamed": card.unnamed}
    return [Paragraph(say(f"report.simulation.kept_{key}", lang, n=n), "note") for key, n in kept.items() if n]


def _number(number: ModelNumber, has_range: bool, lang: str) -> tuple[str, ...]:
    part = say(f"report.simulation.noun.{number.noun}", lang)
    row = [f"{part} {number.name}".strip(), _field(number, lang), amount(number.value, lang)]
    if has_range:
        is_certain = number.low == number.high
        low, high = amount(number.low, lang), amount(number.high, lang)
        row.append("–" if is_certain else say("report.simulation.from_to", lang, low=low, high=high))
    return tuple(row)


def _field(number: ModelNumber, lang: str) -> str:
    """The field's name in the model file; before it what it is, where it can be steered and so has a name."""
    field = number.field.split()[0]
    key = f"simulation.lever.{number.noun}.{field}.name"
    return f"{say(key, lang)} ({number.field})" if has(key) else number.field


def _unidentified(card: ModelCard, lang: str) -> list[Block]:
    if not card.unidentified:
        key = "nothing_unidentified" if card.of("data") or card.inside else "not_calibrated"
        return [Paragraph(say(f"report.simulation.{key}", lang), "note")]
    heads = tuple(say(f"report.simulation.{key}", lang) for key in ("what", "reason"))
    rows = tuple((one.about, one.reason) for one in card.unidentified)
    return [Grid(Twin(heads, rows, say("report.simulation.unidentified", lang)), folded=len(rows) > OPEN_ROWS)]
