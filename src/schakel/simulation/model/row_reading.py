"""Rows of a model from tables of TOML, read by the fields of their dataclass, with a problem for what does not fit."""

import dataclasses
import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from schakel.chain.problem import Problem
from schakel.simulation.model.field_kind import Unfit, blank, default, example, is_optional, kinds, value_of
from schakel.simulation.model.place import said


def nearest(name: str, known: Iterable[str], most: int = 12) -> str:
    """The known name most like this one, else all of them, or the first of many."""
    known = tuple(known)
    near = difflib.get_close_matches(name, known, 1, 0.5) or difflib.get_close_matches(
        name.casefold(), tuple(one.casefold() for one in known), 1, 0.5
    )
    if near:
        return next(one for one in known if near[0] in (one, one.casefold()))
    return ", ".join(map(said, known[:most])) + (", ..." if len(known) > most else "")


@dataclass
class RowReading:
    """Rows as they are read, and the problems met on the way. told: the fields (place, name) that have a problem."""

    file: str
    problems: list[Problem] = field(default_factory=list)
    told: set[tuple[str, str]] = field(default_factory=set)

    def problem(self, code: str, place: str, column: str = "", value: object = "", allowed: str = "") -> None:
        """Note a problem of a field."""
        self.told.add((place, column))
        self.problems.append(
            Problem(code, self.file, column=said(column), value=said(value), allowed=allowed, more=(("place", place),))
        )

    def keys(self, place: str, table: dict[str, Any], known: Iterable[str]) -> None:
        """Every key must be known."""
        known = tuple(known)
        for key in table:
            if key not in known:
                self.problem("model_key", place, key, allowed=nearest(key, known))

    def row(self, kind: type[Any], place: str, table: dict[str, Any], but: Iterable[str] = ()) -> dict[str, Any]:
        """The values of a dataclass's fields from a table; but: fields that do not stand in the table."""
        fields = [one for one in dataclasses.fields(kind) if one.name not in set(but)]
        self.keys(place, table, (one.name for one in fields))
        hints = kinds(kind)
        return {one.name: self._value(one, hints[one.name], place, table) for one in fields}

    def rows(self, table: str, tables: dict[str, Any]) -> list[dict[str, Any]]:
        """An array of tables, empty where there is none."""
        found = tables.get(table, [])
        if isinstance(found, list) and all(isinstance(one, dict) for one in found):
            return found
        self.problem("model_value", f"[[{table}]]", table, found, f"[[{table}]]")
        return []

    def _value(self, one: dataclasses.Field[Any], kind: Any, place: str, table: dict[str, Any]) -> Any:
        otherwise = None if is_optional(kind) else default(one)
        missing = otherwise is dataclasses.MISSING
        try:
            if one.name in table:
                return value_of(kind, table[one.name])
            if not missing:
                return otherwise
            self.problem("model_field_missing", place, one.name, allowed=example(kind))
        except Unfit as unfit:
            self.problem("model_value", place, one.name, unfit.found, unfit.allowed)
        return blank(kind) if missing else otherwise
