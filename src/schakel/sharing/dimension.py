"""A dimension of a table: its values and how they add up to totals, in one or in several ways."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Dimension:
    """A tree of values. breakdowns: (value, its parts), the root first.

    One value may have several breakdowns (a region by county and by size): each adds up to it by itself. ValueError
    if a value is its own part, hangs under two parents of one breakdown, or cannot be reached from the root.
    """

    name: str
    root: str
    breakdowns: tuple[tuple[str, tuple[str, ...]], ...]

    def __post_init__(self) -> None:
        reached = set(self.nodes)
        for whole, parts in self.breakdowns:
            if whole not in reached or not parts or len(set(parts)) < len(parts):
                raise ValueError(
                    f"{self.name}: {whole} is not under {self.root}, or has no parts, or the same part twice"
                )
        for node in self.nodes:
            self.leaves_of(node)

    @cached_property
    def nodes(self) -> tuple[str, ...]:
        """All values: the root, then level by level in the order given."""
        found, waiting = {self.root: None}, [self.root]
        while waiting:
            node = waiting.pop(0)
            for part in (part for whole, parts in self.breakdowns if whole == node for part in parts):
                if part not in found:
                    found[part] = None
                    waiting.append(part)
        return tuple(found)

    @cached_property
    def leaves(self) -> tuple[str, ...]:
        """The values without parts, in order."""
        wholes = {whole for whole, _ in self.breakdowns}
        return tuple(node for node in self.nodes if node not in wholes)

    def leaves_of(self, node: str) -> frozenset[str]:
        """The leaves that a value is the sum of. ValueError if the breakdowns of a value disagree."""
        if node not in self._leaves:
            raise ValueError(f"{self.name}: {node} is not a value")
        return self._leaves[node]

    @cached_property
    def _leaves(self) -> dict[str, frozenset[str]]:
        found: dict[str, frozenset[str]] = {leaf: frozenset({leaf}) for leaf in self.leaves}
        for _ in self.nodes:
            for whole, parts in self.breakdowns:
                if whole not in found and all(part in found for part in parts):
                    found[whole] = frozenset().union(*(found[part] for part in parts))
        for whole, parts in self.breakdowns:
            known = [found.get(part) for part in parts]
            if None in known or whole not in found:
                raise ValueError(f"{self.name}: {whole} is part of itself")
            sets = [leaves for leaves in known if leaves is not None]
            if sum(map(len, sets)) != len(found[whole]) or frozenset().union(*sets) != found[whole]:
                raise ValueError(f"{self.name}: the breakdowns of {whole} do not have the same leaves")
        return found


def flat(name: str, leaves: Iterable[str], root: str = "total") -> Dimension:
    """A dimension of a root and its leaves, and nothing in between."""
    return Dimension(name, root, ((root, tuple(leaves)),))
