"""Disputed definitions as named, versioned numbers, from `definitions.toml`.

They reach every figure through the one-row view `params` and every passport by name, version and value.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from typing import Any

Chosen = int | float | tuple[str, ...]


@dataclass(frozen=True)
class Definition:
    """One choice. value: a number in `unit`, or words (unit "words"). version ends in "-own" when overridden."""

    name: str
    version: str
    value: Chosen
    unit: str
    source: str

    @property
    def column(self) -> str:
        """Its column in `params`: the unit is the end of the name (wait_norm in days is wait_norm_days)."""
        return self.name if self.name.endswith(f"_{self.unit}") else f"{self.name}_{self.unit}"


def definitions(own: Mapping[str, Chosen] | None = None) -> tuple[Definition, ...]:
    """All definitions by name, with own values in place of the default ones.

    KeyError names an unknown definition; ValueError one whose own value is of another kind or negative.
    """
    own = own or {}
    known = _defaults()
    unknown = sorted(set(own) - {definition.name for definition in known})
    if unknown:
        raise KeyError(f"no definition {unknown[0]}; there are {', '.join(d.name for d in known)}")
    return tuple(_own(d, own[d.name]) if d.name in own else d for d in known)


def definitions_from(own: Mapping[str, Any]) -> tuple[Definition, ...]:
    """All definitions with own values as JSON knows them: words are a list. Errors as of `definitions`."""
    return definitions({name: tuple(value) if isinstance(value, list) else value for name, value in own.items()})


def params_row(chosen: Iterable[Definition] | None = None) -> dict[str, int | float | str]:
    """The one row of `params`: column -> value.

    Words become one text, lower case, each between bars: `position('|' || lower(partner) || '|' IN
    resident_partner_words) > 0` asks whether a partner is one of them, on every engine.
    """
    return {d.column: _cell(d.value) for d in (_defaults() if chosen is None else chosen)}


def for_passport(chosen: Iterable[Definition] | None = None) -> tuple[tuple[str, str, str], ...]:
    """(name, version, value) of each, as a passport keeps them."""
    return tuple((d.name, d.version, str(_cell(d.value))) for d in (_defaults() if chosen is None else chosen))


@lru_cache(maxsize=1)
def _defaults() -> tuple[Definition, ...]:
    text = (files("schakel.insight") / "definitions.toml").read_text(encoding="utf-8")
    tables = tomllib.loads(text)
    return tuple(
        Definition(name, t["version"], _chosen(t["value"]), t["unit"], t["source"])
        for name, t in sorted(tables.items())
    )


def _chosen(value: int | float | list[str]) -> Chosen:
    return tuple(value) if isinstance(value, list) else value


def _own(definition: Definition, value: Chosen) -> Definition:
    words = isinstance(definition.value, tuple)
    if words != isinstance(value, tuple) or isinstance(value, bool) or not isinstance(value, int | float | tuple):
        raise ValueError(f"definition {definition.name}: {'a tuple of words' if words else 'a number'} is needed")
    if isinstance(value, int | float) and not 0 <= value < float("inf"):
        raise ValueError(f"definition {definition.name}: {value} {definition.unit} is below zero or not a number")
    if isinstance(value, tuple) and any("|" in word or not word.strip() for word in value):
        raise ValueError(f"definition {definition.name}: a word is empty or holds a bar")
    if value == definition.value:
        return definition
    return replace(definition, value=value, version=f"{definition.version}-own")


def _cell(value: Chosen) -> int | float | str:
    if isinstance(value, tuple):
        return "|" + "|".join(word.strip().lower() for word in value) + "|"
    return value
