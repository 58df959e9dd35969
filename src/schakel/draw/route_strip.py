"""Routes as strips on one time scale: a block where work is done, a dotted line where people wait."""

from collections.abc import Iterable
from dataclasses import dataclass

from schakel.draw.legend import footer, key_row, partner_legend
from schakel.draw.palette import INK, LINE, PAPER, SOFT_INK, UNKNOWN, PartnerStyle, partner_styles
from schakel.draw.picture import Picture, Twin
from schakel.draw.strip_data import Strip, StripData, StripStep
from schakel.draw.strip_scale import TICK, Ruler, longest, ruler_for
from schakel.draw.svg import clean, document, escape, label, number, tag
from schakel.draw.text_width import text_width, wrap
from schakel.draw.time_axis import Axis, time_axis
from schakel.draw.wording import partner_text, scope_lines, short_duration, units
from schakel.texts import say, shown

__all__ = ["Strip", "StripData", "StripStep", "route_strips"]

WIDTH = 980.0
LEFT = 92.0  # the shares
RIGHT = 96.0  # the lead times
ROOM = WIDTH - LEFT - RIGHT
NAMES = 12.5
SMALL = 11.0
BLOCK = 18.0
MARGIN = 10.0


@dataclass(frozen=True)
class _Piece:
    """A step with its place: wait from `wait_x` to `x`, work from `x` to `end`, in px from the left of the strips."""

    step: StripStep
    sign: str
    wait_x: float
    x: float
    end: float


def route_strips(data: StripData, lang: str, *, name: str = "route-strips") -> Picture:
    """The picture of the dominant routes. Steps carry a number that means the same in every strip."""
    title = say("draw.routes.title", lang)
    shares = sum(strip.share for strip in data.strips)
    description = say(
        f"draw.routes.{'description' if data.strips else 'description_empty'}", lang, n=len(data.strips), share=shares
    )
    found = {step.partner for strip in data.strips for step in strip.steps}
    styles = partner_styles(data.scope.all_partners(found), data.scope.unseen)
    signs = _signs(data.strips)
    ruler = ruler_for(data.strips, ROOM)
    axis = time_axis(longest(data.strips), ruler.scale)
    parts, y = partner_legend(styles, found, WIDTH, 0, lang)
    y += 8
    if data.strips:
        parts.append(label(0, y + 14, say("draw.routes.share", lang), SMALL, SOFT_INK))
        parts.append(label(WIDTH, y + 14, say("draw.routes.total", lang), SMALL, SOFT_INK, text_anchor="end"))
    for strip in data.strips:
        drawn, y = _strip(strip, signs, styles, ruler, y, lang)
        parts += drawn
    if data.strips:
        drawn, y = _axis(axis, y, lang)
        parts += drawn
    drawn, y = key_row(_keys(data.strips, lang), WIDTH, y + 8)
    parts += drawn
    told = scope_lines(data.scope, lang, [say("draw.routes.medians", lang)])
    drawn, y = footer(told, WIDTH, y + 4)
    content = tag("g", *parts, *drawn, transform=f"translate({number(MARGIN)} {number(MARGIN)})")
    size = WIDTH + 2 * MARGIN, y + 2 * MARGIN
    least = round(size[0] * 10 / SMALL)
    svg = document(name, title, description, size, [content], least_width=least, links=False)
    return Picture(name, svg, title, description, _twin(data, lang), *size, least, said=told)


def _signs(strips: Iterable[Strip]) -> dict[str, str]:
    """A number per activity, in order of first appearance."""
    names = dict.fromkeys(step.activity for strip in strips for step in strip.steps)
    return {name: str(place + 1) for place, name in enumerate(names)}


def _pieces(strip: Strip, signs: dict[str, str], ruler: Ruler) -> list[_Piece]:
    x, pieces = 0.0, []
    for place, step in enumerate(strip.steps):
        before = x
        x += ruler.wait(step) if place else 0.0
        pieces.append(_Piece(step, signs[step.activity], before, x, x + ruler.touch(step)))
        x = pieces[-1].end
    return pieces


