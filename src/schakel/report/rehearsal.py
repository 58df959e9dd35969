"""What a report of a log asks of a model of the same chain, and which of its names the report may tell."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from schakel.chain.passport import Passport
from schakel.report.material import Material, named
from schakel.simulation.calibration.estimates import estimates
from schakel.simulation.calibration.made_model import fitting_names
from schakel.simulation.calibration.not_identified import NotIdentified
from schakel.simulation.calibration.observed import Observed
from schakel.simulation.calibration.reading import observe
from schakel.simulation.experiment.forecast import model_hash, scenario_hash
from schakel.simulation.experiment.interval import LEVEL
from schakel.simulation.model.model import Model
from schakel.simulation.scenario import Scenario

GROUPS = ("client_group", "question", "law", "municipality")


@dataclass(frozen=True)
class Rehearsal:
    """scenarios: what is set beside the chain as it is, none or more; they fit the model."""

    model: Model
    scenarios: tuple[Scenario, ...] = ()
    replications: int = 20
    seed: int = 1


@dataclass(frozen=True)
class SeenChain:
    """The log of a report as calibration looks at it, with the names that the report may tell."""

    material: Material

    @cached_property
    def seen(self) -> Observed:
        """The steps as arrays."""
        return observe(self.material.view)

    @cached_property
    def hidden(self) -> frozenset[str]:
        """Names of steps, partners and groups, as a model may hold them, behind whom too few residents are."""
        raw: set[str] = set()
        for figure, column in (("activities", "activity"), ("partners", "partner")):
            told = set(named(getattr(self.material, figure), column)) | set(self.material.unseen)
            raw |= {name for name in map(str, self.material.figure(figure).column(column)) if name not in told}
        raw |= self._small_groups()
        return frozenset({*raw, *fitting_names(sorted(raw))})

    def _small_groups(self) -> set[str]:
        found = set()
        for group in GROUPS:
            text = (
                f"SELECT CAST(c_{group} AS VARCHAR) FROM cases WHERE c_{group} IS NOT NULL GROUP BY 1 "  # noqa: S608
                "HAVING COUNT(DISTINCT resident_no) < ?"
            )
            found |= {str(row[0]) for row in self.material.view.rows(text, [self.material.gate.threshold])}
        return found

    def may_name(self, *names: str) -> bool:
        """Whether none of these is hidden in the report; a name that is not in the log at all hides nobody."""
        return not any(part in self.hidden for name in names for part in name.split(" > "))

    def not_identified(self, model: Model) -> tuple[NotIdentified, ...]:
        """What this log cannot tell, where the model was made from data at all."""
        if not any(one.source == "data" for stage in model.stages for one in stage.duration):
            return ()
        found = estimates(self.seen, {}, LEVEL).not_identified
        return tuple(one for one in found if self.may_name(one.name))


def rehearsal_passport(material: Material, asked: Rehearsal) -> Passport:
    """Of everything in the report that the model says."""
    ids: Sequence[tuple[str, str]] = (
        ("model", model_hash(asked.model)),
        *(("scenario", scenario_hash(one)) for one in asked.scenarios),
        ("replications", str(asked.replications)),
    )
    whole = material.view.passport()
    return material.gate.passport(replace(whole, figure="simulation", parameters=tuple(ids), seed=asked.seed))
