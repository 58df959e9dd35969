"""Numbers that nobody filled in."""

from schakel.simulation.model.quantity import Quantity, assumed, given
from schakel.simulation.sheet.read_sheet import Filled

SPREAD = 0.3


def around(value: float, spread: float = SPREAD, most: float = float("inf")) -> Quantity:
    """An assumed number, 30 % lower to 30 % higher unless told otherwise, and not above `most`."""
    return assumed(value, value * (1 - spread), max(value, min(most, value * (1 + spread))))


def filled_or(filled: Filled, key: str, otherwise: Quantity) -> Quantity:
    """What was filled in, else what is assumed."""
    value = filled.number(key)
    if value is not None:
        return given(value)
    return otherwise if otherwise.source == "assumed" else around(otherwise.value)
