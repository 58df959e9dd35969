"""Where a chain cannot be followed the map says so: parts without a shared key, and trails out of sight."""

import re
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from oracle.plenty import plenty
from schakel.draw.map_choice import MOST_UNSEEN, choose
from schakel.draw.map_data import MapData, MapEdge, MapNode, SideBySide, UnseenEnd
from schakel.draw.map_labels import Rectangle
from schakel.draw.map_placing import WIDEST
from schakel.draw.picture import Picture, Scope
from schakel.draw.process_map import process_map
from unit.draw import examples
from unit.draw.reading import SVG, all_words, canvas, inside, offset, parsed, rectangle, words

NODES = (
    MapNode("m", "Melding", 1180, "Toegang"),
    MapNode("t", "Triage", 1105, "Toegang"),
    MapNode("v", "Verwijzing", 705, "Wijkteam"),
    MapNode("b", "Begeleiding", 610, "Aanbieder"),
    MapNode("a", "Afsluiting", 498, "Wijkteam"),
    MapNode("ggz:i", "Intake", 290, "GGZ"),
    MapNode("ggz:b", "Behandeling", 240, "GGZ"),
    MapNode("ggz:a", "Afsluiting", 170, "GGZ"),
)
EDGES = (
    MapEdge("", "m", 1100),
    MapEdge("m", "t", 980, wait_days=4),
    MapEdge("t", "v", 300, wait_days=2),
    MapEdge("t", "b", 600, wait_days=9),
    MapEdge("v", "b", 210, wait_days=6),
    MapEdge("b", "a", 470, wait_days=3),
    MapEdge("a", "", 455),
    MapEdge("t", "", 86),
    MapEdge("", "ggz:i", 280),
    MapEdge("ggz:i", "ggz:b", 230, wait_days=41),
    MapEdge("ggz:b", "ggz:a", 160, wait_days=1),
    MapEdge("ggz:a", "", 150),
    MapEdge("ggz:i", "", 40),
)
SIDES = (SideBySide("v", "ggz:i", 112, 98.4, "GGZ"),)
UNSEEN = (UnseenEnd("t", 37, "Huisartsen"), UnseenEnd("b", 22))
PLAIN = MapData(NODES, EDGES, ("m", "t", "b", "a"), Scope(unseen=("Huisartsen",)))
BROKEN = replace(PLAIN, sides=SIDES, unseen_ends=UNSEEN)
CHAIN = replace(
    examples.chain_data(),
    sides=(SideBySide("Verwijzing naar aanbieder", "GGZ-behandeling", None, 6.66, "GGZ"),),
    unseen_ends=tuple(UnseenEnd(name, 20 + place, "Rechtbank") for place, (name, *_) in enumerate(examples.STEPS[:10])),
)


def group(picture: Picture, told: str) -> etree._Element:
    """The group of a line or sign of which this is told."""
    found = [g for g in parsed(picture).iter(f"{SVG}g") if told in (g.findtext(f"{SVG}title") or "")]
    assert len(found) == 1
    return found[0]


def box(picture: Picture, spoken: str) -> Rectangle:
    """Where a step's box stands."""
    found = next(a for a in parsed(picture).iter(f"{SVG}a") if str(a.get("aria-label")).startswith(spoken))
    return rectangle(found.find(f"{SVG}rect"))  # type: ignore[arg-type]  # each box has one


def rings(picture: Picture) -> list[tuple[float, float]]:
    """Centres of starts and ends."""
    found = []
    for circle in parsed(picture).iter(f"{SVG}circle"):
        x, y = offset(circle)
        found.append((float(circle.get("cx", "0")) + x, float(circle.get("cy", "0")) + y))
    return found


def told(picture: Picture) -> str:
    return " ".join(word.text for word in all_words(picture))


