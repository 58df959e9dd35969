"""Which part of what had to be told was told within its term, per deadline and partner."""

from dataclasses import dataclass, field

from schakel.draw.charts import LABEL, LABEL_ROOM, Row, bar_room, chart
from schakel.draw.picture import Picture, Scope, Twin
from schakel.draw.text_width import shorten
from schakel.draw.wording import count, deadline_text, scope_lines, term_text
from schakel.texts import say, shown


@dataclass(frozen=True)
class PunctualityRow:
    """A deadline and who had to keep it. deadline: a key of `[punctuality.deadline]` in texts.

    share: 0..1 told in time, None if it cannot be said; share_words: the same, or below or above which share it is.
    mean_days, norm_days: working days or calendar days, as the deadline counts. unanswered: in words. Counts are
    messages and distinct residents, None if not told.
    """

    deadline: str
    partner: str
    norm_days: float
    messages: int | None
    share: float | None
    share_words: str
    mean_days: float | None
    unanswered: str
    residents: int | None


@dataclass(frozen=True)
class PunctualityData:
    """Rows in the order shown; the `most` with most messages are drawn, all stand in the table."""

    rows: tuple[PunctualityRow, ...]
    scope: Scope = field(default_factory=Scope)
    most: int = 20


def punctuality_chart(data: PunctualityData, lang: str, *, name: str = "punctuality") -> Picture:
    """A bar per deadline and partner, with its share and mean days in words."""
    known = [row for row in data.rows if row.share is not None]
    largest = sorted(known, key=lambda row: -(row.messages or 0))[: data.most]
    drawn = [row for row in known if row in largest]
    rows: list[Row] = [
        {"label": "\n".join(_label(row, lang)), "share": row.share, "words": _words(row, lang)} for row in drawn
    ]
    phrases = list(scope_lines(data.scope, lang))
    if len(drawn) < len(data.rows):
        phrases.append(say("draw.scope.rows", lang, drawn=len(drawn), all=len(data.rows)))
    return chart(
        "punctuality",
        {"rows": rows},
        lang,
        name=name,
        title=say("draw.punctuality.title", lang),
        description=say("draw.punctuality.description", lang),
        phrases=phrases,
        empty=not rows,
        twin=_twin(data, lang),
        settings=bar_room([_label(row, lang) for row in drawn], [_words(row, lang) for row in drawn]),
    )


def _label(row: PunctualityRow, lang: str) -> tuple[str, ...]:
    lines = (deadline_text(row.deadline, lang), row.partner)
    return tuple(shorten(line, LABEL_ROOM, LABEL) for line in lines)


def _words(row: PunctualityRow, lang: str) -> str:
    if row.mean_days is None:
        return row.share_words
    mean = shown(row.mean_days, "number", lang)
    term = term_text(row.deadline, row.norm_days, lang)
    return f"{row.share_words} · {say('draw.punctuality.words', lang, mean=mean, term=term)}"


def _twin(data: PunctualityData, lang: str) -> Twin:
    keys = ("what", "who", "norm", "messages", "on_time", "mean", "unanswered", "residents")
    heads = tuple(say(f"draw.punctuality.{key}", lang) for key in keys)
    rows = tuple(
        (
            deadline_text(row.deadline, lang),
            row.partner,
            term_text(row.deadline, row.norm_days, lang),
            "" if row.messages is None else count(row.messages, lang),
            row.share_words,
            shown(row.mean_days, "number", lang),
            row.unanswered,
            "" if row.residents is None else count(row.residents, lang),
        )
        for row in data.rows
    )
    numeric = (False, False, True, True, True, True, True, True)
    return Twin(heads, rows, say("draw.punctuality.caption", lang), numeric)
