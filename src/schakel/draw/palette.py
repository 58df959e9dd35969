"""Colours. Nothing is said by colour alone: wherever a partner has a colour, its name stands there too."""

from collections.abc import Iterable
from dataclasses import dataclass

PAPER = "#ffffff"
INK = "#1b2432"  # text
SOFT_INK = "#4d596a"  # second text
LINE = "#77849b"  # thin lines: at least 3:1 on paper
STRONG_LINE = "#5a6882"  # lines of some weight
SPINE = "#2f3e5c"  # the dominant route
HAIR = "#d5dbe4"  # grid lines, which carry no meaning
ACCENT = "#0b4f8a"
UNKNOWN = "#5f6b7a"  # a step without a partner

# Dark enough for white text on them and for use as text. Found by search: of each two of them the difference in CIELAB
# is at least 20, and at least 12 for people who miss one kind of cone; the most different ones come first.
PARTNERS = (
    "#1560b8",
    "#a85400",
    "#127554",
    "#7b579e",
    "#b2003c",
    "#15298c",
    "#3b4c2a",
    "#8c0075",
    "#61224c",
    "#750000",
)
# A second and third round of the same colours: a dash along the bar and the block, besides the name.
DASHES = ("", "5 3", "2 2")


@dataclass(frozen=True)
class PartnerStyle:
    """How a partner is drawn. dash: "" or the pattern of its bar. unseen: named but not delivering, so dashed."""

    colour: str
    tint: str
    dash: str = ""
    unseen: bool = False


def tint(colour: str, strength: float = 0.1) -> str:
    """The colour thinned with paper; strength 0..1."""
    parts = [round(255 + (value - 255) * strength) for value in _rgb(colour)]
    return "#" + "".join(f"{part:02x}" for part in parts)


def partner_styles(partners: Iterable[str], unseen: Iterable[str] = ()) -> dict[str, PartnerStyle]:
    """A style for each partner, by its place among the names; "" is the style of a step without a partner."""
    hidden = set(unseen)
    styles = {"": PartnerStyle(UNKNOWN, tint(UNKNOWN, 0.05))}
    for place, name in enumerate(sorted(set(partners) - {""})):
        colour = PARTNERS[place % len(PARTNERS)]
        dash = DASHES[place // len(PARTNERS) % len(DASHES)]
        styles[name] = PartnerStyle(colour, PAPER if name in hidden else tint(colour), dash, name in hidden)
    return styles


def contrast(one: str, other: str) -> float:
    """Contrast ratio 1..21 of two colours (WCAG 2.2, relative luminance)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    linear = [
        v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in (part / 255 for part in _rgb(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
