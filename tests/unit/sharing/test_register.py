"""What a group has received: kept, laid side by side, and a reason for every no."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from schakel.chain.problem import Problem, Refusal
from schakel.sharing.audit import intervals
from schakel.sharing.cube import RESIDENTS, Key, cube_of_counts
from schakel.sharing.dimension import Dimension, flat
from schakel.sharing.disclosure import protect
from schakel.sharing.primary import Need, Rules, needs
from schakel.sharing.register import Register, add_release, read_register, write_register
from schakel.sharing.release import Release, exact, rounded
from schakel.texts import say

COUNTS: dict[Key, int] = {("a", "x"): 3, ("a", "y"): 20, ("b", "x"): 30, ("b", "y"): 40, ("c", "x"): 25, ("c", "y"): 8}
DISTRICT, QUESTION = flat("district", "abc"), flat("question", "xy")
RULES = Rules(residents=5)


def release(name: str = "first", hidden: frozenset[Key] | None = None) -> Release:
    cube = cube_of_counts((DISTRICT, QUESTION), COUNTS)
    away = protect(cube, RULES).hidden if hidden is None else hidden
    return exact(name, "snapshot 1", cube, away, needs(cube, RULES))


def refusal(register: Register, new: Release) -> Problem:
    with pytest.raises(Refusal) as caught:
        register.with_release(new)
    return caught.value.problems[0]


def test_a_table_that_gives_a_cell_away_is_refused() -> None:
    problem = refusal(Register("council"), release(hidden=frozenset({("a", "x")})))
    assert problem.code == "release_exposed"
    sentence = say("data.problem.release_exposed", "en", **_values(problem))
    assert "a · x" in sentence
    assert "20" not in sentence


def test_a_margin_may_be_what_was_hidden() -> None:
    """The second table has one dimension less, and exactly the total that the first hid."""
    cube = cube_of_counts((DISTRICT, QUESTION), COUNTS)
    hidden = frozenset({("a", "x"), ("a", "total"), ("b", "x"), ("b", "total")})
    first = exact("by question", "snapshot 1", cube, hidden, needs(cube, RULES))
    small = cube_of_counts((DISTRICT,), {("a",): 23, ("b",): 70, ("c",): 33})
    second = exact("districts", "snapshot 1", small, (), needs(small, RULES))
    register = Register("council").with_release(first)
    assert Register("council").consider(second).passed
    problem = refusal(register, second)
    assert (problem.code, problem.allowed) == ("release_exposed_together", "by question")
    wider = protect(small, RULES, held=register, population="snapshot 1")
    assert wider.hidden
    register.with_release(wider.release("districts", "snapshot 1"))


def test_other_people_and_other_readers_are_kept_apart() -> None:
    cube = cube_of_counts((DISTRICT, QUESTION), COUNTS)
    hidden = frozenset({("a", "x"), ("a", "total"), ("b", "x"), ("b", "total")})
    register = Register("council").with_release(exact("one", "snapshot 1", cube, hidden, needs(cube, RULES)))
    small = cube_of_counts((DISTRICT,), {("a",): 23, ("b",): 70, ("c",): 33})
    assert register.consider(exact("two", "snapshot 2", small, ())).passed
    assert register.without("snapshot 1") == Register("council")


def test_the_same_words_for_another_division_are_not_compared() -> None:
    register = Register("council").with_release(release())
    other = cube_of_counts((flat("district", "abd"),), {("a",): 23, ("b",): 70, ("d",): 33})
    needed = (Need(("a",), RESIDENTS, 0, 30, "chosen"),)
    problem = refusal(register, exact("districts", "snapshot 1", other, {("a",), ("b",)}, needed))
    assert (problem.code, problem.column) == ("release_dimension_differs", "district")


def test_two_divisions_without_a_common_value_are_two_dimensions() -> None:
    first = exact("one", "p", cube_of_counts((flat("place", "ab"),), {("a",): 10, ("b",): 20}), ())
    second = exact("two", "p", cube_of_counts((flat("place", "xy"),), {("x",): 4, ("y",): 26}), {("x",), ("y",)})
    assert intervals([first, second], [(1, ("x",))])[1, ("x",)].high == 30
    both = exact("two", "p", cube_of_counts((flat("place", "xy"),), {("x",): 4, ("y",): 26}), ())
    assert intervals([first, both], [(0, ("a",))])[0, ("a",)].low == 10


def test_what_is_broken_down_further_elsewhere_is_the_same() -> None:
    coarse = cube_of_counts((flat("place", ("north", "south")),), {("north",): 9, ("south",): 20})
    places = Dimension("place", "total", (("total", ("north", "south")), ("north", ("a", "b")), ("south", ("c", "d"))))
    fine = cube_of_counts((places,), {("a",): 4, ("b",): 5, ("c",): 8, ("d",): 12})
    hidden: set[Key] = {("a",), ("b",), ("north",), ("south",), ("c",)}
    tables = [exact("coarse", "p", coarse, ()), exact("fine", "p", fine, hidden)]
    assert intervals(tables[1:], [(0, ("c",))])[0, ("c",)].high == 17
    assert intervals(tables, [(1, ("c",))])[1, ("c",)].high == 8


def test_what_cannot_both_be_true_is_refused() -> None:
    register = Register("council").with_release(
        release(hidden=frozenset({("a", "x"), ("a", "y"), ("b", "x"), ("b", "y")}))
    )
    other = cube_of_counts((DISTRICT,), {("a",): 24, ("b",): 70, ("c",): 33})
    assert refusal(register, exact("districts", "snapshot 1", other, ())).code == "release_contradicts"


def test_a_rounded_table_beside_an_exact_one() -> None:
    cube = cube_of_counts((DISTRICT,), {("a",): 3, ("b",): 20, ("c",): 30})
    wanted = needs(cube, RULES)
    shown: dict[Key, int] = {("b",): 20, ("c",): 30, ("total",): 55}
    table = rounded("rounded", "p", cube, shown, 5, wanted, 5)
    assert Register("council").consider(table).passed
    total = exact("total", "p", cube, {("a",), ("b",), ("c",)}, ())
    held = Register("council").with_release(table)
    found = intervals([*held.releases, total], [(0, ("a",))])[0, ("a",)]
    assert (found.low, found.high) == (0, 7)
    exact_others = exact("others", "p", cube, {("a",), ("total",)}, ())
    found = intervals([table, exact_others], [(0, ("a",))])[0, ("a",)]
    assert (found.low, found.high) == (3, 7)
    assert refusal(held, exact_others).code == "release_exposed_together"


def test_it_comes_back_from_its_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "council.jsonl"
    amount = replace(
        release("amounts"),
        measure="amount",
        needs=(Need(("a", "x"), "amount", 1.5, 2.5, "insider", 0.1, ((("b", "x"), 2.0),)),),
    )
    add_release(path, "council", release())
    kept = add_release(path, "council", replace(amount, told=()))
    assert read_register(path, "council") == kept
    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(Refusal):
        add_release(path, "council", release("leak", frozenset({("a", "x")})))
    assert read_register(path, "council") == kept
    write_register(path, kept.without("snapshot 1"))
    assert path.read_text(encoding="utf-8") == ""
    assert read_register(tmp_path / "none.jsonl", "council") == Register("council")


def test_a_damaged_register_lets_nothing_out(tmp_path: Path) -> None:
    path = tmp_path / "council.jsonl"
    add_release(path, "council", release())
    line = path.read_text(encoding="utf-8")
    for damaged in (line[: len(line) // 2], line + "{}", json.dumps({**json.loads(line), "format": 99})):
        path.write_text(damaged, encoding="utf-8")
        with pytest.raises(Refusal) as caught:
            read_register(path, "council")
        assert caught.value.problems[0].code == "release_register_broken"


def test_every_reason_has_its_sentence() -> None:
    codes = (
        "exposed",
        "exposed_together",
        "dimension_differs",
        "too_many_groups",
        "contradicts",
        "impossible",
        "register_broken",
    )
    for lang in ("nl", "en"):
        for code in codes:
            problem = Problem(f"release_{code}", file="f", row=1, column="c", value="v", allowed="a", more=(("n", 2),))
            assert say(f"data.problem.{problem.code}", lang, **_values(problem))


def _values(problem: Problem) -> dict[str, object]:
    names = ("file", "row", "column", "value", "allowed")
    return {**{name: getattr(problem, name) for name in names}, **dict(problem.more)}
