"""The circle of the work as a picture that is also a menu: rooms in a ring, a workshop in the middle, a gate around."""

from dataclasses import dataclass
from math import cos, pi, sin

from schakel.draw.palette import ACCENT, INK, PAPER, SOFT_INK, STRONG_LINE
from schakel.draw.picture import Picture, Twin
from schakel.draw.svg import Point, document, label, number, tag
from schakel.draw.text_width import text_width
from schakel.texts import say

SIZE: Point = (720.0, 430.0)
CENTRE: Point = (360.0, 205.0)
RING: Point = (245.0, 138.0)
GATE: Point = (345.0, 192.0)
BOX: Point = (168.0, 64.0)
GAP = 0.36  # radians between a box and the arrow that leaves it
MIDDLE, AROUND = "simulation", "sharing"


@dataclass(frozen=True)
class Room:
    """A room that exists. name: its folder; label, task: in the reader's language; href: where it opens."""

    name: str
    label: str
    task: str
    href: str


def room_circle(rooms: tuple[Room, ...], lang: str, *, name: str = "circle") -> Picture:
    """The rooms in the order given, clockwise from the left; arrows say in which order most people walk, none must.

    `simulation` stands in the middle and `sharing` is the gate around, if they are among the rooms.
    """
    ring = tuple(room for room in rooms if room.name not in (MIDDLE, AROUND))
    title = say("draw.circle.title", lang)
    description = say("draw.circle.description", lang, rooms=", ".join(room.label for room in rooms))
    step = 2 * pi / max(1, len(ring))
    angles = [pi + step * place for place in range(len(ring))]
    parts = [_gate(room, pi - step / 2) for room in rooms if room.name == AROUND]
    if len(ring) > 1:
        parts.append(_arrow_head(name))
        parts += [_arrow(angle, step, name) for angle in angles]
    parts += [_box(room, _at(RING, angle)) for room, angle in zip(ring, angles, strict=True)]
    parts += [_box(room, CENTRE, workshop=True) for room in rooms if room.name == MIDDLE]
    columns = (say("draw.circle.room", lang), say("draw.circle.task", lang))
    twin = Twin(columns, tuple((room.label, room.task) for room in rooms), title)
    svg = document(name, title, description, SIZE, parts, least_width=430, links=True)
    return Picture(name, svg, title, description, twin, *SIZE, 430)


def _at(radii: Point, angle: float) -> Point:
    return CENTRE[0] + radii[0] * cos(angle), CENTRE[1] + radii[1] * sin(angle)


def _box(room: Room, at: Point, *, workshop: bool = False) -> str:
    width = max(BOX[0], text_width(room.task, 12) + 28)
    x, y = at[0] - width / 2, at[1] - BOX[1] / 2
    frame = tag(
        "rect",
        x=x,
        y=y,
        width=width,
        height=BOX[1],
        rx=3,
        fill=PAPER,
        stroke=ACCENT,
        stroke_width=2,
        stroke_dasharray="6 4" if workshop else None,
    )
    texts = (
        label(at[0], at[1] - 4, room.label, 17, ACCENT, text_anchor="middle", font_weight="700"),
        label(at[0], at[1] + 16, room.task, 12, SOFT_INK, text_anchor="middle"),
    )
    return tag("a", frame, *texts, href=room.href)


def _gate(room: Room, angle: float) -> str:
    around = tag(
        "ellipse",
        cx=CENTRE[0],
        cy=CENTRE[1],
        rx=GATE[0],
        ry=GATE[1],
        fill="none",
        stroke=STRONG_LINE,
        stroke_width=2,
        stroke_dasharray="2 7",
        stroke_linecap="round",
    )
    x, y = _at(GATE, angle)
    return around + _box(room, (max(x, BOX[0] / 2 + 2), y))


def _arrow_head(name: str) -> str:
    head = tag("path", d="M0 0L8 4L0 8z", fill=INK)
    return tag(
        "defs", tag("marker", head, id=f"{name}-head", markerWidth=8, markerHeight=8, refX=7, refY=4, orient="auto")
    )


def _arrow(angle: float, step: float, name: str) -> str:
    gap = min(GAP * 1.6, step / 3)
    points = [_at(RING, angle + gap + (step - 2 * gap) * part / 12) for part in range(13)]
    path = "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points)
    return tag("path", d=path, fill="none", stroke=INK, stroke_width=1.5, marker_end=f"url(#{name}-head)")
