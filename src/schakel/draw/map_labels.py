"""Where the words on the lines go: on their own line, clear of boxes and of each other, or nowhere."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from schakel.draw.svg import Point

# Places along a line that are tried, the middle first.
PLACES = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82, 0.12, 0.88)
FINE = 24  # points per Bezier piece
TILE = 32.0  # px
# Of the four points of a piece, at each of its FINE steps.
_WEIGHTS = tuple(
    (u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t)
    for t, u in ((n / FINE, 1 - n / FINE) for n in range(1, FINE + 1))
)


@dataclass(frozen=True)
class Rectangle:
    """Left, top, right and bottom in px."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Rectangle") -> bool:
        """Whether they share any area."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def holds(self, point: Point) -> bool:
        """Whether the point lies inside."""
        return self.left < point[0] < self.right and self.top < point[1] < self.bottom


@dataclass(frozen=True)
class Wanted:
    """A label that is to be placed on line number `line`, with its size in px.

    beside: px from the middle of a thick line past which the label stands next to it; 0 is on it. across: the line
    runs from left to right, so next to it is above or below it.
    """

    line: int
    width: float
    height: float
    beside: float = 0
    across: bool = False

    def centres(self, path: Sequence[Point]) -> list[list[Point]]:
        """Where it may stand: on its line, and only if that is all taken, next to it; of a thick line either."""
        points = [path[round(place * (len(path) - 1))] for place in PLACES]
        if self.across:
            shift = self.beside + self.height / 2 + 1
            sides = [(x, y + side * shift) for side in (-1, 1) for x, y in points]
        else:
            shift = self.beside + self.width / 2 + 2
            sides = [(x + side * shift, y) for side in (1, -1) for x, y in points]
        return [[*sides, *points]] if self.beside else [points, sides]


def around(centre: Point, width: float, height: float, margin: float = 0) -> Rectangle:
    """The rectangle of a size around a centre, and a margin more on every side."""
    x, y = centre
    half, tall = width / 2 + margin, height / 2 + margin
    return Rectangle(x - half, y - tall, x + half, y + tall)


def along(points: Sequence[Point]) -> list[Point]:
    """Points at even steps of length along a line of Bezier pieces."""
    raw = [points[0]]
    for start in range(0, len(points) - 3, 3):
        a, b, c, d = points[start : start + 4]
        raw += [
            (p * a[0] + q * b[0] + r * c[0] + s * d[0], p * a[1] + q * b[1] + r * c[1] + s * d[1])
            for p, q, r, s in _WEIGHTS
        ]
    lengths = [0.0]
    for (x, y), (u, v) in pairwise(raw):
        lengths.append(lengths[-1] + ((u - x) ** 2 + (v - y) ** 2) ** 0.5)
    wanted = max(2, round(lengths[-1] / 5))
    even, place = [], 0
    for step in range(wanted + 1):
        target = lengths[-1] * step / wanted
        while place < len(raw) - 1 and lengths[place] < target:
            place += 1
        even.append(raw[place])
    return even


def place_labels(
    wanted: Iterable[Wanted], curves: Sequence[Sequence[Point]], boxes: Sequence[Rectangle]
) -> dict[int, Point]:
    """A centre per line number, in the order wanted; a label that would hide a box or another label is left out.

    Of the free places the one that hides least of other lines is taken; the first places win ties.
    """
    paths = [along(curve) for curve in curves]
    crowd = _Crowd(paths)
    taken = list(boxes)
    placed: dict[int, Point] = {}
    for want in wanted:
        for centres in want.centres(paths[want.line]):
            if best := _best(want, centres, taken, crowd):
                placed[want.line] = best
                taken.append(around(best, want.width, want.height, 1.5))
                break
    return placed


class _Crowd:
    """The points of all lines, found by the tile of the picture that they lie in."""

    def __init__(self, paths: Sequence[Sequence[Point]]) -> None:
        self.tiles: dict[tuple[int, int], list[tuple[int, Point]]] = {}
        for line, path in enumerate(paths):
            for x, y in path:
                self.tiles.setdefault((int(x // TILE), int(y // TILE)), []).append((line, (x, y)))

    def hidden(self, area: Rectangle, line: int) -> int:
        """How many points of other lines lie in the area."""
        left, top, right, bottom = area.left, area.top, area.right, area.bottom
        down = range(int(top // TILE), int(bottom // TILE) + 1)
        found = 0
        for across in range(int(left // TILE), int(right // TILE) + 1):
            for row in down:
                for other, (x, y) in self.tiles.get((across, row), ()):
                    found += other != line and left < x < right and top < y < bottom
        return found


def _best(want: Wanted, centres: Iterable[Point], taken: Sequence[Rectangle], crowd: _Crowd) -> Point | None:
    """The free centre where the label hides least of other lines; the first of equals."""
    best: tuple[int, Point] | None = None
    for centre in centres:
        area = around(centre, want.width, want.height, 1.5)
        if any(area.meets(other) for other in taken):
            continue
        hides = crowd.hidden(area, want.line)
        if best is None or hides < best[0]:
            best = hides, centre
        if hides == 0:
            break
    return best[1] if best else None
