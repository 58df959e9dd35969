"""The chain ladder on the triangle of Taylor and Ashe, with the reserves that Mack published for it.

G. C. Taylor and F. R. Ashe (1983), Second moments of estimates of outstanding claims, Journal of Econometrics 23;
T. Mack (1993), Distribution-free calculation of the standard error of chain ladder reserve estimates, ASTIN Bulletin
23(2), tables 1 and 2. The R package ChainLadder holds the same triangle as GenIns.
"""

from itertools import accumulate

import pytest

from schakel.data.deliveries.completeness import factors, still_to_come

YEARLY = (
    (357848, 766940, 610542, 482940, 527326, 574398, 146342, 139950, 227229, 67948),
    (352118, 884021, 933894, 1183289, 445745, 320996, 527804, 266172, 425046),
    (290507, 1001799, 926219, 1016654, 750816, 146923, 495992, 280405),
    (310608, 1108250, 776189, 1562400, 272482, 352053, 206286),
    (443160, 693190, 991983, 769488, 504851, 470639),
    (396132, 937085, 847498, 805037, 705960),
    (440832, 847631, 1131398, 1063269),
    (359480, 1061648, 1443370),
    (376686, 986608),
    (344014,),
)
FACTORS = (3.4906, 1.7473, 1.4574, 1.1739, 1.1038, 1.0863, 1.0539, 1.0766, 1.0177)
RESERVES = (0, 94634, 469511, 709638, 984889, 1419459, 2177641, 3920301, 4278972, 4625811)
TOTAL = 18680856


def triangle() -> dict[int, dict[int, float]]:
    """Cumulative, by year and lag."""
    return {year: {lag: float(n) for lag, n in enumerate(accumulate(row))} for year, row in enumerate(YEARLY)}


def test_development_factors() -> None:
    found = factors(triangle())
    assert list(found) == list(range(len(FACTORS)))
    assert list(found.values()) == pytest.approx(FACTORS, abs=5e-5)


def test_what_is_still_to_come() -> None:
    cells, by_lag = triangle(), factors(triangle())
    reserves = []
    for known in cells.values():
        lag = max(known)
        share = still_to_come(by_lag, lag)
        assert share is not None
        reserves.append(known[lag] * share / (1 - share))
    assert reserves == pytest.approx(RESERVES, abs=1)
    assert sum(reserves) == pytest.approx(TOTAL, abs=1)
