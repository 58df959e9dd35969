"""Who delivered which months: read back from the picture, and equal to its table."""

from datetime import date
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oracle.plenty import plenty
from schakel.draw.coverage_chart import CoverageData, CoverageRow, coverage_chart
from schakel.draw.palette import ACCENT, PAPER, contrast
from schakel.draw.picture import Picture, Scope
from unit.draw.reading import SVG, all_words, canvas, inside, parsed


def months(year: int, month: int, count: int) -> tuple[str, ...]:
    """Months from a first one on."""
    first = year * 12 + month - 1
    return tuple(f"{place // 12:04d}-{place % 12 + 1:02d}" for place in range(first, first + count))


def large(partners: int, first: tuple[int, int], count: int) -> CoverageData:
    """Partners with gaps, late starts and months that still fill up."""
    every = months(*first, count)
    rows = []
    for place in range(partners):
        letters = ["d"] * count
        letters[: place % 5] = "n" * min(count, place % 5)
        letters[(place * 7) % count] = "n"
        letters[-1] = "dp"[place % 2]
        filling = {every[-1]: (None, 0.4)[place % 2], every[-2]: 0.12} if place % 3 else {}
        name = f"Aanbieder voor ondersteuning en begeleiding {place}" if place % 4 else f"Partner {place}"
        rows.append(CoverageRow(name, "".join(letters), filling))
    return CoverageData(every, tuple(rows), every[count // 2], date(2026, 1, 5), 2)


SMALL = CoverageData(
    ("2025-10", "2025-11", "2025-12"),
    (CoverageRow("Loket", "ddd", {"2025-12": 0.25}), CoverageRow("GGZ", "npp", {"2025-12": None, "2025-10": 0.5})),
    "2025-10",
)
SIZES = {
    "2 x 3": SMALL,
    "40 x 36": large(40, (2023, 1), 36),
    "8 x 24": large(8, (2024, 1), 24),
    "6 x 118": large(6, (2016, 3), 118),
    "3 x 2 over new year": large(3, (2024, 12), 2),
}


def cells(picture: Picture) -> dict[str, list[tuple[str, int, list[str]]]]:
    """Per partner its runs of cells: what is told of them, how many there are, and how they look."""
    found: dict[str, list[tuple[str, int, list[str]]]] = {}
    for group in parsed(picture).iter(f"{SVG}g"):
        if told := group.findtext(f"{SVG}title"):
            shapes = group.findall(f"{SVG}path")
            looks = ["dashed" if s.get("stroke-dasharray") else str(s.get("fill")) for s in shapes]
            partner, _, rest = told.partition(": ")
            found.setdefault(partner, []).append((rest, str(shapes[0].get("d")).count("M"), looks))
    return found


def test_cells_look_as_they_are_told() -> None:
    found = cells(coverage_chart(SMALL, "nl"))
    (full, full_n, full_look), (filling, _, filling_look) = found["Loket"]
    assert (full, full_n) == ("geleverd, okt 2025 t/m nov 2025", 2)
    assert filling == "geleverd, dec 2025; loopt nog vol, meestal ontbreekt nog 25 %"
    empty, half, half_filling = found["GGZ"]
    assert empty[0] == "niet geleverd, okt 2025"
    assert half_filling[0] == "deels geleverd, dec 2025; loopt nog vol, onbekend hoeveel er nog ontbreekt"
    assert full_look == [ACCENT]
    assert filling_look == [PAPER, "none"]
    assert empty[2] == ["dashed"]
    assert half[2] == [PAPER, ACCENT]
    assert half_filling[2] == [PAPER, "none"]


@pytest.mark.parametrize("data", SIZES.values(), ids=SIZES.keys())
def test_every_month_of_every_partner_has_its_cell(data: CoverageData) -> None:
    found = cells(coverage_chart(data, "en"))
    for row in data.rows:
        drawn = "".join({"not": "n", "par": "p", "del": "d"}[told[:3]] * count for told, count, _ in found[row.partner])
        assert drawn == row.letters


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("data", SIZES.values(), ids=SIZES.keys())
def test_words_do_not_overlap_and_stay_inside(data: CoverageData, lang: str) -> None:
    picture = coverage_chart(data, lang)
    words = all_words(picture)
    assert [(a.text, b.text) for a, b in combinations(words, 2) if a.area.meets(b.area)] == []
    assert [word.text for word in words if not inside(word.area, canvas(picture))] == []
    grid = [word for word in words if word.text.isdigit() and len(word.text) == 4]
    assert grid


def test_the_table_holds_what_the_picture_shows() -> None:
    picture = coverage_chart(SMALL, "nl")
    assert picture.twin.columns == ("Partner", "Geleverd", "Deels geleverd", "Niet geleverd", "Loopt nog vol")
    assert picture.twin.rows == (
        ("Loket", "okt 2025 t/m dec 2025", "–", "–", "dec 2025: meestal ontbreekt nog 25 %"),
        ("GGZ", "–", "nov 2025 t/m dec 2025", "okt 2025", "dec 2025: onbekend hoeveel er nog ontbreekt"),
    )
    assert "afgesloten t/m okt 2025" in picture.twin.caption
    assert "afgesloten t/m okt 2025" in picture.description
    gaps = CoverageData(months(2025, 1, 4), (CoverageRow("A", "dndd"),))
    assert coverage_chart(gaps, "en").twin.rows[0][1] == "Jan 2025, Mar 2025 to Apr 2025"


def told(picture: Picture) -> str:
    return " ".join(word.text for word in all_words(picture))


def test_it_says_how_to_read_only_what_occurs() -> None:
    text = told(coverage_chart(SMALL, "nl"))
    for phrase in ("loopt nog vol", "deels geleverd", "afgesloten t/m okt 2025", "2 partners"):
        assert phrase in text
    plain = told(coverage_chart(CoverageData(("2025-01",), (CoverageRow("A", "d"),)), "nl"))
    for phrase in ("loopt nog vol", "niet geleverd", "afgesloten"):
        assert phrase not in plain
    assert "laatste levering 5 januari 2026 · 2 partners zijn te klein" in told(coverage_chart(SIZES["8 x 24"], "nl"))


def test_a_partner_without_a_month_is_said_to_be_unseen() -> None:
    rows = (CoverageRow("A", "nn"), CoverageRow("B", "dn"), CoverageRow("C", "dd"))
    picture = coverage_chart(CoverageData(("2025-01", "2025-02"), rows, scope=Scope(unseen=("C",))), "nl")
    assert [row[0] for row in picture.twin.rows] == ["A (niet gezien)", "B", "C (niet gezien)"]
    assert "A (niet gezien)" in told(picture)


def test_the_line_over_closed_months_ends_with_the_last_of_them() -> None:
    data = large(2, (2025, 1), 12)
    picture = coverage_chart(data, "nl")
    bracket = next(node.get("d", "") for node in parsed(picture).iter(f"{SVG}path") if "V17H" in node.get("d", ""))
    end = float(bracket.split("V17H")[1].split("V")[0]) + 10  # the margin of the picture
    july, august = (next(word.area for word in all_words(picture) if word.text == name) for name in ("jul", "aug"))
    assert july.right <= end <= august.left
    for until, closed in (("2024-12", 0), ("2025-03", 3), ("2031-01", 12), ("", 0)):
        assert CoverageData(data.months, data.rows, until).closed == closed


def test_it_is_one_image_that_is_the_same_every_time() -> None:
    picture = coverage_chart(SMALL, "nl", name="dekking")
    root = parsed(picture)
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}desc") == picture.description
    assert {n.get("id") for n in root.iter() if n.get("id")} == {"dekking", "dekking-title", "dekking-desc"}
    assert coverage_chart(SMALL, "nl", name="dekking").svg == picture.svg
    assert len(coverage_chart(SIZES["40 x 36"], "nl").svg) < 150_000


def test_shapes_have_contrast() -> None:
    for node in parsed(coverage_chart(SIZES["40 x 36"], "nl")).iter(f"{SVG}path"):
        colours = [str(node.get(key)) for key in ("fill", "stroke") if node.get(key) not in (None, "none", PAPER)]
        assert colours
        assert all(contrast(colour, PAPER) >= 3 for colour in colours)


def test_nothing_to_show_is_said() -> None:
    for data in (CoverageData((), ()), CoverageData(("2025-01",), ()), CoverageData((), (CoverageRow("A", ""),))):
        picture = coverage_chart(data, "nl")
        assert "Te weinig om te tonen" in told(picture)


def test_hostile_names_are_only_names() -> None:
    evil = '<script>x</script> & \x00\u202e"' + "w" * 90
    picture = coverage_chart(CoverageData(("2025-01",), (CoverageRow(evil, "d"),)), "nl")
    assert not list(parsed(picture).iter(f"{SVG}script"))
    assert all(inside(word.area, canvas(picture)) for word in all_words(picture))


@pytest.mark.parametrize(
    ("months_", "letters", "filling", "says"),
    [
        (("2025-1",), "d", {}, "2024-01"),
        (("2025-13",), "d", {}, "2024-01"),
        (("2025-02", "2025-01"), "dd", {}, "rise"),
        (("2025-01",), "dd", {}, "one of d, p and n"),
        (("2025-01",), "x", {}, "one of d, p and n"),
        (("2025-01",), "d", {"januari": 0.1}, "januari"),
    ],
)
def test_months_that_cannot_be_are_refused(
    months_: tuple[str, ...], letters: str, filling: dict[str, float | None], says: str
) -> None:
    with pytest.raises(ValueError, match=says):
        CoverageData(months_, (CoverageRow("A", letters, filling),))


@st.composite
def deliveries(draw: st.DrawFn) -> CoverageData:
    """Up to 12 partners with any name, over up to 60 months."""
    every = months(2022, draw(st.integers(1, 12)), draw(st.integers(1, 60)))
    letters = st.text("dpn", min_size=len(every), max_size=len(every))
    shares = st.dictionaries(st.sampled_from(every), st.none() | st.floats(0, 1), max_size=4)
    rows = draw(st.lists(st.builds(CoverageRow, st.text(max_size=60), letters, shares), max_size=12))
    return CoverageData(every, tuple(rows), draw(st.sampled_from(("", *every))))


@given(deliveries())
@settings(max_examples=plenty(13, 40), deadline=None)
def test_any_deliveries_can_be_drawn(data: CoverageData) -> None:
    picture = coverage_chart(data, "nl")
    words = all_words(picture)
    assert all(inside(word.area, canvas(picture), 1.5) for word in words)
    assert [(a.text, b.text) for a, b in combinations(words, 2) if a.area.meets(b.area)] == []
    assert len(picture.twin.rows) == len(data.rows)