def _strip(
    strip: Strip, signs: dict[str, str], styles: dict[str, PartnerStyle], ruler: Ruler, top: float, lang: str
) -> tuple[list[str], float]:
    """Names, then waits, then blocks, then their numbers; gives the drawing and where it ends."""
    lines = _names(strip, signs)
    parts = [label(LEFT, top + 14 + 17 * place, line, NAMES, INK) for place, line in enumerate(lines)]
    y = top + 17 * len(lines) + 22
    pieces = _pieces(strip, signs, ruler)
    for piece in pieces:
        parts += _gap(piece, y, lang)
    for piece in pieces:
        parts.append(_block(piece, styles[piece.step.partner], y, lang))
    parts += _numbers(pieces, y + BLOCK + 12)
    share = shown(strip.share, "share", lang)
    parts.append(label(0, y + 14, share, 18, INK))
    parts.append(label(0, y + 30, shown(strip.number, "int", lang), SMALL, SOFT_INK))
    known = strip.total_days is not None
    total = short_duration(strip.total_days, lang) if known else say("terms.unknown", lang)
    parts.append(label(WIDTH, y + 14, total, 15 if known else SMALL, INK, text_anchor="end"))
    return parts, y + BLOCK + 34


def _names(strip: Strip, signs: dict[str, str]) -> list[str]:
    """The steps with their numbers in lines; a step stays whole unless it is wider than a line."""
    lines = [""]
    for place, step in enumerate(strip.steps):
        name = clean(f"{signs[step.activity]} {step.activity}") + (" →" if place < len(strip.steps) - 1 else "")
        for part in wrap(name, ROOM, NAMES, lines=2):
            joined = f"{lines[-1]} {part}".strip()
            if text_width(joined, NAMES) <= ROOM:
                lines[-1] = joined
            else:
                lines.append(part)
    return lines


def _gap(piece: _Piece, top: float, lang: str) -> list[str]:
    """The wait before a block, with its length above where that fits."""
    left, right = LEFT + piece.wait_x, LEFT + piece.x
    if right - left < 2:
        return []
    middle = top + BLOCK / 2
    unknown = piece.step.wait_days is None
    line = tag(
        "path",
        d=f"M{number(left + 2)} {number(middle)}H{number(right - 1)}",
        stroke=LINE if unknown else SOFT_INK,
        stroke_width=2,
        stroke_dasharray="0.1 4.5",
        stroke_linecap="round",
    )
    words = short_duration(piece.step.wait_days, lang)
    if text_width(words, SMALL) > right - left:
        return [line]
    return [line, label((left + right) / 2, top - 1, words, SMALL, SOFT_INK, text_anchor="middle")]


def _block(piece: _Piece, style: PartnerStyle, top: float, lang: str) -> str:
    step = piece.step
    told = f"{piece.sign} {step.activity}, {partner_text(step.partner, lang, unseen=style.unseen)}"
    if step.touch_days:
        told += f", {short_duration(step.touch_days, lang)}"
    wide = piece.end - piece.x - 0.8
    parts = [
        tag(
            "rect",
            x=LEFT + piece.x,
            y=top,
            width=wide,
            height=BLOCK,
            rx=2 if wide > 6 else 0.5,
            fill=PAPER if style.unseen else style.colour,
            stroke=style.colour if style.unseen else None,
            stroke_dasharray="3 2" if style.unseen else None,
        )
    ]
    if style.dash and wide > 8:
        y = top + BLOCK - 3
        path = f"M{number(LEFT + piece.x + 2)} {number(y)}h{number(wide - 4)}"
        parts.append(tag("path", d=path, stroke=PAPER, stroke_width=2, stroke_dasharray=style.dash))
    return tag("g", tag("title", escape(told)), *parts)


