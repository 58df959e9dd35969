"""Where the cells of a sheet stand and which are formulas or faults: what a reader of values does not tell.

Nearly every sheet is plain: a pattern that fits every one of its cells proves so quickly. Any other is parsed.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from schakel.chain.problem import Problem, Refusal
from schakel.data.readers.workbook import Attributes, broken, feed, local, sound_parser

Place = tuple[int, int]  # row and column, both from 1

CELL = re.compile(rb'<c r="([A-Z]{1,3}[0-9]{1,7})"(?: s="[0-9]{1,9}")?(?: t="(?:s|n|b|str|inlineStr|d)")?/?>')
HIDDEN = re.compile(rb'<row [^<>]*hidden="(?:1|true)"')
OTHER_C = re.compile(rb"<c[A-Za-z]")
FORMULA = re.compile(rb"<f[\s>/]")
PREFIXED = re.compile(rb":(?:row|c|f|v|is|t)[\s>/]")
DIGITS, LETTERS = b"0123456789", b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"
REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
MOST_LACKING, MOST_ERRORS = 10_000, 1_000_000


@dataclass
class SheetCells:
    """What stands on a sheet. rows, columns: number of the last one in use; first_row, first_column: of the first.

    cells: that hold anything. texts: those that refer to the shared texts; text_size: characters of all these
    together, where that was asked. without_value: formulas of which no outcome was kept, and lacking the places of the
    first of them. errors: places that hold an error, with its word.
    """

    cells: int = 0
    rows: int = 0
    columns: int = 0
    first_row: int = LAST_ROW
    first_column: int = LAST_COLUMN
    texts: int = 0
    formulas: int = 0
    hidden_rows: int = 0
    without_value: int = 0
    lacking: list[Place] = field(default_factory=list)
    errors: dict[Place, str] = field(default_factory=dict)
    text_size: int = 0

    @property
    def is_table(self) -> bool:
        """Whether more than one row and more than one column are in use."""
        return self.rows > self.first_row and self.columns > self.first_column

    @property
    def area(self) -> int:
        """Cells of the rectangle from the first corner to the last cell, empty ones too."""
        return self.rows * self.columns


class PlainCells:
    """Counts cells as bytes are fed. found: None when it is not sure that there is no formula and no fault.

    A cell without a value counts too, so its corner may lie too far away, never too near.
    """

    def __init__(self) -> None:
        self.found: SheetCells | None = SheetCells()
        self._rest = b""

    def feed(self, data: bytes) -> None:
        """Look through the next bytes."""
        if self.found is None:
            return
        data = self._rest + data
        end = data.rfind(b">") + 1
        data, self._rest = data[:end], data[end:]
        if len(self._rest) > 1 << 20 or not _add_plain(self.found, data):
            self.found = None


def _add_plain(found: SheetCells, data: bytes) -> bool:
    cells = CELL.findall(data)
    others = data.count(b"<c") - len(cells)
    if (others and others != len(OTHER_C.findall(data))) or _is_odd(data):
        return False
    if cells:
        places = b",".join(cells)
        letters = set(places.translate(None, DIGITS).split(b","))
        numbers = np.fromstring(places.translate(None, LETTERS).decode(), dtype=np.int64, sep=",")
        found.cells += len(cells)
        found.rows = max(found.rows, int(numbers.max()))
        found.columns = max(found.columns, *(column_number(name.decode()) for name in letters))
        found.texts += data.count(b't="s"')
    if b'hidden="' in data:
        found.hidden_rows += len(HIDDEN.findall(data))
    return True


def _is_odd(data: bytes) -> bool:
    """Whether there is a formula, a comment, a prefix or another encoding, so that a pattern proves nothing."""
    formula = b"<f" in data and FORMULA.search(data)
    return bool(formula or b"<!" in data or b"\0" in data or PREFIXED.search(data))


def column_number(letters: str) -> int:
    """A is 1, Z is 26, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """1 is A, 26 is Z, 27 is AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


class SheetParser:
    """Parses a sheet as it is fed and keeps what its cells are. lengths: of the shared texts, to add up those used."""

    def __init__(self, file: str, lengths: Sequence[int] = ()) -> None:
        self.found = SheetCells()
        self._file, self._lengths = file, lengths
        self._row, self._column, self._columns = 0, 0, {"": 0}
        self._type, self._in_cell, self._formula, self._value, self._listens = "", False, False, False, False
        self._text: list[str] = []
        self._starts = {"row": self._start_row, "c": self._start_cell, "f": self._start_formula}
        self._starts |= dict.fromkeys(("v", "t", "is"), self._start_value)
        self._parser = sound_parser(file)
        self._parser.StartElementHandler = self._start

    def feed(self, data: bytes, *, final: bool = False) -> None:
        """Parse the next bytes; final: there is no more. Refusal for what is no sound sheet."""
        feed(self._parser, self._file, data, final=final)
        if final:
            self._finish()

    def _start(self, name: str, attributes: Attributes) -> None:
        start = self._starts.get(name) or self._starts.get(local(name))
        if start:
            start(attributes)

    def _start_row(self, attributes: Attributes) -> None:
        self._finish()
        number = attributes.get("r", "")
        self._row = int(number) if number.isdecimal() else self._row + 1
        self._column = 0
        self.found.hidden_rows += attributes.get("hidden") in ("1", "true")

    def _start_cell(self, attributes: Attributes) -> None:
        if self._in_cell:
            self._finish()
        self._in_cell, self._type = True, attributes.get("t", "n")
        place = attributes.get("r", "")
        letters = place.rstrip("0123456789")
        number = place[len(letters) :]
        if letters not in self._columns:
            if not REFERENCE.fullmatch(place):
                raise broken(self._file)
            self._columns[letters] = column_number(letters)
        self._column = self._columns[letters] or self._column + 1
        if number:
            self._row = int(number)

    def _start_formula(self, _attributes: Attributes) -> None:
        self._formula = self._in_cell

    def _start_value(self, _attributes: Attributes) -> None:
        self._value = True
        if self._formula or self._type == "e" or (self._type == "s" and self._lengths):
            self._listens, self._parser.CharacterDataHandler = True, self._text.append

    def _finish(self) -> None:
        """Keep the cell that ends here."""
        text = ""
        if self._listens:
            text = "".join(self._text).strip()
            self._text.clear()
            self._listens, self._parser.CharacterDataHandler = False, None
        if self._in_cell and self._formula:
            self.found.formulas += 1
            if not text and self._type != "str":
                self.found.without_value += 1
                if len(self.found.lacking) < MOST_LACKING:
                    self.found.lacking.append((self._row, self._column))
        if self._in_cell and self._value:
            self._keep(text)
        self._in_cell = self._formula = self._value = False

    def _keep(self, text: str) -> None:
        found, row, column = self.found, self._row, self._column
        found.cells += 1
        if row > found.rows:
            found.rows = row
        if column > found.columns:
            found.columns = column
        if column < found.first_column:
            found.first_column = column
        if row < found.first_row:
            found.first_row = row
        if self._type == "e":
            if len(found.errors) >= MOST_ERRORS:
                raise Refusal((Problem("excel_errors_many", self._file, allowed=str(MOST_ERRORS)),))
            found.errors[row, column] = text
        elif self._type == "s":
            found.texts += 1
            if text.isdecimal() and int(text) < len(self._lengths):
                found.text_size += self._lengths[int(text)]


def parsed_cells(file: str, chunks: Iterable[bytes], lengths: Sequence[int] = ()) -> SheetCells:
    """The cells of any sheet. Refusal for what is no sound XML."""
    parser = SheetParser(file, lengths)
    for chunk in chunks:
        parser.feed(chunk)
    parser.feed(b"", final=True)
    return parser.found


def first_cells(file: str, chunks: Iterable[bytes], enough: int = 1 << 20) -> SheetCells:
    """The cells at the top of a sheet: enough to see whether there is a table, or anything at all."""
    parser, size = SheetParser(file), 0
    for chunk in chunks:
        for place in range(0, len(chunk), 1 << 16):
            parser.feed(chunk[place : place + (1 << 16)])
            size += 1 << 16
            if parser.found.is_table or size > enough:
                return parser.found
    parser.feed(b"", final=True)
    return parser.found
