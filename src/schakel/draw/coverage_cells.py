"""How a month of deliveries looks: told by its filling and its edge, never by colour alone."""

from schakel.draw.coverage_data import DELIVERED, NOT, PARTLY
from schakel.draw.palette import ACCENT, LINE, PAPER
from schakel.draw.signs import hatching
from schakel.draw.svg import Point, number, tag

CELL = 15.0  # px high


def cells(corners: list[Point], width: float, letter: str, filling: bool) -> list[str]:
    """SVG of cells alike, by their upper left corners: full, half full or empty; with stripes while it fills up."""
    w, h, half = width - 1, CELL - 1, (CELL - 1) / 2
    inner = [(x + 0.5, y + 0.5) for x, y in corners]
    edges = _boxes(inner, w, h)
    if letter == NOT:
        dash = "3 2" if width >= 9 else "2 1.5"
        return [tag("path", d=edges, fill=PAPER, stroke=LINE, stroke_width=1, stroke_dasharray=dash)]
    edge = tag("path", d=edges, fill=PAPER, stroke=ACCENT, stroke_width=1)
    low = [(x, y + (half if letter == PARTLY else 0)) for x, y in inner]
    high = half if letter == PARTLY else h
    if filling:
        stripes = "".join(hatching(x, y, w, high) for x, y in low)
        line = _boxes(low, w, high) if letter == PARTLY else ""
        return [edge, tag("path", d=stripes + line, fill="none", stroke=ACCENT, stroke_width=1.2)]
    if letter == DELIVERED:
        return [tag("path", d=edges, fill=ACCENT, stroke=ACCENT, stroke_width=1)]
    return [edge, tag("path", d=_boxes(low, w, high), fill=ACCENT)]


def _boxes(corners: list[Point], width: float, height: float) -> str:
    wide, high = number(width), number(height)
    return "".join(f"M{number(x)} {number(y)}h{wide}v{high}h-{wide}Z" for x, y in corners)
