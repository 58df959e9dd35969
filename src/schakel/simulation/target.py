"""What a change is about: the rows of a model that it names, and the numbers that they have of their own."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations
from typing import Any

from schakel.simulation.levers import Lever, Noun
from schakel.simulation.model.contract import Contract
from schakel.simulation.model.handover import Handover
from schakel.simulation.model.model import Model
from schakel.simulation.model.name_checks import names
from schakel.simulation.model.quantity import Quantity

ANY = "*"
_SIGNS: dict[str, tuple[str, int]] = {"handover": (">", 2), "contract": ("/", 3)}


def names_of(noun: Noun, model: Model) -> tuple[str, ...]:
    """The names that decisions know rows by.

    The model itself has the name "". A handover is `A > B`, for all pairs of different partners; a contract is
    `partner / municipality / stage`, for single municipalities, with * as the stage where it holds for all of them.
    """
    if noun == "model":
        return ("",)
    if noun == "handover":
        return tuple(f"{one} > {other}" for one, other in permutations(names(model, "partner"), 2))
    if noun == "contract":
        return tuple(map(contract_name, single_contracts(model)))
    return names(model, noun)


def contract_name(contract: Contract) -> str:
    """`partner / municipality / stage`, with * where one is empty."""
    return " / ".join(part or ANY for part in (contract.partner, contract.municipality, contract.stage))


def targets(noun: Noun, who: str, model: Model) -> tuple[str, ...]:
    """The names that `who` stands for, none when it is unknown. * stands for any name, or for any side of a pair.

    The last sides of a contract may be left out: `partner` is `partner / * / *`.
    """
    options = names_of(noun, model)
    if who == ANY or (noun == "model" and who in ("", model.name)):
        return options
    if who in options or noun not in _SIGNS:
        return (who,) if who in options else ()
    sign, sides = _SIGNS[noun]
    wanted = _sides(who, sign)
    if len(wanted) > sides or (noun == "handover" and len(wanted) < sides):
        return ()
    return tuple(name for name in options if _fits(_sides(name, sign), wanted))


def own_number(lever: Lever, name: str, model: Model) -> float:
    """The number that the model itself has for a lever, at one of `names_of`."""
    if lever.own is not None:
        return lever.own
    value: Any = getattr(_row(lever.of, name, model), lever.field)
    if lever.words:
        return float(lever.words.index(value))
    return value.value if isinstance(value, Quantity) else float(value)


def handover_between(model: Model, partner: str, next_partner: str) -> Handover:
    """The row that counts between two partners: that with most names filled, the earlier of equals."""
    fitting = [
        row for row in model.handovers if row.partner in ("", partner) and row.next_partner in ("", next_partner)
    ]
    return max(fitting, key=lambda row: bool(row.partner) + bool(row.next_partner), default=Handover())


def single_contracts(model: Model) -> tuple[Contract, ...]:
    """Contracts of one municipality each. One with a municipality goes before one for all.

    Of a task contract for all, a municipality pays its part of the price, and has its part of the volume, by
    population.
    """
    found = {contract_name(row): row for row in model.contracts if row.municipality}
    total = sum(municipality.population.value for municipality in model.municipalities)
    for row in model.contracts:
        for municipality in model.municipalities if not row.municipality else ():
            part = municipality.population.value / total if row.form == "task" and total else 1.0
            single = replace(
                row, municipality=municipality.name, price=_times(row.price, part), volume=_times(row.volume, part)
            )
            found.setdefault(contract_name(single), single)
    return tuple(found.values())


def _times(quantity: Quantity, part: float) -> Quantity:
    return replace(quantity, value=quantity.value * part, low=quantity.low * part, high=quantity.high * part)


def _row(noun: Noun, name: str, model: Model) -> Any:
    if noun == "model":
        return model
    if noun == "handover":
        one, other = _sides(name, ">")
        return handover_between(model, one, other)
    if noun == "contract":
        return next(row for row in single_contracts(model) if contract_name(row) == name)
    rows: dict[str, Sequence[Any]] = {
        "municipality": model.municipalities,
        "type": model.types,
        "stage": model.stages,
        "partner": model.partners,
    }
    return next(row for row in rows[noun] if row.name == name)


def _sides(who: str, sign: str) -> list[str]:
    return re.split(rf"\s+{sign}\s+", who.strip())


def _fits(sides: list[str], wanted: list[str]) -> bool:
    padded = [*wanted, *[ANY] * (len(sides) - len(wanted))]
    return all(want in (ANY, side) for side, want in zip(sides, padded, strict=True))
