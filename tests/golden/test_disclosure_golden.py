"""Published examples of disclosure control, each with the figures that its source gives.

Sources: the manual of tau-ARGUS 4.1, p. 31 (2 x 2); the tests of sdcTable 0.34 (4 x 4, microdata1 and linked tables)
and of checkTauArgus (ex1, ex2). Of the micro-data only what the rules look at stands here: counts, sums and the
largest contributions of each cell.
"""

import pytest

from schakel.sharing.audit import Interval, audit, intervals
from schakel.sharing.cube import AMOUNT, RESIDENTS, Cell, Cube, Key, cube_of_counts
from schakel.sharing.dimension import Dimension, flat
from schakel.sharing.disclosure import protect
from schakel.sharing.hiding import hiding
from schakel.sharing.primary import Need, Rules, chosen, needs
from schakel.sharing.register import Register
from schakel.sharing.release import Release, Told, exact
from schakel.sharing.suppression import suppress

REGIONS, GENDERS = flat("region", "ABCD"), flat("gender", ("male", "female"))
Facts = dict[tuple[str, str], tuple[int, float, tuple[float, ...]]]

MICRODATA1: Facts = {
    ("A", "male"): (18, 178, (18, 15, 13)),
    ("A", "female"): (2, 20, (11, 9)),
    ("B", "male"): (14, 140, (15, 14, 14)),
    ("B", "female"): (19, 204, (18, 16, 14)),
    ("C", "male"): (12, 118, (18, 12, 12)),
    ("C", "female"): (10, 106, (19, 12, 12)),
    ("D", "male"): (11, 366, (280, 11, 10)),
    ("D", "female"): (14, 152, (18, 16, 14)),
}
CHECK_EX2: Facts = {
    ("A", "male"): (18, 1938.79, (163.35, 156.80, 145.87)),
    ("A", "female"): (2, 189.40, (112.02, 77.38)),
    ("B", "male"): (14, 1476.06, (144.70, 141.30, 123.38)),
    ("B", "female"): (19, 1998.80, (178.10, 148.02, 139.90)),
    ("C", "male"): (12, 1192.16, (149.10, 133.43, 124.55)),
    ("C", "female"): (10, 1057.36, (146.46, 144.17, 107.72)),
    ("D", "male"): (11, 1118.06, (135.37, 128.96, 124.65)),
    ("D", "female"): (14, 1514.32, (140.40, 139.08, 139.06)),
}
CHECK_EX1: dict[Key, int] = {
    ("A", "male"): 895,
    ("A", "female"): 137,
    ("B", "male"): 753,
    ("B", "female"): 973,
    ("C", "male"): 569,
    ("C", "female"): 486,
    ("D", "male"): 540,
    ("D", "female"): 793,
}
FOUR = {
    "w": (30, 47, 64, 89),
    "x": (90, 124, 5, 31),
    "y": (92, 100, 59, 85),
    "z": (800, 991, 651, 685),
}
NINE = {("w", "a"), ("w", "b"), ("w", "c"), ("x", "a"), ("x", "c"), ("y", "b"), ("y", "d"), ("z", "b"), ("z", "d")}


def summed(facts: Facts) -> Cube:
    """The cube of regions by genders from what is known of its leaves."""

    def of(key: Key) -> Cell:
        inside = [
            fact for leaf, fact in facts.items() if all(b in ("total", a) for a, b in zip(leaf, key, strict=True))
        ]
        largest = sorted((each for fact in inside for each in fact[2]), reverse=True)[:3]
        return Cell(sum(f[0] for f in inside), amount=sum(f[1] for f in inside), largest=tuple(largest))

    return Cube(
        (REGIONS, GENDERS),
        {(region, gender): of((region, gender)) for region in REGIONS.nodes for gender in GENDERS.nodes},
    )


def numbers(cube: Cube, keys: frozenset[Key]) -> list[int]:
    """Cells as sdcTable and tau-ARGUS count them, from 1, row by row with the total first."""
    return sorted(cube.keys.index(key) + 1 for key in keys)


