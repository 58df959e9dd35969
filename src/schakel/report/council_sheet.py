"""One A4 for council and alderman: is the goal of the chain reached, how sure is that, and what is not known.

Only figures of the whole chain: no partner is named, no link, no case and no incident.
"""

from dataclasses import dataclass
from pathlib import Path

from schakel.chain.finding import Finding
from schakel.insight.findings.interval import wilson
from schakel.insight.kaplan_meier import curve_of
from schakel.insight.view import LogView
from schakel.report.council_picture import outcome_picture
from schakel.report.document import BigNumber, BigNumbers, Block, Document, Figure, Paragraph, Section
from schakel.report.finding_picture import LOST, weeks_of
from schakel.report.material import Material, Record
from schakel.report.opening import chosen_part
from schakel.report.pinch_section import pinches
from schakel.report.tell import amount, duration, part, whole
from schakel.report.time_section import medians, open_cases, time_data, time_pictures
from schakel.report.written import write
from schakel.sharing.gate import OTHER, Gate
from schakel.texts import language, say, shown

DAY_US = 86_400_000_000.0


@dataclass(frozen=True)
class Goal:
    """How closed cases ended, as released. rows: of the figure `outcomes`; told: cases with an outcome, rounded;
    reached: those of them that ended with the goal; words: the outcomes that count as the goal and occur."""

    rows: tuple[Record, ...]
    told: int
    reached: int
    words: tuple[str, ...]


def council_sheet(
    view: LogView,
    *,
    threshold: int = 10,
    own_data: bool = False,
    lang: str = "nl",
    title: str = "",
    gate: Gate | None = None,
) -> Document:
    """The sheet of a view as a document of one page, through a gate of its own if none is given.

    Equal views give equal documents. Refusal (`threshold_needs_own_data`) for a threshold below 5 without own_data.
    """
    material = Material(view, gate or Gate(threshold, own_data=own_data), language(lang))
    if not material.sayable:
        text = say("sharing.too_little", material.lang, threshold=threshold)
        return _document(material, title, (Paragraph(text, "warning"),), ())
    goal = reached_goal(material)
    top: tuple[Block, ...] = (BigNumbers(tuple(_numbers(material, goal))), *chosen_part(material))
    return _document(material, title, top, (_goal_section(material, goal), _limits(material, goal)))


def write_council_sheet(
    view: LogView, out: Path, *, threshold: int = 10, own_data: bool = False, lang: str = "nl"
) -> tuple[Path, ...]:
    """Write the sheet as PDF (A4) and HTML beside each other; the files that were written, or Refusal."""
    return write(council_sheet(view, threshold=threshold, own_data=own_data, lang=lang), out, pdf=True)


def reached_goal(material: Material) -> Goal:
    """What may be told of how cases ended."""
    table = material.gate.table(
        material.figure("outcomes"),
        partition=material.cases_are_residents,
        distinct=None if material.cases_are_residents else material.beyond("cases", ("outcome",), "NOT is_open"),
        rank_by="cases",
        whose=material.whose(("outcome",), "NOT is_open", "cases"),
    )
    rows = tuple(table.records())
    told = [row for row in rows if row["kind"] in ("goal", "other", OTHER)]
    goal = [row for row in rows if row["kind"] == "goal"]
    return Goal(
        rows,
        sum(whole(row["cases"]) for row in told),
        sum(whole(row["cases"]) for row in goal),
        tuple(str(row["outcome"]) for row in goal),
    )


def interval_of(hits: int, of: int, lang: str) -> str:
    """Between which shares it lies with 95 % certainty, from numbers as released."""
    return _between(*wilson(hits, of, 0.95), lang)


def _numbers(material: Material, goal: Goal) -> list[BigNumber]:
    lang, counts = material.lang, material.origin("counts")
    unit = "cases" if material.manifest.residents == "cases" else "residents"
    n = material.total(unit)
    numbers = [BigNumber(amount(n, lang), say(f"report.big.{unit}", lang, n=n.value), counts)]
    if goal.reached:
        share = part(material.gate.share(goal.reached, goal.told), lang)
        label = say("report.council.goal_label", lang, words=_either(goal.words, lang))
        told = f"{label} ({interval_of(goal.reached, goal.told, lang)})"
        numbers.append(BigNumber(share, told, material.origin("outcomes")))
    numbers.append(_duration(material))
    still = open_cases(material)
    if still.value:
        label = say("report.council.open_label", lang)
        numbers.append(BigNumber(amount(still, lang, short=True), label, counts))
    return numbers


