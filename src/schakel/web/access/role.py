"""Roles: what a hat is for. A role decides what the one who wears it may do; nothing else does."""

from typing import Literal, get_args

Role = Literal[
    "director",  # ketenregisseur: steers the network as a whole
    "analyst",  # loads, checks, analyses, publishes
    "manager",  # of a partner: own page, right of reply, decides on definitions of own data
    "professional",  # of a partner: reads what is published
    "alderman",  # wethouder: goal at chain level, never a single case
    "council",  # raadslid: the same
    "clerk",  # griffier: the council's pages and their addresses
    "privacy",  # privacy officer, FG: what comes in, what leaves, to whom
    "administrator",  # people, hats, backups; no figures
    "resident",  # of a client council: what is published
    "facilitator",  # of simulations
]
ROLES: tuple[Role, ...] = get_args(Role)

Capacity = Literal["owner", "funder", "commissioner", "contractor", "executor", "partner"]
CAPACITIES: tuple[Capacity, ...] = get_args(Capacity)

# Hats of the organisation that analyses for the network; only there they may look at more than what is published.
ANALYSING: frozenset[Role] = frozenset({"director", "analyst"})
GOVERNING: frozenset[Role] = frozenset({"alderman", "council", "clerk"})
EVERY_ROLE: frozenset[Role] = frozenset(ROLES)
# Hats that see or decide so much that a password alone does not put them on.
SECOND_STEP: frozenset[Role] = frozenset({"analyst", "director", "privacy", "administrator"})
