"""What a zaaktype prescribes: its statuses in their order, and how long the case and each status may take."""

import json
from collections.abc import Iterable, Iterator

from schakel.data.zgw.events import CLOSED, OPENED, ROLE
from schakel.data.zgw.fields import days_of
from schakel.data.zgw.records import StatusType, ZaakType
from schakel.data.zgw.registration import Registration


def route_text(found: Registration) -> str:
    """The ideal route of each zaaktype that has cases, as TOML. Durations as the catalogue has them, and in days."""
    used = {zaak.zaaktype for zaak in found.zaken}
    lines = ["# From the catalogue of types of cases. Days: a year is 365, a month 30, a week 7 calendar days."]
    for zaaktype in sorted(found.catalogue.zaaktypen.values(), key=lambda one: (one.identificatie, one.url)):
        if zaaktype.url in used:
            lines += _zaaktype(zaaktype, _steps(found, [zaaktype.url]))
    return "\n".join((*lines, ""))


def ranks(found: Registration) -> tuple[tuple[str, int], ...]:
    """The order of activities within one day: start, roles, statuses by their number in the zaaktype, end."""
    used = {zaak.zaaktype for zaak in found.zaken}
    roles = sorted({ROLE + (one.omschrijving or one.generic) for one in found.rollen})
    steps = _steps(found, used)
    first: dict[str, int] = {}
    for step in steps:
        first[step.omschrijving] = min(step.volgnummer, first.get(step.omschrijving, step.volgnummer))
    ordered = sorted(first, key=lambda name: (first[name], name))
    return tuple((name, place) for place, name in enumerate(dict.fromkeys((OPENED, *roles, *ordered, CLOSED)), 1))


def closing(found: Registration) -> tuple[str, ...]:
    """Statuses that end a case."""
    used = {zaak.zaaktype for zaak in found.zaken}
    return tuple(dict.fromkeys((*(one.omschrijving for one in _steps(found, used) if one.is_end), CLOSED)))


def _steps(found: Registration, zaaktypen: Iterable[str]) -> list[StatusType]:
    chosen = set(zaaktypen)
    steps = [one for one in found.catalogue.statustypen.values() if one.zaaktype in chosen]
    return sorted(steps, key=lambda one: (one.volgnummer, one.omschrijving, one.url))


def _zaaktype(zaaktype: ZaakType, steps: Iterable[StatusType]) -> Iterator[str]:
    yield "\n[[zaaktype]]"
    yield f"identificatie = {_text(zaaktype.identificatie)}"
    yield f"omschrijving = {_text(zaaktype.omschrijving)}"
    yield from _duration("doorlooptijd", zaaktype.doorlooptijd)
    yield from _duration("servicenorm", zaaktype.servicenorm)
    for step in steps:
        yield "\n[[zaaktype.step]]"
        yield f"volgnummer = {step.volgnummer}"
        yield f"activity = {_text(step.omschrijving)}"
        yield f"is_end = {str(step.is_end).lower()}"
        yield from _duration("doorlooptijd", step.doorlooptijd)


def _duration(name: str, value: str) -> Iterator[str]:
    days = days_of(value)
    if days is not None:
        yield f"{name} = {_text(value)}"
        yield f"{name}_days = {days:.0f}"


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
