"""Decisions: rows of (week, who, key, value), the only thing besides a model and a seed that a simulation takes."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

from schakel.simulation.change import Change, factor, number
from schakel.simulation.levers import Lever, lever
from schakel.simulation.model.model import Model
from schakel.simulation.target import own_number, targets

Numbered = tuple[int, Change]  # with its place in the scenario


@dataclass(frozen=True)
class Decision:
    """From this week on (weeks after the warm-up) a number of the model is another one.

    who: one name as in `target.names_of`, never *. value: the number itself, never relative.
    """

    week: float
    who: str
    key: str
    value: float
    cause: str


def decided(changes: Sequence[Change], model: Model) -> tuple[Decision, ...]:
    """What changes come down to, by week and then by their order.

    Wherever a change begins or ends, there is a decision with the number that holds from then on: the latest absolute
    value in force (that of the latest from_week, and of those the last in order), else the model's own number, times
    every relative one in force. A product outside the bounds of the lever becomes the nearest bound.
    """
    cells: dict[tuple[str, str], list[Numbered]] = {}
    for order, change in enumerate(changes):
        for name in targets(lever(change.key).of, change.who, model):
            cells.setdefault((name, change.key), []).append((order, change))
    found: list[tuple[float, int, Decision]] = []
    for (name, key), held in cells.items():
        known = lever(key)
        own = own_number(known, name, model)
        for week, (order, cause) in _turns(held).items():
            found.append((week, order, Decision(week, name, key, in_force(held, week, known, own), cause)))
    return tuple(decision for *_, decision in sorted(found, key=lambda one: one[:2]))


def in_force(held: Sequence[Numbered], week: float, of: Lever, own: float) -> float:
    """The number that holds in a week, of all changes of one lever at one name."""
    now = [(order, one) for order, one in held if one.from_week <= week and (one.to_week is None or week < one.to_week)]
    if not now:
        return own
    plain = [(one.from_week, order, value) for order, one in now if (value := number(of, one.value)) is not None]
    times = [value for _, one in now if (value := factor(one.value)) is not None]
    return min(max((max(plain)[2] if plain else own) * prod(times), of.low), of.high)


def _turns(held: Sequence[Numbered]) -> dict[float, tuple[int, str]]:
    """Weeks in which something begins or ends, with the order and cause of what does: the last that begins, if any."""
    ends = {one.to_week: (order, one.cause) for order, one in held if one.to_week is not None}
    begins = {one.from_week: (order, one.cause) for order, one in held}
    return {**ends, **begins}
