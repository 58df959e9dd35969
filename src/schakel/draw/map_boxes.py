"""The boxes of a process map: their texts, their size and how they look."""

from dataclasses import dataclass

from schakel.draw.map_choice import Choice
from schakel.draw.map_data import MapNode
from schakel.draw.palette import INK, LINE, PAPER, SOFT_INK, PartnerStyle
from schakel.draw.svg import Point, escape, label, number, tag
from schakel.draw.text_width import text_width, wrap
from schakel.draw.wording import count, counted, partner_text, short_duration
from schakel.texts import say

NAME_SIZE = 13.0
SMALL = 11.0
ROOM = 120.0  # widest text, unless one word is longer
WIDE_ROOM = 190.0
PARTNER_ROOM = 150.0
NARROW, NARROW_PARTNER = 88.0, 104.0  # the same where boxes stand after each other
NAME_LINES = 3
LEFT = 14.0  # from the edge of the box to its text, past the partner's bar
RIGHT = 9.0
MARK_SHARE = 0.01  # starts and ends below this share of all cases get no mark; the table has them


@dataclass(frozen=True)
class BoxText:
    """A box before it has a place. marks: (kind start|end|unseen, text) of cases that do so here."""

    node: MapNode
    name: tuple[str, ...]
    partner: tuple[str, ...]
    numbers: str
    marks: tuple[tuple[str, str], ...]
    style: PartnerStyle

    @property
    def width(self) -> float:
        """Px, room for the widest of its lines."""
        widths = [text_width(line, NAME_SIZE, bold=True) for line in self.name]
        widths += [text_width(line, SMALL) for line in (*self.partner, self.numbers)]
        widths.append(self.marks_width)
        return max(86.0, round(max(widths) + LEFT + RIGHT + 1))

    @property
    def marks_width(self) -> float:
        """Px of the line with marks."""
        return sum(14 + text_width(text, SMALL) + 8 for _, text in self.marks)

    @property
    def height(self) -> float:
        """Px: the name, then the partner, the numbers and the marks in smaller lines."""
        return 13 + 16 * len(self.name) + 14 * (len(self.partner) + 1 + bool(self.marks))


def box_text(node: MapNode, choice: Choice, style: PartnerStyle, lang: str, *, narrow: bool = False) -> BoxText:
    """The lines of a step's box in a language. narrow: in more and shorter lines."""
    partner = partner_text(node.partner, lang, unseen=style.unseen)
    if node.is_other or partner == node.label:  # a map of partners says each name once
        partner = ""
    if partner and node.more_partners:
        partner = say("draw.partner.more", lang, partner=partner, n=node.more_partners)
    numbers = count(node.number, lang)
    if node.touch_days is not None:
        numbers += f" · {short_duration(node.touch_days, lang)}"
    lines = wrap(partner, NARROW_PARTNER if narrow else PARTNER_ROOM, SMALL)
    return BoxText(
        node=node,
        name=_name(node.label, max((text_width(line, SMALL) for line in lines), default=0.0), narrow),
        partner=lines,
        numbers=numbers,
        marks=_marks(node.id, choice, lang),
        style=style,
    )


def draw_box(text: BoxText, centre: Point, href: str, name: str, unit: str, lang: str) -> str:
    """The box as a link that a keyboard reaches."""
    left, top = centre[0] - text.width / 2, centre[1] - text.height / 2
    style = text.style
    spoken = ", ".join(filter(None, (text.node.label, " ".join(text.partner), counted(text.node.number, unit, lang))))
    parts = [
        tag("title", escape(spoken)),
        tag(
            "rect",
            x=left,
            y=top,
            width=text.width,
            height=text.height,
            rx=5,
            fill=PAPER if text.node.is_other else style.tint,
            stroke=LINE if text.node.is_other else style.colour,
            stroke_width=1.4,
            stroke_dasharray="5 3" if style.unseen else None,
        ),
        _bar(left, top, text),
        *_lines(text, left + LEFT, top + 9),
    ]
    return tag("a", *parts, href=href, id=name, aria_label=spoken)


def _bar(left: float, top: float, text: BoxText) -> str:
    if text.node.is_other:
        return ""
    x = left + 4.5
    return tag(
        "line",
        x1=x,
        y1=top + 5,
        x2=x,
        y2=top + text.height - 5,
        stroke=text.style.colour,
        stroke_width=4,
        stroke_dasharray=text.style.dash or None,
    )


def _lines(text: BoxText, x: float, y: float) -> list[str]:
    parts = []
    for line in text.name:
        y += 16
        parts.append(label(x, y - 4, line, NAME_SIZE, INK, font_weight="bold"))
    for line in text.partner:
        parts.append(label(x, y + 10, line, SMALL, text.style.colour))
        y += 14
    parts.append(label(x, y + 10, text.numbers, SMALL, SOFT_INK))
    for kind, shown in text.marks:
        parts.append(mark(kind, x, y + 24))
        parts.append(label(x + 12, y + 24, shown, SMALL, SOFT_INK))
        x += 14 + text_width(shown, SMALL) + 8
    return parts


def mark(kind: str, x: float, base: float) -> str:
    """The small sign for cases that start (a triangle), end (a square) or go out of sight (an open arch) at a box.

    base is the text's baseline.
    """
    if kind == "unseen":
        arch = f"M{number(x)} {number(base)}v-4a4 4 0 0 1 8 0v4"
        return tag("path", d=arch, fill="none", stroke=SOFT_INK, stroke_width=1.2, stroke_dasharray="2 1.5")
    if kind == "end":
        return tag("rect", x=x, y=base - 8, width=8, height=8, fill=SOFT_INK)
    points = ((x, base - 9), (x + 8, base - 4.5), (x, base))
    return tag("path", d="M" + "L".join(f"{number(a)} {number(b)}" for a, b in points) + "Z", fill=SOFT_INK)


def _name(text: str, beside: float, narrow: bool) -> tuple[str, ...]:
    """The name in lines, as wide as the box has to be anyway."""
    longest = max((text_width(word, NAME_SIZE, bold=True) for word in text.split()), default=0.0)
    room = min(WIDE_ROOM, max(NARROW if narrow else ROOM, longest, beside))
    return wrap(text, room, NAME_SIZE, bold=True, lines=NAME_LINES) or ("?",)


def _marks(node: str, choice: Choice, lang: str) -> tuple[tuple[str, str], ...]:
    marks = []
    kinds = (("start", choice.starts, choice.drawn_starts), ("end", choice.ends, choice.drawn_ends))
    for kind, edges, drawn in kinds:
        edge = edges.get(node)
        least = MARK_SHARE * sum(other.number for other in edges.values())
        if edge and edge.number >= max(1.0, least) and edge not in drawn:
            marks.append((kind, count(edge.number, lang)))
    if out := sum(end.number for end in choice.marked if end.step == node):
        marks.append(("unseen", count(out, lang)))
    return tuple(marks)
