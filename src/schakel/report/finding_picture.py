"""The picture beside a finding: its place among the others, or what it says of the cases."""

from collections.abc import Sequence

from schakel.chain.finding import Finding
from schakel.draw.bar_chart import Bar, bar_chart
from schakel.draw.picture import Picture, Twin
from schakel.draw.wording import count, scope_lines, units
from schakel.insight.sentences import place
from schakel.report.material import Material
from schakel.texts import say, shown

MOST = 6
LOST, EXPLAINED = "weeks_lost", "weeks_explained"


def finding_picture(
    finding: Finding, found: Sequence[Finding], hidden: Sequence[Finding], material: Material, name: str
) -> Picture | None:
    """A picture for one of the findings as released, or None for one that cannot be seen.

    found: all that can be seen, most weeks first; hidden: the others, whose weeks count as not shown.
    """
    numbers = dict(finding.numbers)
    if LOST in numbers and not finding.hidden:
        losing = [one for one in found if LOST in dict(one.numbers)]
        return _weeks(finding, _with(finding, losing), (*losing, *hidden), material, name)
    if EXPLAINED in numbers:
        explained = [one for one in found if one.id in finding.explains]
        return _weeks(finding, [finding, *explained][:MOST], (*found, *hidden), material, name)
    return _cases(finding, material, name) if finding.code == "lead_time" else None


def _with(finding: Finding, losing: list[Finding]) -> list[Finding]:
    """The first few, and the finding itself in their place if it is not among them."""
    first = losing[:MOST]
    return first if finding in first else [*first[:-1], finding]


def weeks_of(finding: Finding) -> float:
    """Resident-weeks that it tells of: lost, or explained of those of others; 0 where it tells none."""
    numbers = dict(finding.numbers)
    number = numbers.get(LOST) or numbers.get(EXPLAINED)
    return number.value if number else 0.0


def _weeks(
    finding: Finding, drawn: Sequence[Finding], every: Sequence[Finding], material: Material, name: str
) -> Picture:
    lang = material.lang
    bars = [_bar(one, lang, marked=one.id == finding.id) for one in drawn]
    whole = sum(weeks_of(one) for one in every if LOST in dict(one.numbers))
    part = sum(weeks_of(one) for one in drawn if LOST in dict(one.numbers))
    share = material.gate.hidden(whole - part, whole)
    scope = material.scope("resident_weeks", share.value if share else None)
    heads = (say("report.pinch.where", lang), units("resident_weeks", lang), units("residents", lang))
    rows = tuple(
        (bar.name, count(round(bar.value), lang), count(one.residents, lang))
        for bar, one in zip(bars, drawn, strict=True)
    )
    title = say("report.pinch.picture", lang)
    description = say("report.pinch.picture_description", lang, name=place(finding, lang), n=len(bars))
    twin = Twin(heads, rows, title, (False, True, True))
    return bar_chart(
        bars, lang, name=name, title=title, description=description, phrases=scope_lines(scope, lang), twin=twin
    )


def _bar(finding: Finding, lang: str, *, marked: bool) -> Bar:
    weeks = weeks_of(finding)
    words = say("report.pinch.bar", lang, weeks=round(weeks), n=finding.residents)
    return Bar(place(finding, lang), weeks, words, marked=marked)


def _cases(finding: Finding, material: Material, name: str) -> Picture:
    """How many cases take longer than the norm, and how many do not."""
    lang, late, norm = material.lang, finding.number("share"), finding.number("norm").value
    low, high = late.low, late.high
    turned = (None if high is None else 1 - high, None if low is None else 1 - low)
    longer, within = (say(f"report.pinch.{key}", lang, norm=norm) for key in ("longer", "within"))
    rest = 1 - late.value
    bars = [
        Bar(longer, late.value, shown(late.value, "share", lang), low, high, marked=True),
        Bar(within, rest, shown(rest, "share", lang), *turned),
    ]
    heads = (say("report.pinch.how_long", lang), say("report.pinch.share", lang))
    title = say("report.pinch.cases", lang)
    twin = Twin(heads, tuple((bar.name, bar.words) for bar in bars), title, (False, True))
    return bar_chart(
        bars,
        lang,
        name=name,
        title=title,
        description=say("report.pinch.cases_description", lang, norm=norm, share=late.value),
        phrases=scope_lines(material.scope("cases", 0.0), lang),
        twin=twin,
        interval=say("report.interval", lang),
    )
