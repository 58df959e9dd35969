"""Inflow, outflow and stock per month."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from schakel.draw.charts import Row, chart
from schakel.draw.picture import Picture, Scope, Twin
from schakel.draw.wording import scope_lines
from schakel.texts import say, shown


@dataclass(frozen=True)
class Month:
    """One month. month: "2024-01". None where the gate gave nothing: the line then has a gap."""

    month: str
    inflow: int | None
    outflow: int | None
    stock: int | None


@dataclass(frozen=True)
class MonthsData:
    """Months in order."""

    months: tuple[Month, ...]
    scope: Scope = field(default_factory=Scope)


def months_chart(data: MonthsData, lang: str, *, name: str = "months") -> Picture:
    """Two lines above, the stock as an area under them, on one time axis."""
    words = {kind: say(f"draw.months.{kind}", lang) for kind in ("inflow", "outflow", "stock")}
    flows: list[Row] = [
        {"month": _first_day(month), "kind": words[kind], "place": place, "value": value}
        for place, kind in enumerate(("inflow", "outflow"))
        for month in data.months
        for value in [month.inflow if kind == "inflow" else month.outflow]
    ]
    stock: list[Row] = [{"month": _first_day(month), "value": month.stock} for month in data.months]
    return chart(
        "months",
        {"flows": flows, "stock": stock},
        lang,
        name=name,
        title=say("draw.months.title", lang),
        description=say("draw.months.description", lang),
        phrases=scope_lines(data.scope, lang),
        empty=all(row["value"] is None for row in (*flows, *stock)),
        twin=_twin(data.months, words, lang),
    )


def _first_day(month: Month) -> str:
    return f"{month.month[:7]}-01"


def _twin(months: Sequence[Month], words: dict[str, str], lang: str) -> Twin:
    rows = tuple(
        (month.month, *(_cell(value, lang) for value in (month.inflow, month.outflow, month.stock))) for month in months
    )
    heads = (say("draw.months.month", lang), *words.values())
    return Twin(heads, rows, say("draw.months.caption", lang), (False, True, True, True))


def _cell(value: int | None, lang: str) -> str:
    return "–" if value is None else shown(value, "int", lang)
