"""Which partner's registration tells what: the sources of the region as delivered."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from schakel.simulation.event import Event

CASE_FACTS = ("household", "law", "municipality", "neighbourhood", "client_group", "question")
_ALL = frozenset({*CASE_FACTS, "life_domain"})


@dataclass(frozen=True)
class Source:
    """tells: what it holds besides who did what when, by the names of the mapping. until: the last day it delivered.

    own_numbers: its numbers of clients and cases are its own, so that nothing joins them to those of others.
    """

    name: str
    tells: frozenset[str]
    until: date | None = None
    own_numbers: bool = False


TEAMS = {
    "Wilgenmeer": "wijkteam-wilgenmeer",
    "Ravenzande": "wijkteam-ravenzande",
    "Lindehage": "wijkteam-lindehage",
}
SOURCES = {
    source.name: source
    for source in (
        Source("loket", _ALL | {"requested"}),
        *(Source(name, _ALL) for name in TEAMS.values()),
        Source("jeugdhulp", frozenset({"municipality", "neighbourhood", "requested"})),
        Source("thuisbegeleiding", frozenset()),
        Source("schuldhulp", frozenset()),
        Source("ggz", frozenset({"municipality"}), own_numbers=True),
        Source("werkbedrijf", frozenset(), until=date(2025, 9, 30)),
        Source("huisartsen", frozenset({"municipality"})),
        Source("crisisopvang", frozenset()),
        Source("welzijn", frozenset(CASE_FACTS)),
    )
}
_OF_PARTNER = {
    "desk": "loket",
    "youth": "jeugdhulp",
    "home": "thuisbegeleiding",
    "debt": "schuldhulp",
    "mental": "ggz",
    "work": "werkbedrijf",
    "gp": "huisartsen",
    "crisis": "crisisopvang",
    "welfare": "welzijn",
    "volunteers": "welzijn",
    "support": "welzijn",
}


def source_of(event: Event) -> Source:
    """Who registers it. The district teams write down decisions, and what residents and their network do themselves."""
    name = None if event.activity == "Beschikking" else _OF_PARTNER.get(event.partner)
    return SOURCES[name or TEAMS[event.resident.municipality.name]]


def told(events: Sequence[Event]) -> dict[str, list[Event]]:
    """The events that reach us, by the name of their source: of one that stopped, what it knew on its last day."""
    found: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        source = source_of(event)
        if source.until is None or event.started.date() <= source.until:
            found[source.name].append(_seen(event, source.until))
    return dict(found)


def _seen(event: Event, until: date | None) -> Event:
    is_later = until is not None and event.ended is not None and event.ended.date() > until
    return replace(event, ended=None) if is_later else event
