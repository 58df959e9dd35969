"""The service: its labels, its refusals, and that the attack is code of its own."""

import ast
from pathlib import Path

import pytest

import schakel.sharing
from schakel.chain.problem import Refusal
from schakel.sharing.audit import audit
from schakel.sharing.cube import AMOUNT, Cell, Cube, Key, Record, cube_of, cube_of_counts
from schakel.sharing.dimension import flat
from schakel.sharing.disclosure import Rounding, protect
from schakel.sharing.hiding import hiding
from schakel.sharing.primary import Rules, needs
from schakel.sharing.release import holds

DIMENSIONS = (flat("district", "abcd"), flat("question", "xyz"))
COUNTS: dict[Key, int] = {
    (district, question): n
    for district, values in {"a": (3, 20, 31), "b": (30, 2, 45), "c": (25, 8, 4), "d": (60, 70, 80)}.items()
    for question, n in zip("xyz", values, strict=True)
}
OF_THE_ATTACK = {"audit", "atoms", "outsider"}
OF_THE_PROTECTION = {"hiding", "separation", "suppression", "heuristic", "programme", "disclosure", "rounding"}


def test_without_time_for_a_proof_it_says_so_and_stands() -> None:
    cube = cube_of_counts(DIMENSIONS, COUNTS)
    quick, least = protect(cube, Rules(residents=5), seconds=0.0), protect(cube, Rules(residents=5))
    assert (quick.pattern.proven, least.pattern.proven) == (False, True)
    assert quick.pattern.cost >= least.pattern.cost
    assert "not proven optimal" in quick.sentence("en")
    assert "niet bewezen optimaal" in quick.sentence("nl")
    assert "bewezen" in least.sentence("nl")
    for protected in (quick, least):
        assert audit([protected.release("t", "p")]).passed


def test_cells_that_must_be_told_are_told_or_the_table_is_refused() -> None:
    cube = cube_of_counts(DIMENSIONS, COUNTS)
    keep: list[Key] = [("b", "x"), ("total", "total")]
    assert not protect(cube, Rules(residents=5), keep=keep).hidden & set(keep)
    with pytest.raises(Refusal) as caught:
        protect(cube, Rules(residents=5), keep=[key for key in cube.keys if cube.value(key) >= 5])
    assert caught.value.problems[0].code == "release_impossible"


def test_what_everybody_knows_to_be_empty_is_never_hidden() -> None:
    cube = cube_of_counts((flat("place", "abcd"),), {("a",): 3, ("b",): 20, ("c",): 31})
    known = Cube(cube.dimensions, cube.cells, frozenset({("d",)}))
    assert hiding(known, needs(known, Rules(residents=5))).kept.tolist() == [False, False, False, False, True]
    assert protect(known, Rules(residents=5)).hidden == {("a",), ("b",)}


def test_a_rounded_table_is_attacked_with_its_rounding() -> None:
    cube = cube_of_counts(DIMENSIONS, COUNTS)
    plain = protect(cube, Rules(residents=5))
    rounded = protect(cube, Rules(residents=5), rounding=Rounding(10, 5))
    assert rounded.pattern.cost <= plain.pattern.cost
    assert rounded.shown(("d", "x")) == 60
    assert rounded.shown(("b", "total")) == 80
    release = rounded.release("t", "p")
    assert holds(release, cube)
    assert audit([release]).passed


def test_an_amount_of_which_the_second_largest_knows_too_much() -> None:
    records = [Record((leaf,), None, None, amount) for leaf in "ab" for amount in (10.0, 11.0, 12.0, 9.0, 10.0)]
    records += [Record(("c",), None, None, amount) for amount in (500.0, 10.0, 5.0, 5.0, 4.0)]
    protected = protect(cube_of((flat("place", "abc"),), records), Rules(residents=3, p_percent=10.0))
    assert ("c",) in protected.unsafe
    release = protected.release("costs", "p", AMOUNT)
    assert ("c",) not in {told.key for told in release.told}
    assert audit([release]).passed


def test_a_cube_must_add_up() -> None:
    cells: dict[Key, Cell] = {("a",): Cell(3), ("b",): Cell(4), ("total",): Cell(8)}
    with pytest.raises(ValueError, match="differ by 1 from the whole"):
        Cube((flat("place", "ab"),), cells)
    with pytest.raises(ValueError, match="no cell for"):
        Cube((flat("place", "abc"),), cells)


def test_the_attack_knows_nothing_of_the_protection() -> None:
    folder = Path(schakel.sharing.__file__).parent

    def used(name: str) -> set[str]:
        tree = ast.parse((folder / f"{name}.py").read_text(encoding="utf-8"))
        modules = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        return {module.removeprefix("schakel.sharing.") for module in modules if "schakel.sharing" in module}

    for name in OF_THE_ATTACK:
        assert not used(name) & OF_THE_PROTECTION
    for name in OF_THE_PROTECTION - {"disclosure"}:
        assert not used(name) & OF_THE_ATTACK
