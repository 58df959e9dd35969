"""Inflow, outflow and stock as one square: what follows from three shown numbers is found."""

import random
from collections.abc import Sequence

from schakel.sharing.audit import audit
from schakel.sharing.flows import HERE, UNSEEN, flow_square_of, periods_of, release_of_flows
from schakel.sharing.gate import Gate
from schakel.sharing.passed import Passed, PassedView, ToldRow, Whose

T, BASE = 10, 10
MONTHS = [f"2024-{month:02d}" for month in range(1, 7)]
Counts = dict[tuple[str, str], int]


def stock(counts: Counts, month: str) -> int:
    """Who came until then and had not left, counted one by one."""
    return sum(
        n for (came, left), n in counts.items() if came <= month and (not left or left.removeprefix(UNSEEN) > month)
    )


def view_of(counts: Counts) -> PassedView:
    """What the gate tells of it: rounded, and nothing of one to nine."""
    gate = Gate(T)

    def told(kind: str, numbers: dict[str, int]) -> Passed:
        rows = tuple(ToldRow((day,), *gate.around(gate.rounded(n))) for day, n in numbers.items() if n == 0 or n >= T)
        return Passed(f"{kind} by month", len(rows), 0, "", whose=Whose("cases", periods_of("month")), rows=rows)

    came = {day: sum(n for (first, _), n in counts.items() if first == day) for day in MONTHS}
    left = {day: sum(n for (_, last), n in counts.items() if last == day) for day in MONTHS}
    there = {day: stock(counts, day) for day in MONTHS}
    return PassedView("", (0, 10_000), (told("inflow", came), told("outflow", left), told("stock", there)))


def exposed(counts: Counts) -> Sequence[tuple[str, ...]]:
    square = flow_square_of(view_of(counts), "s1")
    assert square is not None
    release = release_of_flows("x", square, counts, T)
    truth = {key: _true(counts, key) for key in (each.key for each in release.told)}
    assert all(each.low <= truth[each.key] <= each.high for each in release.told)
    return [found.need.key for found in audit((release,)).exposed]


def _true(counts: Counts, key: tuple[str, ...]) -> int:
    came, left = key
    if came.startswith("\N{HORIZONTAL ELLIPSIS}until "):
        return stock(counts, came.partition(" ")[2])
    return sum(
        n
        for (first, last), n in counts.items()
        if came in (first, "\N{HORIZONTAL ELLIPSIS}all") and (left in (last or HERE, "\N{HORIZONTAL ELLIPSIS}all"))
    )


def test_a_hidden_inflow_between_two_stocks_is_found() -> None:
    """Stocks of 25 and 14 are told as 30 and 10, an outflow of 14 as 10: so at most 3 can have come in February."""
    counts = {("2024-01", "2024-02"): 14, ("2024-01", ""): 11, ("2024-02", ""): 3, ("2024-03", ""): 40}
    assert ("2024-02", "\N{HORIZONTAL ELLIPSIS}all") in exposed(counts)


def test_where_there_is_room_nothing_is_found() -> None:
    counts = {("2024-01", "2024-03"): 60, ("2024-01", ""): 33, ("2024-02", "2024-04"): 4, ("2024-02", ""): 3}
    counts |= {("2024-03", f"{UNSEEN}2024-05"): 25, ("2024-04", ""): 41}
    assert exposed(counts) == []


def test_what_is_told_is_true_of_flows_by_chance() -> None:
    chance = random.Random(6)  # noqa: S311 -- no secret
    for _ in range(30):
        counts: Counts = {}
        for came in MONTHS:
            for left in ("", *MONTHS, *(UNSEEN + month for month in MONTHS)):
                if (not left or left.removeprefix(UNSEEN) >= came) and chance.random() < 0.5:
                    counts[came, left] = chance.choice([1, 2, 5, 9, 20, 70])
        exposed(counts)


def test_a_view_without_a_stock_has_no_square() -> None:
    assert flow_square_of(PassedView("", (0, 9), ()), "s1") is None
