"""Months that still fill up, are closed or were corrected say so in the picture, its text and its table."""

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from oracle.plenty import plenty
from schakel.draw.months_chart import Month, MonthsData, Published, months_chart
from schakel.draw.months_layers import _instant, _stripes
from schakel.draw.palette import PAPER, SOFT_INK
from schakel.draw.picture import Picture
from unit.draw.reading import SVG, parsed


def year(filling: int = 2, **changed: Month) -> tuple[Month, ...]:
    """Months of 2025, the last ones still filling up."""
    names = [f"2025-{n:02d}" for n in range(1, 13)]
    return tuple(
        changed.get(f"m{name[5:]}", Month(name, 50 + place, 40, 300 + place, place >= 12 - filling, 0.3))
        for place, name in enumerate(names)
    )


CORRECTED = Month("2025-03", 52, 40, 302, published=Published(44, 40, 298))
FULL = MonthsData(year(m03=CORRECTED), closed_until="2025-06")
PLAIN = MonthsData(tuple(Month(m.month, m.inflow, m.outflow, m.stock) for m in year()))


def told(picture: Picture) -> str:
    return " ".join("".join(map(str, node.itertext())) for node in parsed(picture).iter(f"{SVG}text"))


def marks(picture: Picture, kind: str) -> list[etree._Element]:
    """Marks of a kind that the chart engine drew with open middle: circles (A in their path) or diamonds."""
    paths = [n for n in parsed(picture).iter(f"{SVG}path") if n.get("fill") == PAPER and n.get("transform")]
    return [n for n in paths if ("A" in n.get("d", "")) == (kind == "circle")]


def stripes(picture: Picture) -> int:
    return sum(node.get("stroke") == "#b9c2cf" for node in parsed(picture).iter(f"{SVG}line"))


def test_a_month_that_fills_up_has_open_points_on_stripes() -> None:
    picture = months_chart(FULL, "nl")
    assert len(marks(picture, "circle")) == 2 * 3  # inflow, outflow and stock of two months
    assert stripes(picture) > 20
    assert "strepen en open punt: de maand loopt nog vol" in told(picture)
    assert "nov 2025 loopt nog vol (meestal ontbreekt nog 30 %)" in told(picture)
    assert "de maand loopt nog vol" in picture.description


def test_stripes_stand_in_months_that_fill_up_and_only_there() -> None:
    days = {name: _instant(f"2025-{name}-01") for name in ("09", "10", "11", "12")}
    found = _stripes(MonthsData(year(2)))
    assert (days["10"] + days["11"]) / 2 <= min(found)
    assert max(found) == days["12"]
    middle = [Month(m.month, 1, 1, 1, m.month == "2025-10") for m in year()]
    found = _stripes(MonthsData(tuple(middle)))
    assert (days["09"] + days["10"]) / 2 <= min(found)
    assert max(found) <= (days["10"] + days["11"]) / 2
    assert len({b - a for a, b in pairwise(found)}) == 1
    assert _stripes(MonthsData(year(0))) == []


def test_a_share_that_is_unknown_is_said_to_be_so() -> None:
    data = MonthsData((Month("2025-11", 1, 1, 1), Month("2025-12", 1, 1, 1, True)))
    picture = months_chart(data, "nl")
    assert "dec 2025 loopt nog vol (onbekend hoeveel er nog ontbreekt)" in told(picture)
    assert picture.twin.rows[1][-1] == "loopt nog vol, onbekend hoeveel er nog ontbreekt"


def test_many_months_that_fill_up_are_told_together() -> None:
    assert "jun 2025 t/m dec 2025 loopt nog vol ·" in told(months_chart(MonthsData(year(7)), "nl"))


def test_closed_months_stand_under_a_line_with_a_lock() -> None:
    picture = months_chart(FULL, "nl")
    assert "afgesloten t/m jun 2025" in told(picture)
    assert "Onder de lijn met het slot: afgesloten t/m jun 2025." in picture.description
    inked = [str(node.get("d")) for node in parsed(picture).iter(f"{SVG}path") if node.get("fill") == SOFT_INK]
    locks = [path for path in inked if set("ACac") & set(path)]  # the chart engine makes curves of arcs
    assert len(locks) == 2  # in the picture and in the key
    assert "afgesloten" not in told(months_chart(MonthsData(year()), "nl"))
    assert "afgesloten t/m" not in told(months_chart(MonthsData(year(), closed_until="2024-12"), "nl"))


