"""A TOML file of a person: tables, and values that are checked one by one with a problem for each that does not fit."""

import difflib
import re
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from schakel.chain.problem import Problem, refuse
from schakel.sharing.bsn import shown

AT_LINE = re.compile(r"\(at line (\d+)")


def tables(path: Path) -> dict[str, Any]:
    """The tables of a TOML file. Refusal with the line of what is not TOML or stands there twice."""
    return parsed(text_of(path), path.name)


def text_of(path: Path) -> str:
    """The text of a file. Refusal if it is not there or not UTF-8."""
    if not path.is_file():
        refuse([Problem("toml_missing", path.name)])
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        refuse([Problem("toml_broken", path.name, row=error.object[: error.start].count(b"\n") + 1)])
    return ""


def parsed(text: str, name: str) -> dict[str, Any]:
    """The tables of a TOML text. Refusal as of `tables`; name: of the file."""
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # also a number of thousands of digits, or lists without end
        place = AT_LINE.search(str(error))
        line = int(place[1]) if place else text.count("\n") + 1
        double = "Cannot overwrite" in str(error) or "twice" in str(error)
        key = re.sub(r"^[\s\[]+|[\]\s]*(=.*)?$", "", text.splitlines()[line - 1]) if double else ""
        refuse([Problem("toml_key_double" if double else "toml_broken", name, row=line, column=key)])
    return {}


@dataclass
class Reading:
    """Values taken from the tables, and the problems met on the way."""

    name: str
    problems: list[Problem] = field(default_factory=list)

    def keys(self, path: str, table: dict[str, Any], known: Iterable[str]) -> None:
        """Every key must be known."""
        known = tuple(known)
        for key in table:
            if key not in known:
                near = difflib.get_close_matches(key, known, 1, 0.5)
                allowed = near[0] if near else ", ".join(known)
                self.problems.append(Problem("toml_key_unknown", self.name, column=f"{path}{key}", allowed=allowed))

    def wrong(self, path: str, value: object, allowed: str) -> None:
        """Note a value that is not allowed."""
        self.problems.append(Problem("toml_value", self.name, column=path, value=shown(str(value)), allowed=allowed))

    def table(self, path: str, tables: dict[str, Any]) -> dict[str, Any]:
        """A table, empty where there is none."""
        value = tables.get(path.rpartition(".")[2], {})
        if isinstance(value, dict):
            return value
        self.wrong(path, value, f"[{path}]")
        return {}

    def array(self, path: str, tables: dict[str, Any]) -> list[dict[str, Any]]:
        """An array of tables, empty where there is none."""
        value = tables.get(path.rpartition(".")[2], [])
        if isinstance(value, list) and all(isinstance(one, dict) for one in value):
            return value
        self.wrong(path, value, f"[[{path}]]")
        return []

    def texts(self, path: str, table: dict[str, Any]) -> tuple[str, ...]:
        """One text or a list of them."""
        found = self.value(path, table, (), lambda v: all(is_text(one) for one in as_list(v)), '["..."]')
        return tuple(one.strip() for one in as_list(found)) if found else ()

    def value(self, path: str, table: dict[str, Any], default: Any, fits: Callable[[Any], bool], allowed: str) -> Any:
        """A value that fits, else the default and a problem."""
        value = table.get(path.rpartition(".")[2], default)
        if value is default or fits(value):
            return value
        self.wrong(path, value, allowed)
        return default

    def text(self, path: str, table: dict[str, Any], default: str | None = "") -> Any:
        """A text that says something."""
        return self.value(path, table, default, is_text, '"..."')

    def choice(self, path: str, table: dict[str, Any], default: str | None, options: Iterable[str]) -> Any:
        """One of a few words."""
        options = tuple(options)
        return self.value(path, table, default, lambda v: v in options, ", ".join(options))

    def date(self, path: str, table: dict[str, Any]) -> date | None:
        """A date as TOML or as text."""
        value = table.get(path.rpartition(".")[2])
        if value is None:
            return None
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.wrong(path, value, "2024-12-31")
            return None


def is_text(value: object) -> bool:
    """A text that is not blank and holds no NUL."""
    return isinstance(value, str) and bool(value.strip()) and "\0" not in value


def is_count(value: object) -> bool:
    """A whole number from 0 to a century of days."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 36_500


def as_list(value: object) -> list[Any]:
    """A list as it is, any other value as a list of one."""
    return list(value) if isinstance(value, list | tuple) else [value]
