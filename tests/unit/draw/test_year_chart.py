"""Starts and ends per day of the year, with the administrative dates named."""

import re
from datetime import date
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oracle.plenty import plenty
from schakel.chain.selection import Period
from schakel.draw.palette import ACCENT
from schakel.draw.picture import Picture, Scope
from schakel.draw.year_chart import HIGH, YearData, YearDay, year_chart
from unit.draw.reading import SVG, all_words, canvas, inside, parsed

SCOPE = Scope(Period(date(2024, 1, 1), date(2025, 12, 31)), 812, 0, "cases")
DATA = YearData(
    (YearDay("12-31", None, 400), YearDay("01-01", 300, 20), YearDay("02-29", 5, 0), YearDay("07-14", 10, 100)),
    all_starts=1200,
    all_ends=1000,
    scope=SCOPE,
)


def bars(picture: Picture) -> dict[str, list[float]]:
    """Per day the heights of its bars, up below zero."""
    found = {}
    for group in parsed(picture).iter(f"{SVG}g"):
        path = group.find(f"{SVG}path")
        if (told := group.findtext(f"{SVG}title")) and path is not None:
            found[told] = [float(high) for high in re.findall(r"v(-?[\d.]+)h", path.get("d", ""))]
    return found


def told(picture: Picture) -> str:
    return " ".join(word.text for word in all_words(picture))


def test_starts_go_up_and_ends_go_down_on_one_scale() -> None:
    found = bars(year_chart(DATA, "nl"))
    assert list(found) == [
        "1 jan: 300 starten, 20 eindigen",
        "29 feb: 5 starten, 0 eindigen",
        "14 jul: 10 starten, 100 eindigen",
        "31 dec: – starten, 400 eindigen",
    ]
    assert found["31 dec: – starten, 400 eindigen"] == [HIGH]
    up, down = found["1 jan: 300 starten, 20 eindigen"]
    assert (up, down) == (-HIGH * 300 / 400, HIGH * 20 / 400)


def test_administrative_dates_are_named_with_their_share() -> None:
    picture = year_chart(DATA, "nl")
    text = told(picture)
    for phrase in ("1 jan: 300 (25 %)", "1 jan: 20 (2 %)", "31 dec: 400 (40 %)", "elke dag 0,3 %", "812 inwoners"):
        assert phrase in text
    assert text.count("31 dec:") == 1  # starts may not be told
    assert "Op 31 dec valt 40 % van de eindes." in picture.description
    thick = [path for path in parsed(picture).iter(f"{SVG}path") if path.get("fill") == ACCENT]
    assert len(thick) == 2
    assert all("h4v" in path.get("d", "") for path in thick)


def test_other_dates_can_be_named() -> None:
    data = YearData(DATA.days, ("07-14",))
    assert "14 Jul: 100 (19 %)" in told(year_chart(data, "en"))
    assert "administratie" not in told(year_chart(YearData(DATA.days, ()), "nl"))


def test_the_tables_hold_every_day() -> None:
    picture = year_chart(DATA, "nl")
    assert picture.twin.rows[:2] == (("1 jan", "300", "25 %", "20", "2 %"), ("31 dec", "–", "–", "400", "40 %"))
    assert picture.twin.rows[2 + 6] == ("andere dagen in jul", "10", "0,8 %", "100", "10 %")
    assert len(picture.twin.rows) == 14
    starts, ends = picture.more
    assert starts.rows[0][1] == "300"
    assert starts.rows[30][12] == "–"
    assert starts.rows[28][2] == "5"
    assert starts.rows[29][2] == ""  # there is no 30 February
    assert ends.rows[30][12] == "400"
    assert ends.rows[13][7] == "100"
    assert ends.rows[14][7] == "0"


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize(
    "named", [("01-01", "12-31"), ("01-01", "01-02", "01-03", "12-30", "12-31"), ("06-30", "07-01")]
)
def test_words_do_not_overlap_and_stay_inside(named: tuple[str, ...], lang: str) -> None:
    days = tuple(YearDay(day, 123456 + place, 98765) for place, day in enumerate(named))
    picture = year_chart(YearData(days, named, scope=SCOPE), lang)
    words = all_words(picture)
    assert [(a.text, b.text) for a, b in combinations(words, 2) if a.area.meets(b.area)] == []
    assert [word.text for word in words if not inside(word.area, canvas(picture))] == []
    assert len([word for word in words if "(" in word.text]) == 2 * len(named)


def test_nothing_to_show_is_said() -> None:
    for days in ((), (YearDay("01-01", None, None),), (YearDay("01-01", 0, 0),)):
        assert "Te weinig om te tonen" in told(year_chart(YearData(days), "nl"))


def test_days_that_cannot_be_are_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        YearData((YearDay("01-01", 1, 1), YearDay("01-01", 1, 1)))
    for day in ("02-30", "1-1", "x"):
        with pytest.raises(ValueError, match=r"isoformat|day"):
            YearData((YearDay(day, 1, 1),))


@given(
    st.dictionaries(st.dates(date(2024, 1, 1), date(2024, 12, 31)), st.tuples(*[st.none() | st.integers(0, 10**6)] * 2))
)
@settings(max_examples=plenty(8, 25), deadline=None)
def test_any_year_can_be_drawn(values: dict[date, tuple[int | None, int | None]]) -> None:
    data = YearData(tuple(YearDay(f"{day:%m-%d}", *pair) for day, pair in values.items()))
    picture = year_chart(data, "en")
    assert all(abs(high) <= HIGH + 0.01 for highs in bars(picture).values() for high in highs)
    assert len(bars(picture)) == sum(bool(starts or ends) for starts, ends in values.values())
    assert year_chart(data, "en").svg == picture.svg
