"""A change at one partner leaves clients who never meet it untouched, to the bit."""

from dataclasses import replace

import numpy as np

from oracle.small_chains import PEOPLE, queue, stage
from schakel.simulation.decision import Decision
from schakel.simulation.layout import lay_out
from schakel.simulation.model.handover import Handover
from schakel.simulation.model.model import Model
from schakel.simulation.model.municipality import Municipality
from schakel.simulation.model.partner import Partner
from schakel.simulation.model.quantity import given
from schakel.simulation.model.route import END, Route
from schakel.simulation.run import Run


def _two_towns() -> Model:
    """Each with help of its own, and a last stage in common where nobody waits."""
    model = queue(4.0, 4)
    return replace(
        model,
        municipalities=(Municipality("A", given(PEOPLE)), Municipality("B", given(PEOPLE))),
        types=(replace(model.types[0], severity=(given(0.4), given(0.3), given(0.2), given(0.1))),),
        stages=(
            stage("s", leaving=given(0.2), deterioration=given(0.2), helps=given(0.5)),
            stage("after", 2.0),
        ),
        partners=(
            Partner("Pa", ("s",), given(4), municipalities=("A",)),
            Partner("Pb", ("s",), given(4), municipalities=("B",)),
            Partner("Pboth", ("after",), given(1000)),
        ),
        routes=(Route("s", "after", given(0.7)), Route("s", END, given(0.3)), Route("after", END, given(1))),
        handovers=(Handover(delay=given(1), lost=given(0.1), kept=given(0.5)),),
    )


def _steps(*rows: Decision) -> np.ndarray:
    return Run(lay_out(_two_towns()), 5, rows, weeks=200, keeps_log=True).go().steps()


def test_who_never_meets_the_changed_partner_is_untouched() -> None:
    as_it_is = _steps()
    changed = _steps(Decision(20, "Pa", "partner.people", 2, "less"), Decision(90, "Pa", "partner.people", 0, "none"))
    for town, is_same in ((0, False), (1, True)):
        old, new = (steps[steps["municipality"] == town] for steps in (as_it_is, changed))
        assert len(old) > 500
        assert (old.tobytes() == new.tobytes()) == is_same


def test_who_meets_it_comes_with_the_same_need_at_the_same_time() -> None:
    as_it_is = _steps()
    changed = _steps(Decision(20, "Pa", "partner.people", 3, "less"))
    first = []
    for steps in (as_it_is, changed):
        here = steps[(steps["municipality"] == 0) & (steps["stage"] == 0)]
        first.append({row["key"]: row["requested"] for row in here})
    both = first[0].keys() & first[1].keys()
    assert len(both) > 300
    assert all(first[0][key] == first[1][key] for key in both)
