"""Grants by chance, and by plain reading of them and of the events what a reader may choose and count."""

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from schakel.web.access.models import Network
from schakel.web.sharing_desk.clock import today
from schakel.web.sharing_desk.models import GrantSignature, GrantVersion
from web.granted_log import EVERY_FIELD, SOURCES, Row
from web.granting_people import LEAST, manager_of
from web.place import PARTNERS

PURPOSES = ("wachttijd", "warm overdragen")
DAYS = ((-9, 9), (-9, 9), (-9, 0), (0, 9), (1, 9), (-9, -1))
Counted = dict[str, tuple[int, int]]


@dataclass(frozen=True)
class World:
    """What one reader may see for one purpose. seen: fields by source; every field of one's own. others: purposes
    that it may look for beside this one."""

    reader: str
    purpose: str
    seen: dict[str, frozenset[str]]
    others: tuple[str, ...] = ()

    @property
    def named(self) -> frozenset[str]:
        """Partners whose name may be read behind a referral: who gives, and the reader."""
        return frozenset({SOURCES[source] for source in self.seen} | {self.reader})

    def rows(self, rows: Iterable[Row], *fields: str) -> Iterator[Row]:
        """Rows in sight of which all of these fields may be read."""
        return (row for row in rows if row.source in self.seen and set(fields) <= self.seen[row.source])

    def residents(self, rows: Iterable[Row]) -> int:
        """How many stand behind all that is in sight."""
        return len({row.resident for row in self.rows(rows)})

    def choices(self, rows: list[Row]) -> dict[str, set[str]]:
        """What may be chosen: values of enough residents; of an attribute only if there is something to choose."""
        found = {
            "activity": _enough(self.rows(rows), lambda row: row.activity),
            "partner": _enough(self.rows(rows, "partner"), lambda row: row.partner),
            "product": _enough(self.rows(rows, "product"), lambda row: row.product),
        }
        found["municipality"] = _enough(self._towns(rows), lambda row: row.town)
        for key in ("product", "municipality"):
            if len(found[key]) < 2:
                found[key] = set()
        return found

    def _towns(self, rows: list[Row]) -> Iterator[Row]:
        """Of each case the row that says its town first, where every row is in sight and shares towns."""
        cases: dict[str, list[Row]] = {}
        for row in rows:
            cases.setdefault(row.case, []).append(row)
        for case in cases.values():
            if all("municipality" in self.seen.get(row.source, ()) for row in case):
                yield from [row for row in case if row.town][:1]

    def doers(self, rows: list[Row], activity: str) -> Counted:
        """Residents and steps of an activity by who did it, rounded; without partners of too few residents."""
        known = _enough(self.rows(rows, "partner"), lambda row: row.partner)
        part = [row for row in self.rows(rows, "partner") if row.activity == activity and row.partner in known]
        return _counted(part, lambda row: row.partner)

    def months(self, rows: list[Row], activity: str) -> Counted:
        """The same by the month in which it began, or ended if that is all that may be read."""
        part = [row for row in self.rows(rows) if row.activity == activity]
        return _counted(part, lambda row: (self._day(row) or "")[:7])

    def _day(self, row: Row) -> str:
        if "started" in self.seen[row.source]:
            return row.started
        return row.ended if "ended" in self.seen[row.source] else ""


def rounded(n: int) -> int:
    """To the nearest multiple of five, half up."""
    return (n + 2) // 5 * 5


def _enough(rows: Iterable[Row], value: Callable[[Row], str]) -> set[str]:
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(value(row), set()).add(row.resident)
    return {name for name, who in found.items() if name and len(who) >= LEAST}


def _counted(rows: list[Row], value: Callable[[Row], str]) -> Counted:
    return {
        name: (
            rounded(len({row.resident for row in rows if value(row) == name})),
            rounded(sum(value(row) == name for row in rows)),
        )
        for name in _enough(rows, value)
    }


def grants_by_chance(network: Network, draw: random.Random, reader: str) -> World:
    """Agreements of every kind with this reader and with others; what follows for the reader, by plain reading."""
    GrantVersion.objects.all().delete()
    found: dict[str, dict[str, frozenset[str]]] = {purpose: {} for purpose in PURPOSES}
    for source, giver in SOURCES.items():
        for purpose in PURPOSES:
            for receiver in sorted({reader, PARTNERS[2]} - {giver}):
                fields = _versions(network, draw, (source, giver, receiver, purpose))
                if fields is not None and receiver == reader:
                    found[purpose][source] = fields
    own = {source: EVERY_FIELD for source, giver in SOURCES.items() if giver == reader}
    given = sorted(purpose for purpose, sources in found.items() if sources)
    purpose = draw.choice(given) if given else ""
    others = tuple(name for name in given if name != purpose)
    return World(reader, purpose, {**found.get(purpose, {}), **own}, others)


def _versions(network: Network, draw: random.Random, subject: tuple[str, str, str, str]) -> frozenset[str] | None:
    """Up to two versions of one agreement; the fields that may be read by it now, None if nothing."""
    source, giver, receiver, purpose = subject
    holds = None
    for version in range(1, 1 + draw.randint(0, 2)):
        since, until = draw.choice(DAYS)
        fields = frozenset(draw.sample(sorted(EVERY_FIELD), draw.randint(1, len(EVERY_FIELD))))
        fields = fields if draw.randrange(3) else EVERY_FIELD
        signed = (giver, receiver) if draw.randrange(4) else (draw.choice((giver, receiver)),)
        is_ended = not draw.randrange(6)
        hats = {name: manager_of(network, name) for name in (giver, receiver)}
        made = GrantVersion.objects.create(
            network=network,
            source=source,
            giver=hats[giver].organisation,
            receiver=hats[receiver].organisation,
            purpose=purpose,
            fields=sorted(fields),
            since=today() + timedelta(since),
            until=today() + timedelta(until),
            version=version,
            proposed_by=hats[giver],
            proposed_at=timezone.now(),
            ended_at=timezone.now() if is_ended else None,
            ended_by=hats[giver] if is_ended else None,
        )
        for name in signed:
            GrantSignature.objects.create(
                grant=made, organisation=hats[name].organisation, hat=hats[name], at=timezone.now()
            )
        if len(signed) == 2 and since <= 0:  # a later version that began takes the place of this one, also when over
            holds = None if until < 0 or is_ended else fields
    return holds
