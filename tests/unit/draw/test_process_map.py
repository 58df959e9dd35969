"""The process map shows what it should, and nothing stands on top of something else."""

import re
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from oracle.plenty import plenty
from schakel.chain.selection import Period
from schakel.draw.map_data import MapData, MapEdge, MapNode
from schakel.draw.palette import PAPER
from schakel.draw.picture import Picture, Scope
from schakel.draw.process_map import process_map
from unit.draw import examples, reading
from unit.draw.reading import SVG, canvas, inside, parsed, rectangle, words

CHAIN = process_map(examples.chain_data(), "nl")


@pytest.fixture(params=["chain", pytest.param("receipt", marks=pytest.mark.shared)])
def picture(request: pytest.FixtureRequest) -> Picture:
    """The map of an invented chain, and that of a real log."""
    if request.param == "chain":
        return CHAIN
    shared: Path = request.getfixturevalue("shared_data")
    return process_map(examples.receipt(shared / "eventlogs" / "receipt.xes.gz")[0], "en")


def boxes(picture: Picture) -> list[etree._Element]:
    return list(parsed(picture).iter(f"{SVG}a"))


def patches(picture: Picture) -> list[etree._Element]:
    """The paper behind the words on lines."""
    return [node for node in parsed(picture).iter(f"{SVG}rect") if node.get("fill-opacity")]


def test_words_stay_in_their_box(picture: Picture) -> None:
    for box in boxes(picture):
        frame = box.find(f"{SVG}rect")
        assert frame is not None
        for node in box.findall(f"{SVG}text"):
            assert inside(words(node).area, rectangle(frame)), node.text


def test_words_on_lines_hide_no_box_and_no_other_words(picture: Picture) -> None:
    frames = [rectangle(box.find(f"{SVG}rect")) for box in boxes(picture)]  # type: ignore[arg-type]  # each has one
    labels = [rectangle(patch) for patch in patches(picture)]
    assert len(labels) > 20
    written = [words(node).area for node in parsed(picture).iter(f"{SVG}text") if len(node)]
    assert all(inside(text, patch) for text, patch in zip(written, labels, strict=True))
    assert not [pair for pair in combinations(labels, 2) if pair[0].meets(pair[1])]
    assert not [(label, frame) for label in labels for frame in frames if label.meets(frame)]


