"""Changes with one name each, where a scenario says * or leaves out a side."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from schakel.simulation.change import Change
from schakel.simulation.levers import lever
from schakel.simulation.model.model import Model
from schakel.simulation.target import targets


def named(changes: Sequence[Change], keys: Collection[str], model: Model) -> Iterator[Change]:
    """The changes in their order, those of these keys once for each name that they are about."""
    for change in changes:
        if change.key in keys:
            yield from (replace(change, who=name) for name in targets(lever(change.key).of, change.who, model))
        else:
            yield change