def test_parts_without_a_key_are_joined_by_dashes_without_a_head() -> None:
    line = group(process_map(BROKEN, "nl"), "niet aan elkaar te knopen")
    paths = line.findall(f"{SVG}path")
    assert len(paths) == 2  # up to the words, and on from them
    assert all(path.get("stroke-dasharray") and path.get("fill") == "none" for path in paths)
    assert [(run.text or "") for run in line.iter(f"{SVG}tspan")] == ["112 | 98", "per maand"]
    assert line.findtext(f"{SVG}title") == (
        "Verwijzing en Intake: niet aan elkaar te knopen, want er is geen gedeelde sleutel. "
        "Per maand verwezen naar GGZ: 112; per maand gestart: 98"
    )


def test_the_dashed_line_runs_from_the_referral_to_the_first_step() -> None:
    picture = process_map(BROKEN, "nl")
    line = group(picture, "niet aan elkaar te knopen")
    x, y = offset(line)
    first, last = ([float(n) for n in re.findall(r"-?[\d.]+", p.get("d", ""))] for p in line.findall(f"{SVG}path"))
    for (left, top), place in (((first[0], first[1]), "Verwijzing"), ((last[-2], last[-1]), "Intake")):
        found = box(picture, place)
        near = Rectangle(found.left - 3, found.top - 3, found.right + 3, found.bottom + 3)
        assert near.holds((left + x, top + y))


def test_a_part_has_a_start_and_an_end_of_its_own_and_stands_beside_the_other() -> None:
    picture = process_map(BROKEN, "nl")
    assert len(rings(process_map(PLAIN, "nl"))) == 2
    assert len(rings(picture)) == 4
    intake, closing, main = box(picture, "Intake"), box(picture, "Afsluiting, GGZ"), box(picture, "Begeleiding")
    assert intake.left > main.right or intake.right < main.left
    assert any(intake.left < x < intake.right and y < intake.top for x, y in rings(picture))
    assert any(closing.left < x < closing.right and y > closing.bottom for x, y in rings(picture))
    choice = choose(BROKEN)
    assert choice.parts == (frozenset({"ggz:i", "ggz:b", "ggz:a"}),)
    assert [edge.number for edge in choice.drawn_starts] == [1100, 280]
    assert [edge.number for edge in choice.drawn_ends] == [455, 150]


def test_breaks_count_nowhere() -> None:
    plain, broken = choose(PLAIN), choose(BROKEN)
    assert (plain.hidden, plain.parallel, plain.lines) == (broken.hidden, broken.parallel, broken.lines)
    assert [row for row in process_map(BROKEN, "nl").twin.rows if row[1].startswith("(uit zicht")] == [
        ("Triage", "(uit zicht: Huisartsen (niet gezien))", "37", "", "", "ja"),
        ("Begeleiding", "(uit zicht)", "22", "", "", "ja"),
    ]


def test_a_trail_out_of_sight_is_an_open_arch_and_no_end() -> None:
    picture = process_map(BROKEN, "nl")
    sign = group(picture, "Triage: 37 inwoners hierna uit zicht, geen einde; Huisartsen (niet gezien) levert")
    line, arch = sign.findall(f"{SVG}path")
    assert line.get("stroke-dasharray")
    assert arch.get("stroke-dasharray")
    assert re.fullmatch(r"M[\d.]+ [\d.]+a12 12 0 0 1 24 0", arch.get("d", ""))  # half a circle, not closed
    assert not sign.findall(f"{SVG}circle")
    assert [text.text for text in sign.findall(f"{SVG}text")] == ["37", "naar Huisartsen", "(niet gezien)"]
    assert len(group(picture, "van het vervolg zijn geen gegevens").findall(f"{SVG}text")) == 1
    assert "Huisartsen (niet gezien)" in told(picture)  # in the legend, though it has no box


def test_legend_and_description_say_what_occurs() -> None:
    text, plain = told(process_map(BROKEN, "nl")), told(process_map(PLAIN, "nl"))
    for phrase in (
        "geen gedeelde sleutel: niet aan elkaar te knopen; links per maand verwezen, rechts per maand gestart",
        "hierna uit zicht, geen einde",
    ):
        assert phrase in text
        assert phrase not in plain
    english = process_map(BROKEN, "en")
    assert "A dashed line without an arrow stands between two parts without a shared key" in english.description
    assert "not an end" in english.description
    assert "112 | 98" in told(english)
    assert "key" not in process_map(PLAIN, "en").description


