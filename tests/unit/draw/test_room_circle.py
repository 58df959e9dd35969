"""The circle of rooms: only rooms that exist, each a link, none over another."""

import re

import pytest
from lxml import etree

from schakel.draw.room_circle import Room, room_circle

NAMES = ("data", "insight", "orchestration", "simulation", "action", "learning", "sharing")
SVG = "{http://www.w3.org/2000/svg}"


def rooms(*names: str) -> tuple[Room, ...]:
    """Rooms with these names."""
    return tuple(Room(name, name.capitalize(), f"what {name} is for", f"/n/x/{name}/") for name in names)


@pytest.mark.parametrize("n", range(1, len(NAMES) + 1))
def test_every_room_is_a_link_and_none_covers_another(n: int) -> None:
    given = rooms(*NAMES[:n])
    picture = room_circle(given, "en")
    tree = etree.fromstring(picture.svg)
    assert {a.get("href") for a in tree.iter(f"{SVG}a")} == {room.href for room in given}
    boxes = [tuple(float(r.get(k) or 0) for k in ("x", "y", "width", "height")) for r in tree.iter(f"{SVG}rect")]
    for place, (x, y, w, h) in enumerate(boxes):
        assert x >= 0
        assert y >= 0
        assert x + w <= picture.width
        assert y + h <= picture.height
        for x2, y2, w2, h2 in boxes[place + 1 :]:
            assert x + w <= x2 or x2 + w2 <= x or y + h <= y2 or y2 + h2 <= y


def test_its_twin_says_the_same_and_names_are_escaped() -> None:
    picture = room_circle((Room("data", "<b>", "a & b", '/n/"x/'),), "nl")
    assert picture.twin.rows == (("<b>", "a & b"),)
    assert "<b>" not in picture.svg
    assert not re.search(r'href="/n/"', picture.svg)
