"""What is kept of each resource of ZGW, and nothing else: no names of people, no addresses, no free text.

Fields and enumerations: VNG Realisatie, Zaken API 1.5.1 and Catalogi API 1.3.2.
"""

from collections.abc import Callable
from dataclasses import dataclass

from schakel.data.zgw.config import GENERIC_ROLES
from schakel.data.zgw.fields import Fields
from schakel.sharing.bsn import contains_bsn

PERSON, EMPLOYEE = "natuurlijk_persoon", "medewerker"
KINDS = (PERSON, "niet_natuurlijk_persoon", "vestiging", "organisatorische_eenheid", EMPLOYEE)


@dataclass(frozen=True)
class ZaakType:
    """doorlooptijd, servicenorm: ISO 8601 durations or ""."""

    url: str
    identificatie: str
    omschrijving: str
    doorlooptijd: str
    servicenorm: str


@dataclass(frozen=True)
class StatusType:
    """volgnummer: its place on the ideal route of the zaaktype."""

    url: str
    zaaktype: str
    omschrijving: str
    volgnummer: int
    is_end: bool
    doorlooptijd: str


@dataclass(frozen=True)
class RolType:
    """generic: one of the eight roles of the standard."""

    url: str
    zaaktype: str
    omschrijving: str
    generic: str


@dataclass(frozen=True)
class ResultaatType:
    """An outcome that a case may have."""

    url: str
    zaaktype: str
    omschrijving: str


@dataclass(frozen=True)
class Zaak:
    """organisation: the RSIN of who is responsible, as the name that the configuration gives it, or "". Dates ISO."""

    url: str
    number: str
    zaaktype: str
    organisation: str
    started: str
    ended: str
    registered: str
    latest_end: str
    extended: str
    is_suspended: bool


@dataclass(frozen=True)
class Status:
    """set_on: with its zone. set_by: url of the rol that set it, or ""."""

    url: str
    zaak: str
    statustype: str
    set_on: str
    set_by: str


@dataclass(frozen=True)
class Rol:
    """person: pseudonym of a resident, "" for others. party: name of an organisation, "" for people."""

    url: str
    zaak: str
    roltype: str
    kind: str
    generic: str
    omschrijving: str
    registered: str
    person: str
    party: str


@dataclass(frozen=True)
class Resultaat:
    """The outcome of a case."""

    url: str
    zaak: str
    resultaattype: str


Record = ZaakType | StatusType | RolType | ResultaatType | Zaak | Status | Rol | Resultaat


def zaaktype(f: Fields) -> ZaakType:
    """A type of case."""
    return ZaakType(
        f.text("url"),
        f.text("identificatie"),
        f.text("omschrijving"),
        f.duration("doorlooptijd"),
        f.duration("servicenorm"),
    )


def statustype(f: Fields) -> StatusType:
    """A type of status."""
    return StatusType(
        f.text("url"),
        f.text("zaaktype"),
        f.text("omschrijving"),
        f.count("volgnummer"),
        f.flag("isEindstatus"),
        f.duration("doorlooptijd"),
    )


def roltype(f: Fields) -> RolType:
    """A type of role."""
    return RolType(
        f.text("url"), f.text("zaaktype"), f.text("omschrijving"), f.choice("omschrijvingGeneriek", GENERIC_ROLES)
    )


def resultaattype(f: Fields) -> ResultaatType:
    """A type of outcome."""
    return ResultaatType(f.text("url"), f.text("zaaktype"), f.text("omschrijving"))


def zaak_of(organisations: dict[str, str]) -> Callable[[Fields], Zaak]:
    """Reads cases. organisations: RSIN = name; a RSIN passes the test of a BSN, so it is never kept itself."""

    def zaak(f: Fields) -> Zaak:
        return Zaak(
            url=f.text("url"),
            number=f.text("identificatie"),
            zaaktype=f.text("zaaktype"),
            organisation=organisations.get(f.text("verantwoordelijkeOrganisatie"), ""),
            started=f.day("startdatum"),
            ended=f.day("einddatum", may_lack=True),
            registered=f.day("registratiedatum", may_lack=True),
            latest_end=f.day("uiterlijkeEinddatumAfdoening", may_lack=True),
            extended=f.inner("verlenging").duration("duur"),
            is_suspended=f.inner("opschorting").flag("indicatie"),
        )

    return zaak


def status(f: Fields) -> Status:
    """A status of a case. Its explanation is free text and is not read."""
    return Status(
        f.text("url"),
        f.text("zaak"),
        f.text("statustype"),
        f.moment("datumStatusGezet"),
        f.text("gezetdoor", may_lack=True),
    )


def rol_of(name_of: Callable[[str], str], organisations: dict[str, str]) -> Callable[[Fields], Rol]:
    """Reads roles. name_of: the pseudonym of a number of a person; the number itself goes no further than here."""

    def rol(f: Fields) -> Rol:
        kind = f.choice("betrokkeneType", KINDS)
        inner = f.inner("betrokkeneIdentificatie")
        return Rol(
            url=f.text("url"),
            zaak=f.text("zaak"),
            roltype=f.text("roltype"),
            kind=kind,
            generic=f.choice("omschrijvingGeneriek", GENERIC_ROLES),
            omschrijving=f.text("omschrijving", may_lack=True),
            registered=f.moment("registratiedatum"),
            person=_person(inner, name_of) if kind == PERSON else "",
            party=_party(inner, kind, organisations),
        )

    return rol


def _person(inner: Fields, name_of: Callable[[str], str]) -> str:
    """The pseudonym of a resident, by BSN or else by the municipality's own number of somebody without one."""
    bsn = str(inner.found.get("inpBsn") or "").strip()
    if bsn:
        return name_of(bsn.zfill(9))
    other = str(inner.found.get("anpIdentificatie") or "").strip()
    return name_of(f"anp:{other}") if other else ""


def _party(inner: Fields, kind: str, organisations: dict[str, str]) -> str:
    """The name of an organisation; of people and of what holds a number of a person nothing."""
    if kind in (PERSON, EMPLOYEE, ""):
        return ""
    named = organisations.get(str(inner.found.get("innNnpId") or ""), "")
    trade = inner.found.get("handelsnaam")
    names = [named, inner.found.get("naam"), inner.found.get("statutaireNaam")]
    names += trade if isinstance(trade, list) else [trade]
    names.append(inner.found.get("identificatie"))
    found = next((str(name).strip() for name in names if isinstance(name, str) and name.strip()), "")
    return "" if contains_bsn(found) or not found.isprintable() else found[:200]


def resultaat(f: Fields) -> Resultaat:
    """The outcome of a case. Its explanation is free text and is not read."""
    return Resultaat(f.text("url"), f.text("zaak"), f.text("resultaattype"))
