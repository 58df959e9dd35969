"""All that is estimated from what was seen, and all that it cannot tell."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from schakel.simulation.calibration.arrivals import Arrivals, arrivals
from schakel.simulation.calibration.capacity import capacities
from schakel.simulation.calibration.choices import Choices, choices
from schakel.simulation.calibration.delays import Delay, delays
from schakel.simulation.calibration.durations import Duration, durations
from schakel.simulation.calibration.escalation import Escalation, escalation
from schakel.simulation.calibration.meetings import Meetings, meetings
from schakel.simulation.calibration.not_identified import NotIdentified
from schakel.simulation.calibration.observed import NONE, Flags, Observed
from schakel.simulation.calibration.patience import Patience, patience
from schakel.simulation.calibration.returns import Return, returns
from schakel.simulation.calibration.routing import Branch, routing
from schakel.simulation.calibration.worsening import worsening
from schakel.simulation.experiment.interval import Interval
from schakel.simulation.model.quantity import Quantity

# What no log tells, whatever is in it.
NEVER = (
    NotIdentified("type", "", "severity", "no_severity"),
    NotIdentified("type", "", "score_loss", "no_severity"),
    NotIdentified("stage", "", "helps", "no_severity"),
    NotIdentified("stage", "", "patience", "no_leaving_event"),
    NotIdentified("stage", "", "returns", "no_leaving_event"),
    NotIdentified("municipality", "", "threshold", "no_severity"),
    NotIdentified("municipality", "", "budget", "no_money"),
    NotIdentified("partner", "", "fixed", "no_money"),
    NotIdentified("contract", "", "price", "no_money"),
    NotIdentified("handover", "", "kept", "no_information"),
    NotIdentified("model", "", "extra_intake", "no_information"),
    NotIdentified("model", "", "fragmentation", "no_lead"),
    NotIdentified("type", "", "lead", "no_lead"),
    NotIdentified("model", "", "choice_beta", "no_effect_seen"),
)


@dataclass(frozen=True)
class Estimates:
    """By place in the lists of what was seen; meetings: None for a stage that starts at any time."""

    arrivals: Arrivals
    durations: tuple[Duration, ...]
    meetings: tuple[Meetings | None, ...]
    routing: tuple[Branch, ...]
    capacity: tuple[Quantity, ...]
    patience: Patience
    worsening: dict[int, Interval]
    escalation: dict[int, Escalation]
    delays: tuple[Delay, ...]
    returns: tuple[Return, ...]
    choices: Choices
    not_identified: tuple[NotIdentified, ...]

    @property
    def takes_slots(self) -> Flags:
        """By stage, whether it takes a slot of its partner: what starts at meetings does not."""
        return np.array([one is None for one in self.meetings], dtype=bool)


def estimates(seen: Observed, populations: Mapping[str, float], level: float) -> Estimates:
    """Everything, each with bounds of the level by itself. populations: inhabitants by municipality, those known."""
    unknown = list(NEVER)
    unknown += [
        NotIdentified("municipality", name, "population", "no_population")
        for name in seen.municipalities
        if name not in populations
    ]
    if (seen.household == NONE).all():
        unknown += [NotIdentified("type", "", name, "no_household") for name in ("households", "question_gap")]
    meeting = tuple(meetings(seen, stage) for stage in range(len(seen.stages)))
    unknown += [
        NotIdentified("stage", name, "places", "nobody_waits")
        for name, one in zip(seen.stages, meeting, strict=True)
        if one and not one.is_full
    ]
    takes_slots = np.array([one is None for one in meeting], dtype=bool)
    found = {
        "durations": durations(seen, level),
        "routing": routing(seen, level),
        "capacity": capacities(seen, takes_slots, level),
        "patience": (left := patience(seen, level)),
        "worsening": worsening(seen, level),
        "escalation": escalation(seen, left[0], level),
        "delays": delays(seen, level),
        "returns": returns(seen, level),
        "choices": choices(seen, level),
    }
    for _, more in found.values():
        unknown += more
    values: dict[str, object] = {name: value for name, (value, _) in found.items()}
    return Estimates(arrivals=arrivals(seen, level), meetings=meeting, not_identified=tuple(unknown), **values)  # type: ignore[arg-type]