def _duration(material: Material) -> BigNumber:
    """Half of the cases are done within this time, with the open ones counted, and its interval."""
    lang, origin = material.lang, material.origin("throughput")
    median = medians(material)["kaplan_meier_p50_us"]
    if not isinstance(median, int | float):
        return BigNumber("–", say("report.big.duration_unknown", lang), origin)
    points = curve_of(material.figure("lead_times"))
    low = next((point.time for point in points if point.low is not None and point.low <= 0.5), None)
    high = next((point.time for point in points if point.high is not None and point.high <= 0.5), None)
    label = say("report.council.duration_label", lang)
    if low is not None and high is not None:
        edges = say("report.council.days", lang, low=shown(low, "int", lang), high=duration(high * DAY_US, lang))
        label += f" ({edges})"
    return BigNumber(duration(float(median), lang), label, origin)


def _goal_section(material: Material, goal: Goal) -> Section:
    lang = material.lang
    blocks: list[Block] = [Paragraph(text, "lead") for text in _sentences(material, goal)]
    if goal.rows and goal.told:
        picture = outcome_picture(goal.rows, material)
        blocks.append(Figure(picture, (material.origin("outcomes"),)))
    else:
        from schakel.report.map_section import edges

        data = time_data(material, edges(material))
        found = time_pictures(data, lang)
        blocks += [Figure(found["throughput"], (material.origin("lead_times"),))] if "throughput" in found else []
    said = [text for block in blocks if isinstance(block, Figure) for text in block.picture.said]
    ids = say("report.slides.passport", lang, ids=", ".join(material.origins))
    blocks.append(Paragraph(" · ".join((*said, ids)), "note"))
    return Section("goal", say("report.council.section", lang), tuple(blocks))


def _sentences(material: Material, goal: Goal) -> list[str]:
    """At most three: the goal, how long it takes, and how much waiting there is in all."""
    lang = material.lang
    if goal.reached:
        share = material.gate.share(goal.reached, goal.told)
        words = {"share": part(share, lang), "words": _either(goal.words, lang)}
        first = say("report.council.goal", lang, between=interval_of(goal.reached, goal.told, lang), **words)
    else:
        first = say("report.council.no_goal" if goal.told else "report.council.no_outcome", lang)
    found = pinches(material)
    late = [_late(one, lang) for one in found.found if one.code == "lead_time"]
    weeks = sum(weeks_of(one) for one in (*found.found, *found.hidden) if LOST in dict(one.numbers))
    waited = [say("report.council.waited", lang, weeks=round(weeks, -2))] if weeks >= 100 else []
    return [first, *late[:1], *waited]


def _late(finding: Finding, lang: str) -> str:
    """How many cases take longer than agreed."""
    share, norm = finding.number("share"), finding.number("norm").value
    between = _between(share.low or 0.0, share.high or 1.0, lang)
    return say("report.council.late", lang, share=share.value, norm=norm, between=between)


def _between(low: float, high: float, lang: str) -> str:
    return say("report.council.between", lang, low=shown(low, "share", lang).rsplit(" ", 1)[0], high=high)


def _either(words: tuple[str, ...], lang: str) -> str:
    *first, last = (f"‘{word}’" for word in words)
    return say("report.council.or", lang, first=", ".join(first), last=last) if first else last


def _limits(material: Material, goal: Goal) -> Section:
    lang, gate = material.lang, material.gate
    lines = [say("report.limits.cases", lang), say("report.council.limits_residents", lang)]
    closed = sum(whole(row["cases"]) for row in goal.rows)
    if 0 < goal.told < closed:
        lines.append(
            say("report.council.limits_outcome", lang, share=part(gate.share(closed - goal.told, closed), lang))
        )
    if material.unseen:
        lines.append(say("report.council.limits_unseen", lang, n=len(material.unseen)))
    lines.append(say("report.limits.causes", lang))
    if gate.base > 1:
        lines.append(say("report.limits.rounded", lang, base=gate.base))
    return Section("limits", say("report.council.unknown", lang), (Paragraph(" ".join(lines), "note"),))


def _document(material: Material, title: str, top: tuple[Block, ...], sections: tuple[Section, ...]) -> Document:
    lang, gate = material.lang, material.gate
    status, low = say("terms.internal", lang), gate.own_data and gate.threshold < 5
    period = material.scope("residents").period
    return Document(
        title=title or say("report.council.title", lang),
        lang=lang,
        subtitle=say("report.council.subtitle", lang, since=period.since, until=period.until),
        badge=status,
        foot=say("report.foot_own" if low else "report.foot", lang, status=status, threshold=gate.threshold),
        opening=top,
        sections=sections,
        passports=tuple(material.origins.values()),
        warning=say("sharing.own_data", lang) if low else "",
        one_page=True,
        roomy=True,
    )
