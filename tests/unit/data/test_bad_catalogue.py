"""Every number of the catalogue of bad input has a test that is there, or a reason why it does not apply."""

import ast
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest

from unit.data.bad_catalogue import CASES, MESSAGES, MUTATED, NUMBERS
from unit.data.bad_files import Bad
from unit.data.bad_sources import BAD
from unit.data.messages.bad_messages import BAD_MESSAGES

TESTS = Path(__file__).parents[2]
NAMED = {test for one in NUMBERS.values() for test in one.tests} | {test for told in MUTATED.values() for test in told}


@cache
def names_in(file: str) -> frozenset[str]:
    """The names of the tests in a file."""
    tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
    return frozenset(one.name for one in tree.body if isinstance(one, ast.FunctionDef))


def test_all_seventy_eight_are_there_in_order() -> None:
    assert list(NUMBERS) == list(range(1, 79))
    assert not [n for n, one in NUMBERS.items() if not one.tests and not one.note]


def test_each_test_that_is_named_exists() -> None:
    assert not [test for test in sorted(NAMED) if test.split("::")[1] not in names_in(test.split("::")[0])]


@pytest.mark.parametrize(("proof", "bad"), [(CASES, BAD), (MESSAGES, BAD_MESSAGES)])
def test_a_number_that_is_a_case_has_a_sentence(proof: str, bad: Sequence[Bad]) -> None:
    told = {n for n, one in NUMBERS.items() if proof in one.tests}
    assert told == {one.case for one in bad}
