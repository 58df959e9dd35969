"""The tree of goals: who serves what, in the picture and in its table."""

import xml.etree.ElementTree as ET

from schakel.draw.goal_tree import BOX, Branch, goal_tree

BRANCHES = (
    Branch("Inwoners redden zich", 0, "", "#a"),
    Branch("Snel gehoord", 1, "hoogstens 7 dagen", "#b"),
    Branch("Een verhaal", 2, "", "#c"),
    Branch("<b>Geen</b> gat & geen muur", 1, "", "#d"),
)


def test_each_goal_is_a_link_and_a_row() -> None:
    picture = goal_tree(BRANCHES, "nl")
    svg = ET.fromstring(picture.svg)  # noqa: S314 -- drawn by us
    links = [one.get("href") for one in svg.iter() if one.tag.endswith("}a")]
    assert links == ["#a", "#b", "#c", "#d"]
    assert [row[1] for row in picture.twin.rows] == [
        "–",
        "Inwoners redden zich",
        "Snel gehoord",
        "Inwoners redden zich",
    ]
    assert picture.twin.rows[1][2] == "hoogstens 7 dagen"


def test_boxes_do_not_meet_and_lie_within() -> None:
    picture = goal_tree(BRANCHES, "en")
    svg = ET.fromstring(picture.svg)  # noqa: S314 -- drawn by us
    places = [(float(one.get("x", 0)), float(one.get("y", 0))) for one in svg.iter() if one.tag.endswith("}rect")]
    for at, (x, y) in enumerate(places):
        assert x + BOX[0] <= picture.width
        assert y + BOX[1] <= picture.height
        assert all(abs(x - a) >= BOX[0] or abs(y - b) >= BOX[1] for a, b in places[:at])
