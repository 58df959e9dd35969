"""Workbooks (.xlsx) as we write them: text is text, never a formula, and equal content gives equal bytes."""

import io
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 -- a workbook knows no zones; fixed, so that bytes are equal
LONGEST = 32_000  # characters; a cell holds 32,767
LINE = 15  # points
RISKY = ("=", "+", "-", "@", "\t")
INK, ACCENT, SOFT, HAIR = "#1b2432", "#0b4f8a", "#f4f6f9", "#d5dbe4"
BASE = {"font_name": "Calibri", "font_size": 11, "font_color": INK, "valign": "top"}
STYLES: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "font_color": ACCENT},
    "heading": {"bold": True, "font_size": 12, "font_color": ACCENT},
    "label": {"bold": True},
    "text": {"text_wrap": True},
    "code": {"font_name": "Consolas", "text_wrap": True, "bg_color": SOFT},
    "fill_in": {"text_wrap": True, "bg_color": "#fff3c4", "border": 1, "border_color": HAIR, "italic": True},
    "head": {"bold": True, "font_color": "#ffffff", "bg_color": ACCENT, "text_wrap": True},
    "head_number": {"bold": True, "font_color": "#ffffff", "bg_color": ACCENT, "align": "right", "indent": 1},
    "cell": {"text_wrap": True, "bottom": 1, "bottom_color": HAIR},
    "number": {"num_format": "0", "bottom": 1, "bottom_color": HAIR, "align": "right", "indent": 1},
    "count": {"num_format": "#,##0", "bottom": 1, "bottom_color": HAIR, "align": "right", "indent": 1},
    "decimal": {"num_format": "#,##0.0", "bottom": 1, "bottom_color": HAIR, "align": "right", "indent": 1},
    "plain": {"text_wrap": True, "num_format": "General", "bottom": 1, "bottom_color": HAIR, "align": "left"},
    "share": {"num_format": "0.0%", "bottom": 1, "bottom_color": HAIR, "align": "right", "indent": 1},
    "left": {"num_format": "#,##0", "align": "left"},
    "link": {"font_color": ACCENT, "underline": 1, "bottom": 1, "bottom_color": HAIR},
    "day": {"num_format": "dd-mm-yyyy", "bottom": 1, "bottom_color": HAIR, "align": "left"},
    "sum": {"bold": True, "num_format": "0", "align": "right", "indent": 1},
}

Value = str | int | float | date | None


@dataclass
class Book:
    """A workbook that is being made in memory. Use `sheet` and `put`, then `content` once."""

    title: str
    _buffer: io.BytesIO = field(default_factory=io.BytesIO)
    _formats: dict[tuple[str, bool], Any] = field(default_factory=dict)
    _book: Any = None

    def __post_init__(self) -> None:
        import xlsxwriter  # only where a workbook is asked for

        self._book = xlsxwriter.Workbook(self._buffer, {"in_memory": True})
        self._book.set_properties({"title": self.title, "author": "Schakel", "created": CREATED})

    def sheet(self, name: str, widths: Sequence[float], *, across: bool = False) -> Any:
        """A new sheet, to be printed on A4 upright or across. widths: of its columns, in characters."""
        sheet = self._book.add_worksheet(name)
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width)
        if across:
            sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.hide_gridlines(2)
        return sheet

    def put(self, sheet: Any, row: int, column: int, value: Value, style: str = "text") -> None:
        """One cell, counted from 0. Text is never read as a formula, a number or a link."""
        if isinstance(value, str):
            text = value[:LONGEST]
            sheet.write_string(row, column, text, self._format(style, text.startswith(RISKY)))
        elif isinstance(value, date):
            sheet.write_datetime(row, column, value, self._format("day" if style == "cell" else style))
        elif value is None:
            sheet.write_blank(row, column, None, self._format(style))
        else:
            sheet.write_number(row, column, value, self._format("number" if style == "cell" else style))

    def link(self, sheet: Any, row: int, column: int, name: str) -> None:
        """A cell with the name of a sheet, which leads there."""
        quoted = name.replace("'", "''")
        sheet.write_url(row, column, f"internal:'{quoted}'!A1", self._format("link"), name)

    def fit(self, sheet: Any, row: int, cells: Iterable[tuple[Value, float]]) -> None:
        """Make a row as high as its longest text is in a column of that width; not every program does so itself."""
        lines = max(
            (len(textwrap.wrap(text, max(1, int(width)))) for text, width in cells if isinstance(text, str)),
            default=1,
        )
        sheet.set_row(row, LINE * max(1, lines) + 3)

    def table(
        self,
        name: str,
        columns: Sequence[tuple[str, float]],
        rows: Sequence[Sequence[Value]],
        styles: Sequence[str] = (),
    ) -> None:
        """A sheet of one table: its heading stays in sight and on every page, and every column can be filtered.

        columns: heading and width, in characters. styles: of the values per column; without them by what a value is.
        """
        styles = styles or ["cell"] * len(columns)
        widths = [width for _, width in columns]
        sheet = self.sheet(name, widths, across=True)
        for place, (heading, _) in enumerate(columns):
            numbers = rows and all(isinstance(row[place], int | float | None) for row in rows)
            self.put(sheet, 0, place, heading, "head_number" if numbers else "head")
        self.fit(sheet, 0, columns)
        for at, row in enumerate(rows, 1):
            for place, value in enumerate(row):
                self.put(sheet, at, place, value, styles[place])
            self.fit(sheet, at, zip(row, widths, strict=True))
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(1, len(rows)), len(columns) - 1)
        sheet.repeat_rows(0)

    def content(self) -> bytes:
        """The bytes of the file."""
        self._book.close()
        return self._buffer.getvalue()

    def _format(self, style: str, quoted: bool = False) -> Any:
        # A quoted cell stays text when somebody edits it, or saves the sheet as CSV and opens that.
        if (style, quoted) not in self._formats:
            made = self._book.add_format({**BASE, **STYLES[style]})
            made.set_quote_prefix(quoted)
            self._formats[style, quoted] = made
        return self._formats[style, quoted]
