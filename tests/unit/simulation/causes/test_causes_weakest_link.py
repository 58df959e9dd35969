"""The weakest link: the largest gain, who ties with it, and when nothing is found."""

import numpy as np
import numpy.typing as npt
import pytest

from schakel.simulation.causes.weakest_link import Candidate, Kind, WeakestLink, weakest_link
from schakel.simulation.experiment.interval import paired_difference

TEAM = Candidate("team", Kind.CAPACITY, 2.0, "fte")
WARM = Candidate("warm_handover", Kind.HANDOVER, 1.0, "hour_per_case")
RULE = Candidate("mandate", Kind.RULE, 1.0, "rule")
NOTHING = Candidate("form", Kind.RULE, 1.0, "rule")
ALL = (NOTHING, TEAM, RULE, WARM)
BASE = 50.0 + 5.0 * np.random.default_rng(1).normal(size=30)
GAINS = {"team": 3.0, "warm_handover": 2.98, "mandate": 1.0, "form": 0.0}
Outcome = npt.NDArray[np.float64]


def waits(candidate: Candidate | None) -> Outcome:
    if candidate is None:
        return BASE
    noise = np.random.default_rng(len(candidate.name)).normal(0, 0.3, 30)
    return BASE - GAINS[candidate.name] - (noise - noise.mean() if candidate.name != "form" else 0.0)


@pytest.fixture(scope="module")
def found() -> WeakestLink:
    return weakest_link(ALL, waits)


def test_the_best_and_its_tie(found: WeakestLink) -> None:
    assert [one.candidate for one in found.gains] == [TEAM, WARM, RULE, NOTHING]
    assert (found.best, found.ties, found.is_found) == (TEAM, (WARM,), True)
    assert [one.is_distinguishable for one in found.gains] == [True, True, True, False]


def test_gains_are_paired(found: WeakestLink) -> None:
    assert found.gains[2].gain == paired_difference(waits(None), waits(RULE))
    assert found.gains[0].behind is None
    assert found.gains[1].behind is not None
    assert found.gains[1].behind.value == pytest.approx(0.02)
    assert found.gains[1].behind.covers(0.0)


def test_more_may_be_better(found: WeakestLink) -> None:
    turned = weakest_link(ALL, lambda candidate: -waits(candidate), minimise=False)
    assert [one.gain.value for one in turned.gains] == [one.gain.value for one in found.gains]


def test_a_repair_that_harms_is_not_a_weakest_link() -> None:
    worse = weakest_link((TEAM, RULE), waits, minimise=False)
    assert worse.best == RULE
    assert worse.gains[0].is_distinguishable
    assert not worse.is_found


def test_repairs_that_do_exactly_the_same_tie() -> None:
    found = weakest_link((TEAM, WARM), lambda candidate: BASE - (candidate is not None))
    assert (found.best, found.ties, found.is_found) == (TEAM, (WARM,), True)


def test_one_candidate_has_no_ties() -> None:
    found = weakest_link((TEAM,), waits)
    assert (found.ties, found.is_found) == ((), True)


def test_ties_are_adjusted_for_all_pairs() -> None:
    """A lead that would just count between two does not when it is one of many."""
    random = np.random.default_rng(7)
    many = [Candidate(str(place), Kind.RULE, 1.0, "rule") for place in range(12)]
    runs = {one.name: BASE - 1.0 - random.normal(0, 1, 30) for one in many}
    found = weakest_link(many, lambda candidate: BASE if candidate is None else runs[candidate.name])
    apart = [one for one in found.gains[1:] if one.behind and not one.behind.covers(0.0)]
    assert apart
    assert len(found.ties) == 11


def test_what_cannot_be_compared_is_refused() -> None:
    with pytest.raises(ValueError, match="candidate"):
        weakest_link((), waits)
    with pytest.raises(ValueError, match="name of its own"):
        weakest_link((TEAM, TEAM), waits)
    with pytest.raises(ValueError, match="same replications"):
        weakest_link((TEAM,), lambda candidate: BASE if candidate is None else BASE[:-1])
