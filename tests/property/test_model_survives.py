"""Any model that can be simulated is written and read again to the same, and its text is the same each time."""

import tempfile
from datetime import date
from pathlib import Path
from typing import get_args

from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from oracle.plenty import plenty
from schakel.simulation.model.checks import check_model
from schakel.simulation.model.client_type import ClientType
from schakel.simulation.model.contract import Contract, Form
from schakel.simulation.model.handover import Handover
from schakel.simulation.model.model import Model
from schakel.simulation.model.model_file import read_model, write_model
from schakel.simulation.model.model_text import model_text
from schakel.simulation.model.municipality import Municipality
from schakel.simulation.model.partner import Partner
from schakel.simulation.model.quantity import Quantity, given
from schakel.simulation.model.route import END, Route
from schakel.simulation.model.solidarity import Rule, Solidarity
from schakel.simulation.model.stage import Stage, Work

LETTERS = "abAB é'\"\\#[]{}=,.-_9🙂"


@st.composite
def numbers(draw: st.DrawFn, high: float = 1e9) -> Quantity:
    """A number from 0 up to a bound, with a range or without."""
    low, value, top = sorted(draw(st.tuples(*[st.floats(0, high)] * 3)))
    if draw(st.booleans()):
        return given(value)
    return Quantity(value, low, top, draw(st.sampled_from(["given", "data", "assumed"])))


def names(least: int = 1, most: int = 4) -> st.SearchStrategy[list[str]]:
    name = st.text(LETTERS, min_size=1, max_size=12).filter(lambda text: text == text.strip() and text != END)
    return st.lists(name, min_size=least, max_size=most, unique=True)


def shares(draw: st.DrawFn, least: int, most: int) -> tuple[Quantity, ...]:
    """Numbers that add up to 1."""
    weights = draw(st.lists(st.integers(1, 9), min_size=least, max_size=most))
    return tuple(given(weight / sum(weights)) for weight in weights)


def stage(draw: st.DrawFn, name: str, stages: list[str]) -> Stage:
    is_table = draw(st.booleans())
    times = st.lists(numbers(100), min_size=1, max_size=1) | st.lists(numbers(100), min_size=4, max_size=4)
    chances = st.lists(numbers(1), min_size=1, max_size=1) | st.lists(numbers(1), min_size=4, max_size=4)
    return Stage(
        name,
        tuple(draw(times)),
        line=draw(st.integers(0, 3)),
        work=draw(st.sampled_from(get_args(Work))),
        distribution="table" if is_table else "lognormal",
        table=tuple(sorted(draw(st.lists(st.floats(0, 1e3), min_size=2, max_size=40)))) if is_table else (),
        helps=draw(numbers(1)),
        domain=draw(st.sampled_from(["", "money", "school"])),
        escalates=tuple(draw(chances)),
        escalates_to=draw(st.sampled_from(stages)),
        priority=draw(st.integers(0, 2)),
        is_help=draw(st.booleans()),
    )


def client_type(draw: st.DrawFn, name: str, types: list[str], stages: list[str], places: list[str]) -> ClientType:
    return ClientType(
        name,
        draw(numbers(100)),
        draw(st.sampled_from(stages)),
        severity=shares(draw, 4, 4),
        households=shares(draw, 1, 5),
        chain=draw(st.sampled_from(["care", "labour"])),
        factors=draw(st.dictionaries(st.sampled_from(places), numbers(5))),
        companions=draw(st.dictionaries(st.sampled_from(types), numbers(5))),
        season=draw(st.sampled_from([(), tuple(turn / 7 for turn in range(12))])),
        score=draw(numbers(10)),
    )


@st.composite
def models(draw: st.DrawFn) -> Model:
    """A model in which one partner does all, so that it can be simulated, and another whatever comes."""
    places, types, stages, partners = draw(names()), draw(names()), draw(names()), draw(names(2))
    routes = [Route(name, END, share) for name in stages for share in [given(0.5)]]
    routes += [Route(name, draw(st.sampled_from(stages)), given(0.5)) for name in stages]
    return Model(
        draw(names(1, 1))[0],
        draw(st.dates(date(2000, 1, 1), date(2100, 1, 1))),
        tuple(Municipality(name, draw(numbers()), draw(numbers())) for name in places),
        tuple(client_type(draw, name, types, stages, places) for name in types),
        tuple(stage(draw, name, stages) for name in stages),
        (
            Partner(partners[0], tuple(stages), draw(numbers()), absence=draw(numbers(1))),
            *(Partner(name, (stages[0],), municipalities=(places[-1],)) for name in partners[1:]),
        ),
        tuple(routes),
        (Handover(partners[0], "", draw(numbers(9)), draw(numbers(1))), Handover(broker=partners[1])),
        (Contract(partners[0], draw(st.sampled_from(get_args(Form))), draw(numbers()), stage=stages[-1]),),
        (Solidarity(draw(st.sampled_from(get_args(Rule))), tuple(places)),),
        weeks=draw(st.integers(1, 500)),
        choice_beta=draw(numbers(1)),
    )


@settings(deadline=None, derandomize=True, max_examples=plenty(20, 60))
@drawn(models())
def test_a_model_survives_writing_and_reading(model: Model) -> None:
    check_model(model)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "drawn.toml"
        write_model(model, path)
        again = read_model(path)
        assert again == model
        assert model_text(again) == model_text(model)
        if not any(len(stage.table) > 25 for stage in model.stages):
            assert path.read_text(encoding="utf-8") == model_text(model)