def four_by_four(hidden: set[Key]) -> tuple[Cube, Release]:
    cube = cube_of_counts(
        (flat("v1", "wxyz"), flat("v2", "abcd")),
        {(row, column): n for row, values in FOUR.items() for column, n in zip("abcd", values, strict=True)},
    )
    return cube, exact("4x4", "sdcTable", cube, hidden)


def test_two_by_two_of_the_manual() -> None:
    dimensions = (flat("row", "12"), flat("column", "12"))
    told = [
        (("1", "total"), 7),
        (("2", "total"), 3),
        (("total", "1"), 6),
        (("total", "2"), 4),
        (("total", "total"), 10),
    ]
    release = Release("manual", "p", RESIDENTS, dimensions, tuple(Told(key, n, n) for key, n in told), ())
    found = intervals([release], [(0, (row, column)) for row in "12" for column in "12"])
    assert list(found.values()) == [Interval(3, 6), Interval(1, 4), Interval(0, 3), Interval(0, 3)]


@pytest.mark.parametrize(
    ("also", "expected"), [(set(), (47, 47)), ({("x", "d")}, (0, 78)), ({("x", "b")}, (0, 141))], ids=["9", "xd", "xb"]
)
def test_two_hidden_cells_in_every_line_are_not_enough(also: set[Key], expected: tuple[float, float]) -> None:
    cube, release = four_by_four(NINE | also)
    hidden = {key for key in cube.keys if key in NINE | also}
    for axis in (0, 1):
        lines = [[key for key in hidden if key[axis] == node] for node in cube.dimensions[axis].leaves]
        assert all(len(line) >= 2 for line in lines)
    assert intervals([release], [(0, ("w", "b"))])[0, ("w", "b")] == Interval(*expected)


def test_one_cell_more_makes_the_four_by_four_safe() -> None:
    """sdcTable's heuristic adds one cell; of the two that the source names the cheaper is found, with proof."""
    cube, _ = four_by_four(set())
    wanted = [Need(key, RESIDENTS, n - 1, n + 1, "chosen") for key in NINE for n in (cube.value(key),)]
    pattern = suppress(hiding(cube, wanted))
    hidden = {key for key, away in zip(cube.keys, pattern.hidden, strict=True) if away}
    assert hidden - NINE == {("x", "d")}
    assert pattern.proven
    assert audit([exact("4x4", "sdcTable", cube, hidden, wanted)]).passed


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        (Rules(residents=3), [6]),
        (Rules(residents=0, dominance=(2, 75)), [6, 14]),
        (Rules(residents=0, p_percent=70), [6, 14]),
        (Rules(residents=0, prior_posterior=(60, 80)), [6, 14]),
    ],
    ids=["freq", "nk", "p", "pq"],
)
def test_unsafe_cells_of_microdata1(rules: Rules, expected: list[int]) -> None:
    cube = summed(MICRODATA1)
    assert cube.value(("total", "total"), AMOUNT) == 1284
    assert numbers(cube, frozenset(need.key for need in needs(cube, rules))) == expected


@pytest.mark.parametrize("p", [0, 100, -5])
def test_an_impossible_p_is_no_rule(p: float) -> None:
    with pytest.raises(ValueError, match="p lies between 0 and 100"):
        Rules(p_percent=p)


@pytest.mark.parametrize("pair", [(85, 80), (85, 180), (110, 120)])
def test_an_impossible_pq_is_no_rule(pair: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="p is less than q"):
        Rules(prior_posterior=pair)


@pytest.mark.parametrize(
    "rules", [Rules(dominance=(2, 80)), Rules(p_percent=70), Rules(prior_posterior=(60, 80))], ids=["nk", "p", "pq"]
)
def test_negative_amounts_have_no_dominance(rules: Rules) -> None:
    facts = {**MICRODATA1, ("C", "male"): (12, 113.0, (18, 12, -5))}
    with pytest.raises(ValueError, match="0 or more"):
        needs(summed(facts), rules)


