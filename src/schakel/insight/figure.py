"""A figure as it stands in its file: what it means, which columns it has, its text for any engine and for DuckDB.

The header of `figures/<name>.sql` is read by people and by this module: lines `-- key: text` (meaning, unit, open
steps, parallel steps), then `-- columns:` with one line `--   name role [unit]` per column, in the order of the SELECT.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from schakel.chain.table import Column, Role

FOLDER = "figures"
REQUIRED = ("meaning", "unit", "open steps", "parallel steps")
ROLES: tuple[Role, ...] = ("dimension", "measure", "residents", "contributors")
_LINE = re.compile(r"^-- ([a-z ]+): (.+)$")
_MORE = re.compile(r"^--   +(.+)$")


@dataclass(frozen=True)
class Figure:
    """One file. notes: the header's (key, text). portable, exact: SQL over steps, cases and params; exact may be ""."""

    name: str
    notes: tuple[tuple[str, str], ...]
    columns: tuple[Column, ...]
    portable: str
    exact: str = ""

    def note(self, key: str) -> str:
        """One line of the header; KeyError if the file does not say it."""
        return dict(self.notes)[key]

    def text(self, *, portable: bool = False) -> str:
        """The SQL to run: the exact one where there is one, unless the portable one is asked for."""
        return self.portable if portable or not self.exact else self.exact


@lru_cache(maxsize=1)
def figure_names() -> tuple[str, ...]:
    """All figures there are, alphabetically."""
    found = (entry.name for entry in (files(__package__) / FOLDER).iterdir())
    return tuple(sorted(name[:-4] for name in found if name.endswith(".sql") and not name.endswith(".exact.sql")))


@lru_cache(maxsize=64)
def read_figure(name: str) -> Figure:
    """The figure of this name; KeyError names those there are."""
    if name not in figure_names():
        raise KeyError(f"no figure {name}; there are {', '.join(figure_names())}")
    folder = files(__package__) / FOLDER
    portable = (folder / f"{name}.sql").read_text(encoding="utf-8")
    exact = folder / f"{name}.exact.sql"
    notes, columns = _header(name, portable)
    return Figure(name, notes, columns, portable, exact.read_text(encoding="utf-8") if exact.is_file() else "")


def _header(name: str, text: str) -> tuple[tuple[tuple[str, str], ...], tuple[Column, ...]]:
    notes: dict[str, str] = {}
    columns: list[Column] = []
    key = ""
    for line in _header_lines(text):
        if line == "-- columns:":
            key = "columns"
        elif start := _LINE.match(line):
            key = start.group(1)
            notes[key] = start.group(2)
        elif more := _MORE.match(line):
            if key == "columns":
                columns.append(_column(name, more.group(1)))
            else:
                notes[key] += " " + more.group(1)
    missing = [key for key in REQUIRED if key not in notes]
    if missing or not columns:
        raise ValueError(f"figure {name}: header lacks {', '.join(missing) or 'columns'}")
    return tuple(notes.items()), tuple(columns)


def _header_lines(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if not line.startswith("--"):
            return
        yield line.rstrip()


def _column(name: str, line: str) -> Column:
    column, role, *unit = line.split()
    for known in ROLES:
        if role == known:
            return Column(column, known, " ".join(unit))
    raise ValueError(f"figure {name}: column {column} has role {role}; use {', '.join(ROLES)}")
