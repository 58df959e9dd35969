"""The eleven test, the rule for columns, and what a message may show. The numbers are the well-known test numbers."""

import random

import duckdb
import pytest

from schakel.sharing.bsn import (
    contains_bsn,
    count_bsn,
    count_sql,
    inside_sql,
    is_bsn,
    looks_like_bsn_column,
    says_bsn,
    shown,
)

TEST_NUMBERS = ["111222333", "123456782", "999990019", "999992077"]


def _sum(number: int) -> int:
    digits = [int(d) for d in f"{number:09d}"]
    return sum(d * (9 - i) for i, d in enumerate(digits[:8])) - digits[8]


def _valid(n: int, seed: int = 1) -> list[str]:
    draw = random.Random(seed)  # noqa: S311
    found: list[str] = []
    while len(found) < n:
        number = draw.randrange(100_000_000, 1_000_000_000)
        if _sum(number) % 11 == 0:
            found.append(str(number))
    return found


def _arbitrary(n: int, seed: int = 1) -> list[str]:
    draw = random.Random(seed)  # noqa: S311
    return [str(draw.randrange(100_000_000, 1_000_000_000)) for _ in range(n)]


@pytest.mark.parametrize(
    "text", [*TEST_NUMBERS, " 111222333 ", "111.222.333", "1112 22 333", "1112-22-333", "10000008"]
)
def test_is_bsn(text: str) -> None:
    assert is_bsn(text)


def test_lost_zero_counts_as_nine_digits() -> None:
    assert is_bsn("010000008") == is_bsn("10000008") == (_sum(10000008) % 11 == 0)


@pytest.mark.parametrize(
    "text", ["", "000000000", "123456789", "1112223333", "1112223", "NA", "11122233X", "１１１２２２３３３"]
)
def test_is_no_bsn(text: str) -> None:
    assert not is_bsn(text)


def test_one_in_eleven_passes_as_the_formula_says() -> None:
    numbers = [*range(100_000_000, 100_002_000), *range(999_990_000, 1_000_000_000)]
    assert [is_bsn(n) for n in numbers] == [_sum(n) % 11 == 0 for n in numbers]


@pytest.mark.parametrize("text", ["cliënt 111222333 gebeld", "BSN:111.222.333", "(111222333)", "bsn 10000008"])
def test_contains_bsn(text: str) -> None:
    assert contains_bsn(text)


@pytest.mark.parametrize("text", ["2024-01-31 12:00", "31-01-2024", "20240131", "order 1112223334", "geen nummer"])
def test_contains_no_bsn(text: str) -> None:
    assert not contains_bsn(text)


@pytest.mark.parametrize("header", ["BSN", "bsn_nummer", "clientBSN", "Burgerservicenummer", "sofinummer", "BSN-nr"])
def test_header_says_bsn(header: str) -> None:
    assert says_bsn(header)
    assert looks_like_bsn_column([], header)


@pytest.mark.parametrize("header", ["case_id", "absnr", "client", "Sofie", "bsnx"])
def test_header_says_nothing(header: str) -> None:
    assert not says_bsn(header)


COLUMNS = {
    "bare": (_valid(50), True),
    "half": (_valid(25) + _arbitrary(25), True),
    "arbitrary": (_arbitrary(1000), False),
    "dotted": ([f"{v[:4]}.{v[4:6]}.{v[6:]}" for v in _valid(20)], True),
    "spaced": ([f"{v[:3]} {v[3:6]} {v[6:]}" for v in _valid(20)], True),
    "lost zero": ([v for v in (str(n) for n in range(10_000_000, 10_001_000)) if is_bsn(v)], True),
    "as floating": ([v + ".0" for v in _valid(20)], True),
    "days": ([f"{d:02d}-{m:02d}-2024" for d in range(1, 28) for m in range(1, 13)], False),
    "compact days": ([f"2024{m:02d}{d:02d}" for d in range(1, 28) for m in range(1, 13)], False),
    "one hit": (["111222333", "123456789", *map(str, range(100))], False),
    "two of two": (["111222333", "123456782"], True),
    "in a note": (["niets", "mw. belde over 111222333"], True),
    "numbered": ([f"zaak {v}" for v in _arbitrary(300)], False),
    "words": (["intake", "hulp"] * 10, False),
}


@pytest.mark.parametrize("name", COLUMNS)
def test_column_rule(name: str) -> None:
    values, refused = COLUMNS[name]
    assert looks_like_bsn_column(values) is refused


@pytest.mark.parametrize("name", COLUMNS)
def test_sql_counts_as_python_does(name: str) -> None:
    values = COLUMNS[name][0]
    with duckdb.connect() as con:
        con.execute("CREATE TABLE t AS SELECT unnest(?::VARCHAR[]) AS v", [values])
        counted = con.execute(count_sql("v", "t")).fetchone()
        inside = [row[0] for row in con.execute(inside_sql("v", "t")).fetchall()]
    expected = count_bsn(values)
    assert counted == (expected.bare, expected.bare_passing)
    rest = count_bsn(inside)
    assert (rest.inside, rest.inside_passing, rest.named) == (expected.inside, expected.inside_passing, expected.named)


@pytest.mark.parametrize(
    "value",
    [
        "2024-01-31",
        "31-02-2024",
        "2024-01-31 12:00:00",
        "1e400",
        "-3",
        "12,50",
        "NaN",
        "45A05",
        "GM0344",
        "303",
        "JW317",
    ],
)
def test_shown_as_it_is(value: str) -> None:
    assert shown(value) == value


@pytest.mark.parametrize(
    ("value", "shape"),
    [
        ("Jansen", "Aaaaaa"),
        ("111222333", "999999999"),
        ("111.222.333", "999.999.999"),
        ("cliënt 12", "aaaaaa 99"),
        ("12345678", "99999999"),
        ("P0012345", "A9999999"),
        ("a\r\nb\u202e", "a??a?"),
        ("x" * 30, "a" * 24 + "…"),
    ],
)
def test_shown_as_shape(value: str, shape: str) -> None:
    assert shown(value) == shape


def test_an_id_is_never_shown() -> None:
    assert shown("303", is_id=True) == "999"


def test_no_bsn_is_ever_shown() -> None:
    for number in _valid(500):
        for text in (number, f"{number[:3]}.{number[3:6]}.{number[6:]}", f"x {number}", number.lstrip("0")):
            assert number[:6] not in shown(text).replace(".", "")
