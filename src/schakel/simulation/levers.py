"""The registry of what can be changed while the chain runs, from levers.toml."""

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal

Noun = Literal["model", "municipality", "type", "stage", "partner", "handover", "contract"]
Operation = Literal["set", "multiply"]
Role = Literal["municipality", "council", "access", "provider", "region", "residents", "facilitator"]

# Units as a refusal shows them, the same in every language. Their words are the texts simulation.unit.<unit>.
SIGNS = {
    "week": "week",
    "per_week": "1/week",
    "factor": "factor",
    "ratio": "ratio",
    "fte": "fte",
    "per_fte": "1/fte",
    "eur": "EUR",
    "eur_per_year": "EUR / 52 week",
    "severity": "",
    "class": "0, 1, 2",
    "number": "1",
    "word": "",
}


@dataclass(frozen=True)
class Lever:
    """Something that a decision or a shock can change.

    key: `noun.name`; of: the noun that it belongs to. low, high: bounds of the number, in `unit` (a key of SIGNS).
    operation: set replaces the model's own number, multiply is a factor on it. own: what holds without a decision, None
    where that is the field of the model with the same name. words: what the numbers 0, 1, ... are called, if anything.
    roles: who may set it in a game. text: key of its texts, `<text>.name` and `<text>.about`.
    """

    key: str
    of: Noun
    unit: str
    low: float
    high: float
    operation: Operation
    roles: tuple[Role, ...]
    text: str
    own: float | None = None
    words: tuple[str, ...] = ()
    is_whole: bool = False

    @property
    def field(self) -> str:
        """The name of the field of the model, where it has one."""
        return self.key.partition(".")[2]

    @property
    def sign(self) -> str:
        """The unit in the same signs in every language."""
        return SIGNS[self.unit]


@lru_cache(maxsize=1)
def levers() -> Mapping[str, Lever]:
    """All levers by key, in the order of the registry."""
    found = tomllib.loads(files(__package__).joinpath("levers.toml").read_text(encoding="utf-8"))
    made = [_lever(of, name, entry) for of, entries in found.items() for name, entry in entries.items()]
    return MappingProxyType({lever.key: lever for lever in made})


def lever(key: str) -> Lever:
    """The lever with this key. ValueError with the nearest one where there is none."""
    found = levers().get(key)
    if found is None:
        near = difflib.get_close_matches(key, levers(), 1, 0.5)
        raise ValueError(f"no lever {key!r}; " + (f"nearest is {near[0]!r}" if near else f"there are {list(levers())}"))
    return found


def _lever(of: Any, name: str, entry: Mapping[str, Any]) -> Lever:
    words = tuple(entry.get("words", ()))
    own = entry.get("own")
    return Lever(
        key=f"{of}.{name}",
        of=of,
        unit=entry["unit"],
        low=float(entry["low"]),
        high=float(entry["high"]),
        operation=entry.get("operation", "set"),
        roles=(*entry["roles"], "facilitator"),
        text=f"simulation.lever.{of}.{name}",
        own=None if own is None else float(own),
        words=words,
        is_whole=bool(words) or entry.get("whole", False),
    )
