"""Reads a picture back: which texts, boxes and lines stand where."""

from dataclasses import dataclass

from lxml import etree

from schakel.draw.map_labels import Rectangle
from schakel.draw.picture import Picture
from schakel.draw.text_width import text_width

SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True)
class Words:
    """A line of text as drawn, in px of the whole picture."""

    text: str
    area: Rectangle


def parsed(picture: Picture) -> etree._Element:
    """The picture as a tree; fails when it is not well-formed."""
    return etree.fromstring(picture.svg.encode("utf-8"))


def offset(node: etree._Element) -> tuple[float, float]:
    """How far the translations around a node move it."""
    x = y = 0.0
    for above in (node, *node.iterancestors()):
        shift = above.get("transform", "")
        if shift.startswith("translate("):
            parts = shift.removeprefix("translate(").split(")")[0].replace(",", " ").split()
            x, y = x + float(parts[0]), y + float(parts[1] if len(parts) > 1 else 0)
    return x, y


def rectangle(node: etree._Element) -> Rectangle:
    """Where a <rect> stands."""
    x, y = offset(node)
    left, top = float(node.get("x", "0")) + x, float(node.get("y", "0")) + y
    return Rectangle(left, top, left + float(node.get("width", "0")), top + float(node.get("height", "0")))


def words(node: etree._Element) -> Words:
    """Where a <text> of our own stands, as wide as our widest font makes it."""
    size = float(node.get("font-size", "0"))
    runs = [(node.text or "", node), *((run.text or "", run) for run in node)]
    text = " ".join(words for words, _ in runs if words)
    wide = sum(text_width(words, size, bold=run.get("font-weight") == "bold") for words, run in runs)
    wide += sum(float(run.get("dx", "0")) for _, run in runs)
    x, y = offset(node)
    left = float(node.get("x", "0")) + x
    left -= {"middle": wide / 2, "end": wide}.get(node.get("text-anchor", ""), 0.0)
    base = float(node.get("y", "0")) + y
    return Words(text, Rectangle(left, base - 0.76 * size, left + wide, base + 0.22 * size))


def all_words(picture: Picture) -> list[Words]:
    """All texts in the picture."""
    return [words(node) for node in parsed(picture).iter(f"{SVG}text")]


def inside(inner: Rectangle, outer: Rectangle, slack: float = 0.6) -> bool:
    """Whether one rectangle lies within the other."""
    return (
        inner.left >= outer.left - slack
        and inner.right <= outer.right + slack
        and inner.top >= outer.top - slack
        and inner.bottom <= outer.bottom + slack
    )


def canvas(picture: Picture) -> Rectangle:
    """The whole picture."""
    return Rectangle(0, 0, picture.width, picture.height)