def test_the_least_pattern_of_microdata1() -> None:
    cube = summed(MICRODATA1)
    protected = protect(cube, Rules(residents=0), more=chosen(cube, [("A", "female")], 0.001))
    assert numbers(cube, protected.hidden) == [5, 6, 11, 12]
    assert protected.pattern.proven
    assert len(cube.keys) - len(protected.hidden) == 11


def test_ex1_of_check_tau_argus() -> None:
    """MAN(20): the cell that was marked must stay unknown within 20 per cent."""
    cube = cube_of_counts((REGIONS, GENDERS), CHECK_EX1)
    assert cube.value(("total", "total")) == 5146
    protected = protect(cube, Rules(residents=0), more=chosen(cube, [("A", "female")], 20))
    assert "".join(status(protected.hidden, protected.unsafe, cube)) == "ssssxussssxxsss"


def test_ex2_of_check_tau_argus() -> None:
    """FREQ(5,20) and P(20,5)."""
    cube = summed(CHECK_EX2)
    assert cube.value(("total", "total"), AMOUNT) == pytest.approx(10484.95)
    protected = protect(cube, Rules(residents=5, margin=20, p_percent=20), measures=[AMOUNT])
    assert "".join(status(protected.hidden, protected.unsafe, cube)) == "ssssxussssxxsss"
    assert protected.pattern.proven


def status(hidden: frozenset[Key], unsafe: frozenset[Key], cube: Cube) -> list[str]:
    return ["u" if key in unsafe else "x" if key in hidden else "s" for key in cube.keys]


LINKED: dict[Key, int] = {("A",): 2, ("B",): 2, ("I",): 8, ("J",): 8, ("K",): 3, ("L",): 3, ("M",): 3, ("N",): 7}
COUNTIES = (("total", ("county-1", "county-2")), ("county-1", tuple("ABIJ")), ("county-2", tuple("KLMN")))
SIZES = (("total", ("big", "small")), ("big", tuple("LM")), ("small", tuple("ABIJKN")))
UP_TO_3 = Rules(residents=4)


def linked(hidden: str) -> list[Release]:
    """Regions by county, and the same regions by size; the regions of up to three, and these, hidden in both."""
    tables = []
    for name, breakdowns in (("by county", COUNTIES), ("by size", SIZES)):
        cube = cube_of_counts((Dimension("region", "total", breakdowns),), LINKED)
        away = {(region,) for region in "ABKLM" + hidden}
        tables.append(exact(name, "linked", cube, away, needs(cube, UP_TO_3)))
    return tables


def test_two_safe_tables_give_a_number_away_together() -> None:
    county, size = linked("")
    assert intervals([county], [(0, ("K",))])[0, ("K",)].high > 3
    assert intervals([size], [(0, ("K",))])[0, ("K",)] != Interval(3, 3)
    assert intervals([county, size], [(0, ("K",))])[0, ("K",)] == Interval(3, 3)
    assert intervals(linked("N"), [(0, ("K",))])[0, ("K",)] == Interval(0, 10)


def test_the_linked_tables_protected_at_once() -> None:
    """Both ways to add up in one cube: hiding N is proven to be the least."""
    cube = cube_of_counts((Dimension("region", "total", COUNTIES + SIZES),), LINKED)
    protected = protect(cube, UP_TO_3)
    assert protected.hidden - protected.unsafe == {("N",)}
    assert protected.pattern.proven


def test_the_register_refuses_the_second_of_the_linked_tables() -> None:
    county, size = linked("")
    register = Register("council").with_release(county)
    assert Register("council").consider(size).passed
    verdict = register.consider(size)
    assert [problem.code for problem in verdict.problems] == ["release_exposed_together"]
    assert verdict.beside == ("by county",)
    assert "K" in verdict.problems[0].column
