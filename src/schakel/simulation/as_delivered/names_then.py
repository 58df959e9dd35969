"""What municipalities, partners and products were called on a day. The file `names.csv` tells what they are today."""

from datetime import date

from schakel.simulation.region.event import Event, Resident

MUNICIPAL_MERGER, PROVIDER_MERGER = date(2025, 1, 1), date(2025, 7, 1)
PRODUCT_RENAMED = date(2025, 4, 1)
_MERGED_MUNICIPALITY = "Wilgenmeer"
MUNICIPALITIES_BEFORE = {"Meerkwartier": "Oudemeer", "Oude Kade": "Oudemeer", "Wilgenhof": "Wilgenhart"}
_MERGED_PROVIDER = "Thuisbegeleiding Lindestee"
PROVIDERS_BEFORE = ("Thuisbegeleiding Oudestee", "Begeleiding Zandlinde")


def municipality_then(resident: Resident, on: date) -> str:
    """The municipality of that day; the neighbourhood tells which of the two it was before the merger."""
    name = resident.municipality.name
    if name == _MERGED_MUNICIPALITY and on < MUNICIPAL_MERGER:
        return MUNICIPALITIES_BEFORE[resident.neighbourhood]
    return name


def provider_then(partner: str, event: Event) -> str:
    """The partner as it was called when the event began; empty for none.

    Of the two that merged, a household had one and the same.
    """
    if partner == _MERGED_PROVIDER and event.started.date() < PROVIDER_MERGER:
        return PROVIDERS_BEFORE[event.resident.household % 2]
    return partner
