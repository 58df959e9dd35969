"""Disputed definitions are data: complete, versioned, and open to other choices that show."""

import importlib.util
from pathlib import Path

import pytest

from schakel.insight.definitions import definitions, for_passport, params_row
from schakel.texts import LANGUAGES, say

REFERENCE = Path(__file__).parents[3] / "docs" / "reference"


def test_every_definition_says_what_it_means_in_both_languages() -> None:
    for definition in definitions():
        assert definition.source.endswith(".")
        for lang in LANGUAGES:
            assert len(say(f"insight.definition.{definition.name}", lang)) > 20


def test_columns_end_in_their_unit_and_no_two_are_alike() -> None:
    columns = [definition.column for definition in definitions()]
    assert "wait_norm_days" in columns
    assert "stock_months" in columns
    assert len(set(columns)) == len(columns)


def test_an_own_value_shows_in_row_version_and_passport() -> None:
    own = definitions({"wait_norm": 14, "resident_partner": ("Moeder",)})
    assert params_row(own)["wait_norm_days"] == 14
    assert params_row(own)["resident_partner_words"] == "|moeder|"
    assert ("wait_norm", "1-own", "14") in for_passport(own)
    assert ("wait_norm", "1", "0") in for_passport()


def test_the_default_value_given_as_own_value_stays_the_default() -> None:
    assert definitions({"wait_norm": 0}) == definitions()


@pytest.mark.parametrize("value", [-1, float("nan"), float("inf"), ("a word",), True])
def test_an_impossible_value_is_refused_by_name(value: object) -> None:
    with pytest.raises(ValueError, match="wait_norm"):
        definitions({"wait_norm": value})  # type: ignore[dict-item]


def test_a_word_that_would_break_the_list_is_refused() -> None:
    with pytest.raises(ValueError, match="resident_partner"):
        definitions({"resident_partner": ("a|b",)})


def test_an_unknown_name_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(KeyError, match="wait_norm"):
        definitions({"waitnorm": 1})


def test_the_page_of_definitions_is_fresh() -> None:
    spec = importlib.util.spec_from_file_location("make_definitions", REFERENCE / "make_definitions.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert (REFERENCE / "definitions.md").read_text(encoding="utf-8") == module.page()
