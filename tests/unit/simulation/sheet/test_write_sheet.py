"""The empty sheet: short, locked, explained, and the same each time."""

import re
import zipfile
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from schakel.chain.problem import Refusal
from schakel.report.model_sheet import sheet_bytes, write_sheet
from schakel.simulation.sheet.layout import ABOUT, EXAMPLE, LABEL, NUMBER, placed
from schakel.simulation.sheet.roles import ROLES
from schakel.simulation.sheet.rows import ROWS, Row
from schakel.texts import LANGUAGES


def part(path: Path, name: str) -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read(name).decode()


def test_there_are_at_most_thirty_numbers() -> None:
    assert sum(row.field("number") is not None for row in ROWS) == 30


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_row_has_a_label_an_example_and_an_explanation(lang: str, tmp_path: Path) -> None:
    with CalamineWorkbook.from_path(str(write_sheet(tmp_path / "sheet.xlsx", lang))) as book:
        assert len(book.sheet_names) == 1
        cells = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    rows = [at for at, row in placed() if isinstance(row, Row)]
    assert len(rows) == len(ROWS)
    for at in rows:
        assert all(str(cells[at][column]).strip() for column in (LABEL, EXAMPLE, ABOUT)), at
        assert cells[at][NUMBER] == ""


def test_only_cells_to_fill_in_can_be_changed_and_they_are_watched(tmp_path: Path) -> None:
    path = write_sheet(tmp_path / "sheet.xlsx")
    sheet = part(path, "xl/worksheets/sheet1.xml")
    assert "<sheetProtection" in sheet
    assert part(path, "xl/styles.xml").count('locked="0"') == 1
    numbers = sum(row.field("number") is not None for row in ROWS)
    choices = sum(row.field("choice") is not None for row in ROWS)
    assert len(re.findall(r'<dataValidation type="decimal"', sheet)) == numbers
    assert len(re.findall(r'<dataValidation type="list"', sheet)) == choices


def test_roles_do_not_share_a_stage() -> None:
    stages = [stage for role in ROLES for stage in role.stages]
    assert len(stages) == len(set(stages))


def test_equal_language_gives_equal_bytes() -> None:
    assert sheet_bytes("nl") == sheet_bytes("nl") != sheet_bytes("en")


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="not_writable"):
        write_sheet(tmp_path / "nowhere" / "sheet.xlsx")
