"""A box of the replay: a field where clients wait, a field where they are helped, and a number above each."""

from dataclasses import dataclass

from schakel.draw.palette import ACCENT, INK, LINE, PAPER, SOFT_INK, tint
from schakel.draw.simulated.replay_data import ReplayStage
from schakel.draw.simulated.sheet import SIZE, SMALL, Look
from schakel.draw.svg import Point, escape, label, tag
from schakel.draw.text_width import text_width, wrap
from schakel.texts import say

CELL = 9.0  # px from mark to mark
ACROSS = 9  # marks beside each other in a field
MOST_DOWN = 6
EDGE, GAP = 9.0, 8.0
FIELD = CELL * ACROSS + 4
STRIP = 15.0  # px high


@dataclass(frozen=True)
class ReplayBox:
    """A stage before it has a place. down: rows of marks in its fields."""

    stage: ReplayStage
    name: tuple[str, ...]
    partner: tuple[str, ...]
    down: int

    width = 2 * (EDGE + FIELD) + GAP

    @property
    def head(self) -> float:
        """Px from the top of the box to its fields."""
        return 8 + 15.0 * len(self.name) + 13.0 * len(self.partner) + 30

    @property
    def height(self) -> float:
        """Px of the whole box."""
        return self.head + CELL * self.down + 4 + EDGE

    def cell(self, place: int, centre: Point, *, is_helped: bool) -> Point:
        """Where the mark with this number stands; beyond the last cell marks lie over each other."""
        row, column = divmod(place % (ACROSS * self.down), ACROSS)
        left = centre[0] - self.width / 2 + EDGE + (FIELD + GAP if is_helped else 0)
        x = left + 2 + CELL * (column + 0.5)
        return x, centre[1] - self.height / 2 + self.head + 2 + CELL * (row + 0.5)


def replay_box(stage: ReplayStage, at_once: int) -> ReplayBox:
    """A box with room for so many marks in a field, as far as it stays low enough."""
    room = ReplayBox.width - 2 * EDGE
    partner = wrap(stage.partner, room, SMALL) if stage.partner != stage.label else ()
    down = max(1, min(MOST_DOWN, -(-at_once // ACROSS)))
    return ReplayBox(stage, wrap(stage.label, room, SIZE, bold=True) or ("?",), partner, down)


def draw_replay_box(box: ReplayBox, centre: Point, lang: str) -> list[str]:
    """All of it that does not move."""
    left, top = centre[0] - box.width / 2, centre[1] - box.height / 2
    look: Look = {"rx": 5.0, "fill": PAPER, "stroke": LINE, "stroke_width": 1.3}
    parts = [
        tag("title", escape(box.stage.label)),
        tag("rect", x=left, y=top, width=box.width, height=box.height, **look),
    ]
    x, y = left + EDGE, top + 4
    for line in box.name:
        y += 15
        parts.append(label(x, y - 2, line, SIZE, INK, font_weight="bold"))
    for line in box.partner:
        y += 13
        parts.append(label(x, y - 1, line, SMALL, SOFT_INK))
    high = CELL * box.down + 4
    for kind, shift in (("wait", 0.0), ("help", FIELD + GAP)):
        helped = kind == "help"
        field: Look = {"fill": tint(ACCENT, 0.1) if helped else PAPER, "stroke": ACCENT if helped else LINE}
        dash = None if helped else "3 2"
        box_top = top + box.head
        parts.append(tag("rect", x=x + shift, y=box_top, width=FIELD, height=high, stroke_dasharray=dash, **field))
        parts.append(label(x + shift, box_top - 16, say(f"draw.replay.field_{kind}", lang), SMALL, SOFT_INK))
    return parts


def strip_place(box: ReplayBox, centre: Point, *, is_helped: bool) -> Point:
    """Upper left corner of the number above a field."""
    left = centre[0] - box.width / 2 + EDGE + (FIELD + GAP if is_helped else 0)
    return left, centre[1] - box.height / 2 + box.head - STRIP


def end_width(text: str) -> float:
    """Px of a box where clients come in or go out, with a number behind its words."""
    return text_width(text, SMALL, bold=True) + 14 + 46
