"""Portable text is text that every engine reads alike, and every figure says on whom it rests."""

import re
from itertools import pairwise

import pytest

from schakel.insight.figure import figure_names, read_figure

FORBIDDEN = {
    "a cast of DuckDB": r"::",
    "a list or an index": r"\[",
    "a quoted name": r'"',
    "a parameter": r"\$|\?|(?<!:):[a-z]",
    "a time zone": r"\bAT\s+TIME\s+ZONE\b",
    "a date function that differs": r"\b(DATE_?(DIFF|ADD|SUB|TRUNC)|EPOCH\w*|UNIX_\w+|STRFTIME|ADD_MONTHS)\b",
    "a window": r"\bOVER\b|\bWINDOW\b|\bQUALIFY\b",
    "an aggregate that orders or differs": r"\b((ARRAY|STRING)_AGG|\w*LIST|QUANTILE\w*|MEDIAN|MODE|FILTER)\b",
    "a shorthand of DuckDB": r"\bGROUP\s+BY\s+ALL\b|\bEXCLUDE\b|\bUSING\b|//",
}
VIEWS = {"steps", "cases", "params"}
EXACT = [name for name in figure_names() if read_figure(name).exact]


def code(text: str) -> str:
    """Without comments and texts."""
    return re.sub(r"'[^']*'", "''", re.sub(r"--.*", "", text)).upper()


def order_keys(text: str) -> list[str]:
    """What is ordered by, each key with its direction."""
    clauses = re.findall(r"\bORDER\s+BY\b(.*)$", text, flags=re.DOTALL)
    return [key.strip() for clause in clauses for key in clause.split(",")]


@pytest.mark.parametrize("name", figure_names())
@pytest.mark.parametrize("what", FORBIDDEN)
def test_portable_text_holds_no(what: str, name: str) -> None:
    assert not re.search(FORBIDDEN[what], code(read_figure(name).portable), flags=re.IGNORECASE)


@pytest.mark.parametrize("name", figure_names())
def test_order_says_where_the_unknown_stands(name: str) -> None:
    keys = order_keys(code(read_figure(name).portable))
    assert all(key.endswith("NULLS LAST") for key in keys), keys
    assert keys or name in ("counts", "throughput"), "rows without an order differ from run to run"


@pytest.mark.parametrize("name", figure_names())
def test_it_reads_three_views_only(name: str) -> None:
    figure = read_figure(name)
    for text in (figure.portable, figure.exact):
        own = {found.lower() for found in re.findall(r"(?:\bWITH|,)\s+(\w+)\s+AS\s+(?:MATERIALIZED\s+)?\(", code(text))}
        read = {found.lower() for found in re.findall(r"\b(?:FROM|JOIN)\s+(\w+)", code(text))}
        assert read <= own | VIEWS


@pytest.mark.parametrize("name", figure_names())
def test_every_row_says_on_how_many_residents_it_rests(name: str) -> None:
    roles = [column.role for column in read_figure(name).columns]
    assert roles.count("residents") == 1


@pytest.mark.parametrize("name", EXACT)
def test_exact_text_asks_for_all_quantiles_in_one_call(name: str) -> None:
    calls = re.findall(r"QUANTILE\w*\s*\(([^()]*)\)", code(read_figure(name).exact))
    assert calls
    assert all("[" in call for call in calls)
    assert len(calls) == len(set(calls)), "the same quantiles are asked for twice"


def test_the_lint_sees_what_it_should() -> None:
    wrong = "SELECT a::INT, x[1], $p FROM steps WHERE d AT TIME ZONE 'UTC' QUALIFY ROW_NUMBER() OVER (ORDER BY a) = 1"
    seen = [what for what, pattern in FORBIDDEN.items() if re.search(pattern, code(wrong), flags=re.IGNORECASE)]
    assert {"a cast of DuckDB", "a list or an index", "a parameter", "a time zone", "a window"} <= set(seen)
    assert order_keys(code("SELECT a FROM steps ORDER BY a, b NULLS LAST")) == ["A", "B NULLS LAST"]


def test_names_are_in_order() -> None:
    assert all(before < after for before, after in pairwise(figure_names()))
