"""How long is waited, per link or per activity: from the tenth to the ninetieth of every hundred."""

from dataclasses import dataclass, field

from schakel.draw.charts import Row, bar_room, chart, link_label
from schakel.draw.picture import Picture, Scope, Twin
from schakel.draw.time_axis import PER_DAY, unit_of
from schakel.draw.wording import count, scope_lines, short_duration, units
from schakel.texts import say, shown


@dataclass(frozen=True)
class WaitRow:
    """A link or an activity. Durations in days, None if unknown. unknown: share 0..1 of waits that is not known."""

    label: str
    number: int
    p10_days: float | None
    p50_days: float | None
    p90_days: float | None
    unknown: float = 0.0


@dataclass(frozen=True)
class WaitsData:
    """Rows in the order shown; at most `most` of them are drawn, all stand in the table."""

    rows: tuple[WaitRow, ...]
    scope: Scope = field(default_factory=Scope)
    most: int = 15


def waits_chart(data: WaitsData, lang: str, *, name: str = "waits") -> Picture:
    """A bar per row with a mark at the half; rows without known waits stand in the table only."""
    drawn = [row for row in data.rows if None not in (row.p10_days, row.p50_days, row.p90_days)][: data.most]
    unit = unit_of(max((row.p90_days or 0.0 for row in drawn), default=0.0))
    per_day = PER_DAY[unit]
    rows: list[Row] = [
        {
            "label": "\n".join(link_label(row.label)),
            "low": (row.p10_days or 0.0) * per_day,
            "half": (row.p50_days or 0.0) * per_day,
            "high": (row.p90_days or 0.0) * per_day,
            "words": _words(row, lang),
        }
        for row in drawn
    ]
    phrases = list(scope_lines(data.scope, lang, hidden="transitions"))
    if len(drawn) < len(data.rows):
        phrases.append(say("draw.scope.rows", lang, drawn=len(drawn), all=len(data.rows)))
    return chart(
        "waits",
        {"rows": rows},
        lang,
        name=name,
        title=say("draw.waits.title", lang),
        description=say("draw.waits.description", lang),
        phrases=phrases,
        empty=not rows,
        twin=_twin(data, lang),
        settings=bar_room([link_label(row.label) for row in drawn], [_words(row, lang) for row in drawn]),
        words={"time": say("draw.waits.axis", lang, unit=say(f"draw.axis.{unit}", lang))},
    )


def _words(row: WaitRow, lang: str) -> str:
    words = say("draw.waits.words", lang, half=short_duration(row.p50_days, lang))
    if row.unknown > 0:
        words += " · " + say("draw.waits.unknown_share", lang, share=row.unknown)
    return words


def _twin(data: WaitsData, lang: str) -> Twin:
    heads = (
        say("draw.waits.link", lang),
        units(data.scope.unit, lang),
        *(say(f"draw.waits.{key}", lang) for key in ("p10", "p50", "p90", "unknown")),
    )
    rows = tuple(
        (
            row.label,
            count(row.number, lang),
            *(short_duration(days, lang) for days in (row.p10_days, row.p50_days, row.p90_days)),
            shown(row.unknown, "share", lang),
        )
        for row in data.rows
    )
    return Twin(heads, rows, say("draw.waits.caption", lang), (False, True, True, True, True, True))
