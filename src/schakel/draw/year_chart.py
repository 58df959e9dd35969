"""On which days of the year cases start and end, with the dates named that come from the administration."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from schakel.draw.legend import footer, key_row
from schakel.draw.palette import ACCENT, HAIR, INK, LINE, SOFT_INK
from schakel.draw.picture import Picture, Twin
from schakel.draw.svg import document, escape, label, number, tag
from schakel.draw.text_width import text_width
from schakel.draw.wording import count, month_name, scope_lines
from schakel.draw.year_data import DAYS, KINDS, LEAP, YearData, YearDay
from schakel.texts import say, shown

__all__ = ["YearData", "YearDay", "year_chart"]

WIDTH, LEFT, RIGHT = 980.0, 70.0, 8.0
STEP = (WIDTH - LEFT - RIGHT) / DAYS
HIGH = 130.0  # px of the most frequent day, up or down
AXIS = 20.0  # px between the two sides, for the names of months
SIZE, SMALL = 12.0, 11.0
MARGIN = 10.0


def year_chart(data: YearData, lang: str, *, name: str = "year-days") -> Picture:
    """Bars up for starts and down for ends, one per day of the year; administrative dates with their share."""
    most = max((day.value(kind) or 0 for day in data.days for kind in KINDS), default=0)
    title = say("draw.year.title", lang)
    if most:
        parts, y = _plot(data, most, lang)
        drawn, y = key_row(_keys(data, lang), WIDTH, y + 6)
        parts += drawn
    else:
        parts, y = [label(0, 14, say("draw.empty", lang), 14, SOFT_INK)], 30.0
    even = [say("draw.year.even", lang, share=1 / 365)] if most else []
    told = (*even, *scope_lines(data.scope, lang))
    phrases, y = footer(told, WIDTH, y + 4)
    content = tag("g", *parts, *phrases, transform=f"translate({number(MARGIN)} {number(MARGIN)})")
    size = WIDTH + 2 * MARGIN, y + 2 * MARGIN
    least, description = round(size[0] * 10 / SMALL), _description(data, lang)
    svg = document(name, title, description, size, [content], least_width=least, links=False)
    return Picture(name, svg, title, description, _twin(data, lang), *size, least, _calendars(data, lang), told)


def _plot(data: YearData, most: int, lang: str) -> tuple[list[str], float]:
    """Labels, bars up, months, bars down, labels; gives the drawing and where it ends."""
    above, below = (_labels(data, kind, lang) for kind in KINDS)
    zero_up = 18.0 * max((row for _, row, _, _ in above), default=-1) + 24 + HIGH
    zero_down = zero_up + AXIS
    scale = HIGH / most
    parts = _scale_lines(most, scale, zero_up, zero_down, lang)
    parts.append(label(0, zero_up - 2, say("draw.year.starts", lang), SIZE, INK))
    parts.append(label(0, zero_down + 11, say("draw.year.ends", lang), SIZE, INK))
    parts += _months(zero_up, zero_down, lang)
    for text, row, x, place in above:
        base = zero_up - HIGH - 12 - 18 * row
        parts += _named(text, x, place, base, base + 4, zero_up)
    for text, row, x, place in below:
        base = zero_down + HIGH + 20 + 18 * row
        parts += _named(text, x, place, base, base - 10, zero_down)
    parts += _bars(data, scale, zero_up, zero_down, lang)
    return parts, zero_down + HIGH + 28 + 18 * max((row for _, row, _, _ in below), default=-1)


def _scale_lines(most: int, scale: float, up: float, down: float, lang: str) -> list[str]:
    parts = []
    step = next(s * 10**n for n in range(12) for s in (1, 2, 5) if most / (s * 10**n) <= 3)
    for value in range(step, most + 1, step):
        for y in (up - value * scale, down + value * scale):
            parts.append(tag("path", d=f"M{number(LEFT)} {number(y)}H{number(WIDTH - RIGHT)}", stroke=HAIR))
            text = count(value, lang)
            parts.append(label(LEFT - 6, y + 4, text, SMALL, SOFT_INK, text_anchor="end"))
    return parts


def _months(up: float, down: float, lang: str) -> list[str]:
    ends = f"M{number(LEFT)} {number(up)}H{number(WIDTH - RIGHT)}M{number(LEFT)} {number(down)}H{number(WIDTH - RIGHT)}"
    parts = [tag("path", d=ends, stroke=LINE)]
    firsts = [(date(LEAP, month, 1) - date(LEAP, 1, 1)).days for month in range(1, 13)]
    for month, (first, after) in enumerate(zip(firsts, (*firsts[1:], DAYS), strict=True), 1):
        x = LEFT + (first + after) / 2 * STEP
        text = month_name(f"{LEAP}-{month:02d}", lang)
        parts.append(label(x, down - 6, text, SMALL, SOFT_INK, text_anchor="middle"))
        if first:
            parts.append(tag("path", d=f"M{number(LEFT + first * STEP)} {number(up)}V{number(down)}", stroke=HAIR))
    return parts


def _bars(data: YearData, scale: float, up: float, down: float, lang: str) -> list[str]:
    named = {day.place for day in data.named}
    parts = []
    for day in sorted(data.days, key=lambda day: day.place):
        wide = 4.0 if day.place in named else max(1.0, STEP - 0.6)
        left = LEFT + (day.place + 0.5) * STEP - wide / 2
        bars = []
        for kind, zero, sign in (("starts", up, -1), ("ends", down, 1)):
            if value := day.value(kind):
                high = max(1.0, value * scale)
                bars.append(f"M{number(left)} {number(zero)}h{number(wide)}v{number(sign * high)}h-{number(wide)}Z")
        if bars:
            colour = ACCENT if day.place in named else LINE
            parts.append(tag("g", tag("title", escape(_told(day, lang))), tag("path", d="".join(bars), fill=colour)))
    return parts


def _labels(data: YearData, kind: str, lang: str) -> list[tuple[str, int, float, int]]:
    """Texts of the administrative dates: text, row 0.., its left and the day's place. Later ones give way a row."""
    taken: list[float] = []  # per row, where it is free again
    found = []
    for day in data.named:
        share = data.share(day, kind)
        if not day.value(kind) or share is None:
            continue
        text = say("draw.year.label", lang, day=_day(day, lang), n=day.value(kind), share=share)
        wide = text_width(text, SMALL, bold=True)
        x = min(max(LEFT, LEFT + (day.place + 0.5) * STEP - wide / 2), WIDTH - RIGHT - wide)
        row = next((row for row, free in enumerate(taken) if free <= x), len(taken))
        taken[row:] = [x + wide + 10, *taken[row + 1 :]]
        found.append((text, row, x, day.place))
    return found


