"""What differs between two networks: for who takes in a file, and for two people who edited at once."""

from dataclasses import dataclass
from typing import Any, Literal

from schakel.orchestration.inputs import inputs
from schakel.orchestration.network import KINDS, Network

What = Literal["added", "dropped", "changed", "moved"]


@dataclass(frozen=True)
class Change:
    """One item that differs. fields: of a changed one (field, old, new); values as they are in the item.

    kind "network" with key "" is the network itself. "moved": only its place in the file is another.
    """

    what: What
    kind: str
    key: str
    fields: tuple[tuple[str, Any, Any], ...] = ()


def changes(old: Network, new: Network) -> tuple[Change, ...]:
    """By kind in the order of the file: of what is in both, what is otherwise; then what was added and dropped."""
    head = _fields("network", old, new)
    found = [Change("changed", "network", "", head)] if head else []
    for kind in KINDS:
        before = {one.key: one for one in old.items(kind)}
        after = {one.key: one for one in new.items(kind)}
        both = [key for key in before if key in after]
        found += [
            Change("changed", kind, key, _fields(kind, before[key], after[key]))
            for key in both
            if before[key] != after[key]
        ]
        found += [
            Change("moved", kind, key)
            for key, other in zip(both, (k for k in after if k in before), strict=True)
            if key != other
        ][:1]
        found += [Change("added", kind, key) for key in after if key not in before]
        found += [Change("dropped", kind, key) for key in before if key not in after]
    return tuple(found)


def _fields(kind: str, old: Any, new: Any) -> tuple[tuple[str, Any, Any], ...]:
    pairs = ((name, getattr(old, name), getattr(new, name)) for name in inputs()[kind].names)
    return tuple((name, one, other) for name, one, other in pairs if one != other)
