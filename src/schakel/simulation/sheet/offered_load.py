"""What each stage would have to carry if nobody ever had to wait."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from schakel.simulation.layout import lay_out
from schakel.simulation.model.model import Model
from schakel.simulation.model.quantity import given
from schakel.simulation.run import Run

PLENTY, SEED = 1e7, 1
ENOUGH = 200_000  # inhabitants; a larger region carries so many times as much
WEEKS, WARM_UP = 260, 208


@dataclass(frozen=True)
class Load:
    """helped: mean number of clients helped at once; starts: per week."""

    helped: float
    starts: float

    def __add__(self, other: "Load") -> "Load":
        return Load(self.helped + other.helped, self.starts + other.starts)

    def __mul__(self, times: float) -> "Load":
        return Load(self.helped * times, self.starts * times)


def offered_load(model: Model) -> Mapping[str, Load]:
    """By stage, from one run of a checked model in which every partner has places for all."""
    part = min(1.0, ENOUGH / max(1.0, sum(one.population.value for one in model.municipalities)))
    plenty = replace(
        model,
        municipalities=tuple(
            replace(one, population=given(one.population.value * part)) for one in model.municipalities
        ),
        partners=tuple(replace(one, people=given(PLENTY), calendar=(), reserved=given(0)) for one in model.partners),
        stages=tuple(replace(one, places=given(PLENTY)) for one in model.stages),
    )
    layout = lay_out(plenty)
    series = Run(layout, SEED, weeks=WEEKS, warm_up=WARM_UP).go().series[WARM_UP:]
    found: dict[str, Load] = {stage.name: Load(0, 0) for stage in model.stages}
    for desk, (_, stage) in enumerate(layout.desks):
        here = Load(float(series["busy"][:, desk].mean()), float(series["starts"][:, desk].mean()))
        found[stage] += here * (1 / part)
    return found
