"""The chain of Lindewaard before anything was put into it on purpose, for as long as the region's log lasts."""

from dataclasses import replace
from functools import lru_cache

from schakel.simulation.lindewaard import lindewaard
from schakel.simulation.model.model import Model
from schakel.simulation.model.quantity import given
from schakel.simulation.model.stage import Stage
from schakel.simulation.region.facts import facts

# The model of Lindewaard is the chain as it is: it decides in meetings, and one handover leaks.
MEETING, LEAK = "Beschikking", ("Wijkteam Ravenzande", "Jeugdhulp Oeverlinde")
DAILY = 0.2  # weeks


@lru_cache(maxsize=1)
def base() -> Model:
    """Decisions every working day, and no handover that leaks more than the others."""
    model, known = lindewaard(), facts()
    days = (known.reference_date - known.first_day).days + 1
    ordinary = next(row for row in model.handovers if not row.partner and not row.next_partner)
    return replace(
        model,
        start=known.first_day,
        weeks=-(-days // 7),
        stages=tuple(_daily(one) if one.name == MEETING else one for one in model.stages),
        handovers=tuple(
            replace(row, lost=ordinary.lost) if (row.partner, row.next_partner) == LEAK else row
            for row in model.handovers
        ),
    )


def _daily(stage: Stage) -> Stage:
    places = -(-stage.places.value * DAILY // stage.every.value)
    return replace(stage, every=given(DAILY), places=given(places), at=(0.0,))
