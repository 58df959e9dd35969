"""What the comparison of scenarios is drawn from."""

from dataclasses import dataclass
from typing import Literal

from schakel.draw.simulated.scope import SimulatedScope
from schakel.draw.simulated.span import Span

Group = Literal["rights", "chain", "money"]
GROUPS: tuple[Group, ...] = ("rights", "chain", "money")


@dataclass(frozen=True)
class Metric:
    """label: as shown, such as "refused or past the term, Aa". unit: in words. group: rights not honoured, what the
    chain came to, or money; they are shown in that order. better: which way is an improvement, if
    either. level_unit: of its levels, where that is not the unit of its differences."""

    label: str
    unit: str
    group: Group
    better: Literal["less", "more", "neither"] = "less"
    level_unit: str = ""


@dataclass(frozen=True)
class ComparedScenario:
    """differences: per metric, its mean less that of the first scenario on the same seeds, with an interval; None
    where it cannot be told. levels: per metric its mean.

    gains_by_rights: money or another goal comes out better because rights are not honoured. is_tied: it cannot be
    told from the best.
    """

    name: str
    levels: tuple[float | None, ...]
    differences: tuple[Span | None, ...]
    gains_by_rights: bool = False
    is_tied: bool = False


@dataclass(frozen=True)
class ComparisonData:
    """first: the scenario that the others are set against, with its levels. best: its name, "" if none is told.

    goal: the label of the metric by which it is the best. fair_best: the best of those that do not gain by rights, if
    it is another. level: of the intervals.
    """

    metrics: tuple[Metric, ...]
    first: ComparedScenario
    others: tuple[ComparedScenario, ...]
    scope: SimulatedScope
    best: str = ""
    goal: str = ""
    fair_best: str = ""
    level: float = 0.95

    def __post_init__(self) -> None:
        names = [scenario.name for scenario in self.scenarios]
        if len(set(names)) != len(names):
            raise ValueError("a scenario is given twice")
        for scenario in self.scenarios:
            if len(scenario.levels) != len(self.metrics):
                raise ValueError(f"{scenario.name}: give a level for each metric")
        for scenario in self.others:
            if len(scenario.differences) != len(self.metrics):
                raise ValueError(f"{scenario.name}: give a difference for each metric")
        if strange := sorted({self.best, self.fair_best} - {*names, ""}):
            raise ValueError(f"there is no scenario {strange[0]!r}")

    @property
    def scenarios(self) -> tuple[ComparedScenario, ...]:
        """The first and the others."""
        return (self.first, *self.others)

    @property
    def tied(self) -> tuple[str, ...]:
        """Scenarios that cannot be told from the best."""
        return tuple(one.name for one in self.scenarios if one.is_tied and one.name != self.best)

    @property
    def in_order(self) -> tuple[int, ...]:
        """Places of the metrics as they are shown: rights before all else, money last."""
        places = range(len(self.metrics))
        return tuple(sorted(places, key=lambda place: GROUPS.index(self.metrics[place].group)))
