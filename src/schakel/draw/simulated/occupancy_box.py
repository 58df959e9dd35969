"""A box of the map by occupancy: how full it is as a bar and as text, and who waits."""

from dataclasses import dataclass

from schakel.draw.palette import ACCENT, INK, LINE, PAPER, SOFT_INK
from schakel.draw.signs import hatching
from schakel.draw.simulated.occupancy_data import OccupancyNode
from schakel.draw.simulated.sheet import SMALL, Look
from schakel.draw.simulated.span import amount
from schakel.draw.svg import Point, escape, label, tag
from schakel.draw.text_width import text_width, wrap
from schakel.texts import say

NAME = 13.0
ROOM, WIDE_ROOM = 125.0, 190.0  # widest text, unless one word is longer
EDGE = 10.0
BAR = 11.0
FULL = 0.95  # from here on the bar is hatched too: no place is free


@dataclass(frozen=True)
class OccupancyBox:
    """A box before it has a place."""

    node: OccupancyNode
    name: tuple[str, ...]
    partner: tuple[str, ...]
    taken: str
    waits: str

    @property
    def width(self) -> float:
        """Px, room for the widest of its lines."""
        widths = [text_width(line, NAME, bold=True) for line in self.name]
        widths += [text_width(line, SMALL) for line in (*self.partner, self.waits)]
        widths.append(text_width(self.taken, SMALL, bold=True))
        return max(120.0, round(max(widths) + 2 * EDGE + 1))

    @property
    def height(self) -> float:
        """Px: the name, the partner, the bar, its number, and who waits."""
        return 12 + 16.0 * len(self.name) + 14.0 * len(self.partner) + BAR + 6 + 30


def occupancy_box(node: OccupancyNode, lang: str) -> OccupancyBox:
    """The texts of a box in a language."""
    if node.occupancy is None:
        taken = say("draw.occupancy.no_places", lang)
    else:
        taken = say("draw.occupancy.taken", lang, share=node.occupancy)
    return OccupancyBox(
        node,
        _name(node.label),
        wrap(node.partner, ROOM, SMALL) if node.partner != node.label else (),
        taken,
        waits_text(node, lang),
    )


def _name(text: str) -> tuple[str, ...]:
    """The name in lines; the box is wider for a long word."""
    longest = max((text_width(word, NAME, bold=True) for word in text.split()), default=0.0)
    return wrap(text, min(WIDE_ROOM, max(ROOM, longest)), NAME, bold=True, lines=3) or ("?",)


def waits_text(node: OccupancyNode, lang: str) -> str:
    """How many wait and how long."""
    waiting = amount(node.waiting, lang)
    if node.mean_wait is None:
        return say("draw.occupancy.waits_unknown", lang, waiting=waiting)
    return say("draw.occupancy.waits", lang, waiting=waiting, weeks=amount(node.mean_wait, lang))


def draw_occupancy(box: OccupancyBox, centre: Point, href: str, name: str) -> str:
    """The box as a link to its row in the table."""
    left, top = centre[0] - box.width / 2, centre[1] - box.height / 2
    spoken = ", ".join(filter(None, (box.node.label, box.node.partner, box.taken, box.waits)))
    look: Look = {"rx": 5.0, "fill": PAPER, "stroke": LINE, "stroke_width": 1.4}
    parts = [tag("title", escape(spoken)), tag("rect", x=left, y=top, width=box.width, height=box.height, **look)]
    x, y = left + EDGE, top + 6
    for line in box.name:
        y += 16
        parts.append(label(x, y - 3, line, NAME, INK, font_weight="bold"))
    for line in box.partner:
        y += 14
        parts.append(label(x, y - 3, line, SMALL, SOFT_INK))
    parts += occupancy_bar(box.node.occupancy, x, y + 3, box.width - 2 * EDGE)
    y += BAR + 6
    parts.append(label(x, y + 11, box.taken, SMALL, INK, font_weight="bold"))
    parts.append(label(x, y + 26, box.waits, SMALL, SOFT_INK))
    return tag("a", *parts, href=href, id=name, aria_label=spoken)


def occupancy_bar(share: float | None, x: float, y: float, width: float) -> list[str]:
    """An outline filled for the share taken; hatched light on dark where no place is free; dashed without places."""
    if share is None:
        dash: Look = {"fill": "none", "stroke": LINE, "stroke_dasharray": "4 3"}
        return [tag("rect", x=x, y=y, width=width, height=BAR, **dash)]
    filled = max(0.0, min(1.0, share)) * width
    parts = [tag("rect", x=x, y=y, width=filled, height=BAR, fill=ACCENT)] if filled else []
    if share >= FULL:
        stripes = hatching(x, y, filled, BAR)
        parts.append(tag("path", d=stripes, stroke=PAPER, stroke_width=1, fill="none"))
    return [*parts, tag("rect", x=x, y=y, width=width, height=BAR, fill="none", stroke=ACCENT, stroke_width=1)]
