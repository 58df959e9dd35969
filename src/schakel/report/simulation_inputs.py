"""What a report of a simulation is made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from schakel.chain.passport import Passport
from schakel.draw.simulated.band_data import BandData
from schakel.draw.simulated.causes_data import CauseMapData, CausesData
from schakel.draw.simulated.comparison_data import ComparisonData
from schakel.draw.simulated.gain_data import GainData
from schakel.draw.simulated.occupancy_data import OccupancyData
from schakel.draw.simulated.replay_data import ReplayData
from schakel.draw.simulated.scope import SimulatedScope
from schakel.draw.simulated.tornado_data import TornadoData
from schakel.report.model_card import ModelCard
from schakel.report.simulated_money import NamedMoney
from schakel.report.simulated_rights import NamedRights


@dataclass(frozen=True)
class Study:
    """What was looked into. warnings: about rights, said first; told: what follows from it and what it cannot see."""

    of: Literal["sensitivity", "steering", "weakest", "value"]
    told: tuple[str, ...]
    warnings: tuple[str, ...] = ()
    tornadoes: tuple[TornadoData, ...] = ()
    gains: GainData | None = None


@dataclass(frozen=True)
class SimulationInputs:
    """What is None is left out; the card never is. title: of the report, else that of the model.

    rights, money: of each scenario, as its JSON tells them. passport: of the whole simulation, to which every picture
    then leads.
    """

    scope: SimulatedScope
    card: ModelCard
    rights: Sequence[NamedRights] = ()
    money: Sequence[NamedMoney] = ()
    queues: BandData | None = None
    waits: BandData | None = None
    comparison: ComparisonData | None = None
    causes: CausesData | None = None
    cause_map: CauseMapData | None = None
    occupancy: OccupancyData | None = None
    replay: ReplayData | None = None
    passport: Passport | None = None
    title: str = ""
    study: Study | None = None