def test_the_twin_sets_the_monthly_numbers_side_by_side() -> None:
    picture = process_map(BROKEN, "nl")
    steps, sides = picture.more
    assert steps.anchors
    assert sides.columns == (
        "Stap met de verwijzing",
        "Eerste stap bij de partner",
        "Partner",
        "Verwezen per maand",
        "Gestart per maand",
        "Getekend",
    )
    assert sides.rows == (("Verwijzing", "Intake", "GGZ", "112", "98", "ja"),)
    assert ("Behandeling", "Afsluiting (GGZ)", "160") in [row[:3] for row in picture.twin.rows]
    assert ("Begeleiding", "Afsluiting (Wijkteam)", "470") in [row[:3] for row in picture.twin.rows]
    assert len(process_map(PLAIN, "nl").more) == 1


def test_a_part_to_which_nobody_refers_stands_alone() -> None:
    picture = process_map(replace(PLAIN, sides=(SideBySide("", "ggz:i", None, 6.66, "GGZ"),)), "nl")
    line = group(picture, "niet aan de rest te knopen")
    assert len(line.findall(f"{SVG}path")) == 1
    assert "? | 6,7" in told(picture)
    assert picture.more[1].rows == (("(geen stap bekend)", "Intake", "GGZ", "?", "6,7", "ja"),)
    assert len(rings(picture)) == 4


def test_when_there_are_many_the_rest_are_marks_in_their_box() -> None:
    choice = choose(CHAIN)
    assert len(choice.unseen) == MOST_UNSEEN
    assert [end.number for end in choice.marked] == [21, 20]
    picture = process_map(CHAIN, "nl")
    found = next(a for a in parsed(picture).iter(f"{SVG}a") if str(a.get("aria-label")).startswith("Triage"))
    arches = [path for path in found.findall(f"{SVG}path") if path.get("stroke-dasharray")]
    assert len(arches) == 1
    assert "21" in [text.text for text in found.findall(f"{SVG}text")]
    assert sum("uit zicht" in row[1] for row in picture.twin.rows) == 10


def test_arches_give_way_to_the_width_of_a_page() -> None:
    """Eight of them are too wide, six are not; the other two are marks, and all stand in the table."""
    many = tuple(UnseenEnd("t", 20 + n, f"Partner met een lange naam {n}") for n in range(8))
    picture = process_map(replace(PLAIN, unseen_ends=many), "nl")
    assert picture.width <= WIDEST + 20
    arches = [path for path in parsed(picture).iter(f"{SVG}path") if "a12 12 0 0 1 24 0" in path.get("d", "")]
    assert len(arches) == 6 + 1  # and the key
    found = next(a for a in parsed(picture).iter(f"{SVG}a") if str(a.get("aria-label")).startswith("Triage"))
    assert "41" in [text.text for text in found.findall(f"{SVG}text")]
    assert sum("uit zicht" in row[1] and row[-1] == "ja" for row in picture.twin.rows) == 8


def test_steps_at_a_break_are_kept_before_more_frequent_ones() -> None:
    many = tuple(MapNode(f"s{n}", f"s{n}", 900) for n in range(40))
    data = MapData((*NODES, *many), EDGES, ("m", "t"), sides=SIDES)
    assert {"v", "ggz:i"} <= {node.id for node in choose(data).nodes}
    assert not {"v", "ggz:i"} <= {node.id for node in choose(replace(data, sides=())).nodes}


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("data", [BROKEN, CHAIN], ids=["small", "chain"])
def test_nothing_stands_on_top_of_something_else(data: MapData, lang: str) -> None:
    picture = process_map(data, lang)
    tree = parsed(picture)
    frames = [rectangle(a.find(f"{SVG}rect")) for a in tree.iter(f"{SVG}a")]  # type: ignore[arg-type]  # each has one
    loose = [words(text).area for text in tree.iter(f"{SVG}text") if text.getparent().tag != f"{SVG}a"]  # type: ignore[union-attr]
    assert not [pair for pair in combinations(loose, 2) if pair[0].meets(pair[1])]
    assert not [(area, frame) for area in loose for frame in frames if area.meets(frame)]
    assert all(inside(area, canvas(picture)) for area in loose)
    assert process_map(data, lang).svg == picture.svg


