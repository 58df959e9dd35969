"""Inflow, outflow and stock per month."""

from schakel.draw.charts import Row, chart, read_spec
from schakel.draw.months_data import KINDS, Month, MonthsData, Published
from schakel.draw.months_layers import added_keys, added_layers, added_phrases, added_rows, added_words
from schakel.draw.picture import Picture, Twin
from schakel.draw.wording import month_text, scope_lines, still_to_come
from schakel.texts import say, shown

__all__ = ["Month", "MonthsData", "Published", "months_chart"]


def months_chart(data: MonthsData, lang: str, *, name: str = "months") -> Picture:
    """Two lines above, the stock as an area under them, on one time axis.

    Months that still fill up stand on stripes with open points; closed months under a line with a lock; a published
    figure that was corrected later is a small diamond beside today's.
    """
    words = {kind: say(f"draw.months.{kind}", lang) for kind in KINDS}
    flows: list[Row] = [
        {"month": month.first_day, "kind": words[kind], "place": place, "value": month.value(kind)}
        for place, kind in enumerate(("inflow", "outflow"))
        for month in data.months
    ]
    stock: list[Row] = [{"month": month.first_day, "value": month.stock} for month in data.months]
    rows: dict[str, list[Row]] = {"flows": flows, "stock": stock}
    settings: dict[str, object] = {}
    if data.filling or data.closed or any(data.corrections()):
        rows |= added_rows(data, words, lang)
        settings = added_layers(read_spec("months"), data)
    return chart(
        "months",
        rows,
        lang,
        name=name,
        title=say("draw.months.title", lang),
        description=_description(data, lang),
        phrases=(*added_phrases(data, lang), *scope_lines(data.scope, lang)),
        empty=all(row["value"] is None for row in (*flows, *stock)),
        twin=_twin(data, words, lang),
        words=added_words(),
        settings=settings,
        keys=added_keys(data, lang),
    )


def _description(data: MonthsData, lang: str) -> str:
    parts = [say("draw.months.description", lang)]
    if data.filling:
        parts.append(say("draw.months.description_filling", lang))
    if data.closed:
        month = month_text(data.closed[-1].month, lang)
        parts.append(say("draw.months.description_closed", lang, month=month))
    if any(data.corrections()):
        parts.append(say("draw.months.description_published", lang))
    return " ".join(parts)


def _twin(data: MonthsData, words: dict[str, str], lang: str) -> Twin:
    """The figures; and where there is any, those at closing and how final a month is."""
    published = [kind for kind in KINDS if any(month.at_closing(kind) is not None for month in data.months)]
    with_state = bool(data.filling or data.closed)
    heads = [say("draw.months.month", lang), *words.values()]
    heads += [say("draw.months.at_closing", lang, kind=words[kind]) for kind in published]
    heads += [say("draw.months.state", lang)] if with_state else []
    rows = []
    for month in data.months:
        row = [month.month, *(_cell(month.value(kind), lang) for kind in KINDS)]
        row += [_cell(month.at_closing(kind), lang) for kind in published]
        rows.append((*row, *([_state(month, data, lang)] if with_state else [])))
    numeric = (False, *(True,) * (3 + len(published)), *([False] if with_state else []))
    return Twin(tuple(heads), tuple(rows), say("draw.months.caption", lang), numeric)


def _state(month: Month, data: MonthsData, lang: str) -> str:
    if month.is_filling:
        return say("draw.months.state_filling", lang, missing=still_to_come(month.to_come, lang))
    return say(f"draw.months.state_{'closed' if month in data.closed else 'open'}", lang)


def _cell(value: int | None, lang: str) -> str:
    return "–" if value is None else shown(value, "int", lang)
