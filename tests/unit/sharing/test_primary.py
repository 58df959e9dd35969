"""Which cells are unsafe, and what must stay possible of them."""

from collections.abc import Callable

import pytest

from schakel.sharing.cube import AMOUNT, RESIDENTS, Cell, Cube, Key, Record, cube_of, cube_of_counts
from schakel.sharing.dimension import flat
from schakel.sharing.primary import Need, Rules, dominates, estimable, needs

PLACE = (flat("place", ("a", "b", "c")),)
OUTCOME = (flat("place", ("a", "b")), flat("outcome", ("reached", "not", "unknown")))


def people(leaf: str, n: int, household: str = "", partner: str = "P", amount: float | None = None) -> list[Record]:
    return [Record((leaf,), household or f"{leaf}{at}", partner, amount) for at in range(n)]


def test_a_small_group_must_stay_possible_from_nobody_to_the_threshold() -> None:
    cube = cube_of_counts(PLACE, {("a",): 3, ("b",): 0, ("c",): 12})
    assert needs(cube, Rules(residents=5)) == (Need(("a",), RESIDENTS, 0, 5, "residents"),)
    assert needs(cube, Rules(residents=3)) == ()


def test_many_residents_of_one_household_or_one_partner_are_unsafe() -> None:
    records = people("a", 12, household="one") + people("b", 12, partner="Q") + people("c", 12)
    records += people("c", 1, partner="Q")
    found = needs(cube_of(PLACE, records), Rules(residents=5, households=3, contributors=2))
    assert [(need.key, need.rule) for need in found] == [
        (("a",), "households"),
        (("a",), "contributors"),
        (("b",), "contributors"),
    ]
    assert (found[0].low, found[0].high) == (7, 17)


def test_the_rules_on_contributions_by_hand() -> None:
    """X = 100 of 60, 25 and the rest 15: 85 % in two; 15 is a quarter of the largest."""
    cell = Cell(9, amount=100.0, largest=(60.0, 25.0, 5.0))
    assert dominates(cell, 2, 84.9)
    assert not dominates(cell, 2, 85.0)
    assert estimable(cell, 0.25) == pytest.approx(0.0)
    assert estimable(cell, 0.30) == pytest.approx(3.0)
    assert estimable(cell, 0.25, coalition=2) == pytest.approx(0.25 * 60 - 10)


def test_a_cell_that_kept_too_few_contributions_is_no_answer() -> None:
    cell = Cell(9, amount=100.0, largest=(60.0, 25.0))
    with pytest.raises(ValueError, match="keeps 2 contributions"):
        estimable(cell, 0.25, coalition=2)


def test_protection_levels_of_amounts() -> None:
    cells: dict[Key, Cell] = {("a",): Cell(9, amount=100.0, largest=(60.0, 25.0, 5.0))}
    cells |= {
        ("b",): Cell(0, largest=()),
        ("c",): Cell(0, largest=()),
        ("total",): Cell(9, amount=100.0, largest=(60.0, 25.0, 5.0)),
    }
    found = needs(Cube(PLACE, cells), Rules(residents=5, p_percent=30.0))
    assert {(need.low, need.high, need.rule) for need in found} == {(97.0, 103.0, "p_percent")}
    found = needs(Cube(PLACE, cells), Rules(residents=5, dominance=(2, 80.0)))
    assert [need.high for need in found] == [pytest.approx(106.25)] * 2


def test_the_only_one_in_a_cell_must_not_find_out_about_a_neighbour() -> None:
    records = people("a", 1, amount=10.0) + people("b", 2, amount=20.0) + people("c", 30, amount=5.0)
    found = needs(cube_of(PLACE, records), Rules(residents=3))
    insiders = [need for need in found if need.rule == "insider"]
    assert [(need.key, need.known, need.spread) for need in insiders] == [(("b",), ((("a",), 10.0),), 0.4)]
    assert {need.measure for need in insiders} == {AMOUNT}


def test_a_whole_of_one_resident_is_no_neighbour_of_its_part() -> None:
    records = people("a", 1, amount=10.0)
    found = needs(cube_of(PLACE, records), Rules(residents=3))
    assert {need.rule for need in found} == {"residents"}


def test_all_alike_is_given_away_only_by_an_answer() -> None:
    cube = cube_of_counts(OUTCOME, {("a", "reached"): 20, ("b", "reached"): 15, ("b", "not"): 15})
    assert needs(cube, Rules(residents=5)) == ()
    found = needs(cube, Rules(residents=5, answers=frozenset({"outcome"})))
    assert found == (Need(("a", "reached"), RESIDENTS, 15, 20, "all_alike"),)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Rules(residents=-1),
        lambda: Rules(coalition=0),
        lambda: Rules(dominance=(0, 75.0)),
        lambda: Rules(dominance=(2, 100.0)),
    ],
)
def test_impossible_rules(wrong: Callable[[], Rules]) -> None:
    with pytest.raises(ValueError, match=r"threshold|dominance"):
        wrong()
