"""What was filled in is read, and all that cannot be so is refused at once, with its cell and what would do."""

from pathlib import Path

import pytest

from schakel.chain.problem import Problem, Refusal
from schakel.report.terminal import problem_sentence
from schakel.simulation.sheet.layout import COLUMN, cell, placed
from schakel.simulation.sheet.read_sheet import Filled, read_sheet
from schakel.simulation.sheet.rows import Row
from schakel.texts import LANGUAGES
from unit.simulation.sheet.filled_sheet import example_values, fill


def where(key: str) -> str:
    """The cell of a field."""
    for at, row in placed():
        for field in row.fields if isinstance(row, Row) else ():
            if field.key == key:
                return cell(at, COLUMN[field.kind])
    raise KeyError(key)


def problems(path: Path) -> tuple[Problem, ...]:
    with pytest.raises(Refusal) as caught:
        read_sheet(path)
    return caught.value.problems


def read(tmp_path: Path, **values: str | float) -> Filled:
    return read_sheet(fill(tmp_path / "s.xlsx", {where(key): value for key, value in values.items()}))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_example_is_read_in_both_languages(lang: str, tmp_path: Path) -> None:
    filled = read_sheet(fill(tmp_path / "s.xlsx", example_values(lang), lang))
    assert filled.lang == lang
    assert (filled.number("population2"), filled.word("municipality2")) == (66_000, "Ravenzande")
    assert (filled.word("role5"), filled.number("people5")) == ("ambulatory", 36)
    assert (filled.word("warm"), filled.word("solidarity")) == ("no", "deductible")


def test_empty_cells_and_question_marks_are_left_out(tmp_path: Path) -> None:
    filled = read(tmp_path, population1="?", wait_debt="onbekend", meeting=" ")
    assert filled.values == {}
    assert filled.number("population1") is None


def test_numbers_typed_as_text_and_words_of_the_other_language_are_understood(tmp_path: Path) -> None:
    filled = read(tmp_path, meeting="1,5", warm="YES", partner1=" Wijkteam  Aa ", role1="District Team")
    assert filled.values == {"meeting": 1.5, "warm": "yes", "partner1": "Wijkteam Aa", "role1": "team"}


@pytest.mark.parametrize(
    ("key", "value", "shown", "allowed"),
    [
        ("population1", 12, "12", "500 – 2000000"),
        ("population1", "veel", "veel", "500 – 2000000"),
        ("lead", 101, "101", "0 – 100"),
        ("meeting", 0, "0", "0.2 – 26"),
        ("meeting", "inf", "inf", "0.2 – 26"),
        ("meeting", "nan", "nan", "0.2 – 26"),
        ("meeting", True, "True", "0.2 – 26"),
        ("warm", "soms", "soms", "ja, nee"),
        ("municipality1", "A > B", "A > B", "een naam van 1 tot 100 tekens"),
        ("municipality1", 7, "7", "een naam van 1 tot 100 tekens"),
    ],
)
def test_what_cannot_be_is_refused(key: str, value: str | float, shown: str, allowed: str, tmp_path: Path) -> None:
    (found,) = problems(fill(tmp_path / "s.xlsx", {where(key): value}))
    assert found.column == where(key)
    assert found.value.removesuffix(".0") == shown
    assert found.allowed == allowed
    assert dict(found.more)["place"] == "Invullen"


def test_all_that_is_wrong_is_told_at_once_in_a_sentence(tmp_path: Path) -> None:
    values: dict[str, str | float] = {
        where("population1"): -1,
        where("role1"): "bakker",
        where("partner2"): "Zonder rol",
    }
    found = problems(fill(tmp_path / "s.xlsx", values))
    assert {one.column for one in found} == {where("population1"), where("role1"), where("role2"), where("partner1")}
    for lang in LANGUAGES:
        for one in found:
            sentence = problem_sentence(one, lang)
            assert one.column in sentence
            assert one.allowed in sentence
            assert "s.xlsx" in sentence


def test_names_must_differ(tmp_path: Path) -> None:
    values = {where("municipality1"): "Aa", where("municipality3"): "Aa"}
    (found,) = problems(fill(tmp_path / "s.xlsx", values))
    assert (found.column, found.value) == (where("municipality3"), "Aa")
    assert where("municipality1") in found.allowed


def test_a_sheet_that_was_changed_is_refused(tmp_path: Path) -> None:
    at = next(at for at, row in placed() if isinstance(row, Row) and row.text == "budget")
    (found,) = problems(fill(tmp_path / "s.xlsx", {cell(at, 0): "Iets anders"}))
    assert (found.column, found.value) == (cell(at, 0), "Iets anders")
    assert found.allowed == "Budget van gemeente 1"
    (found,) = problems(fill(tmp_path / "s.xlsx", {"A1": "Een ander blad"}))
    assert found.column == "A1"


def test_what_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "s.xlsx"
    path.write_bytes(b"no workbook")
    with pytest.raises(Refusal, match="excel_broken"):
        read_sheet(path)


def test_a_number_of_a_person_is_no_name_and_is_not_repeated(tmp_path: Path) -> None:
    (found,) = problems(fill(tmp_path / "s.xlsx", {where("municipality1"): "bsn 123456782"}))
    assert "123456782" not in found.value
