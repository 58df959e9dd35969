"""SVG text from values. User text is escaped here and nowhere else."""

import re
from collections.abc import Iterable
from math import ceil

# What XML 1.0 cannot hold, and direction marks that would turn the text around it.
FORBIDDEN = re.compile(
    "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
# Narrower or as wide as the widths we measure with, whatever of these the reader has.
FONT = "Noto Sans, Segoe UI, DejaVu Sans, Liberation Sans, Arial, Helvetica, sans-serif"
ENLARGED = 1.1
LEAST_STEP, MOST_LEAST = 50, 2400  # px; the classes `schakel-least-*` of report.css
Point = tuple[float, float]


def clean(text: str) -> str:
    """The text on one line, without characters that XML or its neighbours cannot bear."""
    return " ".join(FORBIDDEN.sub(" ", text).split())


def escape(text: str) -> str:
    """Text that is safe as content and inside a double-quoted attribute."""
    safe = FORBIDDEN.sub(" ", text).replace("&", "&amp;")
    return safe.replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def number(value: float) -> str:
    """A coordinate with at most two decimals, and never -0."""
    shown = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if shown == "-0" else shown


def tag(name: str, *content: str, **attributes: str | float | None) -> str:
    """An element. `_` in an attribute's name is written as `-`; None leaves it out; content is already SVG."""
    parts = [name]
    for key, value in attributes.items():
        if value is not None:
            shown = escape(value) if isinstance(value, str) else number(value)
            parts.append(f'{key.strip("_").replace("_", "-")}="{shown}"')
    inner = "".join(content)
    return f"<{' '.join(parts)}>{inner}</{name}>" if inner else f"<{' '.join(parts)}/>"


def label(x: float, y: float, text: str, size: float, fill: str, **attributes: str | float | None) -> str:
    """A line of text with its baseline at y."""
    return tag("text", escape(clean(text)), x=x, y=y, font_size=size, fill=fill, **attributes)


def curve(points: Iterable[Point]) -> str:
    """Path data of a start and triples of Bezier points."""
    first, *rest = [f"{number(x)} {number(y)}" for x, y in points]
    return f"M{first}C{' '.join(rest)}" if rest else f"M{first}"


def document(
    name: str, title: str, description: str, size: Point, content: Iterable[str], *, least_width: float, links: bool
) -> str:
    """The whole picture, scaling with its page down to about `least_width`; it is at most a tenth enlarged.

    Pages forbid styles in elements, so the least width is a class of the stylesheet, in steps of LEAST_STEP px.
    With links it is a group, because an image hides what is in it.
    """
    if not re.fullmatch(r"[a-z][a-z0-9-]*", name):
        raise ValueError(f"name of a picture {name!r}: use a letter, then a-z, 0-9 and -")
    width, height = size
    least = min(MOST_LEAST, ceil(least_width / LEAST_STEP) * LEAST_STEP)
    return tag(
        "svg",
        tag("title", escape(clean(title)), id=f"{name}-title"),
        tag("desc", escape(clean(description)), id=f"{name}-desc"),
        *content,
        id=name,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {number(width)} {number(height)}",
        role="group" if links else "img",
        aria_labelledby=f"{name}-title {name}-desc",
        font_family=FONT,
        width=width * ENLARGED,
        height=height * ENLARGED,
        class_=f"schakel-picture schakel-least-{least}",
    )
