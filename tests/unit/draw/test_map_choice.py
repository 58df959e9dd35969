"""What of a large map is drawn, and what the map says of the rest."""

import pytest

from schakel.draw.map_choice import Choice, choose
from schakel.draw.map_data import MapData, MapEdge, MapNode


def large(steps: int) -> MapData:
    names = [f"s{n:02}" for n in range(steps)]
    nodes = tuple(MapNode(name, name, 1000 - place) for place, name in enumerate(names))
    edges = [
        MapEdge(a, b, 1 + (i * 7 + j * 3) % 50)
        for i, a in enumerate(names)
        for j, b in enumerate(names)
        if i != j and (i + j) % 3 == 0
    ]
    return MapData(nodes, tuple(edges), tuple(names[:4]))


def share_drawn(choice: Choice, data: MapData) -> float:
    return sum(edge.number for edge in choice.lines) / sum(edge.number for edge in data.edges)


def test_limits_hold_and_the_rest_is_told() -> None:
    data = large(45)
    choice = choose(data)
    assert len(choice.nodes) == 30
    assert len(choice.lines) == 58  # two are kept for the start and the end
    assert choice.hidden == pytest.approx(1 - share_drawn(choice, data))
    assert choice.hidden > 0.5


def test_every_box_keeps_a_way_in_and_a_way_out() -> None:
    choice = choose(large(20))
    assert {edge.source for edge in choice.lines} == {edge.target for edge in choice.lines}
    assert len({edge.source for edge in choice.lines}) == 20


def test_the_dominant_route_is_kept_even_when_it_is_rare() -> None:
    nodes = (*(MapNode(f"s{n}", f"s{n}", 100) for n in range(40)), MapNode("rare", "rare", 1))
    data = MapData(
        nodes, (MapEdge("rare", "s39", 1), *(MapEdge(f"s{n}", f"s{n + 1}", 50) for n in range(39))), ("rare", "s39")
    )
    choice = choose(data)
    assert choice.spine == ("rare", "s39")
    assert any(edge.source == "rare" for edge in choice.lines)


def test_a_route_that_comes_back_is_a_spine_once() -> None:
    nodes = (MapNode("a", "a", 3), MapNode("b", "b", 3))
    assert choose(MapData(nodes, (MapEdge("a", "b", 3), MapEdge("b", "a", 2)), ("a", "b", "a"))).spine == ("a", "b")


def test_parallel_share_counts_what_overlaps() -> None:
    nodes = (MapNode("a", "a", 3), MapNode("b", "b", 3))
    choice = choose(MapData(nodes, (MapEdge("a", "b", 6, 2), MapEdge("b", "a", 0, 2))))
    assert choice.parallel == pytest.approx(0.4)
    assert choice.hidden == 0


@pytest.mark.parametrize(
    ("nodes", "edges", "spine", "says"),
    [
        (("a", "a"), (), (), "id of its own"),
        (("",), (), (), "not empty"),
        (("a",), (("a", "x"),), (), "no step 'x'"),
        (("a",), (), ("y",), "no step 'y'"),
        (("a",), (("a", "a"), ("a", "a")), (), "twice"),
    ],
)
def test_a_map_that_cannot_be_is_refused(
    nodes: tuple[str, ...], edges: tuple[tuple[str, str], ...], spine: tuple[str, ...], says: str
) -> None:
    with pytest.raises(ValueError, match=says):
        MapData(tuple(MapNode(n, n, 1) for n in nodes), tuple(MapEdge(a, b, 1) for a, b in edges), spine)
