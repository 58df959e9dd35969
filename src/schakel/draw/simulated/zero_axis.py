"""The axis under a chart of differences: a line per tick through all rows, that of zero heavier."""

from schakel.draw.palette import HAIR, LINE, SOFT_INK
from schakel.draw.simulated.scale import Scale
from schakel.draw.simulated.sheet import SMALL, Look
from schakel.draw.simulated.span import signed
from schakel.draw.svg import label, number, tag


def zero_axis(scale: Scale, bottom: float, unit: str, lang: str) -> list[str]:
    """Parts of SVG from 0 down to bottom, with signed numbers and the unit below it."""
    parts = []
    for tick in scale.ticks:
        x, is_zero = scale.px(tick), tick == 0
        look: Look = {"stroke": LINE if is_zero else HAIR, "stroke_width": 1.6 if is_zero else 1.0}
        parts.append(tag("path", d=f"M{number(x)} 0V{number(bottom)}", **look))
        parts.append(label(x, bottom + 14, signed(tick, lang), SMALL, SOFT_INK, text_anchor="middle"))
    middle = (scale.start + scale.stop) / 2
    return [*parts, label(middle, bottom + 30, unit, SMALL, SOFT_INK, text_anchor="middle")]
