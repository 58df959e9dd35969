"""A made-up registration of cases: every resource as the Zaken API 1.5 and Catalogi API 1.3 give it, from a seed."""

import random
import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from unit.data.bad_files import elevenfold

Resource = dict[str, Any]
TYPES = (
    # identificatie, omschrijving, doorlooptijd, servicenorm, (status, its doorlooptijd)
    ("WMO-AANVRAAG", "Aanvraag maatwerkvoorziening", "P8W", "P6W",
     (("Melding ontvangen", "P1D"), ("Onderzoek", "P42D"), ("Besluit", "P14D"), ("Afgehandeld", None))),
    ("SCHULDHULP", "Aanvraag schuldhulp", "P56D", None,
     (("Aanmelding", None), ("Intake", "P4W"), ("Plan van aanpak", None), ("Afgehandeld", None))),
)  # fmt: skip
ROLES = (
    ("Aanvrager", "initiator"),
    ("Behandelend team", "behandelaar"),
    ("Advies", "adviseur"),
    ("Namens", "belanghebbende"),
)
OUTCOMES = ("Toegekend", "Afgewezen", "Ingetrokken")
TEAMS = ("Sociaal wijkteam Noord", "Team Toegang", "Kredietbank Lindeland")
RSIN = "001509962"  # passes the eleven test, as every RSIN does


@dataclass(frozen=True)
class World:
    """Resources by the name of their list; every one has its url under `base`."""

    zaaktypen: list[Resource]
    statustypen: list[Resource]
    roltypen: list[Resource]
    resultaattypen: list[Resource]
    zaken: list[Resource]
    statussen: list[Resource]
    rollen: list[Resource]
    resultaten: list[Resource]
    numbers: list[str]

    def lists(self) -> dict[str, list[Resource]]:
        return {name: value for name, value in self.__dict__.items() if name != "numbers"}


def world(base: str, seed: int = 1, count: int = 60) -> World:
    """base: as "http://127.0.0.1:8000"; the APIs lie at /zaken/api/v1 and /catalogi/api/v1."""
    return _Maker(base, random.Random(seed), count).world()  # noqa: S311


