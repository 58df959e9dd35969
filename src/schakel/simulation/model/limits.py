"""Between which bounds each number of a model must lie, and how many numbers a list must hold."""

from dataclasses import dataclass
from math import inf
from typing import Any

from schakel.simulation.model.client_type import MOST_QUESTIONS, SEVERITIES, ClientType
from schakel.simulation.model.contract import Contract
from schakel.simulation.model.handover import Handover
from schakel.simulation.model.model import FORMAT, Model
from schakel.simulation.model.municipality import Municipality
from schakel.simulation.model.partner import Partner
from schakel.simulation.model.route import Route
from schakel.simulation.model.stage import Stage


@dataclass(frozen=True)
class Limit:
    """low <= number <= high; without low itself where it is open."""

    low: float
    high: float = inf
    is_open: bool = False

    def holds(self, value: float) -> bool:
        """Whether a number lies within; no such thing as not-a-number or infinity does."""
        return self.low <= value <= self.high and abs(value) != inf and not (self.is_open and value == self.low)

    def __str__(self) -> str:
        if self.high == inf:
            return f"{'>' if self.is_open else '>='} {self.low:g}"
        return f"{self.low:g} – {self.high:g}"


NOT_NEGATIVE = Limit(0)
SHARE = Limit(0, 1)
ANY = Limit(-1e15, 1e15)
LONGEST_RUN = 5200  # weeks, a century
DOMAINS = 8
WEEKS_A_YEAR = 52
CLASSES = 3  # of priority

# Numbers that are named nowhere here are not negative.
LIMITS: dict[type[Any], dict[str, Limit]] = {
    Model: {
        "weeks": Limit(1, LONGEST_RUN),
        "warm_up": Limit(0, LONGEST_RUN),
        "publish_every": Limit(0, is_open=True),
        "class_weeks": Limit(0, is_open=True),
        "format": Limit(1, FORMAT),
    },
    Municipality: {"threshold": Limit(-3, 6)},
    ClientType: {
        "severity": SHARE,
        "households": SHARE,
        "lead": SHARE,
        "score": Limit(0, 10),
        "score_loss": ANY,
        "returns": SHARE,
        "priority": Limit(1 - CLASSES, CLASSES - 1),
    },
    Stage: {
        "line": Limit(0, 3),
        "helps": SHARE,
        "gain": Limit(-10, 10),
        "escalates": SHARE,
        "returns": SHARE,
        "priority": Limit(0, CLASSES - 1),
    },
    Partner: {"absence": SHARE, "cash": ANY},
    Route: {"share": SHARE},
    Handover: {"lost": SHARE, "kept": SHARE},
    Contract: {"start_share": SHARE, "selects": SHARE, "settle": SHARE},
}
LENGTHS: dict[type[Any], dict[str, tuple[int, ...]]] = {
    ClientType: {
        "severity": (SEVERITIES,),
        "households": tuple(range(1, MOST_QUESTIONS + 1)),
        "season": (0, 12),
    },
    Stage: {"duration": (1, SEVERITIES), "escalates": (1, SEVERITIES)},
    Partner: {"calendar": (0, WEEKS_A_YEAR)},
}


def limit(row: type[Any], field: str) -> Limit:
    """The bounds of a field of a dataclass of the model."""
    return LIMITS.get(row, {}).get(field, NOT_NEGATIVE)
