"""Inflow, outflow and stock, per month or, when too few flow per month, per quarter or year."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from schakel.draw.months_chart import Month, MonthsData, Published, months_chart
from schakel.draw.months_data import KINDS
from schakel.draw.picture import Picture
from schakel.insight.corrections import Flows, MonthFlows
from schakel.insight.corrections import months as by_month
from schakel.report.document import Block, Figure, Paragraph, Section
from schakel.report.material import Material
from schakel.report.out_of_sight import total
from schakel.report.tell import amount
from schakel.sharing.flows import periods_of
from schakel.sharing.let_out import STOCK
from schakel.texts import say, shown

SPANS = {"month": 1, "quarter": 3, "year": 12}
ENOUGH = 0.6  # of the periods must be sayable, else longer periods are taken
TREND = 1.15
FLOWING = ("inflow", "outflow")


@dataclass(frozen=True)
class Flow:
    """Periods of one length. months: named by their first month; None where too few residents stand behind it.

    closed_until: name of the last of the closed periods with which they begin, "" if none is. hidden: the share of
    inflow and outflow that is in no number shown, None where that cannot be told.
    """

    span: str
    months: tuple[Month, ...]
    closed_until: str = ""
    hidden: float | None = None


def flow(material: Material) -> Flow | None:
    """The shortest periods in which most numbers can be told, or None."""
    rows = by_month(material.view)
    for span in SPANS:
        months = tuple(_let(month, span, material) for month in _periods(rows, span, material))
        told = [value for month in months for value in (month.inflow, month.outflow, month.stock)]
        if len(months) > 1 and sum(value is not None for value in told) >= ENOUGH * len(told) and any(told):
            _keep(months, span, material)
            return Flow(span, months, _closed_until(rows, span), _hidden(rows, months, span, material))
    return None


def _let(month: Month, span: str, material: Material) -> Month:
    """The month without numbers that are withheld beside what left before."""

    def let(kind: str) -> int | None:
        return month.value(kind) if material.gate.lets(f"{kind} by {span}", (month.month,)) else None

    return replace(month, inflow=let("inflow"), outflow=let("outflow"), stock=let(STOCK))


def _keep(months: tuple[Month, ...], span: str, material: Material) -> None:
    """Keep in the gate's list what is told of who came, who went and who was there."""
    alone = material.cases_are_residents
    for kind, day, of in (("inflow", "started_on", ""), ("outflow", "ended_on", "NOT is_open")):
        first = f"strftime(date_trunc('{span}', {day}), '%Y-%m')"
        whose = replace(material.whose((first,), of or "TRUE", "cases"), adds_up=alone and not of)
        told = [((month.month,), n) for month in months if (n := month.value(kind)) is not None]
        material.gate.tell(f"{kind} by {span}", whose, told, each_once=alone)
    there = [((month.month,), n) for month in months if (n := month.stock) is not None]
    material.gate.tell(f"{STOCK} by {span}", material.whose(periods_of(span), "TRUE", "cases"), there, each_once=alone)


def _hidden(rows: Sequence[MonthFlows], months: tuple[Month, ...], span: str, material: Material) -> float | None:
    """What flowed in or out in periods that are too small to be told."""
    untold = {(month.month, kind) for month in months for kind in FLOWING if month.value(kind) is None}
    flows = [(_first(row.month, span), (row.corrected or row.flows)) for row in rows]
    every = sum(flow.get(kind, 0) for _, flow in flows for kind in FLOWING)
    left_out = sum(flow.get(kind, 0) for period, flow in flows for kind in FLOWING if (period, kind) in untold)
    share = material.gate.hidden(left_out, every)
    return share.value if share else None


def _periods(rows: Sequence[MonthFlows], span: str, material: Material) -> tuple[Month, ...]:
    """Today's figures, and of closed periods beside them those of the closing."""
    together: dict[str, list[MonthFlows]] = {}
    for row in rows:
        together.setdefault(_first(row.month, span), []).append(row)
    found = []
    for period, own in sorted(together.items()):
        now = [(row.corrected or row.flows, row.corrected_residents or row.residents) for row in own]
        then = [(row.flows, row.residents) for row in own if row.is_closed]
        filling = [row for row in own if row.is_provisional]
        inflow, outflow, stock = (_told(now, kind, material) for kind in KINDS)
        to_come = filling[0].still_to_come if filling and span == "month" else None
        published = None
        if len(then) == len(own):
            published = Published(*(_told(then, kind, material) for kind in KINDS))
        found.append(Month(period, inflow, outflow, stock, bool(filling), to_come, published))
    return tuple(found)


def _told(months: Sequence[tuple[Flows, Flows]], kind: str, material: Material) -> int | None:
    """Flows of months add up; the stock is that at the end.

    The same residents may flow in twice, so people of a longer period are at least those of its largest month.
    """
    cases, people = ([side[place].get(kind, 0) for side in months] for place in (0, 1))
    if kind == "stock":
        n, residents = cases[-1], people[-1]
    else:
        n, residents = sum(cases), sum(people) if material.cases_are_residents else max(people)
    told = material.gate.count(n, residents)
    return None if told.sign else int(told.value)


def _closed_until(rows: Sequence[MonthFlows], span: str) -> str:
    is_open = {_first(row.month, span) for row in rows if not row.is_closed}
    closed = [_first(row.month, span) for row in rows]
    return max((period for period in closed if not is_open or period < min(is_open)), default="")


def _first(month: str, span: str) -> str:
    year, number = int(month[:4]), int(month[5:7])
    size = SPANS[span]
    return f"{year:04d}-{(number - 1) // size * size + 1:02d}"


def flow_picture(found: Flow | None, material: Material) -> Picture | None:
    """The chart, if there is anything for it."""
    if found is None:
        return None
    data = MonthsData(found.months, material.scope("cases", found.hidden), found.closed_until)
    return months_chart(data, material.lang, name="flow-chart")


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
    lost = material.gate.count(*total(material))
    if lost.value and not lost.sign:
        text = say("report.months.out_of_sight", lang, n=amount(lost, lang))
        blocks.append(Paragraph(text, "note", material.origin("ends")))
    return Section("months", title, (*blocks, Figure(picture, (origin,))))


def _lead(found: Flow, material: Material) -> str:
    """The usual inflow, and where an ending is known the trend of the stock."""
    lang = material.lang
    period = say(f"report.period.{found.span}", lang)
    inflow = sorted(n for month in found.months if (n := _standing(month, "inflow")) is not None)
    told = [] if not inflow else [shown(material.gate.rounded(inflow[len(inflow) // 2]), "int", lang)]
    sentences = [say("report.months.lead", lang, inflow=n, period=period) for n in told]
    if material.manifest.endings != "none declared":
        sentences.append(_trend(found, lang))
    return " ".join(sentences)


def _standing(month: Month, kind: str) -> int | None:
    """What stands: of a closed period the figure as it was published."""
    published = month.at_closing(kind)
    return month.value(kind) if published is None else published


def _trend(found: Flow, lang: str) -> str:
    stock = [n for month in found.months if (n := _standing(month, "stock")) is not None]
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
