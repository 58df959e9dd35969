"""A sheet as a person would fill it in: the cells of the empty one, with others in their place."""

from collections.abc import Mapping
from pathlib import Path

import xlsxwriter
from python_calamine import CalamineWorkbook

from schakel.report.model_sheet import write_sheet
from schakel.simulation.sheet.layout import COLUMN, cell, option_words, placed
from schakel.simulation.sheet.rows import Row


def example_values(lang: str) -> dict[str, str | float]:
    """By cell, what stands in the example column."""
    found: dict[str, str | float] = {}
    for at, row in placed():
        for field in row.fields if isinstance(row, Row) else ():
            value = option_words(field, lang)[str(field.example)] if field.kind == "choice" else field.example
            found[cell(at, COLUMN[field.kind])] = value
    return found


def fill(path: Path, values: Mapping[str, str | float | bool], lang: str = "nl") -> Path:
    """Write a sheet with these values, by cell, and give its path back."""
    with CalamineWorkbook.from_path(str(write_sheet(path, lang))) as book:
        name, cells = book.sheet_names[0], book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    with xlsxwriter.Workbook(str(path)) as made:
        sheet = made.add_worksheet(name)
        for row, line in enumerate(cells):
            for column, value in enumerate(line):
                sheet.write(row, column, value)
        for where, one in values.items():
            sheet.write(where, one)
    return path
