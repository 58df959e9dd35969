"""Where the rows stand in the sheet, and what stands beside them: the same for who writes and who reads."""

from collections.abc import Iterator

from schakel.simulation.sheet.rows import ROWS, Field, Kind, Row
from schakel.texts import say

# Columns from 0: label, name, choice, number, unit, example, explanation.
LABEL, NAME, CHOICE, NUMBER, UNIT, EXAMPLE, ABOUT = range(7)
COLUMN: dict[Kind, int] = {"name": NAME, "choice": CHOICE, "number": NUMBER}
TITLE, INTRO, HOW, FIRST = 0, 1, 2, 4  # rows from 0


def placed() -> Iterator[tuple[int, Row | str]]:
    """Every line of the table with its row from 0: the key of a section's heading, or a row."""
    at, section = FIRST, ""
    for row in ROWS:
        if row.section != section:
            section = row.section
            yield at, section
            at += 1
        yield at, row
        at += 1


def cell(row: int, column: int) -> str:
    """A cell as a spreadsheet calls it, `D7`, of a row and column from 0."""
    return f"{'ABCDEFG'[column]}{row + 1}"


def text(key: str, lang: str, **values: object) -> str:
    """A text of the sheet."""
    return say(f"simulation.sheet.{key}", lang, **values)


def label(row: Row, lang: str) -> str:
    """What a row is called."""
    return text(f"row.{row.text}.label", lang) + (f" {row.turn}" if row.turn else "")


def option_words(field: Field, lang: str) -> dict[str, str]:
    """The words of a choice in a language, by key."""
    group = "role" if field.key.startswith("role") else "option"
    return {key: text(f"{group}.{key}", lang) for key in field.options}