def test_without_breaks_nothing_changes() -> None:
    data = examples.chain_data()
    picture = process_map(replace(data, sides=(), unseen_ends=()), "nl")
    assert picture == process_map(data, "nl")
    assert "sleutel" not in picture.svg
    assert not choose(data).parts


@pytest.mark.parametrize(
    ("sides", "unseen", "says"),
    [
        ((SideBySide("v", "x", 1, 1),), (), "no step 'x'"),
        ((SideBySide("x", "v", 1, 1),), (), "no step 'x'"),
        ((SideBySide("v", "", 1, 1),), (), "no step ''"),
        ((SideBySide("v", "a", 1, 1), SideBySide("v", "a", 2, 2)), (), "twice"),
        ((), (UnseenEnd("x", 1),), "no step 'x'"),
        ((), (UnseenEnd("v", 1), UnseenEnd("v", 2)), "twice"),
    ],
)
def test_breaks_that_cannot_be_are_refused(
    sides: tuple[SideBySide, ...], unseen: tuple[UnseenEnd, ...], says: str
) -> None:
    with pytest.raises(ValueError, match=says):
        replace(PLAIN, sides=sides, unseen_ends=unseen)


@st.composite
def broken_maps(draw: st.DrawFn) -> MapData:
    """Any map of up to 14 steps with parts side by side and trails out of sight, between any steps."""
    count = draw(st.integers(1, 14))
    ids = [f"s{n}" for n in range(count)]
    names = st.sampled_from(ids)
    nodes = tuple(MapNode(name, draw(st.text(max_size=20)), 9, draw(st.sampled_from(("", "A", "B")))) for name in ids)
    ends = st.one_of(st.just(""), names)
    pairs = draw(st.lists(st.tuples(ends, ends), max_size=30, unique=True))
    edges = tuple(MapEdge(*pair, draw(st.integers(0, 500)), draw(st.integers(0, 3))) for pair in pairs)
    rate = st.none() | st.floats(0, 9999)
    side_pairs = draw(st.lists(st.tuples(ends, names), max_size=5, unique=True))
    sides = tuple(SideBySide(*pair, draw(rate), draw(rate), draw(st.text(max_size=30))) for pair in side_pairs)
    outs = draw(st.lists(st.tuples(names, st.sampled_from(("", "A", "Z" * 40))), max_size=10, unique=True))
    unseen = tuple(UnseenEnd(step, draw(st.integers(0, 5000)), partner) for step, partner in outs)
    spine = tuple(draw(st.lists(names, max_size=4)))
    return MapData(nodes, edges, spine, Scope(unseen=("A",)), sides, unseen)


@given(broken_maps())
@settings(max_examples=plenty(20, 60), deadline=None, suppress_health_check=list(HealthCheck))
def test_any_broken_map_can_be_drawn(data: MapData) -> None:
    picture = process_map(data, "nl")
    assert all(inside(word.area, canvas(picture), 1.5) for word in all_words(picture))
    frames = [rectangle(a.find(f"{SVG}rect")) for a in parsed(picture).iter(f"{SVG}a")]  # type: ignore[arg-type]  # each has one
    runs = [words(text).area for text in parsed(picture).iter(f"{SVG}text") if len(text)]
    assert not [(area, frame) for area in runs for frame in frames if area.meets(frame)]
    assert not [pair for pair in combinations(runs, 2) if pair[0].meets(pair[1])]
    drawn = [row for row in picture.twin.rows if row[1].startswith("(uit zicht")]
    assert len(drawn) == len(data.unseen_ends)
