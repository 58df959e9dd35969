"""Queues and waits over time: read back from the picture, and equal to its table."""

import re
from itertools import combinations

import pytest

from schakel.draw.simulated.band_chart import band_chart
from schakel.draw.simulated.band_data import Band, BandData, BandPanel, Measure
from schakel.draw.simulated.scope import SimulatedScope
from unit.draw import simulated_chain as chain
from unit.draw.reading import SVG, all_words, canvas, inside, parsed

SCOPE = SimulatedScope("Groot", 52, 40, 1, 52)
WEEKS = tuple(float(week) for week in range(-48, 53, 4))


def panel(place: int) -> BandPanel:
    """A panel whose queue is as long as its place, with a gap in it."""
    mean = tuple(None if place == 3 and week == 24 else place + week / 100 for week in WEEKS)
    low, high = (tuple(None if m is None else m + more for m in mean) for more in (-0.5, 1.5))
    return BandPanel(f"Een plek met een lange naam en nog een partner erbij, nummer {place}", (Band(mean, low, high),))


LARGE = BandData("wait", WEEKS, tuple(panel(place) for place in range(1, 13)), SCOPE)
CASES = {
    "queue": chain.bands("queue"),
    "wait": chain.bands("wait"),
    "one scenario": chain.bands("queue", second=False),
    "twelve places": LARGE,
}


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("data", CASES.values(), ids=CASES.keys())
def test_words_do_not_overlap_and_stay_inside(data: BandData, lang: str) -> None:
    picture = band_chart(data, lang)
    words = all_words(picture)
    assert words
    assert [(a.text, b.text) for a, b in combinations(words, 2) if a.area.meets(b.area)] == []
    assert [word.text for word in words if not inside(word.area, canvas(picture))] == []


@pytest.mark.parametrize("measure", ["queue", "wait"])
def test_what_a_mark_tells_stands_in_the_table(measure: Measure) -> None:
    data = chain.bands(measure)
    picture = band_chart(data, "nl")
    heads = picture.twin.columns[2:]
    cells = {(head, cell) for row in picture.twin.rows for head, cell in zip(heads, row[2:], strict=True)}
    pattern = r"week (\S+): gemiddeld (\S+), 80 % van de herhalingen tussen (\S+) en (\S+)$"
    told = [found for title in parsed(picture).iter(f"{SVG}title") if (found := re.search(pattern, title.text or ""))]
    assert len(told) > 20
    for found in told:
        week, mean, low, high = found.groups()
        cell = mean if mean == low == high else f"{mean} ({low} t/m {high})"
        assert (f"week {week}", cell) in cells, found[0]


def test_the_table_has_a_row_per_place_and_scenario_whatever_the_number_of_weeks() -> None:
    weekly = tuple(float(week) for week in range(1, 521))
    flat = Band((1.0,) * 520, (0.0,) * 520, (2.0,) * 520)
    data = BandData("queue", weekly, (BandPanel("A", (flat,)), BandPanel("B", (flat,))), SCOPE)
    twin = band_chart(data, "nl").twin
    assert len(twin.rows) == 2
    assert len(twin.columns) <= 10
    assert set(twin.rows[0][1:]) == {"1 (0 t/m 2)"}


def test_a_mark_stands_as_high_as_it_tells() -> None:
    """Zero and the highest tick give the scale of the first panel; its marks are read with it."""
    picture = band_chart(chain.bands("queue", second=False), "nl")
    group = next(node for node in parsed(picture).iter(f"{SVG}g") if node.findtext(f"{SVG}text"))
    panel_group = next(node for node in group if node.findtext(f"{SVG}text"))
    ticks = [node for node in panel_group.iter(f"{SVG}text") if node.get("text-anchor") == "end"]
    values = {float((t.text or "").replace(",", ".")): float(t.get("y", "0")) - 4 for t in ticks if t.text != "week"}
    low, high = min(values), max(values)
    for mark in panel_group.iter(f"{SVG}g"):
        circle, title = mark.find(f"{SVG}circle"), mark.findtext(f"{SVG}title")
        if circle is None or title is None:
            continue
        y = float(circle.get("cy", "0"))
        read = low + (values[low] - y) / (values[low] - values[high]) * (high - low)
        told = re.search(r"gemiddeld (\d+(?:,\d+)?)", title)
        assert told
        assert read == pytest.approx(float(told[1].replace(",", ".")), abs=0.06)


def test_at_most_eight_are_drawn_the_busiest_first_and_all_stand_in_the_table() -> None:
    picture = band_chart(LARGE, "en")
    names = [word.text for word in all_words(picture) if word.text.startswith("Een plek")]
    assert [int(name.split()[-1]) for name in names] == [12, 11, 10, 9, 8, 7, 6, 5]
    assert {row[0] for row in picture.twin.rows} == {panel.label for panel in LARGE.panels}
    assert "8 of 12 drawn" in picture.svg


def test_a_gap_is_no_zero() -> None:
    one = BandData("wait", WEEKS, (panel(3),), SCOPE)
    twin = band_chart(one, "nl").twin
    assert twin.rows[0][twin.columns.index("week 24")] == "–"
    assert twin.rows[0].count("–") == 1


def test_of_a_long_warm_up_only_the_end_is_shown() -> None:
    weeks = [float(head.removeprefix("week ").replace("−", "-")) for head in band_chart(LARGE, "nl").twin.columns[1:]]
    assert -13 < min(weeks) < 0
    assert max(weeks) > 40


def test_where_nobody_waits_is_in_the_table_only() -> None:
    picture = band_chart(chain.bands("queue"), "nl")
    assert "Eigen netwerk, Informeel" not in {word.text for word in all_words(picture)}
    assert "Eigen netwerk, Informeel" in {row[0] for row in picture.twin.rows}


def test_the_second_scenario_is_told_by_its_dash_and_its_mark() -> None:
    one, two = (band_chart(chain.bands("queue", second=second), "nl").svg for second in (False, True))
    assert 'stroke-dasharray="7 4"' in two
    assert 'stroke-dasharray="7 4"' not in one


def test_equal_input_gives_equal_bytes_and_nothing_says_so() -> None:
    assert band_chart(chain.bands("wait"), "nl").svg == band_chart(chain.bands("wait"), "nl").svg
    assert "Te weinig om te tonen" in band_chart(BandData("queue", (), (), SCOPE), "nl").svg


def test_a_band_that_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="low of a band"):
        Band((1.0,), (2.0,), (1.5,))
    with pytest.raises(ValueError, match="or none of them"):
        Band((None,), (2.0,), (2.5,))
    with pytest.raises(ValueError, match="one band per scenario"):
        BandData("queue", (1.0,), (BandPanel("a", ()),), SCOPE)
    with pytest.raises(ValueError, match="weeks must rise"):
        BandData("queue", (2.0, 1.0), (), SCOPE)
