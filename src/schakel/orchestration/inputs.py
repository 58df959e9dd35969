"""Every input of the network file, from inputs.toml: its type, the decision it serves, and its minutes.

Reading, writing, forms and the API are all made from this one list.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True)
class Field:
    """One input. Its label stands in texts `orchestration.field.<noun>.<name>`, `serves` in `orchestration.serves`.

    to: kind that a ref or refs points at; of: noun of parts; options: words of a choice, of which the label stands in
    `orchestration.option.<word>`; most: largest count; has_all: "*" may be given; minutes: of one person, per item.
    """

    name: str
    type: str
    serves: str
    minutes: float
    needed: bool = False
    to: str = ""
    of: str = ""
    options: tuple[str, ...] = ()
    most: int = 0
    has_all: bool = False
    default: str | bool | None = None

    @property
    def empty(self) -> Any:
        """The value where nothing is given."""
        if self.default is not None:
            return self.default
        if self.type in ("texts", "refs", "parts", "where"):
            return ()
        return None if self.type in ("date", "count", "number") else ""


@dataclass(frozen=True)
class Noun:
    """One kind of item. named_by: fields from which its key is made. is_part: it stands within another noun."""

    name: str
    fields: tuple[Field, ...]
    named_by: tuple[str, ...] = ()
    is_numbered: bool = False
    is_part: bool = False

    def field(self, name: str) -> Field:
        """A field by its name; KeyError if there is none."""
        return next(one for one in self.fields if one.name == name) if name in self.names else _no(self, name)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of its fields in the order of the file."""
        return tuple(one.name for one in self.fields)

    @property
    def minutes(self) -> float:
        """What one item takes when every field is filled in, parts once."""
        parts = (inputs()[one.of].minutes for one in self.fields if one.of)
        return sum(one.minutes for one in self.fields) + sum(parts)


def _no(noun: Noun, name: str) -> Field:
    raise KeyError(f"{noun.name} has no field {name}; it has {', '.join(noun.names)}")


@lru_cache(maxsize=1)
def inputs() -> Mapping[str, Noun]:
    """All nouns by name, in the order of the file; "network" itself first."""
    found = tomllib.loads((files(__package__) / "inputs.toml").read_text(encoding="utf-8"))
    return {
        name: Noun(
            name,
            tuple(_field(key, value) for key, value in table["fields"].items()),
            tuple(table.get("named_by", ())),
            table.get("numbered", False),
            table.get("part", False),
        )
        for name, table in found.items()
    }


def _field(name: str, given: dict[str, Any]) -> Field:
    rest = {key: value for key, value in given.items() if key not in ("options", "all")}
    return Field(name, options=tuple(given.get("options", ())), has_all=given.get("all", False), **rest)