def _numbers(pieces: list[_Piece], base: float) -> list[str]:
    """Numbers under the blocks; where blocks are too close for that, one text stands for several."""
    groups: list[tuple[float, float, list[str]]] = []
    for piece in pieces:
        middle = LEFT + (piece.x + piece.end) / 2
        if groups:
            first, last, signs = groups[-1]
            reach = (first + last) / 2 + text_width(_joined([*signs, piece.sign]), SMALL) / 2 + 4
            if middle - text_width(piece.sign, SMALL) / 2 < reach:
                groups[-1] = first, middle, [*signs, piece.sign]
                continue
        groups.append((middle, middle, [piece.sign]))
    return [_number_text(first, last, signs, base) for first, last, signs in groups]


def _joined(signs: list[str]) -> str:
    return ", ".join(signs) if len(signs) < 4 else f"{signs[0]}…{signs[-1]}"


def _number_text(first: float, last: float, signs: list[str], base: float) -> str:
    words = _joined(signs)
    half = text_width(words, SMALL) / 2
    middle = min(max((first + last) / 2, LEFT + half), WIDTH - half)
    return label(middle, base, words, SMALL, SOFT_INK, text_anchor="middle")


def _axis(axis: Axis, top: float, lang: str) -> tuple[list[str], float]:
    parts = [tag("path", d=f"M{number(LEFT)} {number(top)}h{number(ROOM)}", stroke=LINE, stroke_width=1)]
    for days, shown_value in axis.ticks:
        x = LEFT + axis.px(days)
        parts.append(tag("path", d=f"M{number(x)} {number(top)}v5", stroke=LINE, stroke_width=1))
        parts.append(label(x, top + 18, shown(shown_value, "number", lang), SMALL, SOFT_INK, text_anchor="middle"))
    parts.append(label(LEFT + ROOM + 12, top + 18, say(f"draw.axis.{axis.unit}", lang), SMALL, SOFT_INK))
    return parts, top + 26


def _keys(strips: tuple[Strip, ...], lang: str) -> list[tuple[str, float, str]]:
    steps = [step for strip in strips for step in strip.steps]
    items = []
    if any(step.touch_days for step in steps):
        items.append(
            (tag("rect", y=0, width=22, height=13, rx=2, fill=UNKNOWN), 22.0, say("draw.routes.key_block", lang))
        )
    if any(not step.touch_days for step in steps):
        items.append((tag("rect", y=0, width=TICK, height=13, fill=UNKNOWN), 4.0, say("draw.routes.key_moment", lang)))
    if steps:
        dots = tag(
            "path", d="M0 7h26", stroke=SOFT_INK, stroke_width=2, stroke_dasharray="0.1 4.5", stroke_linecap="round"
        )
        items.append((dots, 26.0, say("draw.routes.key_wait", lang)))
    if any(step.wait_days is None for strip in strips for step in strip.steps[1:]):
        items.append(("", 0.0, say("draw.routes.key_unknown", lang)))
    return items


def _twin(data: StripData, lang: str) -> Twin:
    heads = [say(f"draw.routes.twin.{key}", lang) for key in ("route", "share")]
    heads.append(units(data.scope.unit, lang))
    heads += [say(f"draw.routes.twin.{key}", lang) for key in ("step", "partner", "wait", "touch", "total")]
    rows = []
    for place, strip in enumerate(data.strips):
        for index, step in enumerate(strip.steps):
            first = index == 0
            rows.append(
                (
                    str(place + 1),
                    shown(strip.share, "share", lang),
                    shown(strip.number, "int", lang),
                    step.activity,
                    partner_text(step.partner, lang, unseen=step.partner in data.scope.unseen),
                    "" if first else short_duration(step.wait_days, lang),
                    short_duration(step.touch_days, lang) if step.touch_days else "",
                    short_duration(strip.total_days, lang),
                )
            )
    numeric = (True, True, True, False, False, True, True, True)
    return Twin(tuple(heads), tuple(rows), say("draw.routes.twin.caption", lang), numeric)
