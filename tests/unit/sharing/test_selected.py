"""Subtracting a selection from everybody finds nobody."""

import pytest

from schakel.sharing.cube import Cube, Key, cube_of_counts
from schakel.sharing.dimension import flat
from schakel.sharing.disclosure import protect
from schakel.sharing.primary import Rules, needs
from schakel.sharing.register import Register
from schakel.sharing.release import exact
from schakel.sharing.selected import EVERYBODY, IN, OUT, selected_cube, untold

DISTRICT = (flat("district", "abc"),)
RULES = Rules(residents=5)


def counts(a: int, b: int, c: int) -> Cube:
    return cube_of_counts(DISTRICT, {("a",): a, ("b",): b, ("c",): c})


def test_a_selection_that_leaves_three_out_is_not_told_beside_everybody() -> None:
    everybody, part = counts(40, 50, 60), counts(37, 30, 33)
    held = Register("council").with_release(exact("everybody", "snapshot", everybody, (), needs(everybody, RULES)))
    cube = selected_cube(everybody, part, "with debts")
    wanted = needs(cube, RULES)
    assert [need.key for need in wanted] == [("a", OUT)]
    naive = exact("with debts", "snapshot", cube, untold(cube), wanted)
    assert Register("council").consider(naive).passed
    assert [problem.code for problem in held.consider(naive).problems] == ["release_exposed_together"]
    protected = protect(cube, RULES, quiet=untold(cube), held=held, population="snapshot")
    told = {key: protected.shown(key) for key in cube.keys if key[-1] == IN}
    assert told[("a", IN)] is None
    assert sum(value is not None for value in told.values()) == 2
    held.with_release(protected.release("with debts", "snapshot"))


def test_a_selection_that_leaves_many_out_is_told_whole() -> None:
    everybody, part = counts(40, 50, 60), counts(20, 30, 33)
    held = Register("council").with_release(exact("everybody", "snapshot", everybody, (), ()))
    cube = selected_cube(everybody, part, "with debts")
    protected = protect(cube, RULES, quiet=untold(cube), held=held, population="snapshot")
    keys: list[Key] = [key for key in cube.keys if key[-1] == IN]
    assert [protected.shown(key) for key in keys] == [83, 20, 30, 33]
    assert all(protected.shown((*key[:-1], EVERYBODY)) is None for key in keys)


def test_what_is_no_selection() -> None:
    with pytest.raises(ValueError, match="41 in the selection of 40"):
        selected_cube(counts(40, 50, 60), counts(41, 1, 1), "x")
    with pytest.raises(ValueError, match="not divided in the same way"):
        selected_cube(counts(40, 50, 60), cube_of_counts((flat("x", "abc"),), {}), "x")
