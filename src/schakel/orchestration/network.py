"""The network: all that partners put on the table, as one value."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from schakel.orchestration.collaboration.activity import Activity
from schakel.orchestration.collaboration.card import Card, Expectation, Offer
from schakel.orchestration.collaboration.handover import Handover
from schakel.orchestration.collaboration.partner import Partner
from schakel.orchestration.collaboration.person import Person
from schakel.orchestration.collaboration.word import Guess, Meaning, Word
from schakel.orchestration.governance.agreement import Agreement
from schakel.orchestration.governance.hat import Hat
from schakel.orchestration.governance.table import Member, Table
from schakel.orchestration.inputs import inputs
from schakel.orchestration.strategy.goal import Goal

FORMAT = 1


@dataclass(frozen=True)
class Network:
    """Items keep the order of the file; within a kind keys are unique. An empty network is a good one to start from."""

    name: str
    about: str = ""
    partners: tuple[Partner, ...] = ()
    cards: tuple[Card, ...] = ()
    people: tuple[Person, ...] = ()
    hats: tuple[Hat, ...] = ()
    words: tuple[Word, ...] = ()
    goals: tuple[Goal, ...] = ()
    tables: tuple[Table, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    activities: tuple[Activity, ...] = ()
    handovers: tuple[Handover, ...] = ()

    def items(self, kind: str) -> tuple[Any, ...]:
        """All items of a kind, as "partner"; KeyError names the kinds there are."""
        if kind not in PLURAL:
            raise KeyError(f"no kind {kind}; there are {', '.join(PLURAL)}")
        found: tuple[Any, ...] = getattr(self, PLURAL[kind])
        return found

    def find(self, kind: str, key: str) -> Any | None:
        """The item with this key, None if there is none."""
        return next((one for one in self.items(kind) if one.key == key), None)

    def title(self, kind: str, key: str) -> str:
        """What people call an item: its name, or its key where there is no such item."""
        found = self.find(kind, key)
        return key if found is None else title(self, kind, found)


PLURAL: Mapping[str, str] = {
    "partner": "partners",
    "card": "cards",
    "person": "people",
    "hat": "hats",
    "word": "words",
    "goal": "goals",
    "table": "tables",
    "agreement": "agreements",
    "activity": "activities",
    "handover": "handovers",
}
KINDS = tuple(PLURAL)
CLASSES: Mapping[str, type[Any]] = {
    "partner": Partner,
    "card": Card,
    "offer": Offer,
    "expectation": Expectation,
    "person": Person,
    "hat": Hat,
    "word": Word,
    "meaning": Meaning,
    "guess": Guess,
    "goal": Goal,
    "table": Table,
    "member": Member,
    "agreement": Agreement,
    "activity": Activity,
    "handover": Handover,
}


def title(network: Network, kind: str, item: Any) -> str:
    """What people call an item; of a card, a hat and a handover it is made of what they connect."""
    noun = inputs()[kind]
    parts = []
    for field in (noun.field(name) for name in noun.named_by):
        value = getattr(item, field.name)
        if field.type != "choice" and value != "*":
            parts.append(network.title(field.to, value) if field.to else value)
    return " > ".join(parts)
