"""Bars with names, words and intervals."""

import pytest

from schakel.draw.bar_chart import WIDTH, Bar, bar_chart
from schakel.draw.picture import Picture, Twin
from schakel.draw.raster import png
from unit.draw.reading import SVG, parsed

TWIN = Twin(("wat", "hoeveel"), (("een", "1"),), "tabel")
BARS = (
    Bar("Een heel lange naam van een schakel tussen twee stappen bij twee partners, " * 2, 40, "40 weken", marked=True),
    Bar("<&>", 10, "10 weken", 5, 60),
    Bar("Niets", 0, "0 weken"),
)


def drawn(*bars: Bar) -> Picture:
    return bar_chart(
        bars,
        "nl",
        name="bars",
        title="Titel",
        description="Wat er staat.",
        phrases=("2025", "getallen zijn weken"),
        twin=TWIN,
        interval="de streep",
    )


def test_lengths_are_to_scale_from_one_zero() -> None:
    bars = list(parsed(drawn(*BARS)).iter(f"{SVG}rect"))
    lefts, wide = {node.get("x") for node in bars}, [float(str(node.get("width"))) for node in bars]
    assert len(lefts) == 1
    assert wide[0] == pytest.approx(4 * wide[1], rel=0.01)
    assert wide[2] == 1


def test_what_stands_out_is_bold_too_and_the_foot_is_inside() -> None:
    picture = drawn(*BARS)
    texts = list(parsed(picture).iter(f"{SVG}text"))
    bold = ["".join(map(str, node.itertext())) for node in texts if node.get("font-weight") == "bold"]
    assert "40 weken" in bold
    assert "10 weken" not in bold
    words = " ".join("".join(map(str, node.itertext())) for node in texts)
    assert "2025 · getallen zijn weken" in words
    assert "de streep" in words
    assert picture.said == ("2025", "getallen zijn weken")


def test_words_stay_inside_however_long_the_names_are() -> None:
    picture = drawn(*BARS)
    for node in parsed(picture).iter(f"{SVG}text"):
        assert 0 <= float(str(node.get("x"))) <= WIDTH
    assert "de streep" not in drawn(Bar("Een", 1, "1")).svg
    assert parsed(drawn()) is not None


def test_pixels_are_the_same_every_time_and_as_wide_as_asked() -> None:
    picture = drawn(*BARS)
    content = png(picture, width=800)
    assert content == png(picture, width=800)
    assert content.startswith(b"\x89PNG")
    assert abs(int.from_bytes(content[16:20], "big") - 800) <= 1
