"""Everything that is asked of a registration: its types of cases first, then the cases and what belongs to them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlencode

from schakel.chain.problem import Problem, Refusal, refuse
from schakel.data.readers.name import shown_name
from schakel.data.zgw import records
from schakel.data.zgw.config import Config
from schakel.data.zgw.fields import Fields
from schakel.data.zgw.lists import Asked, Lists
from schakel.data.zgw.records import (
    Record,
    Resultaat,
    ResultaatType,
    Rol,
    RolType,
    Status,
    StatusType,
    Zaak,
    ZaakType,
)

R = TypeVar("R", bound=Record)
Tell = Callable[[float], None]
ANY_STATE = {"status": "alles"}  # also types that were replaced since, and concepts


@dataclass(frozen=True)
class Catalogue:
    """Types by their url."""

    zaaktypen: dict[str, ZaakType]
    statustypen: dict[str, StatusType]
    roltypen: dict[str, RolType]
    resultaattypen: dict[str, ResultaatType]


@dataclass(frozen=True)
class Registration:
    """outside: statuses, roles and outcomes of cases that were not asked."""

    catalogue: Catalogue
    zaken: tuple[Zaak, ...]
    statussen: tuple[Status, ...]
    rollen: tuple[Rol, ...]
    resultaten: tuple[Resultaat, ...]
    outside: int = 0


def read_registration(config: Config, lists: Lists, name_of: Callable[[str], str], tell: Tell) -> Registration:
    """All that the configuration asks for. name_of: as of `records.rol_of`; tell(share done).

    Refusal as of `Lists`, and for a type that is not there.
    """
    catalogue = _catalogue(config, lists)
    tell(0.1)
    chosen = list(catalogue.zaaktypen) if config.zaaktypen else [""]
    names = dict(config.organisations)
    zaken = _of_each(lists, config.zaken, "zaken", "zaaktype", chosen, records.zaak_of(names), Zaak, _period(config))
    _refuse_unknown("/zaken", "zaaktype", [(z.url, z.zaaktype) for z in zaken], catalogue.zaaktypen)
    tell(0.4)

    def types_of(found: Iterable[str]) -> list[str]:
        return list(found) if config.zaaktypen else [""]

    base, statustypes = config.zaken, types_of(catalogue.statustypen)
    statussen = _of_each(lists, base, "statussen", "statustype", statustypes, records.status, Status)
    tell(0.7)
    rol = records.rol_of(name_of, names)
    rollen = _of_each(lists, base, "rollen", "roltype", types_of(catalogue.roltypen), rol, Rol)
    tell(0.9)
    resultaattypes = types_of(catalogue.resultaattypen)
    resultaten = _of_each(lists, base, "resultaten", "resultaattype", resultaattypes, records.resultaat, Resultaat)
    ours = {zaak.url for zaak in zaken}
    kept_statuses = [one for one in statussen if one.zaak in ours]
    kept_results = [one for one in resultaten if one.zaak in ours]
    _refuse_unknown("/statussen", "statustype", [(s.url, s.statustype) for s in kept_statuses], catalogue.statustypen)
    kept_roles = [one for one in rollen if one.zaak in ours]
    all_of, kept = (
        len(statussen) + len(rollen) + len(resultaten),
        len(kept_statuses) + len(kept_roles) + len(kept_results),
    )
    return Registration(
        catalogue, tuple(zaken), tuple(kept_statuses), tuple(kept_roles), tuple(kept_results), all_of - kept
    )


def _catalogue(config: Config, lists: Lists) -> Catalogue:
    base = config.catalogi
    all_types = _of_each(lists, base, "zaaktypen", "", [""], records.zaaktype, ZaakType, ANY_STATE)
    there = {one.identificatie for one in all_types}
    refuse(
        Problem("zgw_zaaktype", value=shown_name(name), allowed=shown_name(", ".join(sorted(there)[:20]) or "–"))
        for name in config.zaaktypen
        if name not in there
    )
    chosen = {one.url: one for one in all_types if not config.zaaktypen or one.identificatie in config.zaaktypen}
    of = list(chosen) if config.zaaktypen else [""]
    statustypen = _of_each(lists, base, "statustypen", "zaaktype", of, records.statustype, StatusType, ANY_STATE)
    roltypen = _of_each(lists, base, "roltypen", "zaaktype", of, records.roltype, RolType, ANY_STATE)
    outcomes = _of_each(lists, base, "resultaattypen", "zaaktype", of, records.resultaattype, ResultaatType, ANY_STATE)
    return Catalogue(chosen, _by_url(statustypen), _by_url(roltypen), _by_url(outcomes))


def _by_url(found: Iterable[R]) -> dict[str, R]:
    return {one.url: one for one in found}


def _of_each(
    lists: Lists,
    base: str,
    resource: str,
    filtered_by: str,
    values: list[str],
    read: Callable[[Fields], R],
    made: type[R],
    more: dict[str, str] | None = None,
) -> list[R]:
    """A list for each value of a filter, as one; "" asks without the filter."""
    found: list[R] = []
    for place, value in enumerate(values):
        questions = ({filtered_by: value} if value else {}) | (more or {})
        url = f"{base}/{resource}" + (f"?{urlencode(questions)}" if questions else "")
        found += lists.read(Asked(f"{resource}-{place}", url, read, made))
    return found


def _period(config: Config) -> dict[str, str]:
    days = (("startdatum__gte", config.since), ("startdatum__lte", config.until))
    return {name: day.isoformat() for name, day in days if day}


def _refuse_unknown(where: str, key: str, found: Iterable[tuple[str, str]], known: Iterable[str]) -> None:
    """Refusal for what is of a type that the catalogue does not hold: the rights of the application differ, mostly."""
    there = set(known)
    absent = [(url, value) for url, value in found if value not in there]
    if absent:
        problems = [
            Problem(
                "zgw_reference",
                where,
                column=key,
                value=shown_name(value),
                more=(("id", Fields(where, "", {"url": url}).id),),
            )
            for url, value in absent
        ]
        raise Refusal(tuple(problems[:20]), len(problems))
