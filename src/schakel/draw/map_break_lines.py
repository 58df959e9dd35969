"""How breaks in a chain look on its map: dashed lines that join nothing, and arches where a trail goes out of sight."""

from collections.abc import Mapping
from dataclasses import dataclass

from schakel.draw.map_breaks import SideBySide, UnseenEnd
from schakel.draw.palette import INK, PAPER, SOFT_INK, STRONG_LINE
from schakel.draw.svg import Point, clean, curve, escape, label, number, tag
from schakel.draw.text_width import text_width, wrap
from schakel.draw.wording import count, counted, partner_text
from schakel.texts import say, shown

SIZE = 11.0
SIDE_DASH = "8 5"
SHORT_DASH = "3 3"
ARCH = 12.0  # px radius
PARTNER_ROOM = 104.0


@dataclass(frozen=True)
class SideLabel:
    """The words halfway a dashed line: referred | started, per month. They have a place of their own in the layout."""

    side: SideBySide
    numbers: str
    unit: str
    tooltip: str

    @property
    def width(self) -> float:
        """Px."""
        return text_width(self.numbers, SIZE, bold=True) + 4 + text_width(self.unit, SIZE) + 10

    @property
    def height(self) -> float:
        """Px."""
        return SIZE + 7


@dataclass(frozen=True)
class UnseenSign:
    """An arch with the number under it, and to whom they went."""

    end: UnseenEnd
    number: str
    partner: tuple[str, ...]
    tooltip: str

    @property
    def width(self) -> float:
        """Px."""
        widths = [text_width(line, SIZE) for line in self.partner]
        return max(2 * ARCH + 4, text_width(self.number, SIZE, bold=True), *widths) + 4

    @property
    def height(self) -> float:
        """Px: the arch, then its lines of text."""
        return ARCH + 5 + 14 * (1 + len(self.partner))


def side_label(side: SideBySide, names: Mapping[str, str], lang: str) -> SideLabel:
    """The words in a language; names: label per step id."""
    out, started = (per_month(value, lang) for value in (side.out_per_month, side.in_per_month))
    tooltip = say(
        f"draw.map.tooltip_{'side' if side.source else 'alone'}",
        lang,
        source=names.get(side.source, ""),
        target=names[side.target],
        partner=partner_text(side.partner, lang),
        out=out,
        started=started,
    )
    return SideLabel(side, f"{out} | {started}", say("draw.map.per_month", lang), tooltip)


def unseen_sign(end: UnseenEnd, names: Mapping[str, str], unseen: bool, unit: str, lang: str) -> UnseenSign:
    """The sign in a language. unseen: whether the partner delivers nothing at all."""
    lines = wrap(say("draw.map.towards", lang, partner=end.partner), PARTNER_ROOM, SIZE) if end.partner else ()
    if end.partner and unseen:
        lines = (*lines, say("draw.map.not_seen", lang))
    tooltip = say(
        f"draw.map.tooltip_unseen{'' if end.partner else '_alone'}",
        lang,
        step=names[end.step],
        number=counted(end.number, unit, lang),
        partner=partner_text(end.partner, lang, unseen=unseen),
    )
    return UnseenSign(end, count(end.number, lang), lines, tooltip)


def per_month(value: float | None, lang: str) -> str:
    """A mean per month as the reader writes it, "?" when unknown."""
    if value is None:
        return "?"
    return shown(round(value, 1) if value < 10 else round(value), "number", lang)


def draw_side(words: SideLabel, centre: Point, curves: tuple[tuple[Point, ...], ...]) -> str:
    """A dashed line without a head, broken by its words."""
    lines = [
        tag("path", d=curve(points), fill="none", stroke=STRONG_LINE, stroke_width=2, stroke_dasharray=SIDE_DASH)
        for points in curves
    ]
    runs = (
        tag("tspan", escape(clean(words.numbers)), font_weight="bold", fill=INK),
        tag("tspan", escape(clean(words.unit)), dx=4),
    )
    x, y = centre
    text = tag("text", *runs, x=x, y=y + SIZE * 0.36, font_size=SIZE, fill=SOFT_INK, text_anchor="middle")
    return tag("g", tag("title", escape(words.tooltip)), *lines, text)


def draw_sign(sign: UnseenSign, centre: Point, points: tuple[Point, ...], colour: str) -> str:
    """A short dashed line to a dashed arch that is open below: nobody knows what follows."""
    x, top = centre[0], centre[1] - sign.height / 2
    line = tag("path", d=curve(points), fill="none", stroke=STRONG_LINE, stroke_width=1.6, stroke_dasharray=SHORT_DASH)
    base = top + ARCH + 15
    words = [label(x, base, sign.number, SIZE, INK, text_anchor="middle", font_weight="bold")]
    for place, part in enumerate(sign.partner):
        words.append(label(x, base + 14 * (place + 1), part, SIZE, colour, text_anchor="middle"))
    return tag("g", tag("title", escape(sign.tooltip)), line, arch(x, top + 1, colour), *words)


def arch(x: float, top: float, colour: str) -> str:
    """The upper half of a circle, dashed."""
    r = number(ARCH)
    path = f"M{number(x - ARCH)} {number(top + ARCH)}a{r} {r} 0 0 1 {number(2 * ARCH)} 0"
    return tag("path", d=path, fill=PAPER, stroke=colour, stroke_width=2, stroke_dasharray="4 2.5")


def break_keys(sides: bool, unseen: bool, lang: str) -> list[tuple[str, float, str]]:
    """How to read those of the two that occur."""
    items = []
    if sides:
        line = tag("path", d="M0 7h34", stroke=STRONG_LINE, stroke_width=2, stroke_dasharray=SIDE_DASH)
        items.append((line, 34.0, say("draw.map.key_side", lang)))
    if unseen:
        sign = arch(ARCH + 1, 1, STRONG_LINE)
        items.append((sign, 2 * ARCH + 2, say("draw.map.key_out_of_sight", lang)))
    return items