def test_everything_stands_inside_the_picture(picture: Picture) -> None:
    assert [word.text for word in reading.all_words(picture) if not inside(word.area, canvas(picture))] == []
    assert [r for node in parsed(picture).iter(f"{SVG}rect") if not inside(r := rectangle(node), canvas(picture))] == []
    for path in parsed(picture).iter(f"{SVG}path"):
        if "C" in path.get("d", ""):
            x, y = reading.offset(path)
            numbers = [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", path.get("d", ""))]
            assert min(numbers[::2]) + x >= 0
            assert max(numbers[::2]) + x <= picture.width
            assert max(numbers[1::2]) + y <= picture.height


def test_legend_and_footer_do_not_overlap(picture: Picture) -> None:
    loose = [words(n) for n in parsed(picture).iter(f"{SVG}text") if n.getparent().tag == f"{SVG}g"]  # type: ignore[union-attr]
    pairs = combinations(loose, 2)
    assert [(a.text, b.text) for a, b in pairs if a.area.meets(b.area) and a.area != b.area] == []


def test_the_dominant_route_is_one_straight_line_down() -> None:
    centres = examples.chain_layout()
    spine = [next(xy for name, xy in centres.items() if name.startswith(f"{step},")) for step in examples.SPINE]
    assert max(x for x, _ in spine) - min(x for x, _ in spine) <= 1
    assert [y for _, y in spine] == sorted(y for _, y in spine)


def test_at_most_thirty_boxes_and_sixty_lines_with_the_rest_told() -> None:
    assert len(boxes(CHAIN)) == 25
    lines = [g for g in parsed(CHAIN).iter(f"{SVG}g") if g.find(f"{SVG}title") is not None]
    assert len(lines) == 60
    assert "van de overgangen staat alleen in de tabel" in shown(CHAIN)
    assert "60 overgangen" in CHAIN.description


def shown(picture: Picture) -> str:
    return " ".join(word.text for word in reading.all_words(picture))


def test_it_says_what_it_is_about() -> None:
    text = shown(CHAIN)
    for phrase in (
        "1 januari 2024 t/m 31 december 2025",
        "getallen zijn inwoners",
        "1.184 inwoners",
        "gevolgd per traject",
        "3 % van de overgangen niet getoond",
    ):
        assert phrase in text


def test_only_a_known_zero_is_called_nothing() -> None:
    nodes = (MapNode("a", "A", 12), MapNode("b", "B", 12))
    for hidden, told in ((None, False), (0.0, True)):
        picture = process_map(MapData(nodes, (MapEdge("a", "b", 12),), scope=Scope(hidden_share=hidden)), "en")
        assert ("nothing left out" in shown(picture)) == told


def test_partners_stand_in_the_legend_and_in_the_boxes() -> None:
    text = shown(CHAIN)
    for partner in ("Wijkteam", "Werkbedrijf", "GGZ (niet gezien)"):
        assert text.count(partner) >= 2


def test_a_partner_that_is_not_seen_is_dashed() -> None:
    dashed = [box for box in boxes(CHAIN) if box.find(f"{SVG}rect").get("stroke-dasharray")]  # type: ignore[union-attr]
    assert ["GGZ-behandeling" in str(box.get("aria-label")) for box in dashed] == [True]


def lines_of(data: MapData) -> dict[str, etree._Element]:
    tree = parsed(process_map(data, "en"))
    groups = [g for g in tree.iter(f"{SVG}g") if g.find(f"{SVG}title") is not None]
    return {str(g.findtext(f"{SVG}title")): g for g in groups}


def test_overlapping_steps_are_dots_without_direction() -> None:
    nodes = (MapNode("a", "A", 20), MapNode("b", "B", 20), MapNode("c", "C", 20))
    lines = lines_of(MapData(nodes, (MapEdge("a", "b", 15, 5, 3.0), MapEdge("b", "c", 0, 12))))
    parallel = next(group for title, group in lines.items() if "at the same time" in title)
    handed = next(group for title, group in lines.items() if "half wait at most 3 d" in title)
    assert len(parallel.findall(f"{SVG}path")) == 1
    assert parallel.find(f"{SVG}path").get("stroke-dasharray")  # type: ignore[union-attr]
    assert len(handed.findall(f"{SVG}path")) == 2
    assert not handed.find(f"{SVG}path").get("stroke-dasharray")  # type: ignore[union-attr]


def test_more_people_make_a_wider_line() -> None:
    nodes = tuple(MapNode(name, name, 20) for name in "abc")
    lines = lines_of(MapData(nodes, (MapEdge("a", "b", 100), MapEdge("b", "c", 10), MapEdge("a", "c", 1))))
    widths = [float(g.find(f"{SVG}path").get("stroke-width", "0")) for g in lines.values()]  # type: ignore[union-attr]
    assert sorted(widths) == pytest.approx([1.54, 2.84, 11.0], abs=0.02)


def test_boxes_are_links_to_the_rows_of_the_table_or_where_they_are_told() -> None:
    nodes = (MapNode("a", "A", 2), MapNode("b", "B", 2, link="/stap/b"))
    picture = process_map(MapData(nodes, (MapEdge("a", "b", 2),)), "nl", name="kaart")
    links = {box.get("aria-label", ""): box.get("href") for box in boxes(picture)}
    assert links == {"A, partner onbekend, 2 inwoners": "#kaart-step-1", "B, partner onbekend, 2 inwoners": "/stap/b"}
    assert picture.more[0].anchors == ("kaart-step-1", "kaart-step-2")
    assert parsed(picture).get("role") == "group"


def test_ids_start_with_the_name_and_occur_once(picture: Picture) -> None:
    ids = [node.get("id") for node in parsed(picture).iter() if node.get("id")]
    assert len(ids) == len(set(ids))
    assert all(str(one).startswith("process-map") for one in ids)
    with pytest.raises(ValueError, match="use a letter"):
        process_map(examples.chain_data(), "nl", name='x" onload="')


def test_the_twins_hold_everything_also_what_is_not_drawn() -> None:
    data = examples.chain_data()
    assert len(CHAIN.twin.rows) == len(data.edges)
    assert len(CHAIN.more[0].rows) == len(data.nodes)
    assert CHAIN.twin.rows[1][:3] == ("Melding", "Triage", "980")
    assert {row[-1] for row in CHAIN.twin.rows} == {"ja", "nee"}


def test_residents_get_a_column_when_something_else_is_counted() -> None:
    nodes = (MapNode("a", "A", 2), MapNode("b", "B", 2))
    picture = process_map(MapData(nodes, (MapEdge("a", "b", 9, residents=7),), scope=Scope(unit="cases")), "en")
    assert picture.twin.columns[2:4] == ("cases", "residents")
    assert picture.twin.rows[0][2:4] == ("9", "7")


def test_a_merged_rest_has_a_plain_box_without_a_partner() -> None:
    data = MapData((MapNode("a", "A", 30, "P"), MapNode("o", "overig", 12, is_other=True)), (MapEdge("a", "o", 9),))
    rest = next(box for box in boxes(process_map(data, "nl")) if "overig" in str(box.get("aria-label")))
    assert rest.find(f"{SVG}rect").get("fill") == PAPER  # type: ignore[union-attr]
    assert [node.text for node in rest.findall(f"{SVG}text")] == ["overig", "12"]


def test_a_map_of_partners_says_each_name_once_and_has_no_start() -> None:
    data = MapData(
        (MapNode("A", "A", 30, "A"), MapNode("B", "B", 12, "B")), (MapEdge("A", "B", 9), MapEdge("B", "A", 4))
    )
    picture = process_map(data, "nl")
    assert [[node.text for node in box.findall(f"{SVG}text")] for box in boxes(picture)] == [["A", "30"], ["B", "12"]]
    assert not list(parsed(picture).iter(f"{SVG}circle"))
    assert "meest gelopen" not in shown(picture) + picture.description
    assert "meest gelopen route loopt recht omlaag: Melding, Triage" in CHAIN.description


def test_the_page_about_pictures_is_true() -> None:
    page = Path(__file__).parents[3] / "docs" / "background" / "pictures.md"
    block = re.search(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.S)
    assert block is not None
    exec(compile(block.group(1), "pictures.md", "exec"), {})  # noqa: S102  # our own page


def test_hostile_words_are_only_words() -> None:
    evil = '<script>alert("1")</script> & \x00\x1b\u202e متن עברית ]]> ' + "w" * 80
    nodes = (MapNode("a", evil, 2, partner=evil), MapNode("b", "\x00", 2, partner="\t"))
    picture = process_map(MapData(nodes, (MapEdge("a", "b", 2),)), "nl")
    assert "<script" not in picture.svg
    assert "\u202e" not in picture.svg
    assert not list(parsed(picture).iter(f"{SVG}script"))
    for box in boxes(picture):
        for node in box.findall(f"{SVG}text"):
            assert inside(words(node).area, rectangle(box.find(f"{SVG}rect")))  # type: ignore[arg-type]


def test_nothing_to_show_is_said() -> None:
    picture = process_map(MapData((), (), scope=Scope(Period())), "nl")
    assert "Te weinig om te tonen" in shown(picture)
    assert picture.twin.rows == ()


@pytest.mark.shared
def test_a_real_log_gives_equal_bytes(shared_data: Path) -> None:
    data = examples.receipt(shared_data / "eventlogs" / "receipt.xes.gz")[0]
    picture = process_map(data, "en")
    assert picture.svg == process_map(data, "en").svg
    assert "1,434 cases, each counted as one resident" in shown(picture)
    assert "nothing left out" in shown(picture)


@st.composite
def maps(draw: st.DrawFn) -> MapData:
    """Any map of up to 40 steps and 200 transitions, with loops, gaps, odd words and odd numbers."""
    count = draw(st.integers(1, 40))
    names = st.sampled_from([f"s{n}" for n in range(count)])
    label = st.text(max_size=40)
    nodes = tuple(
        MapNode(f"s{n}", draw(label), draw(st.integers(0, 9999)), draw(st.sampled_from(("", "A", "B & C", "ج"))))
        for n in range(count)
    )
    ends = st.one_of(st.just(""), names)
    pairs = draw(st.lists(st.tuples(ends, ends), max_size=200, unique=True))
    edges = tuple(
        MapEdge(*pair, draw(st.integers(0, 5000)), draw(st.integers(0, 9)), draw(st.none() | st.floats(0, 4000)))
        for pair in pairs
    )
    return MapData(nodes, edges, tuple(draw(st.lists(names, max_size=12))))


@given(maps())
@settings(max_examples=plenty(20, 60), deadline=None, suppress_health_check=list(HealthCheck))
def test_any_map_can_be_drawn(data: MapData) -> None:
    picture = process_map(data, "nl")
    assert parsed(picture).tag == f"{SVG}svg"
    assert len(boxes(picture)) <= 30
    labels = [rectangle(patch) for patch in patches(picture)]
    assert not [pair for pair in combinations(labels, 2) if pair[0].meets(pair[1])]
    assert all(inside(label, canvas(picture)) for label in labels)
    assert all(inside(word.area, canvas(picture), 1.5) for word in reading.all_words(picture))
