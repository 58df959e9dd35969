"""Who hands over to whom, how often, and how long is waited for it."""

from dataclasses import dataclass, field

from schakel.draw.charts import Row, bar_room, chart, link_label
from schakel.draw.picture import Picture, Scope, Twin
from schakel.draw.wording import count, partner_text, scope_lines, short_duration
from schakel.texts import say


@dataclass(frozen=True)
class HandoverRow:
    """A pair of partners. number: handovers; residents: distinct, None if not told. Waits in days, None if unknown."""

    partner: str
    next_partner: str
    number: int
    residents: int | None = None
    wait_p50_days: float | None = None
    wait_p90_days: float | None = None


@dataclass(frozen=True)
class HandoverData:
    """Rows in the order shown; at most `most` of them are drawn, all stand in the table."""

    rows: tuple[HandoverRow, ...]
    scope: Scope = field(default_factory=Scope)
    most: int = 20


def handover_chart(data: HandoverData, lang: str, *, name: str = "handovers") -> Picture:
    """A bar per pair of partners, with its number and wait in words."""
    drawn = data.rows[: data.most]
    rows: list[Row] = [
        {
            "label": "\n".join(_label(row, data.scope, lang)),
            "number": row.number,
            "words": _words(row, lang),
        }
        for row in drawn
    ]
    phrases = list(scope_lines(data.scope, lang))
    if len(rows) < len(data.rows):
        phrases.append(say("draw.scope.rows", lang, drawn=len(rows), all=len(data.rows)))
    return chart(
        "handovers",
        {"rows": rows},
        lang,
        name=name,
        title=say("draw.handovers.title", lang),
        description=say("draw.handovers.description", lang),
        phrases=phrases,
        empty=not rows,
        twin=_twin(data, lang),
        settings=bar_room([_label(row, data.scope, lang) for row in drawn], [_words(row, lang) for row in drawn]),
    )


def _label(row: HandoverRow, scope: Scope, lang: str) -> tuple[str, ...]:
    source, target = (
        partner_text(partner, lang, unseen=partner in scope.unseen) for partner in (row.partner, row.next_partner)
    )
    return link_label(say("draw.handovers.pair", lang, source=source, target=target))


def _words(row: HandoverRow, lang: str) -> str:
    if row.wait_p50_days is None:
        return count(row.number, lang)
    return f"{count(row.number, lang)} · {short_duration(row.wait_p50_days, lang)}"


def _twin(data: HandoverData, lang: str) -> Twin:
    heads = tuple(
        say(f"draw.handovers.{key}", lang) for key in ("source", "target", "count", "residents", "wait", "wait_p90")
    )
    rows = tuple(
        (
            *(partner_text(p, lang, unseen=p in data.scope.unseen) for p in (row.partner, row.next_partner)),
            count(row.number, lang),
            "" if row.residents is None else count(row.residents, lang),
            short_duration(row.wait_p50_days, lang),
            short_duration(row.wait_p90_days, lang),
        )
        for row in data.rows
    )
    return Twin(heads, rows, say("draw.handovers.caption", lang), (False, False, True, True, True, True))
