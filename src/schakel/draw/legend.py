"""What stands above and below every picture of ours: partners by name, how to read it, and what it is about."""

from collections.abc import Iterable, Sequence

from schakel.draw.palette import INK, SOFT_INK, PartnerStyle
from schakel.draw.svg import label, tag
from schakel.draw.text_width import text_width, wrap
from schakel.draw.wording import partner_text

SIZE = 12.0
SMALL = 11.0
ROW = 21.0


def partner_legend(
    styles: dict[str, PartnerStyle], used: Iterable[str], width: float, top: float, lang: str
) -> tuple[list[str], float]:
    """Swatches with names in rows of `width` px; gives the drawing and where it ends."""
    parts: list[str] = []
    x, y = 0.0, top
    for name in sorted(set(used), key=lambda name: (not name, name)):
        style = styles[name]
        (shown,) = wrap(partner_text(name, lang, unseen=style.unseen), width - 34, SIZE, lines=1) or ("?",)
        room = 28 + text_width(shown, SIZE) + 20
        if x and x + room > width:
            x, y = 0.0, y + ROW
        parts.append(swatch(style, x, y))
        parts.append(label(x + 28, y + 11, shown, SIZE, INK))
        x += room
    return parts, y + ROW if parts else top


def swatch(style: PartnerStyle, x: float, y: float) -> str:
    """A small box in the style of a partner."""
    box = tag(
        "rect",
        x=x + 0.7,
        y=y,
        width=20,
        height=13,
        rx=3,
        fill=style.tint,
        stroke=style.colour,
        stroke_width=1.4,
        stroke_dasharray="5 3" if style.unseen else None,
    )
    bar = tag(
        "line",
        x1=x + 4.5,
        y1=y + 2,
        x2=x + 4.5,
        y2=y + 11,
        stroke=style.colour,
        stroke_width=4,
        stroke_dasharray=style.dash or None,
    )
    return box + bar


def key_row(items: Sequence[tuple[str, float, str]], width: float, top: float) -> tuple[list[str], float]:
    """Samples with their meaning: (SVG drawn at 0 0, its width in px, text); gives the drawing and where it ends."""
    parts: list[str] = []
    x, y = 0.0, top
    for sample, wide, text in items:
        lines = wrap(text, width - wide - 8, SMALL, lines=2)
        room = wide + 8 + max(text_width(line, SMALL) for line in lines) + 22
        if x and x + room > width:
            x, y = 0.0, y + ROW - 2
        if sample:
            parts.append(tag("g", sample, transform=f"translate({x:.2f} {y:.2f})"))
        for line in lines:
            parts.append(label(x + (wide + 8 if sample else 0), y + 11, line, SMALL, SOFT_INK))
            y += 14
        y -= 14
        x += room
    return parts, y + ROW - 2 if parts else top


def footer(phrases: Sequence[str], width: float, top: float) -> tuple[list[str], float]:
    """The phrases after each other with dots between, in lines of `width` px; gives the drawing and where it ends."""
    lines = wrap(" · ".join(phrases), width, SMALL, lines=8)
    parts = [label(0, top + 11 + 16 * place, line, SMALL, SOFT_INK) for place, line in enumerate(lines)]
    return parts, top + 16 * len(lines)