def test_a_correction_is_a_diamond_beside_todays_figure() -> None:
    picture = months_chart(FULL, "nl")
    assert len(marks(picture, "diamond")) == 2  # inflow and stock differ, outflow does not
    assert "zo gepubliceerd bij het afsluiten" in told(picture)
    same = MonthsData(year(0, m03=Month("2025-03", 52, 40, 302, published=Published(52, 40, 302))))
    assert not marks(months_chart(same, "nl"), "diamond")
    assert months_chart(same, "nl").twin.columns[4:] == (
        "instroom bij afsluiten", "uitstroom bij afsluiten", "stand eind maand bij afsluiten",
    )  # fmt: skip


def test_the_table_holds_what_the_picture_adds() -> None:
    twin = months_chart(FULL, "nl").twin
    assert twin.columns == (
        "maand", "instroom", "uitstroom", "stand eind maand", "instroom bij afsluiten", "uitstroom bij afsluiten",
        "stand eind maand bij afsluiten", "stand van zaken",
    )  # fmt: skip
    assert twin.rows[2] == ("2025-03", "52", "40", "302", "44", "40", "298", "afgesloten")
    assert twin.rows[8] == ("2025-09", "58", "40", "308", "–", "–", "–", "nog niet afgesloten")
    assert twin.rows[11][-1] == "loopt nog vol, meestal ontbreekt nog 30 %"
    assert len(twin.numeric) == len(twin.columns)


def test_without_such_months_there_is_nothing_new() -> None:
    picture = months_chart(PLAIN, "nl")
    assert len(picture.twin.columns) == 4
    assert not marks(picture, "circle")
    assert not stripes(picture)
    plain = [month for month in told(months_chart(FULL, "nl")).split() if month == "2025"]
    assert plain
    assert re.findall(r"\b(vol|afgesloten|afsluiten)\b", told(picture) + picture.description) == []


def test_english_says_the_same() -> None:
    picture = months_chart(FULL, "en")
    assert "Nov 2025 is still filling up (usually 30 % is still missing)" in told(picture)
    assert "closed until Jun 2025" in told(picture)
    assert picture.twin.rows[2][-1] == "closed"


def test_each_month_is_named_once_on_the_axis_when_there_are_few() -> None:
    data = MonthsData(tuple(Month(f"2025-{n:02d}", 5, 4, 9, n == 3) for n in (1, 2, 3)))
    words = told(months_chart(data, "nl"))
    assert [words.count(f"{name} 2025") for name in ("jan", "feb")] == [2, 2]  # once in each panel


def test_nothing_but_provisional_gaps_is_too_little() -> None:
    data = MonthsData((Month("2025-12", None, None, None, True),), closed_until="2025-12")
    assert "Te weinig om te tonen" in told(months_chart(data, "nl"))


@given(
    st.lists(
        st.tuples(st.none() | st.integers(0, 900), st.booleans(), st.none() | st.integers(0, 900)),
        min_size=1,
        max_size=18,
    ),
    st.sampled_from(["", "2024-03", "2026-01"]),
)
@settings(max_examples=plenty(8, 25), deadline=None)
def test_any_months_can_be_drawn(values: list[tuple[int | None, bool, int | None]], closed: str) -> None:
    data = MonthsData(
        tuple(
            Month(f"{2024 + n // 12}-{n % 12 + 1:02d}", value, value, value, filling, None, Published(then))
            for n, (value, filling, then) in enumerate(values)
        ),
        closed_until=closed,
    )
    picture = months_chart(data, "en")
    assert parsed(picture).get("role") == "img"
    assert len(picture.twin.rows) == len(values)
    shown = sum(filling and value is not None for value, filling, _ in values)
    extra = bool(shown or data.filling) and any(value is not None for value, _, _ in values)
    assert len(marks(picture, "circle")) == 3 * shown or not extra


@pytest.mark.parametrize("name", ["a", "b"])
def test_ids_are_its_own_and_bytes_are_equal(name: str) -> None:
    picture = months_chart(FULL, "nl", name=name)
    assert all(one.startswith(name) for one in re.findall(r'\bid="([^"]+)"', picture.svg))
    assert months_chart(FULL, "nl", name=name).svg == picture.svg
