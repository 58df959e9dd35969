"""Signs that mean the same in every picture: hatching for what still fills up, a lock for what is closed."""

from schakel.draw.palette import SOFT_INK
from schakel.draw.svg import number, tag

# A lock in a square of -1..1: its body, and its shackle with the hole in it.
LOCK = (
    "M-0.8,-0.1L0.8,-0.1L0.8,1L-0.8,1Z"
    "M-0.6,-0.1L-0.6,-0.4A0.6,0.6,0,0,1,0.6,-0.4L0.6,-0.1L0.3,-0.1L0.3,-0.4A0.3,0.3,0,0,0,-0.3,-0.4L-0.3,-0.1Z"
)
STRIPES = 4.0  # px between the stripes of a hatching, along its sides


def hatching(x: float, y: float, width: float, height: float) -> str:
    """Path data of slanting stripes in a rectangle; to be stroked."""
    parts = []
    reach = STRIPES / 2
    while reach < width + height:
        left, low = x + max(0.0, reach - height), y + min(reach, height)
        right, high = x + min(reach, width), y + max(0.0, reach - width)
        parts.append(f"M{number(left)} {number(low)}L{number(right)} {number(high)}")
        reach += STRIPES
    return "".join(parts)


def lock(x: float, y: float, size: float = 9.0) -> str:
    """A lock of `size` px with its middle at x, y."""
    return tag("path", d=LOCK, fill=SOFT_INK, transform=f"translate({number(x)} {number(y)}) scale({number(size / 2)})")
