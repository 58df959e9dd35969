"""The chain by occupancy: bars as long as they say, words clear of boxes, and tables with all of it."""

import re
from itertools import combinations

import pytest

from schakel.draw.simulated.occupancy_data import OccupancyData, OccupancyFlow, OccupancyNode
from schakel.draw.simulated.occupancy_map import WIDEST, occupancy_map
from schakel.draw.simulated.scope import SimulatedScope
from unit.draw import simulated_chain as chain
from unit.draw.reading import SVG, all_words, canvas, inside, parsed, rectangle

SCOPE = SimulatedScope("Groot", 104, 40, 1)


def large(n: int = 34) -> OccupancyData:
    """A chain of many partners, each of which refers to the next three."""
    nodes = tuple(
        OccupancyNode(f"n{p}", f"Ambulante begeleiding {p}", p / n, float(p), 0.3 * p, f"Aanbieder {p}")
        for p in range(n)
    )
    flows = [OccupancyFlow("", f"n{p}", 20.0 - p) for p in range(3)]
    flows += [OccupancyFlow(f"n{p}", f"n{p + s}", 9.0 / s, 0.04 * s) for p in range(n) for s in (1, 2, 3) if p + s < n]
    flows += [OccupancyFlow(f"n{p}", "", 1.0 + p / 9) for p in range(n)]
    return OccupancyData(nodes, tuple(flows), SCOPE)


CASES = {"small": chain.occupancy(), "large": large()}


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("data", CASES.values(), ids=CASES.keys())
def test_words_do_not_overlap_and_stay_inside(data: OccupancyData, lang: str) -> None:
    picture = occupancy_map(data, lang)
    words = all_words(picture)
    assert [(a.text, b.text) for a, b in combinations(words, 2) if a.area.meets(b.area)] == []
    assert [word.text for word in words if not inside(word.area, canvas(picture))] == []


@pytest.mark.parametrize("data", CASES.values(), ids=CASES.keys())
def test_a_bar_is_as_long_as_its_number(data: OccupancyData) -> None:
    picture = occupancy_map(data, "nl")
    shares = {node.label + (f", {node.partner}" if node.partner else ""): node.occupancy for node in data.nodes}
    seen = 0
    for box in parsed(picture).iter(f"{SVG}a"):
        label = str(box.get("aria-label"))
        share = shares[next(name for name in shares if label.startswith(f"{name}, "))]
        bars = list(box.iter(f"{SVG}rect"))[1:]
        if share is None:
            assert [bar.get("stroke-dasharray") for bar in bars] == ["4 3"]
            continue
        outline = rectangle(bars[-1])
        filled = rectangle(bars[0]).right - outline.left if len(bars) > 1 else 0.0
        assert filled / (outline.right - outline.left) == pytest.approx(share, abs=0.001)
        seen += 1
    assert seen > 2


def test_a_large_chain_fits_a_page_and_says_what_it_leaves_out() -> None:
    picture = occupancy_map(large(), "nl")
    assert picture.width <= WIDEST + 20
    boxes = len(list(parsed(picture).iter(f"{SVG}a")))
    assert 12 <= boxes < 34
    assert f"{boxes} van 34 getekend, alle in de tabel" in picture.svg
    assert "van de overgangen staat alleen in de tabel" in " ".join(word.text for word in all_words(picture))
    assert len(picture.twin.rows) == 34
    assert len(picture.more[0].rows) == len(large().flows)


def test_flows_and_what_gets_lost_are_drawn_as_they_stand_in_the_table() -> None:
    picture = occupancy_map(chain.occupancy(), "nl")
    told = [title.text or "" for title in parsed(picture).iter(f"{SVG}title") if "→" in (title.text or "")]
    rows = {(row[2], row[3]) for row in picture.more[0].rows}
    assert len(told) == len(rows)
    for text in told:
        found = re.search(r": (\S+) per week(?:, (.*) raakt kwijt)?$", text)
        assert found
        assert (found[1], found[2] or "0 %") in rows
    assert any("raakt kwijt" in word.text for word in all_words(picture))


def test_each_box_leads_to_its_row() -> None:
    picture = occupancy_map(chain.occupancy(), "en")
    links = [str(box.get("href"))[1:] for box in parsed(picture).iter(f"{SVG}a")]
    assert links
    assert set(links) <= set(picture.twin.anchors)


def test_equal_input_gives_equal_bytes_and_wrong_input_is_refused() -> None:
    assert occupancy_map(large(), "nl").svg == occupancy_map(large(), "nl").svg
    assert "Te weinig" in occupancy_map(OccupancyData((), (), SCOPE), "nl").svg
    node = OccupancyNode("a", "A", 0.5, 1.0, None)
    with pytest.raises(ValueError, match="has no node"):
        OccupancyData((node,), (OccupancyFlow("a", "b", 1.0),), SCOPE)
    with pytest.raises(ValueError, match="id of its own"):
        OccupancyData((node, node), (), SCOPE)
    with pytest.raises(ValueError, match="share from 0 to 1"):
        OccupancyData((OccupancyNode("a", "A", 1.4, 1.0, None),), (), SCOPE)
