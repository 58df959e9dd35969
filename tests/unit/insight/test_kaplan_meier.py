"""The published example of 6-mercaptopurine (Freireich and others, 1963): 21 patients, 9 relapses."""

import pytest

from schakel.insight.kaplan_meier import kaplan_meier, median

WEEKS = [6, 6, 6, 7, 10, 13, 16, 22, 23]
STILL = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
PUBLISHED = {6: 0.857, 7: 0.807, 10: 0.753, 13: 0.690, 16: 0.627, 22: 0.538, 23: 0.448}
LEAVING = [(week, WEEKS.count(week), STILL.count(week)) for week in sorted({*WEEKS, *STILL})]


def test_the_published_curve() -> None:
    curve = kaplan_meier(LEAVING)
    assert {point.time: round(point.share, 3) for point in curve} == PUBLISHED
    assert [point.at_risk for point in curve] == [21, 17, 15, 12, 11, 7, 6]
    assert median(curve) == 23


def test_its_interval() -> None:
    """As R's survfit gives it with conf.type = "log-log"."""
    first = kaplan_meier(LEAVING)[0]
    assert first.low == pytest.approx(0.6197, abs=1e-4)
    assert first.high == pytest.approx(0.9516, abs=1e-4)
    assert all(p.low is not None and p.high is not None and p.low < p.share < p.high for p in kaplan_meier(LEAVING))


def test_without_open_cases_it_is_the_share_that_is_left() -> None:
    curve = kaplan_meier([(1, 1, 0), (2, 1, 0), (3, 2, 0)])
    assert [(p.time, round(p.share, 12)) for p in curve] == [(1, 0.75), (2, 0.5), (3, 0.0)]
    assert median(curve) == 2
    assert (curve[-1].low, curve[-1].high) == (None, None)


def test_when_most_still_run_there_is_no_median() -> None:
    assert median(kaplan_meier([(1, 1, 0), (5, 0, 9)])) is None
    assert kaplan_meier([]) == ()
