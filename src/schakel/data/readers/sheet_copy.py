"""One sheet of a workbook as a small workbook of our own: nothing else of the file reaches the library that reads it.

Before that it is measured, because the library keeps every cell of the rectangle in memory, and every text of every
cell: a few kilobytes could ask for all memory there is.
"""

import zipfile
from collections.abc import Sequence
from pathlib import Path

from schakel.chain.problem import Problem, Refusal
from schakel.data.readers.sheet_cells import (
    LAST_COLUMN,
    LAST_ROW,
    PlainCells,
    SheetCells,
    column_letters,
    parsed_cells,
)
from schakel.data.readers.workbook import Sheet, Workbook, feed, local, sound_parser

AREA_FLOOR = 20_000_000
AREA_RATIO = 20  # cells of the rectangle for each cell that holds something
TEXT_FLOOR = 256 << 20
TEXT_OF_ROW = 4096
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
PARTS = {"worksheet": "worksheets/sheet1.xml", "sharedStrings": "sharedStrings.xml", "styles": "styles.xml"}


class LongestText:
    """The length in bytes of the longest shared text, or more: whatever lies between two of their beginnings."""

    def __init__(self) -> None:
        self.longest = 0
        self._open = 0

    def feed(self, data: bytes) -> None:
        """Look through the next bytes."""
        first, *others = data.split(b"<si")
        self._open += len(first)
        for piece in others:
            self.longest = max(self.longest, self._open)
            self._open = len(piece)
        self.longest = max(self.longest, self._open)


def copied(book: Workbook, sheet: Sheet, target: Path) -> SheetCells:
    """Write a sheet as a workbook with that one sheet, and tell of its cells. Refusal when it would fill the memory."""
    plain, longest = PlainCells(), 0
    with zipfile.ZipFile(target, "w") as copy:
        for name, text in _frame(book).items():
            copy.writestr(name, text)
        if book.styles:
            _write(copy, "styles", book, book.styles)
        if book.strings:
            measure = LongestText()
            _write(copy, "sharedStrings", book, book.strings, measure)
            longest = measure.longest
        _write(copy, "worksheet", book, sheet.part, plain)
    cells = plain.found or _parsed(book, sheet)
    if _is_modest(cells, cells.texts * longest):
        return cells
    cells = _parsed(book, sheet, _text_lengths(book))
    if not _is_modest(cells, cells.text_size):
        raise Refusal((_too_large(book.file, cells),))
    return cells


def _frame(book: Workbook) -> dict[str, str]:
    related = [f'<Relationship Id="r{n}" Type="{OFFICE}/{k}" Target="{t}"/>' for n, (k, t) in enumerate(PARTS.items())]
    start = "1" if book.since_1904 else "0"
    return {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="r0" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{"".join(related)}'
        "</Relationships>",
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><workbookPr date1904="{start}"/><sheets>'
        '<sheet name="sheet" sheetId="1" r:id="r0"/></sheets></workbook>',
    }


def _parsed(book: Workbook, sheet: Sheet, lengths: Sequence[int] = ()) -> SheetCells:
    with book.reading(sheet.part) as chunks:
        return parsed_cells(book.file, chunks, lengths)


def _write(
    copy: zipfile.ZipFile, kind: str, book: Workbook, name: str, measure: PlainCells | LongestText | None = None
) -> None:
    with copy.open(f"xl/{PARTS[kind]}", "w", force_zip64=True) as part, book.reading(name) as chunks:
        for chunk in chunks:
            part.write(chunk)
            if measure:
                measure.feed(chunk)


def _text_lengths(book: Workbook) -> list[int]:
    """The length in characters of every shared text, in their order."""
    lengths: list[int] = []
    if not book.strings:
        return lengths
    parser = sound_parser(book.file)

    def start(name: str, _attributes: dict[str, str]) -> None:
        if local(name) == "si":
            lengths.append(0)

    def text(data: str) -> None:
        if lengths:
            lengths[-1] += len(data)

    parser.StartElementHandler, parser.CharacterDataHandler = start, text
    with book.reading(book.strings) as chunks:
        for chunk in chunks:
            feed(parser, book.file, chunk)
    feed(parser, book.file, b"", final=True)
    return lengths


def _is_modest(cells: SheetCells, text: int) -> bool:
    inside = cells.rows <= LAST_ROW and cells.columns <= LAST_COLUMN
    area = cells.area <= max(AREA_FLOOR, AREA_RATIO * cells.cells)
    return inside and area and text <= max(TEXT_FLOOR, TEXT_OF_ROW * cells.rows)


def _too_large(file: str, cells: SheetCells) -> Problem:
    if cells.text_size > max(TEXT_FLOOR, TEXT_OF_ROW * cells.rows):
        return Problem("text_too_large", file, allowed="4 kB", more=(("found", cells.text_size >> 20),))
    return Problem("excel_far", file, row=cells.rows, column=column_letters(cells.columns))
