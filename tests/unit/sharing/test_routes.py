"""Routes that enough residents share, and moments that enough residents share."""

import random
from datetime import date, timedelta

import pytest

from schakel.sharing.coarsening import Span, beginning, finest_grain, joined_spans, shifted
from schakel.sharing.routes import Route, SharedRoute, shared_routes


def taken(**routes: int) -> list[tuple[Route, str]]:
    """So many residents with each route, a letter for each step."""
    return [(tuple(route), f"{route}{at}") for route, n in routes.items() for at in range(n)]


def test_a_rare_route_is_told_as_far_as_enough_share_it() -> None:
    told = shared_routes(taken(ABC=12, ABD=6, ABE=7, XY=11), 10)
    assert told == (
        SharedRoute(("A", "B"), False, 13),
        SharedRoute(("A", "B", "C"), True, 12),
        SharedRoute(("X", "Y"), True, 11),
    )


def test_what_is_left_takes_the_smallest_group_along() -> None:
    assert shared_routes(taken(AB=12, CD=11, Q=2), 10) == (
        SharedRoute((), False, 13),
        SharedRoute(("A", "B"), True, 12),
    )
    assert shared_routes(taken(AB=3, C=4), 10) == ()


def test_one_resident_with_many_cases_is_one() -> None:
    assert shared_routes([(("A",), "one")] * 50 + taken(A=4), 10) == ()


def test_every_group_has_enough_and_nobody_is_lost() -> None:
    for seed in range(100):
        chance = random.Random(seed)  # noqa: S311 -- seeded on purpose
        rows = [
            (tuple(chance.choice("ABC") for _ in range(chance.randint(1, 5))), f"r{at}")
            for at in range(chance.randint(0, 120))
        ]
        told = shared_routes(rows, 7)
        assert all(route.residents >= 7 for route in told)
        assert sum(route.residents for route in told) == (len(rows) if len(rows) >= 7 else 0)
        for route in told:
            assert sum(steps[: len(route.steps)] == route.steps for steps, _ in rows) >= route.residents


def test_the_finest_grain_that_enough_share() -> None:
    monday = date(2024, 1, 1)
    week = [(monday + timedelta(days=at % 7), f"r{at}") for at in range(20)]
    assert finest_grain(week, 2) == "day"
    assert finest_grain(week, 5) == "week"
    assert finest_grain([*week, (date(2024, 2, 5), "late")], 5) == "quarter"
    assert finest_grain(week, 21) is None
    assert beginning(date(2024, 5, 16), "quarter") == date(2024, 4, 1)
    assert beginning(date(2024, 5, 16), "week") == date(2024, 5, 13)


def test_neighbouring_days_join_until_enough() -> None:
    first = date(2024, 3, 1)
    moments = [(first + timedelta(days=at), f"r{at}") for at in range(8)]
    assert joined_spans(moments, 3) == (
        Span(first, first + timedelta(days=2), 3),
        Span(first + timedelta(days=3), first + timedelta(days=7), 5),
    )
    assert joined_spans(moments[:2], 3) == ()


def test_dates_of_one_case_move_together() -> None:
    secret = b"sixteen bytes...."
    start, end = date(2024, 1, 10), date(2024, 3, 2)
    moves = set()
    for case in map(str, range(300)):
        moved = shifted(start, case, secret)
        assert shifted(end, case, secret) - moved == end - start
        assert moved == shifted(start, case, secret)
        moves.add((moved - start).days)
    assert 0 not in moves
    assert min(moves) >= -182
    assert max(moves) <= 182
    assert len(moves) > 150
    with pytest.raises(ValueError, match="16 bytes"):
        shifted(start, "1", b"short")
