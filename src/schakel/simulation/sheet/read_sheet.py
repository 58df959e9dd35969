"""The sheet as it was filled in: values by field, with every cell that cannot be so refused at once."""

from dataclasses import dataclass, field
from pathlib import Path

from schakel.chain.problem import Problem, refuse
from schakel.data.readers.sheet_values import Cells, sheet_values
from schakel.sharing.bsn import contains_bsn
from schakel.simulation.model.name_checks import LONGEST_NAME
from schakel.simulation.model.place import said
from schakel.simulation.sheet.layout import CHOICE, COLUMN, LABEL, NAME, NUMBER, TITLE, cell, label, placed, text
from schakel.simulation.sheet.layout import option_words as words
from schakel.simulation.sheet.rows import Field, Row
from schakel.texts import LANGUAGES

EMPTY = "–"
UNKNOWN = ("?", "onbekend", "unknown")


@dataclass
class Filled:
    """What was filled in: values by key of a field, without those left empty; and the language of the sheet."""

    file: str
    lang: str
    values: dict[str, str | float] = field(default_factory=dict)

    def number(self, key: str) -> float | None:
        """A number, or None where it was left empty."""
        value = self.values.get(key)
        return value if isinstance(value, float) else None

    def word(self, key: str) -> str:
        """A name or the key of a choice, empty where it was left so."""
        return str(self.values.get(key, ""))


@dataclass
class _Reading:
    """Cells of one sheet, and the problems met. sheet: its name."""

    sheet: str
    cells: Cells
    filled: Filled
    problems: list[Problem] = field(default_factory=list)

    def at(self, row: int, column: int) -> object:
        """What stands in a cell; empty text where nothing does, or where a person wrote that it is unknown."""
        line = self.cells[row] if row < len(self.cells) else ()
        found = line[column] if column < len(line) else ""
        bare = found.strip() if isinstance(found, str) else found
        return "" if isinstance(bare, str) and bare.casefold() in UNKNOWN else bare

    def problem(self, row: int, column: int, found: object, allowed: str) -> None:
        """Note a cell that cannot be so."""
        value = said(found) if found != "" else EMPTY
        more = (("place", self.sheet),)
        self.problems.append(Problem("model_value", self.filled.file, None, cell(row, column), value, allowed, more))


def read_sheet(path: Path) -> Filled:
    """What was filled in. Refusal with the sheet, the cell, what was found and what would do, all at once.

    Empty cells, and those that say `?`, are left out. A sheet whose rows were moved is refused too.
    """
    name, cells = sheet_values(path)
    lang = next((one for one in LANGUAGES if _at(cells, TITLE, LABEL) == text("title", one)), "")
    reading = _Reading(said(name), cells, Filled(path.name, lang or LANGUAGES[0]))
    if not lang:
        reading.problem(TITLE, LABEL, _at(cells, TITLE, LABEL), " | ".join(text("title", one) for one in LANGUAGES))
        refuse(reading.problems)
    for at, row in placed():
        if isinstance(row, Row):
            _row(reading, at, row)
    _check_doubles(reading)
    refuse(reading.problems)
    return reading.filled


def _row(reading: _Reading, at: int, row: Row) -> None:
    expected = label(row, reading.filled.lang)
    if _at(reading.cells, at, LABEL) != expected:
        reading.problem(at, LABEL, _at(reading.cells, at, LABEL), expected)
        return
    for one in row.fields:
        column = COLUMN[one.kind]
        found = reading.at(at, column)
        if found != "":
            value = _READERS[one.kind](reading, at, one, found)
            if value is not None:
                reading.filled.values[one.key] = value
    if row.section == "partner":
        _check_partner(reading, at, row)


def _name(reading: _Reading, at: int, _field: Field, found: object) -> str | None:
    name = " ".join(str(found).split())
    number = isinstance(found, bool | int | float)
    bad = not name.isprintable() or len(name) > LONGEST_NAME or " > " in name or " / " in name or name == "*"
    if number or bad or name.strip(" >/") != name or contains_bsn(name):
        reading.problem(at, NAME, found, text("a_name", reading.filled.lang))
        return None
    return name


def _choice(reading: _Reading, at: int, field: Field, found: object) -> str | None:
    for lang in LANGUAGES:
        for key, word in words(field, lang).items():
            if str(found).casefold() in (word.casefold(), key):
                return key
    reading.problem(at, CHOICE, found, ", ".join(words(field, reading.filled.lang).values()))
    return None


def _number(reading: _Reading, at: int, field: Field, found: object) -> float | None:
    value = _plain(found) if isinstance(found, str) else found
    if isinstance(value, bool) or not isinstance(value, int | float) or not field.low <= value <= field.high:
        reading.problem(at, NUMBER, found, f"{field.low:.15g} – {field.high:.15g}")
        return None
    return float(value)


def _plain(found: str) -> float | None:
    """A number that was typed as text, with one decimal comma or point."""
    try:
        return float(found.replace(",", "."))
    except ValueError:
        return None


_READERS = {"name": _name, "choice": _choice, "number": _number}


def _check_partner(reading: _Reading, at: int, row: Row) -> None:
    """A partner has a name and a role, or nothing."""
    keys = {one.kind: one.key for one in row.fields}
    role = row.field("choice")
    given = {kind: reading.at(at, COLUMN[kind]) != "" for kind in keys}
    if role and any(given.values()) and not given["choice"]:
        reading.problem(at, CHOICE, "", ", ".join(words(role, reading.filled.lang).values()))
    if given["choice"] and not given["name"]:
        reading.problem(at, NAME, "", text("a_name", reading.filled.lang))


def _check_doubles(reading: _Reading) -> None:
    """Names must differ, from each other and from those that the model adds."""
    seen: dict[str, str] = {}
    for at, row in placed():
        named = row.field("name") if isinstance(row, Row) and row.turn else None
        name = reading.filled.word(named.key) if named else ""
        if name and name in seen:
            reading.problem(at, NAME, name, text("another_name", reading.filled.lang, cell=seen[name]))
        elif name:
            seen[name] = cell(at, NAME)


def _at(cells: Cells, row: int, column: int) -> str:
    return str(cells[row][column]).strip() if row < len(cells) and column < len(cells[row]) else ""