class _Maker:
    def __init__(self, base: str, chance: random.Random, count: int) -> None:
        self.zrc, self.ztc = f"{base}/zaken/api/v1", f"{base}/catalogi/api/v1"
        self.chance, self.count = chance, count
        self.made = World([], [], [], [], [], [], [], [], elevenfold(max(10, count // 2)))

    def world(self) -> World:
        for number, (name, title, term, norm, steps) in enumerate(TYPES):
            self.zaaktype(number, name, title, term, norm, steps)
        for number in range(self.count):
            self.zaak(number)
        return self.made

    def new(self, api: str, kind: str, **values: Any) -> Resource:
        number = str(uuid.UUID(int=self.chance.getrandbits(128), version=4))
        return {"url": f"{api}/{kind}/{number}", "uuid": number, **values}

    def zaaktype(
        self,
        _number: int,
        name: str,
        title: str,
        term: str,
        norm: str | None,
        steps: tuple[tuple[str, str | None], ...],
    ) -> None:
        found = self.new(
            self.ztc, "zaaktypen", identificatie=name, omschrijving=title, doorlooptijd=term, servicenorm=norm,
            vertrouwelijkheidaanduiding="zaakvertrouwelijk", concept=False,
            beginGeldigheid="2020-01-01", eindeGeldigheid=None,
        )  # fmt: skip
        self.made.zaaktypen.append(found)
        self.made.statustypen.extend([
            self.new(
                self.ztc, "statustypen", omschrijving=step, omschrijvingGeneriek="", statustekst="",
                zaaktype=found["url"],
                zaaktypeIdentificatie=name, volgnummer=place, isEindstatus=place == len(steps), informeren=False,
                doorlooptijd=own,
            )
            for place, (step, own) in enumerate(steps, 1)
        ])  # fmt: skip
        self.made.roltypen.extend(
            [
                self.new(self.ztc, "roltypen", zaaktype=found["url"], omschrijving=role, omschrijvingGeneriek=generic)
                for role, generic in ROLES
            ]
        )
        self.made.resultaattypen.extend(
            [
                self.new(self.ztc, "resultaattypen", zaaktype=found["url"], omschrijving=outcome, toelichting="")
                for outcome in OUTCOMES
            ]
        )

    def zaak(self, number: int) -> None:
        chance, kind = self.chance, self.made.zaaktypen[number % 2]
        begin = date(2024, 1, 1) + timedelta(days=chance.randrange(200))
        zaak = self.new(
            self.zrc, "zaken", identificatie=f"ZAAK-2024-{number:010}", bronorganisatie=RSIN, zaaktype=kind["url"],
            omschrijving="Mevrouw Jansen vraagt hulp", toelichting="belt op 0612345678",
            registratiedatum=begin.isoformat(),
            verantwoordelijkeOrganisatie=RSIN if number % 3 else "111222333",
            startdatum=begin.isoformat(), einddatum=None,
            uiterlijkeEinddatumAfdoening=(begin + timedelta(days=56)).isoformat(), communicatiekanaal="",
            verlenging={"reden": "vakantie", "duur": "P14D"} if number % 7 == 0 else None,
            opschorting={"indicatie": number % 5 == 0, "reden": "wacht op stukken", "eerdereOpschorting": False},
            hoofdzaak=None, deelzaken=[], relevanteAndereZaken=[], zaakgeometrie=None, resultaat=None,
        )  # fmt: skip
        self.made.zaken.append(zaak)
        moment = datetime(begin.year, begin.month, begin.day, 9, tzinfo=UTC)
        team = self.roles(zaak, kind, number, moment)
        self.statuses(zaak, kind, number, moment, team)

    def roles(self, zaak: Resource, kind: Resource, number: int, moment: datetime) -> Resource:
        """A resident (with a BSN, a number of the municipality, or neither), a team, and sometimes an adviser."""
        types = {one["omschrijvingGeneriek"]: one for one in self.made.roltypen if one["zaaktype"] == kind["url"]}
        bsn = self.made.numbers[number % len(self.made.numbers)]
        person = {"inpBsn": bsn if number % 10 else "", "anpIdentificatie": "" if number % 20 else f"A{number}",
                  "geslachtsnaam": "Jansen", "voornamen": "Maria", "geboortedatum": "1960-02-03"}  # fmt: skip
        on = (moment + timedelta(minutes=5)).isoformat().replace("+00:00", "Z")
        self.role(zaak, types["initiator"], "natuurlijk_persoon", person, on)
        if number % 4 == 0:
            unit = {"identificatie": "E12", "naam": "", "achternaam": "Pietersen"}
            return self.role(zaak, types["behandelaar"], "medewerker", unit, on)
        unit = {"identificatie": f"team-{number % 3}", "naam": TEAMS[number % 3], "isGehuisvestIn": ""}
        team = self.role(zaak, types["behandelaar"], "organisatorische_eenheid", unit, on)
        if number % 6 == 1:
            party = {"innNnpId": "", "annIdentificatie": "", "statutaireNaam": "Stichting Schuldhulpmaatje"}
            later = (moment + timedelta(days=3)).isoformat().replace("+00:00", "Z")
            self.role(zaak, types["adviseur"], "niet_natuurlijk_persoon", party, later)
        return team

    def role(self, zaak: Resource, kind: Resource, party: str, identity: Resource, on: str) -> Resource:
        found = self.new(
            self.zrc, "rollen", zaak=zaak["url"], betrokkene="", betrokkeneType=party, afwijkendeNaamBetrokkene="",
            roltype=kind["url"], omschrijving=kind["omschrijving"], omschrijvingGeneriek=kind["omschrijvingGeneriek"],
            roltoelichting="vrije tekst over Maria Jansen", registratiedatum=on, indicatieMachtiging="", statussen=[],
            betrokkeneIdentificatie=identity,
        )  # fmt: skip
        self.made.rollen.append(found)
        return found

    def statuses(self, zaak: Resource, kind: Resource, number: int, moment: datetime, team: Resource) -> None:
        steps = [one for one in self.made.statustypen if one["zaaktype"] == kind["url"]]
        reached = len(steps) if number % 3 else 1 + number % 2
        for place, step in enumerate(steps[:reached]):
            if number % 11 == 3 and step["isEindstatus"]:
                break  # closed by its date alone
            moment += timedelta(days=self.chance.randrange(1, 30) if place else 0, minutes=10)
            self.made.statussen.append(
                self.new(
                    self.zrc, "statussen", zaak=zaak["url"], statustype=step["url"],
                    statustoelichting="gebeld met Maria",
                    datumStatusGezet=moment.isoformat().replace("+00:00", "Z"), indicatieLaatstGezetteStatus=False,
                    gezetdoor=team["url"] if number % 2 else "", zaakinformatieobjecten=[],
                )
            )  # fmt: skip
        if reached == len(steps):
            zaak["einddatum"] = moment.date().isoformat()
            outcome = [one for one in self.made.resultaattypen if one["zaaktype"] == kind["url"]][number % 3]
            self.made.resultaten.append(
                self.new(self.zrc, "resultaten", zaak=zaak["url"], resultaattype=outcome["url"], toelichting="")
            )
