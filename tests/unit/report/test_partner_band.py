"""The band of the others on a partner's own page: when there is one, and that it tells nothing of anybody."""

import random

import pytest

from schakel.report.partner_page.band import Band, Value, band_of, quantile


def values(*numbers: float, residents: int = 50) -> list[Value]:
    """Partners p0, p1, ... with these values."""
    return [Value(f"p{at}", number, residents) for at, number in enumerate(numbers)]


def test_the_own_value_moves_nothing() -> None:
    rng = random.Random(4)  # noqa: S311 -- a test's own chance
    for _ in range(200):
        numbers = [rng.uniform(0, 100) for _ in range(rng.randint(4, 12))]
        one = band_of(values(*numbers), "p0", 10)
        other = band_of(values(rng.uniform(0, 1e6), *numbers[1:]), "p0", 10)
        assert one == other
        assert one.others == len(numbers) - 1


@pytest.mark.parametrize(("n", "there"), [(1, False), (3, False), (4, True), (9, True)])
def test_at_least_three_others(n: int, there: bool) -> None:
    found = band_of(values(*map(float, range(n))), "p0", 10)
    assert (found.low is not None) == there


def test_others_with_too_few_residents_do_not_count() -> None:
    many = values(1.0, 2.0, 3.0, 4.0)
    few = [Value("q1", 900.0, 9), Value("q2", 800.0, 0)]
    assert band_of([*many, *few], "p0", 10) == band_of(many, "p0", 10)
    assert band_of([*many[:3], *few], "p0", 10) == Band(None, None, 2)


def test_quantiles_lie_between_neighbours() -> None:
    assert quantile([1.0, 2.0, 3.0], 0.5) == 2.0
    assert quantile([0.0, 10.0], 0.1) == pytest.approx(1.0)
    assert quantile([7.0], 0.9) == 7.0


def test_where_a_value_lies() -> None:
    band = Band(2.0, 8.0, 5)
    assert [band.place(own) for own in (1.9, 2.0, 8.0, 8.1)] == ["below", "within", "within", "above"]
    assert Band(None, None, 2).place(3.0) == "alone"
