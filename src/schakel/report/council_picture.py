"""How cases ended, as bars with their intervals; the outcomes that count as the goal stand out."""

from collections.abc import Sequence

from schakel.draw.bar_chart import Bar, bar_chart
from schakel.draw.picture import Picture, Twin
from schakel.draw.wording import count, scope_lines, units
from schakel.insight.findings.interval import wilson
from schakel.report.material import Material, Record
from schakel.report.tell import capital, part, whole
from schakel.sharing.gate import OTHER
from schakel.texts import say, shown


def outcome_picture(rows: Sequence[Record], material: Material) -> Picture:
    """rows: of the figure `outcomes` as released. Shares are of all closed cases, those without an outcome included."""
    lang, gate = material.lang, material.gate
    closed = sum(whole(row["cases"]) for row in rows)
    bars, table = [], []
    for row in rows:
        n = whole(row["cases"])
        told, (low, high) = gate.share(n, closed), wilson(n, closed, 0.95)
        words = part(told, lang)
        name, goal = _name(row, lang), row["kind"] == "goal"
        bars.append(Bar(name, told.value if told else 0.0, words, low, high, goal))
        edges = f"{shown(low, 'share', lang)} – {shown(high, 'share', lang)}"
        table.append((name, count(n, lang), words, edges, say(f"report.council.{'yes' if goal else 'no'}", lang)))
    title = say("report.council.picture", lang)
    keys = ("outcome", "share", "interval", "counts")
    outcome, *others = (say(f"report.council.{key}", lang) for key in keys)
    heads = (outcome, units("cases", lang), *others)
    return bar_chart(
        bars,
        lang,
        name="outcomes",
        title=title,
        description=say("report.council.description", lang),
        phrases=scope_lines(material.scope("cases", 0.0), lang, [say("report.council.bold", lang)]),
        twin=Twin(heads, tuple(table), title, (False, True, True, True, False)),
        interval=say("report.interval", lang),
    )


def _name(row: Record, lang: str) -> str:
    if row["kind"] == "not recorded":
        return say("report.council.not_recorded", lang)
    return capital(say("sharing.other", lang) if row["outcome"] == OTHER else str(row["outcome"]))
