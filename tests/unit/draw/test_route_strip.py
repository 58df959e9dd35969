"""Route strips are to scale, and their words stand free."""

from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from oracle.plenty import plenty
from schakel.chain.selection import Period
from schakel.draw.picture import Picture, Scope
from schakel.draw.route_strip import BLOCK, Strip, StripData, StripStep, route_strips
from schakel.draw.strip_scale import TICK
from schakel.draw.time_axis import time_axis
from unit.draw import examples, reading
from unit.draw.reading import SVG, canvas, inside, parsed

EXAMPLE = route_strips(examples.strip_data(), "nl")


@pytest.fixture(params=["example", pytest.param("receipt", marks=pytest.mark.shared)])
def picture(request: pytest.FixtureRequest) -> Picture:
    """The strips of an invented chain, and those of a real log."""
    if request.param == "example":
        return EXAMPLE
    shared: Path = request.getfixturevalue("shared_data")
    return route_strips(examples.receipt(shared / "eventlogs" / "receipt.xes.gz")[1], "en")


def blocks(picture: Picture) -> list[tuple[str, etree._Element]]:
    """What a block is, and its rectangle."""
    groups = [g for g in parsed(picture).iter(f"{SVG}g") if g.find(f"{SVG}title") is not None]
    return [(str(g.findtext(f"{SVG}title")), g.find(f"{SVG}rect")) for g in groups]  # type: ignore[misc]  # each has one


def width(node: etree._Element) -> float:
    return float(node.get("width", "0"))


def test_blocks_are_as_wide_as_their_time_in_every_strip() -> None:
    wide = {title: width(rect) + 0.8 for title, rect in blocks(EXAMPLE)}
    per_day = wide["4 Begeleiding, Aanbieder ambulant, 92 d"] / 92
    assert wide["6 GGZ-behandeling, GGZ (niet gezien), 70 d"] == pytest.approx(70 * per_day, abs=0.02)
    assert wide["1 Melding, Toegang, 8 d"] == pytest.approx(8 * per_day, abs=0.02)


def test_waits_are_gaps_to_the_same_scale() -> None:
    first = [reading.rectangle(rect) for _, rect in blocks(EXAMPLE)[:5]]
    per_day = (first[3].right - first[3].left + 0.8) / 92
    gaps = [later.left - before.right - 0.8 for before, later in pairwise(first)]
    assert gaps == pytest.approx([12 * per_day, 9 * per_day, 31 * per_day, 0], abs=0.05)


def test_a_moment_is_a_thin_tick() -> None:
    strip = Strip((StripStep("Melding", "Toegang"), StripStep("Triage", "Toegang", 3.0)), 0.5, 40, 3.0)
    ticks = [width(rect) for title, rect in blocks(route_strips(StripData((strip,), Scope(Period())), "en"))]
    assert len(ticks) == 2
    assert ticks == pytest.approx([TICK - 0.8] * len(ticks))


def test_the_same_step_has_the_same_number_everywhere(picture: Picture) -> None:
    signs: dict[str, set[str]] = {}
    for title, _ in blocks(picture):
        sign, name = title.split(",")[0].split(" ", 1)
        signs.setdefault(name, set()).add(sign)
    assert all(len(found) == 1 for found in signs.values())
    assert len(set.union(*signs.values())) == len(signs)


def test_words_stand_free_and_inside(picture: Picture) -> None:
    found = reading.all_words(picture)
    assert [(a.text, b.text) for a, b in combinations(found, 2) if a.area.meets(b.area)] == []
    assert [word.text for word in found if not inside(word.area, canvas(picture))] == []


def test_an_unknown_wait_is_told_apart() -> None:
    texts = [word.text for word in reading.all_words(EXAMPLE)]
    assert "?" in texts
    assert any("niet op schaal" in text for text in texts)
    row = next(row for row in EXAMPLE.twin.rows if row[0] == "3" and row[3] == "GGZ-behandeling")
    assert row[5:] == ("?", "55 d", "104 d")


def test_shares_lead_times_and_scope_are_told() -> None:
    text = " ".join(word.text for word in reading.all_words(EXAMPLE))
    for phrase in (
        "34 %",
        "1.634",
        "186 d",
        "12 d",
        "77 d",
        "4.812 inwoners",
        "11 % van de inwoners niet getoond",
        "dagen",
    ):
        assert phrase in text


def test_unseen_partners_are_dashed_and_have_a_name() -> None:
    dashed = {title for title, rect in blocks(EXAMPLE) if rect.get("stroke-dasharray")}
    assert all("niet gezien" in title for title in dashed)
    assert len(dashed) == 2


def test_no_routes_is_said() -> None:
    picture = route_strips(StripData(()), "en")
    assert picture.description == "There is too little to show."
    assert picture.twin.rows == ()
    assert parsed(picture).get("role") == "img"


def test_golden_strips() -> None:
    """Renew with examples.py after looking at the picture."""
    assert EXAMPLE.svg + "\n" == (examples.GOLDEN / "chain_routes.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("longest", "unit", "last"), [(180, "days", 168), (1.5, "hours", 36), (0.01, "minutes", 14), (0, "hours", 24)]
)
def test_axis_has_round_ticks(longest: float, unit: str, last: float) -> None:
    axis = time_axis(longest, 700 / (longest or 1))
    assert axis.unit == unit
    assert axis.ticks[-1][1] == pytest.approx(last)
    assert axis.px(axis.ticks[-1][0]) <= 700.01
    assert len(axis.ticks) <= 9


DAYS = st.none() | st.floats(0, 5000)
STEP = st.builds(StripStep, st.text(max_size=30), st.sampled_from(("", "A", "<B>")), DAYS, DAYS)
STRIP = st.builds(
    Strip, st.lists(STEP, min_size=1, max_size=30).map(tuple), st.floats(0, 1), st.integers(0, 9999), DAYS
)


@given(st.lists(STRIP, max_size=8))
@settings(max_examples=plenty(20, 60), deadline=None)
def test_any_routes_can_be_drawn(strips: list[Strip]) -> None:
    picture = route_strips(StripData(tuple(strips)), "nl")
    assert all(reading.rectangle(rect).right <= canvas(picture).right - 90 for _, rect in blocks(picture))
    assert all(rect.get("height") == f"{BLOCK:g}" for _, rect in blocks(picture))
    assert len(picture.twin.rows) == sum(len(strip.steps) for strip in strips)
    assert all(inside(word.area, canvas(picture), 1) for word in reading.all_words(picture))
