"""Workbooks and zips written on the spot, and changed inside as no program would write them."""

import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter

HEADER = ("zaaknummer", "activiteit", "organisatie", "startdatum")
SHEET = "xl/worksheets/sheet1.xml"
FIXED = (2024, 1, 1, 0, 0, 0)
FORMATS: dict[type, str] = {
    datetime: "dd-mm-yyyy hh:mm",
    date: "dd-mm-yyyy",
    time: "hh:mm",
    timedelta: "[h]:mm:ss",
}
Rows = Sequence[Sequence[Any]]
Part = str | bytes
ROWS: Rows = (
    ("Z-1", "Melding", "Loket", date(2024, 2, 1)),
    ("Z-1", "Gesprek", "Wijkteam", date(2024, 2, 12)),
    ("Z-2", "Melding", "Loket", date(2024, 2, 3)),
)


def workbook(path: Path, sheets: Mapping[str, Rows] | Rows = ((HEADER), *ROWS), hidden: Sequence[str] = ()) -> Path:
    """A workbook with these rows per sheet, or with one sheet Blad1. A text that begins with = is a formula."""
    named = sheets if isinstance(sheets, Mapping) else {"Blad1": sheets}
    with xlsxwriter.Workbook(str(path)) as book:
        formats = {kind: book.add_format({"num_format": written}) for kind, written in FORMATS.items()}
        for name, rows in named.items():
            sheet = book.add_worksheet(name)
            if name in hidden:
                sheet.hide()
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    if type(cell) in formats:
                        sheet.write_datetime(row, column, cell, formats[type(cell)])
                    elif cell is not None:
                        sheet.write(row, column, cell)
    return path


def changed(path: Path, **parts: Part | Callable[[str], str] | None) -> Path:
    """The zip with parts replaced, changed, added or (None) taken out; `sheet` is the first one's."""
    wanted = {SHEET if name == "sheet" else name: part for name, part in parts.items()}
    with zipfile.ZipFile(path) as archive:
        held: dict[str, Part] = {info.filename: archive.read(info) for info in archive.infolist()}
    for name, part in wanted.items():
        if part is None:
            del held[name]
        elif callable(part):
            before = held[name]
            held[name] = part(before.decode() if isinstance(before, bytes) else before)
        else:
            held[name] = part
    return zipped(path, held)


def zipped(path: Path, members: Mapping[str, Part] | Sequence[tuple[zipfile.ZipInfo, Part]]) -> Path:
    """A zip with these members, in this order and always the same bytes."""
    listed = list(members.items()) if isinstance(members, Mapping) else members
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in listed:
            info = zipfile.ZipInfo(name, FIXED) if isinstance(name, str) else name
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, part)
    return path


def replaced(*pairs: tuple[str, str]) -> Callable[[str], str]:
    """A change of a part that must find each text exactly once or more."""

    def change(text: str) -> str:
        for old, new in pairs:
            assert old in text, old
            text = text.replace(old, new)
        return text

    return change
