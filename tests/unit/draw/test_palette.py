"""Colours can be told apart and read, also by people who see fewer of them."""

from itertools import combinations

import pytest

from schakel.draw import palette
from schakel.draw.palette import PARTNERS, contrast, partner_styles, tint

# Linear RGB as seen with one kind of cone missing (Machado, Oliveira and Fernandes 2009, severity 1.0).
VISION = {
    "full": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def linear(colour: str) -> list[float]:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in parts]


def lab(colour: str, vision: str) -> tuple[float, float, float]:
    """CIE L*a*b* (D65) of a colour as seen."""
    r, g, b = (max(0.0, sum(m * v for m, v in zip(row, linear(colour), strict=True))) for row in VISION[vision])
    x = (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047
    y = 0.2126 * r + 0.7152 * g + 0.0722 * b
    z = (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883
    fx, fy, fz = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def difference(one: str, other: str, vision: str) -> float:
    pairs = zip(lab(one, vision), lab(other, vision), strict=True)
    return float(sum((a - b) ** 2 for a, b in pairs) ** 0.5)


def test_contrast_of_black_and_white_is_twenty_one() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("colour", [palette.INK, palette.SOFT_INK, palette.ACCENT, palette.UNKNOWN, *PARTNERS])
def test_text_has_contrast_on_paper_and_on_its_tint(colour: str) -> None:
    assert contrast(colour, palette.PAPER) >= 4.5
    assert contrast(colour, tint(colour)) >= 4.5
    assert all(contrast(palette.SOFT_INK, tint(other)) >= 4.5 for other in PARTNERS)


@pytest.mark.parametrize("colour", [palette.LINE, palette.STRONG_LINE, palette.SPINE, *PARTNERS])
def test_lines_and_shapes_have_contrast(colour: str) -> None:
    assert contrast(colour, palette.PAPER) >= 3.0


@pytest.mark.parametrize(("vision", "least"), [("full", 20), ("protan", 12), ("deutan", 12), ("tritan", 12)])
def test_partner_colours_differ(vision: str, least: float) -> None:
    close = min((difference(a, b, vision), a, b) for a, b in combinations(PARTNERS, 2))
    assert close[0] >= least, close


def test_thirty_partners_all_look_different() -> None:
    styles = partner_styles([f"partner {n:02}" for n in range(30)])
    assert len({(style.colour, style.dash) for name, style in styles.items() if name}) == 30


def test_a_partner_keeps_its_style_whatever_the_order() -> None:
    assert partner_styles(["b", "a", "c"], ["c"]) == partner_styles(["c", "b", "a"], ["c"])
    assert partner_styles(["a", "c"], ["c"])["c"].unseen
