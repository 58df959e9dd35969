"""Scenarios against the first: rights before money, and what is drawn equals the table."""

from itertools import combinations

import pytest

from schakel.draw.palette import ACCENT, PAPER
from schakel.draw.simulated.comparison_chart import comparison_chart
from schakel.draw.simulated.comparison_data import ComparedScenario, ComparisonData, Metric
from schakel.draw.simulated.scope import SimulatedScope
from schakel.draw.simulated.span import Span, signed, span_text
from unit.draw import simulated_chain as chain
from unit.draw.reading import SVG, all_words, canvas, inside, parsed

SCOPE = SimulatedScope("Groot", 52, 40, 1)
METRICS = (
    Metric("Kosten", "euro", "money"),
    Metric("Geplaatst", "inwoners", "chain", "more"),
    Metric("Geweigerd", "inwoners", "rights"),
)


def scenario(place: int) -> ComparedScenario:
    """A scenario that spends less the more it refuses."""
    spans = (Span(-1e6 * place, -1.5e6 * place, -0.5e6 * place), None, Span(place, place - 1.5, place + 1.5))
    name = f"Scenario {place}, dat een lange naam heeft omdat het over van alles gaat"
    return ComparedScenario(name, (2e7, None, 10.0 + place), spans, place > 1, place == 1)


FIRST = ComparedScenario("Zoals nu", (2.1e7, None, 10.0), (None, None, None))
LARGE = ComparisonData(METRICS, FIRST, tuple(map(scenario, range(1, 14))), SCOPE, "Zoals nu", "Geweigerd")
CASES = {"small": chain.comparison(), "large": LARGE}


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("data", CASES.values(), ids=CASES.keys())
def test_words_do_not_overlap_and_stay_inside(data: ComparisonData, lang: str) -> None:
    picture = comparison_chart(data, lang)
    words = all_words(picture)
    assert [(a.text, b.text) for a, b in combinations(words, 2) if a.area.meets(b.area)] == []
    assert [word.text for word in words if not inside(word.area, canvas(picture))] == []


def test_rights_stand_above_the_money_in_the_picture_and_in_the_table() -> None:
    picture = comparison_chart(LARGE, "nl")
    tops = {word.text: word.area.top for word in all_words(picture)}
    assert tops["Geweigerd"] < tops["Geplaatst"] < tops["Kosten"]
    assert picture.twin.rows[0][1] == "Geweigerd (inwoners)"
    assert picture.twin.rows[-1][1] == "Kosten (euro)"


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_what_is_told_stands_in_the_table(lang: str) -> None:
    data = chain.comparison()
    picture = comparison_chart(data, lang)
    drawn = {word.text for word in all_words(picture)}
    assert [row[3] for row in picture.twin.rows if row[3] not in drawn] == []
    assert len(picture.twin.rows) == len(data.others) * len(data.metrics)
    assert "≈" not in picture.svg


def test_a_dot_is_open_exactly_where_no_difference_can_be_shown() -> None:
    picture = comparison_chart(chain.comparison(), "nl")
    seen = set()
    for group in parsed(picture).iter(f"{SVG}g"):
        title, circle = group.findtext(f"{SVG}title"), group.find(f"{SVG}circle")
        if title and circle is not None:
            is_open = circle.get("fill") == PAPER
            assert is_open == ("geen verschil aan te tonen" in title)
            assert circle.get("stroke") == ACCENT
            seen.add(is_open)
    assert seen == {True, False}


def test_who_gains_by_rights_not_honoured_is_marked_and_said() -> None:
    picture = comparison_chart(LARGE, "nl")
    said = "‘Scenario 2, dat een lange naam heeft omdat het over van alles gaat’ lijkt beter"
    assert said in picture.description
    assert any(word.text.startswith(said) for word in all_words(picture))
    remarks = {row[2]: row[4] for row in picture.twin.rows}
    assert remarks[LARGE.others[1].name] == "wint doordat rechten niet worden nagekomen"
    assert remarks[LARGE.others[0].name] == "niet te onderscheiden van het beste, of het scheelt te weinig"


def test_the_best_is_told_with_its_ties() -> None:
    text = " ".join(word.text for word in all_words(comparison_chart(LARGE, "en")))
    assert "Best on ‘Geweigerd’: Zoals nu. Not distinguishable from it, or too little difference: Scenario 1" in text


def test_ten_are_drawn_and_all_stand_in_the_table() -> None:
    picture = comparison_chart(LARGE, "en")
    assert "10 of 13 scenarios drawn" in picture.svg
    assert {row[2] for row in picture.twin.rows} == {one.name for one in LARGE.others}


def test_what_cannot_be_told_is_said() -> None:
    rows = [row for row in comparison_chart(LARGE, "nl").twin.rows if row[1].startswith("Geplaatst")]
    assert {row[3] for row in rows} == {"niet te zeggen"}


def test_equal_input_gives_equal_bytes_and_wrong_input_is_refused() -> None:
    assert comparison_chart(LARGE, "nl").svg == comparison_chart(LARGE, "nl").svg
    with pytest.raises(ValueError, match="given twice"):
        ComparisonData(METRICS, FIRST, (FIRST,), SCOPE)
    with pytest.raises(ValueError, match="there is no scenario"):
        ComparisonData(METRICS, FIRST, (), SCOPE, "weg")
    with pytest.raises(ValueError, match="does not lie between"):
        Span(3, 0, 2)


def test_small_differences_keep_their_digits() -> None:
    assert span_text(Span(-0.0015, -0.0019, -0.0012), "nl") == "−0,0015 (−0,0019 t/m −0,0012)"
    assert span_text(Span(0.04, -0.0123, 0.2), "nl") == "+0,04 (−0,01 t/m +0,2)"
    assert (signed(0.0, "en"), signed(1e-9, "en"), signed(-0.041, "en")) == ("0", "0", "−0.041")
    small = ComparedScenario("Anders", (0.82,), (Span(0.0021, 0.0017, 0.0024),))
    data = ComparisonData(
        (Metric("Overdrachten", "aantal", "chain"),), ComparedScenario("Zo", (0.82,), (None,)), (small,), SCOPE
    )
    words = [word.text for word in all_words(comparison_chart(data, "nl"))]
    ticks = [word for word in words if word.startswith(("+", "−")) and "(" not in word]
    assert len(ticks) == len(set(ticks)) >= 2


def test_a_share_is_a_percentage_and_its_difference_is_in_percentage_points() -> None:
    metric = Metric("Binnen de norm", "procentpunt", "chain", "more", "%")
    other = ComparedScenario("Anders", (98.0,), (Span(-1.4, -2.0, -0.8),))
    picture = comparison_chart(
        ComparisonData((metric,), ComparedScenario("Zo", (99.4,), (None,)), (other,), SCOPE), "nl"
    )
    assert any("procentpunt, meer is beter; in het eerste scenario 99,4 %" in word.text for word in all_words(picture))
    assert picture.twin.rows[0][1] == "Binnen de norm (procentpunt)"
    assert picture.more[0].rows[0][0] == "Binnen de norm (%)"
