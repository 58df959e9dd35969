"""A picture around what is drawn: the key, what it is about, and its tables."""

from collections.abc import Sequence

from schakel.draw.legend import footer, key_row
from schakel.draw.palette import SOFT_INK
from schakel.draw.picture import Picture, Twin
from schakel.draw.svg import document, label, number, tag
from schakel.texts import say

WIDTH = 980.0
MARGIN = 10.0
SIZE, SMALL = 12.0, 11.0
Key = tuple[str, float, str]
Look = dict[str, str | float | None]  # attributes of an element


def sheet(
    name: str,
    title: str,
    description: str,
    drawn: tuple[Sequence[str], float],
    twins: Sequence[Twin],
    lang: str,
    *,
    keys: Sequence[Key] = (),
    phrases: Sequence[str] = (),
    width: float = WIDTH,
    links: bool = False,
) -> Picture:
    """The picture of a drawing and where it ends; without anything drawn it says so. twins: at least one."""
    parts, y = list(drawn[0]), drawn[1]
    if not parts:
        parts, y, keys = [label(0, 14, say("draw.empty", lang), 14, SOFT_INK)], 30.0, ()
    signs, y = key_row(keys, width, y + 8)
    lines, y = footer(phrases, width, y + 4)
    content = tag("g", *parts, *signs, *lines, transform=f"translate({number(MARGIN)} {number(MARGIN)})")
    size = width + 2 * MARGIN, y + 2 * MARGIN
    least = round(size[0] * 10 / SMALL)
    svg = document(name, title, description, size, [content], least_width=least, links=links)
    return Picture(name, svg, title, description, twins[0], *size, least, tuple(twins[1:]), tuple(phrases))
