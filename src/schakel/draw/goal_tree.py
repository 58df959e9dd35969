"""Goals as a tree from left to right: ambition first, then what serves it. Each box leads to where the goal stands."""

from collections.abc import Sequence
from dataclasses import dataclass

from schakel.draw.palette import ACCENT, INK, PAPER, SOFT_INK, STRONG_LINE
from schakel.draw.picture import Picture, Twin
from schakel.draw.svg import Point, curve, document, label, tag
from schakel.draw.text_width import wrap
from schakel.texts import say

BOX: Point = (232.0, 78.0)
GAP: Point = (44.0, 14.0)
LINES, SIZE, STEP = 4, 13.0, 17.0


@dataclass(frozen=True)
class Branch:
    """A goal. depth: 0 for one of the chain itself; under: what is aimed at, or ""; href: where it stands."""

    statement: str
    depth: int
    under: str
    href: str


def goal_tree(branches: Sequence[Branch], lang: str, *, name: str = "goal-tree") -> Picture:
    """The tree of branches in the order of a walk: each above what serves it."""
    title = say("draw.goals.title", lang)
    description = say("draw.goals.description", lang, n=len(branches))
    places = _places(branches)
    deepest = max((one.depth for one in branches), default=0)
    rows = max((y for _, y in places), default=0.0)
    size = (_x(deepest) + BOX[0] + 2, rows + BOX[1] + 2)
    parts = [_line(places[_parent(branches, at)], places[at]) for at, one in enumerate(branches) if one.depth]
    parts += [_box(one, place) for one, place in zip(branches, places, strict=True)]
    columns = (say("draw.goals.goal", lang), say("draw.goals.serves", lang), say("draw.goals.under", lang))
    rows_told = tuple(
        (one.statement, branches[_parent(branches, at)].statement if one.depth else "–", one.under or "–")
        for at, one in enumerate(branches)
    )
    svg = document(name, title, description, size, parts, least_width=size[0] * 0.8, links=True)
    return Picture(name, svg, title, description, Twin(columns, rows_told, title), *size, size[0] * 0.8)


def _x(depth: int) -> float:
    return 1 + depth * (BOX[0] + GAP[0])


def _places(branches: Sequence[Branch]) -> list[Point]:
    """Left upper corners: a branch stands beside the first of what serves it."""
    places: list[Point] = []
    y = 1.0
    for at, one in enumerate(branches):
        if at and one.depth <= branches[at - 1].depth:
            y += BOX[1] + GAP[1]
        places.append((_x(one.depth), y))
    return places


def _parent(branches: Sequence[Branch], at: int) -> int:
    return next(before for before in range(at - 1, -1, -1) if branches[before].depth < branches[at].depth)


def _line(here: Point, there: Point) -> str:
    start, end = (here[0] + BOX[0], here[1] + BOX[1] / 2), (there[0], there[1] + BOX[1] / 2)
    middle = start[0] + GAP[0] / 2
    path = curve([start, (middle, start[1]), (middle, end[1]), end])
    return tag("path", d=path, fill="none", stroke=STRONG_LINE, stroke_width=1.5)


def _box(one: Branch, at: Point) -> str:
    x, y = at
    first = one.depth == 0
    frame = tag(
        "rect",
        x=x,
        y=y,
        width=BOX[0],
        height=BOX[1],
        rx=3.0,
        fill=PAPER,
        stroke=ACCENT if first else STRONG_LINE,
        stroke_width=2.0 if first else 1.0,
    )
    lines = wrap(one.statement, BOX[0] - 22, SIZE, bold=first, lines=LINES - 2 if one.under else LINES)
    weight = "700" if first else None
    texts = [label(x + 11, y + 20 + STEP * n, line, SIZE, INK, font_weight=weight) for n, line in enumerate(lines)]
    if one.under:
        under = wrap(one.under, BOX[0] - 22, 11.5, lines=1)[0]
        texts.append(label(x + 11, y + BOX[1] - 11, under, 11.5, SOFT_INK))
    return tag("a", frame, *texts, href=one.href)
