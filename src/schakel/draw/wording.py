"""The words inside pictures: durations that are short enough for a line, and what every picture says of itself."""

from collections.abc import Sequence
from datetime import date

from schakel.draw.picture import Scope
from schakel.texts import say, shown

MINUTE = 1 / 1440
HOUR = 1 / 24


def short_duration(days: float | None, lang: str) -> str:
    """A duration in days as "12 d", "5 h", "40 min" or "< 1 min"; "?" when unknown."""
    if days is None:
        return "?"
    if days >= 1 or days == 0:
        return _short("days", days, lang)
    if days >= HOUR:
        return _short("hours", days / HOUR, lang)
    if days >= MINUTE:
        return _short("minutes", days / MINUTE, lang)
    return say("draw.short.moment", lang)


def count(value: float, lang: str) -> str:
    """A whole number as the reader writes it."""
    return shown(value, "int", lang)


def counted(number: int, unit: str, lang: str) -> str:
    """A number with its unit, singular or plural; unit is a key of `[unit]`."""
    return say(f"draw.unit.{unit}", lang, n=number)


def units(unit: str, lang: str) -> str:
    """The unit alone, in the plural, as a column heading."""
    return say(f"draw.units.{unit}", lang)


def scope_lines(scope: Scope, lang: str, extra: Sequence[str] = (), *, hidden: str = "") -> tuple[str, ...]:
    """Period, unit, residents and hidden share, each a short phrase, then what the picture itself adds.

    hidden: the unit of which a share is hidden, if it is not the unit that the numbers count. A share that cannot be
    told is said to be so: silence would read as nothing hidden.
    """
    parts = [_period(scope, lang), say(f"draw.counts.{scope.unit}", lang)]
    if scope.residents is not None:
        parts.append(residents_line(scope, lang))
    if scope.case_unit:
        parts.append(say("draw.scope.case", lang, case=say(f"draw.case.{scope.case_unit}", lang)))
    if scope.hidden_share:
        parts.append(say("draw.scope.hidden", lang, share=scope.hidden_share, unit=units(hidden or scope.unit, lang)))
    elif scope.hidden_share is not None:
        parts.append(say("draw.scope.nothing_hidden", lang))
    else:
        parts.append(say("draw.scope.hidden_unknown", lang))
    return (*parts, *extra)


def residents_line(scope: Scope, lang: str) -> str:
    """On how many residents the picture rests; unknown where that is not to be told."""
    key = "draw.scope.cases_as_residents" if scope.residents_are_cases else "draw.scope.residents"
    return say(key, lang, n=scope.residents)


def partner_text(partner: str, lang: str, *, unseen: bool = False) -> str:
    """The partner's name as it stands in a picture; a word for none, and a remark when it does not deliver."""
    if not partner:
        return say("draw.partner.unknown", lang)
    return say("draw.partner.unseen", lang, partner=partner) if unseen else partner


def month_text(month: str, lang: str) -> str:
    """A month such as "2024-05" as "mei 2024"."""
    return f"{month_name(month, lang)} {month[:4]}"


def month_name(month: str, lang: str) -> str:
    """The short name of a month such as "2024-05", without its year."""
    return say("draw.month.names", lang).split()[int(month[5:7]) - 1]


def month_spans(months: Sequence[str], every: Sequence[str], lang: str) -> str:
    """Months as text, those that follow each other in `every` taken together; "–" for none."""
    places = {month: place for place, month in enumerate(every)}
    spans: list[list[str]] = []
    for month in months:
        if spans and places[month] == places[spans[-1][-1]] + 1:
            spans[-1].append(month)
        else:
            spans.append([month])
    return ", ".join(month_span(span[0], span[-1], lang) for span in spans) or "–"


def month_span(first: str, last: str, lang: str) -> str:
    """From month to month, or the one month that it is."""
    if first == last:
        return month_text(first, lang)
    return say("draw.month.span", lang, first=month_text(first, lang), last=month_text(last, lang))


def still_to_come(share: float | None, lang: str) -> str:
    """What of a month that still fills up is usually missing."""
    return say("draw.to_come.unknown", lang) if share is None else say("draw.to_come.share", lang, share=share)


def deadline_text(deadline: str, lang: str) -> str:
    """What had to be told, in words; deadline: a key of `[punctuality.deadline]` in texts."""
    return say(f"draw.punctuality.deadline.{deadline}", lang)


def term_text(deadline: str, days: float, lang: str) -> str:
    """A number of days as the deadline counts them: of work, or of the calendar."""
    kind = "days" if deadline in ("decision", "residence") else "working_days"
    return say(f"draw.punctuality.{kind}", lang, n=shown(days, "number", lang))


def _short(unit: str, value: float, lang: str) -> str:
    rounded = round(value, 1) if value < 3 else round(value)
    return say(f"draw.short.{unit}", lang, n=shown(rounded, "number", lang))


def _period(scope: Scope, lang: str) -> str:
    since, until = scope.period.since, scope.period.until
    if since and until:
        return say("draw.scope.period", lang, since=_day(since, lang), until=_day(until, lang))
    if since:
        return say("draw.scope.since", lang, since=_day(since, lang))
    if until:
        return say("draw.scope.until", lang, until=_day(until, lang))
    return say("draw.scope.always", lang)


def _day(value: date, lang: str) -> str:
    return shown(value, "date", lang)
