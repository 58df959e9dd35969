"""Any network is read as it was written, and no file, however broken, gives anything but a network or a refusal."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oracle.plenty import plenty
from schakel.chain.problem import Refusal
from schakel.orchestration.checks import check
from schakel.orchestration.edits import as_values, item_from
from schakel.orchestration.given import Given
from schakel.orchestration.inputs import Field, inputs
from schakel.orchestration.network import CLASSES, KINDS, PLURAL, Network
from schakel.orchestration.network_file import network_from
from schakel.orchestration.network_text import network_text
from schakel.report.terminal import problem_sentence
from schakel.sharing.bsn import contains_bsn
from unit.orchestration.small_network import SMALL

TEXT = network_text(SMALL)
TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
SIGNS = st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters=TURNING)
LINE = st.text(SIGNS, min_size=1, max_size=20).map(str.strip).filter(lambda text: text and not contains_bsn(text))
PROSE = st.lists(LINE, min_size=1, max_size=3).map("\n".join)


def values(field: Field) -> st.SearchStrategy[Any]:
    """Values of an input that are allowed, apart from what they point at."""
    made: dict[str, st.SearchStrategy[Any]] = {
        "text": LINE,
        "prose": PROSE,
        "texts": st.lists(LINE, unique=True, max_size=3).map(tuple),
        "where": st.just(("activity=a",)),
        "date": st.just(date(2026, 1, 1)),
        "count": st.integers(0, field.most or 1),
        "number": st.integers(-9, 9) | st.floats(-1e9, 1e9),
        "yes": st.booleans(),
        "figure": st.just("edges"),
        "choice": st.sampled_from(field.options or ("",)),
    }
    found = made[field.type]
    return found if field.needed else found | st.just(field.empty)


@st.composite
def networks(draw: st.DrawFn) -> Network:
    """The small network with other values in one item of each kind, pointers as they are."""
    changed: dict[str, Any] = {}
    for kind in KINDS:
        first, *rest = SMALL.items(kind)
        free = [one for one in inputs()[kind].fields if one.type not in ("key", "ref", "refs", "parts")]
        some = {one.name: draw(values(one)) for one in free if draw(st.booleans())}
        if kind in ("agreement", "hat", "table"):
            some.pop("until", None)
        if kind == "goal":
            some.pop("low", None)
        if some.get("status") == "agreed":
            some["agreed"] = "ja"
        changed[PLURAL[kind]] = (replace(first, **some), *rest)
    return replace(SMALL, name=draw(LINE), about=draw(PROSE | st.just("")), **changed)


@given(networks())
def test_any_network_is_read_as_it_was_written(network: Network) -> None:
    text = network_text(network)
    double = Given()
    check(network, double)  # two partners, words or steps of one name
    if double.problems:
        assert {one.code for one in double.problems} == {"network_double"}
        return
    found = network_from(text)
    assert found == network
    assert network_text(found) == text


def survives(text: str) -> None:
    try:
        found = network_from(text)
    except Refusal as refusal:
        said = [problem_sentence(one, lang) for one in refusal.problems for lang in ("nl", "en")]
    else:
        said = [network_text(found)]
        assert network_from(said[0]) == found
    assert all(said)


@given(st.integers(0, len(TEXT)), st.integers(0, 40), st.text(max_size=12))
@settings(max_examples=plenty(100, 300))
def test_a_file_with_a_piece_cut_out_or_put_in(start: int, length: int, put_in: str) -> None:
    survives(TEXT[:start] + put_in + TEXT[start + length :])


@pytest.mark.parametrize("share", range(1, 20))
def test_a_file_that_ends_too_soon(share: int) -> None:
    survives(TEXT[: len(TEXT) * share // 20])


LINES = [place for place, line in enumerate(TEXT.split("\n")) if " = " in line]
ODD = [
    "7",
    "-1",
    "1.5",
    "true",
    '""',
    '"x"',
    "[]",
    "[1]",
    '["a", "a"]',
    "{}",
    "[{a = 1}]",
    "2026-01-01",
    "07:00:00",
    "inf",
    "nan",
    '"*"',
    '"\\u0000"',
    "-1e300",
]
ODD += ["0x" + "f" * 4000, "2026-01-01T00:00:00Z", '"111222333"']


@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
def test_every_value_of_every_other_type(odd: str) -> None:
    lines = TEXT.split("\n")
    for place in LINES:
        key = lines[place].partition(" = ")[0]
        survives("\n".join((*lines[:place], f"{key} = {odd}", *lines[place + 1 :])))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)


@given(st.sampled_from(KINDS), st.data())
def test_any_request_gives_an_item_or_a_refusal(kind: str, data: st.DataObject) -> None:
    names = st.sampled_from(inputs()[kind].names)
    try:
        made = item_from(kind, data.draw(st.dictionaries(names | st.text(max_size=5), JSON, max_size=6)))
    except Refusal:
        return
    assert isinstance(made, CLASSES[kind])
    assert item_from(kind, as_values(made)) == made
