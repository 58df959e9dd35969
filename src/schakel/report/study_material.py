"""From the documents of studies of a simulated chain to what their pictures are drawn from."""

from collections.abc import Mapping
from typing import Any

from schakel.draw.simulated.gain_data import GainData, GainRow
from schakel.draw.simulated.scope import SimulatedScope
from schakel.draw.simulated.span import Span
from schakel.draw.simulated.tornado_data import TornadoData, TornadoRow
from schakel.report.assumption_words import assumption_name, assumption_range, sign_words
from schakel.report.model_card import SensitivityRow
from schakel.report.sensitivity_tables import base, beside, is_rough, roughly, shown_lines
from schakel.report.simulated_words import metric_name
from schakel.report.value_tables import value_verdict
from schakel.report.weakest_tables import repair_name, repair_verdict
from schakel.texts import say

REPAIRS = 20
Document = Mapping[str, Any]


def tornado_of(document: Document, scope: SimulatedScope, lang: str, difference: str = "") -> TornadoData:
    """The lines of one metric. difference: in words what is subtracted from what, "" for a single outcome."""
    times = _times(document)
    rows = tuple(
        TornadoRow(
            assumption_name(row, lang),
            assumption_range(row, lang),
            _end(row, 0, document),
            _end(row, -1, document),
            tuple(beside(point, row, document)["value"] * times for point in row["points"]),
            sign_words(row, lang, is_difference=document["is_difference"], roughly=roughly(row, document)),
            not is_rough(row, document) and not row["change"]["low"] <= 0 <= row["change"]["high"],
        )
        for row in shown_lines(document)
    )
    return TornadoData(rows, base(document) * times, *_named(document, lang), scope, difference)


def _end(row: Document, place: int, document: Document) -> Span:
    """Without an interval where it was run too few times to have one."""
    point = beside(row["points"][place], row, document)
    rough = {"value": point["value"], "low": None, "high": None}
    return _span(rough if is_rough(row, document) else point, _times(document))


def card_rows(document: Document, lang: str) -> tuple[SensitivityRow, ...]:
    """The lines of a difference as the card of the model tells them; of a single outcome no sign can turn."""
    if not document["is_difference"]:
        return ()
    return tuple(
        SensitivityRow(
            assumption_name(row, lang),
            row["low"],
            row["high"],
            _end(row, 0, document),
            _end(row, -1, document),
            row["sign"],
            assumption_range(row, lang),
        )
        for row in shown_lines(document)
        if not is_rough(row, document)
    )


def repairs_of(document: Document, scope: SimulatedScope, lang: str) -> GainData:
    """The repairs that bring most."""
    times = _times(document)
    rows = tuple(
        GainRow(
            repair_name(row, lang),
            _span(row["gain"], times),
            repair_verdict(row, document, lang),
            row["is_distinguishable"],
        )
        for row in document["repairs"][:REPAIRS]
    )
    return GainData(rows, "repair", *_named(document, lang), scope)


def values_of(document: Document, scope: SimulatedScope, lang: str) -> GainData:
    """Partners in the order of the model."""
    times = _times(document)
    rows = []
    for row in document["partners"]:
        alone = row["leave_one_out"]
        gain = None if row["value"]["value"] is None else _span(row["value"], times)
        beside = None if alone is None else alone * times
        rows.append(GainRow(row["name"], gain, value_verdict(row, lang), bool(row["is_distinguishable"]), beside))
    return GainData(tuple(rows), "partner", *_named(document, lang), scope)


def _named(document: Document, lang: str) -> tuple[str, str]:
    unit = "%" if document["unit"] == "ratio" else say(f"simulation.unit.{document['unit']}", lang)
    return metric_name({"name": document["metric"]}, lang), unit


def _times(document: Document) -> float:
    return 100.0 if document["unit"] == "ratio" else 1.0


def _span(row: Document, times: float) -> Span:
    value = row["value"]
    low, high = (value if row[end] is None else row[end] for end in ("low", "high"))
    return Span(value * times, low * times, high * times)
