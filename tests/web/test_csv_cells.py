"""Cells of a CSV that leaves: no spreadsheet carries one out, and a number stays a number."""

import pytest

from schakel.web.sharing_desk.publication_views import cell


@pytest.mark.parametrize(
    "text", ["=1+1", "=cmd|' /C calc'!A0", "+1+cmd|x", "-1+1", "@SUM(A1)", "@1", "\tx", "\r=1", "+", "-", "=", "-5 %x"]
)
def test_a_formula_gets_a_sign_before_it(text: str) -> None:
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "40", "-5", "+3,5", "-1.430", "-12 %", "+7%", "GGZ Lindewaard", "1+1", "a=b"])
def test_other_cells_stay_as_they_are(text: str) -> None:
    assert cell(text) == text
