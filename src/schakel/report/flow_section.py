"""Inflow, outflow and stock, per month or, when too few flow per month, per quarter or year."""

from dataclasses import dataclass

from schakel.draw.months_chart import Month, MonthsData, months_chart
from schakel.draw.picture import Picture
from schakel.report.document import Block, Figure, Paragraph, Section
from schakel.report.material import Material, Record
from schakel.report.tell import whole
from schakel.texts import say, shown

SPANS = {"month": 1, "quarter": 3, "year": 12}
ENOUGH = 0.6  # of the periods must be sayable, else longer periods are taken
TREND = 1.15


@dataclass(frozen=True)
class Flow:
    """Periods of one length. months: named by their first month; None where too few residents stand behind it."""

    span: str
    months: tuple[Month, ...]


def flow(material: Material) -> Flow | None:
    """The shortest periods in which most numbers can be told, or None."""
    records = list(material.figure("months").records())
    for span in SPANS:
        months = _periods(records, span, material)
        told = [value for month in months for value in (month.inflow, month.outflow, month.stock)]
        if len(months) > 1 and sum(value is not None for value in told) >= ENOUGH * len(told) and any(told):
            return Flow(span, months)
    return None


def _periods(records: list[Record], span: str, material: Material) -> tuple[Month, ...]:
    cases: dict[tuple[str, str], int] = {}
    residents: dict[tuple[str, str], int] = {}
    for record in records:
        month, kind = str(record["month"])[:7], str(record["flow"])
        key = (_first(month, span), kind)
        n, people = whole(record["cases"]), whole(record["residents"])
        # Flows of months add up; the stock is that at the end. The same residents may flow in twice, so people of a
        # longer period are at least those of its largest month.
        cases[key] = n if kind == "stock" else cases.get(key, 0) + n
        alike = material.cases_are_residents and kind != "stock"
        residents[key] = residents.get(key, 0) + people if alike else max(residents.get(key, 0), people)
        if kind == "stock":
            residents[key] = people

    def told(period: str, kind: str) -> int | None:
        found = material.gate.count(cases.get((period, kind), 0), residents.get((period, kind), 0))
        return None if found.sign else int(found.value)

    periods = sorted({period for period, _ in cases})
    return tuple(Month(p, told(p, "inflow"), told(p, "outflow"), told(p, "stock")) for p in periods)


def _first(month: str, span: str) -> str:
    year, number = int(month[:4]), int(month[5:7])
    size = SPANS[span]
    return f"{year:04d}-{(number - 1) // size * size + 1:02d}"


def flow_picture(found: Flow | None, material: Material) -> Picture | None:
    """The chart, if there is anything for it."""
    if found is None:
        return None
    return months_chart(MonthsData(found.months, material.scope("cases")), material.lang, name="flow-chart")


def flow_section(found: Flow | None, picture: Picture | None, material: Material) -> Section:
    """How what is running develops."""
    lang = material.lang
    title = say("report.section.months", lang)
    if found is None or picture is None:
        period = say("report.period.year", lang)
        return Section("months", title, (Paragraph(say("report.months.too_few", lang, period=period)),))
    origin = material.origin("months")
    blocks: list[Block] = [Paragraph(_lead(found, material), "lead", origin)]
    if found.span != "month":
        blocks.append(Paragraph(say(f"report.months.by_{found.span}", lang), "note"))
    if material.manifest.endings == "none declared":
        blocks.append(Paragraph(say("report.months.no_endings", lang), "note"))
    else:
        blocks.append(Paragraph(say("report.months.run_in", lang, since=material.manifest.first_on), "note"))
    return Section("months", title, (*blocks, Figure(picture, (origin,))))


def _lead(found: Flow, material: Material) -> str:
    """The usual inflow, and where an ending is known the trend of the stock."""
    lang = material.lang
    period = say(f"report.period.{found.span}", lang)
    inflow = sorted(month.inflow for month in found.months if month.inflow is not None)
    told = [] if not inflow else [shown(material.gate.rounded(inflow[len(inflow) // 2]), "int", lang)]
    sentences = [say("report.months.lead", lang, inflow=n, period=period) for n in told]
    if material.manifest.endings != "none declared":
        sentences.append(_trend(found, lang))
    return " ".join(sentences)


def _trend(found: Flow, lang: str) -> str:
    stock = [month.stock for month in found.months if month.stock is not None]
    inner = stock[len(stock) * 2 // 5 :]  # the first periods only fill up with what was not seen before
    if not inner:
        return say("report.months.unknown", lang)
    first, last = inner[0], inner[-1]
    kind = "steady"
    if last > first * TREND:
        kind = "growing"
    elif last * TREND < first:
        kind = "shrinking"
    return say(f"report.months.lead_{kind}", lang, first=shown(first, "int", lang), last=shown(last, "int", lang))
