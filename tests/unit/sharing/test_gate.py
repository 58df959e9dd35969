"""The gate: what is merged, what is hidden besides, what is rounded, and what is refused."""

import pytest

from schakel.chain.finding import Finding, Number, Where
from schakel.chain.passport import Passport
from schakel.chain.problem import Refusal
from schakel.chain.table import Column, Table
from schakel.sharing.gate import OTHER, Approximate, Gate

COLUMNS = (
    Column("activity", "dimension"),
    Column("residents", "residents", "residents"),
    Column("count", "measure", "steps"),
    Column("wait_p50_us", "measure", "us"),
)


def table(*rows: tuple[str, int, int, int]) -> Table:
    return Table("activities", COLUMNS, rows, Passport("activities", "s", "c"))


def test_small_rows_become_other_and_counts_are_rounded() -> None:
    shown = Gate().table(table(("a", 52, 81, 7), ("b", 6, 9, 5), ("c", 7, 7, 5)), partition=True)
    assert shown.rows == (("a", 50, 80, 7), (OTHER, 10, 20, None))


def test_the_next_smallest_is_hidden_when_what_is_hidden_is_too_little() -> None:
    shown = Gate().table(table(("a", 52, 52, 7), ("b", 14, 14, 5), ("c", 7, 7, 5)), partition=True)
    assert shown.rows == (("a", 50, 50, 7), (OTHER, 20, 20, None))


def test_nothing_is_hidden_besides_when_nobody_is_hidden() -> None:
    shown = Gate().table(table(("a", 52, 52, 7), ("b", 14, 14, 5), ("c", 0, 0, 5)), partition=True)
    assert [row[0] for row in shown.rows] == ["a", "b", "c"]


def test_residents_who_may_be_in_several_rows_do_not_add_up() -> None:
    rows = table(("a", 52, 52, 7), ("b", 14, 14, 5), ("c", 7, 7, 5), ("d", 6, 6, 5))
    assert Gate().table(rows).rows[-1] == (OTHER, 10, 30, None)  # 14 of b; c and d may be the same people
    counted = Gate().table(rows, distinct=lambda hidden, _shown: 12 if len(hidden) == 2 else 99)
    assert counted.rows[-1] == (OTHER, 10, 10, None)


def test_a_table_that_has_only_small_rows_is_empty_and_the_register_knows() -> None:
    gate = Gate()
    assert gate.table(table(("a", 3, 3, 7), ("b", 5, 5, 5)), partition=True).rows == ()
    assert gate.released[0].empty
    assert gate.released[0].hidden == 2


def test_a_limit_merges_what_does_not_fit() -> None:
    shown = Gate().table(table(("a", 20, 20, 1), ("b", 90, 90, 2), ("c", 30, 30, 3)), limit=1, partition=True)
    assert shown.rows == (("b", 90, 90, 2), (OTHER, 50, 50, None))


def test_rows_that_are_no_parts_of_a_whole_are_dropped() -> None:
    shown = Gate().table(table(("a", 52, 52, 7), ("b", 6, 6, 5)), merge=False)
    assert [row[0] for row in shown.rows] == ["a"]


def test_a_small_count_in_a_large_row_is_not_told() -> None:
    assert Gate().table(table(("a", 52, 4, 7)), partition=True).rows == (("a", 50, None, 7),)


def test_a_table_without_residents_cannot_pass() -> None:
    without = Table("t", (Column("a", "dimension"),), (("x",),), Passport("t", "s", "c"))
    with pytest.raises(ValueError, match="no column of residents"):
        Gate().table(without)


@pytest.mark.parametrize(("threshold", "own_data"), [(4, False), (1, False), (0, True), (-1, True)])
def test_a_low_threshold_is_refused(threshold: int, own_data: bool) -> None:
    with pytest.raises(Refusal) as refused:
        Gate(threshold, own_data=own_data)
    assert refused.value.problems[0].code == "threshold_needs_own_data"


def test_own_data_may_be_exact() -> None:
    gate = Gate(1, own_data=True)
    assert gate.table(table(("a", 1, 3, 7))).rows == (("a", 1, 3, 7),)
    assert gate.rule == "threshold 1, rounded to 1, own data"


@pytest.mark.parametrize(("threshold", "base"), [(5, 5), (6, 10), (10, 10), (11, 20), (15, 20), (100, 100), (101, 200)])
def test_base_is_a_round_number_that_is_not_below_the_threshold(threshold: int, base: int) -> None:
    assert Gate(threshold).base == base


def test_counts_and_shares_in_sentences() -> None:
    gate = Gate()
    assert gate.count(0) == Approximate(0)
    assert gate.count(9) == Approximate(10, "<")
    assert gate.count(400, residents=9) == Approximate(10, "<")
    assert gate.count(1434) == Approximate(1430)
    assert gate.share(3, 100) == Approximate(0.1, "<")
    assert gate.share(97, 100) == Approximate(0.9, ">")
    assert gate.share(50, 100) == Approximate(0.5)
    assert gate.share(0, 100) == Approximate(0)
    assert gate.share(3, 9) is None


def test_a_finding_passes_with_rounded_people_only() -> None:
    numbers = (("weeks", Number(1931.2, 1800, 2000, "weeks")), ("steps", Number(214, 201, 233, "steps")))
    found = Finding("wait", numbers, Where("a", "b"), 214)
    shown = Gate().finding(found)
    assert shown is not None
    assert shown.residents == 210
    assert shown.number("steps") == Number(210, 200, 230, "steps")
    assert shown.number("weeks") == numbers[0][1]
    assert Gate().finding(Finding("wait", (), Where(), 9)) is None


def test_the_passport_tells_the_rule() -> None:
    shown = Gate().table(table(("a", 52, 81, 7)), partition=True)
    assert shown.passport.disclosure == "threshold 10, rounded to 10"
    assert shown.passport.id != table().passport.id