def _named(text: str, x: float, place: int, base: float, near: float, bar: float) -> list[str]:
    at = LEFT + (place + 0.5) * STEP
    leader = tag(
        "path", d=f"M{number(at)} {number(near)}V{number(bar)}", stroke=LINE, stroke_width=1, stroke_dasharray="1 3"
    )
    return [leader, label(x, base, text, SMALL, INK, font_weight="bold")]


def _keys(data: YearData, lang: str) -> list[tuple[str, float, str]]:
    items = [(tag("rect", x=3, width=2, height=12, fill=LINE), 8.0, say("draw.year.key_day", lang))]
    if data.named:
        items.append((tag("rect", x=2, width=4, height=12, fill=ACCENT), 8.0, say("draw.year.key_named", lang)))
    return items


def _day(day: YearDay, lang: str) -> str:
    return say("draw.year.day", lang, day=str(int(day.day[3:])), month=month_name(f"{LEAP}-{day.day[:2]}", lang))


def _told(day: YearDay, lang: str) -> str:
    return say("draw.year.tooltip", lang, day=_day(day, lang), **{kind: _cell(day.value(kind), lang) for kind in KINDS})


def _description(data: YearData, lang: str) -> str:
    named = [
        say(f"draw.year.description_{kind}", lang, day=_day(day, lang), share=data.share(day, kind))
        for day in data.named
        for kind in KINDS
        if data.share(day, kind)
    ]
    return " ".join((say("draw.year.description", lang), *named))


def _cell(value: int | None, lang: str) -> str:
    return "–" if value is None else count(value, lang)


def _share(data: YearData, day: YearDay, kind: str, lang: str) -> str:
    share = data.share(day, kind)
    return "–" if share is None else shown(share, "share", lang)


def _twin(data: YearData, lang: str) -> Twin:
    """The administrative dates, then the other days of each month together."""
    heads = tuple(say(f"draw.year.{key}", lang) for key in ("when", "starts", "starts_share", "ends", "ends_share"))
    named = {day.day for day in data.named}
    groups = [(_day(day, lang), [day]) for day in data.named]
    for month in range(1, 13):
        days = [day for day in data.days if day.day.startswith(f"{month:02d}-") and day.day not in named]
        text = say("draw.year.others", lang, month=month_name(f"{LEAP}-{month:02d}", lang))
        groups.append((text, days))
    rows = tuple((text, *_sums(data, days, lang)) for text, days in groups)
    return Twin(heads, rows, say("draw.year.caption", lang), (False, True, True, True, True))


def _sums(data: YearData, days: Sequence[YearDay], lang: str) -> Iterable[str]:
    for kind in KINDS:
        values = [value for day in days if (value := day.value(kind)) is not None]
        known = sum(values) if values or not days else None
        total = data.total(kind)
        yield _cell(known, lang)
        yield "–" if known is None or not total else shown(known / total, "share", lang)


def _calendars(data: YearData, lang: str) -> tuple[Twin, ...]:
    """Every day of the year: a row per day of the month, a column per month; first starts, then ends."""
    known = {day.day: day for day in data.days}
    first = date(LEAP, 1, 1)
    every = {f"{day:%m-%d}" for day in (first + timedelta(days=place) for place in range(DAYS))}
    heads = (say("draw.year.date", lang), *(month_name(f"{LEAP}-{month:02d}", lang) for month in range(1, 13)))

    def cell(day: str, kind: str) -> str:
        if day not in every:
            return ""
        return _cell(known[day].value(kind) if day in known else 0, lang)

    return tuple(
        Twin(
            heads,
            tuple((str(d), *(cell(f"{month:02d}-{d:02d}", kind) for month in range(1, 13))) for d in range(1, 32)),
            say(f"draw.year.caption_{kind}", lang),
            (True,) * 13,
        )
        for kind in KINDS
    )
