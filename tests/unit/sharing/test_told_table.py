"""One table in, one table out, with its totals and its proof."""

from dataclasses import replace

import pytest

from schakel.chain.passport import Passport
from schakel.chain.table import Column, Table
from schakel.sharing.dimension import Dimension
from schakel.sharing.disclosure import Rounding
from schakel.sharing.primary import Rules
from schakel.sharing.register import Register
from schakel.sharing.told_table import ALL, told_table

COLUMNS = (
    Column("district", "dimension"),
    Column("question", "dimension"),
    Column("residents", "residents", "residents"),
    Column("median", "measure", "days"),
)
ROWS = (("a", "x", 3, 7), ("a", "y", 20, 8), ("b", "x", 30, 9), ("b", "y", 40, 1), ("c", "x", 25, 2), ("c", "y", 8, 3))
TABLE = Table("needs", COLUMNS, ROWS, Passport("needs", "snapshot", "code"))


def test_totals_are_added_and_what_may_not_be_told_is_none() -> None:
    told = told_table(TABLE, Rules(residents=5))
    assert [column.name for column in told.table.columns] == ["district", "question", "residents"]
    values = {row[:2]: row[2] for row in told.table.rows}
    assert values[ALL, ALL] == 126
    assert values["b", "x"] == 30
    assert {key for key, value in values.items() if value is None} == {(d, q) for d in "ac" for q in "xy"}
    assert told.table.passport.disclosure == "threshold 5, attacked, least pattern proven"
    assert told.table.passport.id != TABLE.passport.id
    Register("council").with_release(told.protected.release("needs", told.population))


def test_with_a_hierarchy_and_rounding() -> None:
    parts = ((ALL, ("north", "south")), ("north", ("a", "b")), ("south", ("c", "d")))
    places = {"district": Dimension("district", ALL, parts)}
    told = told_table(TABLE, Rules(residents=5), hierarchies=places, rounding=Rounding(5, 5))
    values = {row[:2]: row[2] for row in told.table.rows}
    assert values["north", ALL] == 95
    assert all(value is None or int(str(value)) % 5 == 0 for value in values.values())
    assert "rounded to 5" in told.table.passport.disclosure


def test_one_contributor_is_too_few() -> None:
    columns = (COLUMNS[0], COLUMNS[2], Column("contributors", "contributors"))
    table = Table("t", columns, (("a", 30, 1), ("b", 40, 2), ("c", 50, 3)), TABLE.passport)
    told = told_table(table, Rules(residents=5, contributors=2))
    assert {row[0] for row in told.table.rows if row[1] is None} == {"a", "b"}


def test_what_it_does_not_take() -> None:
    with pytest.raises(ValueError, match="dimension of its own"):
        told_table(replace(TABLE, passport=replace(TABLE.passport, selection="law=wmo")), Rules())
    with pytest.raises(ValueError, match="there twice"):
        told_table(replace(TABLE, rows=(ROWS[0], ROWS[0])), Rules())
    with pytest.raises(ValueError, match="no column of residents"):
        told_table(Table("t", COLUMNS[:2], (), TABLE.passport), Rules())
    few = {"district": Dimension("district", ALL, ((ALL, ("a", "b")),))}
    with pytest.raises(ValueError, match="no leaf"):
        told_table(TABLE, Rules(), hierarchies=few)
