"""What a reader must know of a calibrated model before believing it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any

from schakel.simulation.calibration.drift import Drift
from schakel.simulation.calibration.held_out import HeldOut
from schakel.simulation.calibration.not_identified import NotIdentified
from schakel.simulation.calibration.observed import Observed
from schakel.simulation.model.model import Model
from schakel.simulation.model.place import placed
from schakel.simulation.model.quantity import Quantity, SourceOf


@dataclass(frozen=True)
class CardLine:
    """One number of the model. name: of its row; field: with the key or place where it is one of several."""

    noun: str
    name: str
    field: str
    quantity: Quantity


@dataclass(frozen=True)
class ModelCard:
    """given, assumed, calibrated: the model's numbers by where they come from; defaults of the model are given.

    since, until: the days on which it was fitted, the first included, the last not. steps, cases: of them. level: of
    each interval by itself. starts: per type the share of cases that begins with the stage that the model lets them
    begin with. test: on the days after until, None where all was used to fit; drift: between both parts.
    """

    given: tuple[CardLine, ...]
    assumed: tuple[CardLine, ...]
    calibrated: tuple[CardLine, ...]
    not_identified: tuple[NotIdentified, ...]
    since: date
    until: date
    steps: int
    cases: int
    level: float
    starts: tuple[tuple[str, float], ...]
    test: HeldOut | None
    drift: tuple[Drift, ...]


def model_card(
    model: Model,
    seen: Observed,
    not_identified: tuple[NotIdentified, ...],
    starts: tuple[float, ...],
    level: float,
    test: HeldOut | None,
    drift: tuple[Drift, ...],
) -> ModelCard:
    """The card of a model that was fitted on what was seen."""
    lines = tuple(card_lines(model))
    by_source: dict[SourceOf, tuple[CardLine, ...]] = {
        source: tuple(line for line in lines if line.quantity.source == source)
        for source in ("given", "assumed", "data")
    }
    return ModelCard(
        by_source["given"],
        by_source["assumed"],
        by_source["data"],
        not_identified,
        seen.first_on,
        seen.first_on + timedelta(weeks=seen.until),
        len(seen.case),
        len(seen.first),
        level,
        tuple(zip(seen.types, starts, strict=True)),
        test,
        drift,
    )


def card_lines(model: Model) -> Iterator[CardLine]:
    """Every number of a model that can have a range, in the order of its file."""
    for one in fields(Model):
        value = getattr(model, one.name)
        if isinstance(value, Quantity):
            yield CardLine("model", "", one.name, value)
    for array, _, row in placed(model):
        name = " > ".join(str(getattr(row, part)) for part in array.called)
        if array.table == "route" and row.type:
            name = f"{row.type}: {name}"
        for one in fields(row):
            yield from _lines(array.table, name, one.name, getattr(row, one.name))


def _lines(noun: str, name: str, field: str, value: Any) -> Iterator[CardLine]:
    if isinstance(value, Quantity):
        yield CardLine(noun, name, field, value)
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _lines(noun, name, f"{field}.{key}", inner)
    elif isinstance(value, tuple) and len(value) == 1:
        yield from _lines(noun, name, field, value[0])
    elif isinstance(value, tuple):
        for place, inner in enumerate(value, 1):
            yield from _lines(noun, name, f"{field}.{place}", inner)
