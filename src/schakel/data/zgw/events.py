"""From cases, statuses, roles and outcomes to rows of events: who did what in which case, and when."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

from schakel.data.zgw.config import Config
from schakel.data.zgw.fields import days_of
from schakel.data.zgw.records import PERSON, Resultaat, Rol, Status, Zaak
from schakel.data.zgw.registration import Registration
from schakel.sharing.pseudonym import Key, pseudonyms

OPENED, CLOSED = "Zaak gestart", "Zaak gesloten"
ROLE = "Rol: "
TREATS = "behandelaar"
YES, NO = "ja", "nee"
T = TypeVar("T", Status, Rol, Resultaat)


@dataclass(frozen=True)
class Row:
    """One event as it is written: a day or a moment with its zone in `moment`, "" for what is not known.

    termijn, servicetermijn: the last days on which the case is within its norms.
    """

    zaak: str
    inwoner: str
    activiteit: str
    partner: str
    moment: str
    zaaktype: str
    functie: str
    resultaat: str
    wet: str
    opgeschort: str
    verlengd_dagen: str
    uiterlijk: str
    termijn: str
    servicetermijn: str
    regel: str


HEADER = tuple(one.name for one in fields(Row))


@dataclass(frozen=True)
class Written:
    """unnamed: cases of an organisation that the configuration does not name. same_number: cases whose number another
    case has as well. without_resident, without_end_status: cases."""

    rows: tuple[Row, ...]
    unnamed: int
    without_resident: int
    without_end_status: int
    same_number: int


def rows_of(found: Registration, config: Config, key: Key) -> Written:
    """All rows, by case and within a case by time. key: of the numbers of rows."""
    statuses, roles = _by_case(found.statussen), _by_case(found.rollen)
    results = {one.zaak: one for one in found.resultaten}
    zaken, same_number = _numbered(found.zaken)
    made = [_Case(zaak, found, config, statuses[zaak.url], roles[zaak.url], results.get(zaak.url)) for zaak in zaken]
    rows = [row for case in made for row in case.rows()]
    numbers = pseudonyms(key, "row", [row.regel for row in rows])
    named = tuple(Row(**{**row.__dict__, "regel": number}) for row, number in zip(rows, numbers, strict=True))
    return Written(
        named,
        sum(not zaak.organisation for zaak in found.zaken) if config.organisations else 0,
        sum(not case.resident for case in made),
        sum(case.is_closed_without_status for case in made),
        same_number,
    )


def _numbered(zaken: Iterable[Zaak]) -> tuple[list[Zaak], int]:
    """The cases by number. One of which another organisation uses the number too gets " (2)" behind it, as its own."""
    ordered = sorted(zaken, key=lambda one: (one.number, one.url))
    times: dict[str, int] = defaultdict(int)
    made = []
    for zaak in ordered:
        times[zaak.number] += 1
        turn = times[zaak.number]
        made.append(replace(zaak, number=f"{zaak.number} ({turn})") if turn > 1 else zaak)
    return made, sum(turn - 1 for turn in times.values())


def _by_case(found: Iterable[T]) -> dict[str, list[T]]:
    grouped: dict[str, list[T]] = defaultdict(list)
    for one in found:
        grouped[one.zaak].append(one)
    return grouped


class _Case:
    """One case with all that belongs to it."""

    def __init__(
        self,
        zaak: Zaak,
        found: Registration,
        config: Config,
        statuses: list[Status],
        roles: list[Rol],
        result: Resultaat | None,
    ) -> None:
        self.zaak, self.types, self.config = zaak, found.catalogue, config
        self.statuses = sorted(statuses, key=lambda one: (_instant(one.set_on), self._number(one), one.url))
        self.roles = sorted(roles, key=lambda one: (_instant(one.registered), one.url))
        self.treating = [rol for rol in self.roles if rol.generic == TREATS and rol.kind != PERSON]
        self.resident = self._resident()
        self.own = zaak.organisation or config.delivered_by
        outcome = self.types.resultaattypen.get(result.resultaattype) if result else None
        self.outcome = outcome.omschrijving if outcome else ""
        ends = [one for one in self.statuses if self.types.statustypen[one.statustype].is_end]
        self.end = ends[-1] if ends else None
        self.is_closed_without_status = bool(zaak.ended) and self.end is None

    def rows(self) -> Iterator[Row]:
        """The start of the case, its roles and statuses by time, and an end where no status tells it.

        The start and such an end are of who treats the case: that it is registered hands nothing over.
        """
        first, last = (self.treating[0].party, self.treating[-1].party) if self.treating else ("", "")
        yield self._row(OPENED, first or self.own, self.zaak.started, f"start {self.zaak.url}")
        events = [(_instant(one.registered), 0, self._of_role(one)) for one in self.roles if one.kind != PERSON]
        events += [(_instant(one.set_on), 1, self._of_status(one)) for one in self.statuses]
        yield from (row for _, _, row in sorted(events, key=lambda event: event[:2]))
        if self.is_closed_without_status:
            yield self._row(CLOSED, last or self.own, self.zaak.ended, f"end {self.zaak.url}", result=self.outcome)

    def _of_role(self, rol: Rol) -> Row:
        known = self.types.roltypen.get(rol.roltype)
        name = rol.omschrijving or (known.omschrijving if known else rol.generic)
        return self._row(ROLE + name, rol.party or self.own, rol.registered, f"rol {rol.url}", function=rol.generic)

    def _of_status(self, status: Status) -> Row:
        kind = self.types.statustypen[status.statustype]
        partner, function = self._who(status)
        return self._row(
            kind.omschrijving,
            partner,
            status.set_on,
            f"status {status.url}",
            function=function,
            result=self.outcome if status is self.end else "",
        )

    def _who(self, status: Status) -> tuple[str, str]:
        """Who set a status: the role that it names, else who treated the case by then, else who is responsible."""
        chosen = next((rol for rol in self.roles if rol.url == status.set_by and rol.kind != PERSON), None)
        if chosen is None:
            moment = _instant(status.set_on)
            treating = [rol for rol in self.treating if _instant(rol.registered) <= moment]
            chosen = treating[-1] if treating else None
        return (chosen.party or self.own, chosen.generic) if chosen else (self.own, "")

    def _number(self, status: Status) -> int:
        return self.types.statustypen[status.statustype].volgnummer

    def _resident(self) -> str:
        for role in self.config.resident_roles:
            for rol in self.roles:
                if rol.generic == role and rol.person:
                    return rol.person
        return ""

    def _last_day(self, norm: str, more: float = 0) -> str:
        """The last day within a norm; of a case that is suspended the clock stands still, so none is known."""
        days = days_of(norm)
        if days is None or self.zaak.is_suspended:
            return ""
        return (date.fromisoformat(self.zaak.started) + timedelta(days=days + more)).isoformat()

    def _row(
        self, activity: str, partner: str, moment: str, number: str, *, function: str = "", result: str = ""
    ) -> Row:
        zaak, zaaktype = self.zaak, self.types.zaaktypen[self.zaak.zaaktype]
        extended = days_of(zaak.extended)
        return Row(
            zaak=zaak.number,
            inwoner=self.resident,
            activiteit=activity,
            partner=partner,
            moment=moment,
            zaaktype=zaaktype.omschrijving,
            functie=function,
            resultaat=result,
            wet=dict(self.config.law).get(zaaktype.identificatie, ""),
            opgeschort=YES if zaak.is_suspended else NO,
            verlengd_dagen=f"{extended:.0f}" if extended else "",
            uiterlijk=zaak.latest_end,
            termijn=zaak.latest_end or self._last_day(zaaktype.doorlooptijd, extended or 0),
            servicetermijn=self._last_day(zaaktype.servicenorm),
            regel=number,
        )


def _instant(text: str) -> timedelta:
    """Time since an arbitrary beginning, to compare moments of different zones."""
    return datetime.fromisoformat(text) - datetime(2000, 1, 1, tzinfo=UTC)
