"""The empty sheet as a workbook: locked but for the cells to fill in, with an example and an explanation beside."""

import io
from datetime import datetime
from pathlib import Path
from typing import Any

from schakel.chain.problem import Problem, refuse
from schakel.simulation.sheet.layout import (
    ABOUT,
    COLUMN,
    EXAMPLE,
    HOW,
    INTRO,
    LABEL,
    TITLE,
    UNIT,
    label,
    option_words,
    placed,
    text,
)
from schakel.simulation.sheet.rows import Field, Row
from schakel.texts import has, shown

CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 -- a workbook knows no zones; fixed, so that bytes are equal
WIDTHS = (34, 28, 22, 14, 18, 30, 78)
INK, ACCENT, HAIR = "#1b2432", "#0b4f8a", "#d5dbe4"
STYLES: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "font_color": ACCENT},
    "plain": {},
    "head": {"bold": True, "font_color": "#ffffff", "bg_color": ACCENT, "text_wrap": True},
    "label": {"bold": True, "bottom": 1, "bottom_color": HAIR},
    "cell": {"text_wrap": True, "bottom": 1, "bottom_color": HAIR},
    "example": {"italic": True, "bottom": 1, "bottom_color": HAIR, "text_wrap": True},
    "fill_in": {"bg_color": "#fff3c4", "border": 1, "border_color": HAIR, "locked": False},
}
LINE, SHORT_ABOUT = 15, 80  # points; characters that fit beside a row


def write_sheet(path: Path, lang: str = "nl") -> Path:
    """Write the empty sheet (.xlsx) and give its path back. Equal language gives equal bytes.

    Refusal when the folder cannot be written to.
    """
    try:
        path.write_bytes(sheet_bytes(lang))
    except OSError:
        refuse([Problem("not_writable", path.parent.name or str(path.parent))])
    return path


def sheet_bytes(lang: str) -> bytes:
    """The workbook of the empty sheet."""
    import xlsxwriter  # only where a sheet is asked for

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"title": text("title", lang), "author": "Schakel", "created": CREATED})
    base = {"font_name": "Calibri", "font_size": 11, "font_color": INK, "valign": "top"}
    styles = {name: book.add_format({**base, **style}) for name, style in STYLES.items()}
    sheet = book.add_worksheet(text("name", lang))
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    for row, key, style in ((TITLE, "title", "title"), (INTRO, "intro", "plain"), (HOW, "how", "plain")):
        sheet.write_string(row, LABEL, text(key, lang), styles[style])
    for at, line in placed():
        if isinstance(line, str):
            _heading(sheet, at, line, lang, styles)
        else:
            _line(sheet, at, line, lang, styles)
    sheet.protect("", {"select_locked_cells": True, "format_columns": True})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(2)
    book.close()
    return buffer.getvalue()


def _heading(sheet: Any, at: int, section: str, lang: str, styles: dict[str, Any]) -> None:
    words = {LABEL: text(f"section.{section}", lang), EXAMPLE: text("example", lang), ABOUT: text("about", lang)}
    for column in range(len(WIDTHS)):
        sheet.write_string(at, column, words.get(column, ""), styles["head"])


def _line(sheet: Any, at: int, row: Row, lang: str, styles: dict[str, Any]) -> None:
    about, unit = text(f"row.{row.text}.about", lang), f"simulation.sheet.row.{row.text}.unit"
    sheet.write_string(at, LABEL, label(row, lang), styles["label"])
    sheet.write_string(at, UNIT, text(f"row.{row.text}.unit", lang) if has(unit) else "", styles["cell"])
    sheet.write_string(at, EXAMPLE, example(row, lang), styles["example"])
    sheet.write_string(at, ABOUT, about, styles["cell"])
    sheet.set_row(at, LINE * (1 + len(about) // SHORT_ABOUT) + 3)
    for field in row.fields:
        sheet.write_blank(at, COLUMN[field.kind], None, styles["fill_in"])
        _validate(sheet, at, field, lang)


def example(row: Row, lang: str) -> str:
    """What stands in this row for Lindewaard, as a person would say it."""
    parts = []
    for field in row.fields:
        if field.kind == "choice":
            parts.append(option_words(field, lang)[str(field.example)])
        else:
            number = field.kind == "number"
            parts.append(shown(field.example, "number", lang) if number else str(field.example))
    return " · ".join(parts)


def _validate(sheet: Any, at: int, field: Field, lang: str) -> None:
    column = COLUMN[field.kind]
    told = {"error_title": text("wrong", lang), "ignore_blank": True}
    if field.kind == "choice":
        words = list(option_words(field, lang).values())
        sheet.data_validation(at, column, at, column, {"validate": "list", "source": words, **told})
    elif field.kind == "number":
        bounds = {"criteria": "between", "minimum": field.low, "maximum": field.high}
        told["error_message"] = text(
            "between", lang, low=shown(field.low, "number", lang), high=shown(field.high, "number", lang)
        )
        sheet.data_validation(at, column, at, column, {"validate": "decimal", **bounds, **told})
