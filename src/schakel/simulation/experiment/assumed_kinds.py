"""The assumed numbers of a model by kind, as nobody reads hundreds of lines."""

from dataclasses import dataclass

from schakel.simulation.experiment.assumption import Assumption, assumptions
from schakel.simulation.model.model import Model

# Parts of a whole: if all of them rise none does, since they are divided by their sum.
DIVIDING = frozenset({("route", "share"), ("type", "severity"), ("type", "households"), ("type", "companions")})
# Looked at as wholes already.
WHOLES = frozenset({("stage", "deterioration"), ("stage", "escalates"), ("model", "deterioration")})


@dataclass(frozen=True)
class AssumedKinds:
    """kinds: the wholes first, then one per table and field. numbers: how many move in all of these together.

    dividing: how many numbers divide a whole, and so cannot be moved as a kind.
    """

    kinds: tuple[Assumption, ...]
    numbers: int
    dividing: int


def assumed_kinds(model: Model) -> AssumedKinds:
    """Every assumed number with a range is in one kind, or divides a whole. An only one is a kind of its own."""
    found = assumptions(model)
    wholes = tuple(one for one in found if one.whole is not None)
    single = [one for one in found if one.whole is None]
    kinds: dict[tuple[str, str], list[Assumption]] = {}
    for one in single:
        kinds.setdefault((one.noun, one.field.partition(".")[0]), []).append(one)
    dividing = sum(len(some) for key, some in kinds.items() if key in DIVIDING)
    together = tuple(_kind(key, some) for key, some in kinds.items() if key not in DIVIDING | WHOLES)
    return AssumedKinds((*wholes, *together), len(single) - dividing, dividing)


def _kind(key: tuple[str, str], some: list[Assumption]) -> Assumption:
    if len(some) == 1:
        return some[0]
    return Assumption(key[0], "*", key[1], -1.0, 0.0, 1.0, is_kind=True)
