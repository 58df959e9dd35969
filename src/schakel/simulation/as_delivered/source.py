"""Which partner's registration tells what: the sources of the region as delivered."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from schakel.simulation.region.event import Event

CASE_FACTS = ("household", "law", "municipality", "neighbourhood", "client_group", "question")
_ALL = frozenset({*CASE_FACTS, "life_domain"})


@dataclass(frozen=True)
class Source:
    """tells: what it holds besides who did what when, by the names of the mapping. until: the last day it delivered.

    own_numbers: its numbers of clients and cases are its own, so that nothing joins them to those of others. by_day:
    the municipality of which it tells days and no times. one_date: activities of which it tells one date only.
    """

    name: str
    tells: frozenset[str]
    until: date | None = None
    own_numbers: bool = False
    by_day: str = ""
    one_date: tuple[str, ...] = ()

    def loses_time(self, event: Event) -> bool:
        """Whether there is a time of which it tells the day only."""
        return event.resident.municipality.name == self.by_day and not event.is_day


TEAMS = {
    "Wilgenmeer": "wijkteam-wilgenmeer",
    "Ravenzande": "wijkteam-ravenzande",
    "Lindehage": "wijkteam-lindehage",
}
DECISION, CLOSING = "Beschikking", "Afsluiting"
_SHORT_FORM = (DECISION, "Verwijzing aanbieder", "Evaluatie", CLOSING)
SOURCES = {
    source.name: source
    for source in (
        Source("loket", _ALL | {"requested"}),
        Source("wijkteam-wilgenmeer", _ALL, one_date=(CLOSING,)),
        Source("wijkteam-ravenzande", _ALL, one_date=(CLOSING,)),
        Source("wijkteam-lindehage", _ALL, by_day="Lindehage", one_date=_SHORT_FORM),
        Source("jeugdhulp", frozenset({"municipality", "neighbourhood", "requested"})),
        Source("jeugdhulp-zandpoort", frozenset({"municipality", "neighbourhood", "requested"})),
        Source("thuisbegeleiding", frozenset()),
        Source("schuldhulp", frozenset()),
        Source("ggz", frozenset({"municipality"}), own_numbers=True),
        Source("verblijf", frozenset({"requested"})),
        Source("werkbedrijf", frozenset(), until=date(2025, 9, 30)),
        Source("huisartsen", frozenset({"municipality"})),
        Source("crisisopvang", frozenset(), one_date=(CLOSING,)),
        Source("welzijn", frozenset(CASE_FACTS), by_day="Lindehage"),
    )
}
_OF_PARTNER = {
    "Loket Lindewaard": "loket",
    "Jeugdhulp Oeverlinde": "jeugdhulp",
    "Jeugdhulp Zandpoort": "jeugdhulp-zandpoort",
    "Thuisbegeleiding Lindestee": "thuisbegeleiding",
    "Schuldhulp Lindewaard": "schuldhulp",
    "GGZ Lindewaard": "ggz",
    "Verblijf Ravenlinde": "verblijf",
    "Werkbedrijf Lindewaard": "werkbedrijf",
    "Werkgevers Lindewaard": "werkbedrijf",
    "Huisartsen Lindewaard": "huisartsen",
    "Crisisopvang Lindewacht": "crisisopvang",
    "Welzijn Lindekring": "welzijn",
}
_LOOKING = "Zelf naar werk zoeken"


def source_of(event: Event) -> Source:
    """Who registers it. The district teams write down decisions, and what residents and their network do themselves;
    the job centre what employers do, and that residents look for work.
    """
    if event.activity == _LOOKING:
        return SOURCES["werkbedrijf"]
    name = None if event.activity == DECISION else _OF_PARTNER.get(event.partner)
    return SOURCES[name or TEAMS[event.resident.municipality.name]]


def told(events: Sequence[Event]) -> dict[str, list[Event]]:
    """The events that reach us, by the name of their source: of one that stopped, what it knew on its last day."""
    found: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        source = source_of(event)
        if source.until is None or event.started.date() <= source.until:
            found[source.name].append(_seen(event, source))
    return dict(found)


def _seen(event: Event, source: Source) -> Event:
    if source.loses_time(event):
        event = replace(event, started=_day(event.started), ended=event.ended and _day(event.ended), is_day=True)
    is_later = source.until is not None and event.ended is not None and event.ended.date() > source.until
    return replace(event, ended=None) if is_later else event


def _day(moment: datetime) -> datetime:
    return datetime.combine(moment.date(), time.min)
