"""Rights not honoured, for whom: by municipality and by type of client."""

from dataclasses import dataclass

from schakel.simulation.experiment.estimate import Array
from schakel.simulation.experiment.interval import LEVEL, Interval, mean_interval
from schakel.simulation.experiment.metrics import RIGHT
from schakel.simulation.experiment.replication import Replications

KINDS = (RIGHT, "refused", "late", "late_refused")  # the first is the second and the third, less the last
EVERY = ""


@dataclass(frozen=True)
class GroupRights:
    """Residents of one group, as means over replications. municipality and type: EVERY where all are taken together."""

    municipality: str
    type: str
    rights: Interval
    refused: Interval
    late: Interval
    late_refused: Interval


def rights_by_group(run: Replications, level: float = LEVEL) -> tuple[GroupRights, ...]:
    """All together, then each municipality, each followed by its types of client to whom it ever happened.

    run: at least two replications that kept the rights with their parts. No bound lies below zero.
    """
    parts = {name: run.parts[name] for name in KINDS}  # (replications, types, municipalities)
    found = [_group(EVERY, EVERY, {name: one.sum(axis=(1, 2)) for name, one in parts.items()}, level)]
    for m, place in enumerate(run.labels["municipality"]):
        found.append(_group(place, EVERY, {name: one[:, :, m].sum(axis=1) for name, one in parts.items()}, level))
        found += [
            _group(place, kind, {name: one[:, k, m] for name, one in parts.items()}, level)
            for k, kind in enumerate(run.labels["type"])
            if parts[RIGHT][:, k, m].any()
        ]
    return tuple(found)


def not_below_zero(samples: Array, level: float = LEVEL) -> Interval:
    """The interval of the mean of what cannot be negative, samples (replications,)."""
    found = mean_interval(samples, level)
    return Interval(found.value, max(found.low, 0.0), found.high)


def _group(municipality: str, kind: str, samples: dict[str, Array], level: float) -> GroupRights:
    return GroupRights(municipality, kind, *(not_below_zero(samples[name], level) for name in KINDS))
