"""What was corrected after a period was closed, beside what was published: both through the gate."""

from schakel.draw.picture import Twin
from schakel.insight.corrections import at
from schakel.report.document import Block, Grid, Paragraph
from schakel.report.material import Material
from schakel.report.tell import amount, duration, real
from schakel.report.time_section import medians
from schakel.sharing.gate import Approximate
from schakel.texts import say, shown

COUNTS = ("cases", "residents", "open_cases", "events")
FLOWS = ("inflow", "outflow")
HEADS = ("figure", "published", "now", "difference")


def corrections_blocks(material: Material) -> tuple[Block, ...]:
    """A sentence and a table in a report of a closed period; nothing in any other.

    Counts are rounded on both sides, also those that are told exactly elsewhere: a difference of one would be somebody.
    """
    closings = material.view.closings
    if closings is None or closings.opened is None:
        return ()
    lang, closed = material.lang, closings.opened
    opened = Paragraph(say("corrections.opened", lang, on=closed.on, snapshot=closed.snapshot))
    with at(material.view, closings.current) as view:
        now = Material(view, material.gate, lang)
        rows = _rows(material, now)
        origins = (material.origin("counts"), material.keep(now.gate.passport(view.passport())))
    if all(row[1] == row[2] for row in rows):
        return (opened, Paragraph(say("corrections.not_corrected_rounded", lang)))
    heads = tuple(say(f"corrections.head.{head}", lang) for head in HEADS)
    twin = Twin(heads, tuple(rows), say("corrections.corrected", lang), (False, True, True, True))
    base = material.gate.base
    rounded = (Paragraph(say("corrections.rounded", lang, base=base), "note"),) if base > 1 else ()
    return (opened, Grid(twin, origins), *rounded)


def _rows(then: Material, now: Material) -> list[tuple[str, ...]]:
    rows = [_row(figure, _count(then, figure), _count(now, figure), then) for figure in COUNTS]
    rows += [_row(f"{figure}_total", _flow(then, figure), _flow(now, figure), then) for figure in FLOWS]
    times = [duration(real(medians(side)["kaplan_meier_p50_us"]), then.lang) for side in (then, now)]
    return [*rows, (_name("lead_time", then), *times, "")]


def _row(figure: str, before: Approximate, after: Approximate, material: Material) -> tuple[str, ...]:
    told = [amount(side, material.lang, short=True) for side in (before, after)]
    if before.sign or after.sign:
        return (_name(figure, material), *told, "–")
    difference = after.value - before.value
    sign = "+" if difference > 0 else ""
    return (_name(figure, material), *told, sign + shown(difference, "int", material.lang))


def _name(figure: str, material: Material) -> str:
    return say(f"corrections.figure.{figure}", material.lang)


def _count(material: Material, figure: str) -> Approximate:
    residents = material.counts["residents"]
    n = material.counts[figure]
    return material.gate.count(n, None if figure == "open_cases" else residents)


def _flow(material: Material, flow: str) -> Approximate:
    """Of all months together; who flowed in and out rests on at least the residents of the largest month."""
    rows = [row for row in material.figure("months").records() if row["flow"] == flow]
    cases, residents = ([int(str(row[name])) for row in rows] for name in ("cases", "residents"))
    return material.gate.count(sum(cases), max(residents, default=0))
