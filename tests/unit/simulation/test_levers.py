"""The registry of levers is whole: each has bounds, a unit, a role, texts, and a number of its own in a model."""

from dataclasses import fields
from math import isfinite
from typing import get_args

import pytest

from schakel.simulation.levers import SIGNS, Lever, Noun, Operation, Role, lever, levers
from schakel.simulation.model.place import ARRAYS
from schakel.simulation.target import names_of, own_number
from schakel.texts import LANGUAGES, say
from unit.simulation.model.model_example import MODEL

EXPECTED = {
    "model": "fragmentation publish_every",
    "municipality": "threshold admission budget",
    "type": "inflow lead deterioration",
    "stage": "duration every places priority deterioration leaving norm helps",
    "partner": "people absence slots intake reserved weight",
    "handover": "delay lost kept",
    "contract": "price cap",
}


def test_these_are_all_there_are() -> None:
    assert list(levers()) == [f"{of}.{name}" for of, held in EXPECTED.items() for name in held.split()]


@pytest.mark.parametrize("one", levers().values(), ids=levers())
def test_a_lever_is_whole(one: Lever) -> None:
    assert one.of in get_args(Noun)
    assert one.unit in SIGNS
    assert one.operation in get_args(Operation)
    assert set(one.roles) <= set(get_args(Role))
    assert one.roles[-1] == "facilitator"
    assert len(set(one.roles)) == len(one.roles)
    assert isfinite(one.low)
    assert one.low < one.high
    assert not one.words or (one.low, one.high) == (0, len(one.words) - 1)


@pytest.mark.parametrize("one", levers().values(), ids=levers())
def test_its_texts_are_there_in_both_languages(one: Lever) -> None:
    for lang in LANGUAGES:
        name, about = say(f"{one.text}.name", lang), say(f"{one.text}.about", lang)
        assert 0 < len(name) <= 32
        assert about.endswith(".")
        assert say(f"simulation.unit.{one.unit}", lang)


@pytest.mark.parametrize("one", levers().values(), ids=levers())
def test_the_model_has_a_number_for_it_within_the_bounds(one: Lever) -> None:
    rows = {array.table: array.row for array in ARRAYS}
    if one.own is None and one.of != "model":
        assert one.field in {found.name for found in fields(rows[one.of])}
    for name in names_of(one.of, MODEL):
        assert one.low <= own_number(one, name, MODEL) <= one.high


def test_every_unit_is_used() -> None:
    assert {one.unit for one in levers().values()} == set(SIGNS)


def test_one_lever_by_its_key() -> None:
    assert lever("partner.people").unit == "fte"
    with pytest.raises(ValueError, match=r"nearest is 'partner\.people'"):
        lever("partner.peple")
    with pytest.raises(ValueError, match="there are"):
        lever("zzz")
