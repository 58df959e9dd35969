"""The roles that a partner can have in the sheet, and what the example region knows of each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from schakel.simulation.model.contract import Form


@dataclass(frozen=True)
class Role:
    """What a partner with this role does. All numbers are assumed, in the order of those of Lindewaard.

    wait: weeks; slots: clients at once per person; form, price: of its contract, EUR per person and year where it is a
    task, else per slot-week or trajectory as `form` says; prices: by stage, where one stage is paid otherwise. unpaid:
    stages that no municipality pays for.
    """

    key: str
    stages: tuple[str, ...]
    wait: float
    slots: float
    form: Form = "task"
    price: float = 85_000
    prices: Mapping[str, float] = field(default_factory=dict)
    unpaid: tuple[str, ...] = ()


ROLES = (
    Role("access", ("Melding", "Doorvragen", "Beschikking"), 0.2, 12),
    Role("team", ("Keukentafelgesprek", "Plan van aanpak", "Verwijzing aanbieder", "Evaluatie"), 2, 5, price=95_000),
    Role("ambulatory", ("Ambulante hulp", "Begeleiding"), 6, 8, "effort", 300, {"Begeleiding": 190}),
    Role("day", ("Dagbehandeling",), 6, 5, "effort", 590),
    Role("mental", ("GGZ-behandeling jeugd", "GGZ-behandeling"), 8, 12, "effort", 205, unpaid=("GGZ-behandeling",)),
    Role("residential", ("Verblijf",), 6, 0.7, "effort", 2450),
    Role("crisis", ("Crisisopvang",), 0.3, 0.5, price=95_000),
    Role("debt", ("Schuldhulp",), 2, 24, "output", 3600),
    Role("work", ("Intake werk", "Traject", "Nazorg werk"), 2, 16),
    Role("employers", ("Proefplaatsing", "Plaatsing regulier"), 1, 1, "effort", 70, unpaid=("Proefplaatsing",)),
    Role("sheltered", ("Plaatsing beschut",), 8, 1, "effort", 390),
    Role("welfare", ("Vrijwillige inzet", "Nazorg"), 1, 14, price=80_000),
)
ROLE = MappingProxyType({role.key: role for role in ROLES})
