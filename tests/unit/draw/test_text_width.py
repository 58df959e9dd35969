"""Text is measured at least as wide as it will be, and wrapped text fits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schakel.draw.svg import clean, escape, number, tag
from schakel.draw.text_width import shorten, text_width, wrap


def test_known_widths_of_dejavu_sans() -> None:
    # 974 + 612 + 521 thousandths of an em, rounded up per letter.
    assert text_width("mos", 1000) == pytest.approx(2107, abs=3)
    assert text_width("mos", 13, bold=True) > text_width("mos", 13)
    assert text_width("é", 10) == text_width("e", 10)
    assert text_width("漢", 10) >= 10


@given(st.text(max_size=60), st.floats(30, 300), st.integers(1, 4))
def test_every_line_fits(text: str, room: float, lines: int) -> None:
    wrapped = wrap(text, room, 13, bold=True, lines=lines)
    assert len(wrapped) <= lines
    assert all(text_width(line, 13, bold=True) <= room for line in wrapped)


@given(st.text(alphabet="abc de-f/", min_size=1, max_size=30))
def test_nothing_is_lost_while_it_fits(text: str) -> None:
    wrapped = wrap(text, 100, 10, lines=40)
    assert "".join("".join(wrapped).split()) == "".join(text.split())


def test_words_break_at_spaces_first() -> None:
    assert wrap("Verwijzing naar aanbieder", 110, 13) == ("Verwijzing naar", "aanbieder")
    assert wrap("Herindicatie en verlenging van de voorziening", 120, 13)[-1].endswith("…")


def test_shortened_text_ends_in_an_ellipsis_or_is_left_out() -> None:
    assert shorten("Toegang", 200, 11) == "Toegang"
    assert shorten("Cliëntondersteuning", 60, 11).endswith("…")
    assert shorten("Toegang", 1, 11) == ""


def test_what_xml_cannot_hold_is_taken_out() -> None:
    assert clean("a\x00b\u202ec\ufffed\n e") == "a b c d e"
    assert escape('<b>"&\x07') == "&lt;b&gt;&quot;&amp; "


def test_numbers_and_tags() -> None:
    assert [number(v) for v in (1.0, 1.256, -0.001, 10.5)] == ["1", "1.26", "0", "10.5"]
    assert tag("a", "x", stroke_width=2.0, href="#a&b", title=None) == '<a stroke-width="2" href="#a&amp;b">x</a>'
