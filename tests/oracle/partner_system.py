"""A partner's system over three months, and what it sends: rows come late, are corrected and are taken back.

No two events share a minute, so that nothing rests on the order of rows in files.
"""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Literal

Scheme = Literal["started", "active", "changes", "deletions"]
Shape = Literal["events", "milestones"]
WINDOWS = (
    (date(2025, 1, 1), date(2025, 3, 31)),
    (date(2025, 2, 1), date(2025, 4, 30)),
    (date(2025, 3, 1), date(2025, 5, 31)),
)
FIRST, LAST = WINDOWS[0][0], WINDOWS[-1][1]
TURNS = range(len(WINDOWS))
EVENTS = """[file]
time_zone = "Europe/Amsterdam"
[file.deleted_rows]
"Mutatie" = ["V"]
[columns]
case_id = "Zaak"
resident = "Klant"
row_id = "Regel"
partner = "Wie"
activity = "Wat"
started = "Van"
ended = "Tot"
[case]
unit = "provision"
continued_days = 0
"""
MILESTONES = """[file]
time_zone = "Europe/Amsterdam"
[file.deleted_rows]
"Mutatie" = ["V"]
[columns]
case_id = "Zaak"
resident = "Klant"
row_id = "Regel"
partner = "Wie"
[[milestone]]
activity = "Aanvraag"
started = "Van"
[[milestone]]
activity = "Hulp"
started = "Begin"
ended = "Tot"
[case]
unit = "provision"
continued_days = 0
"""
MAPPINGS = {"events": EVENTS, "milestones": MILESTONES}


@dataclass(frozen=True)
class Row:
    """A row as the system holds it. begin: of the second milestone; ended None: still running."""

    number: int
    case: int
    who: str
    what: str
    started: datetime
    begin: datetime
    ended: datetime | None

    def first(self, shape: Shape) -> date:
        """The day by which it falls in a period."""
        return min(self.started, self.begin).date() if shape == "milestones" else self.started.date()

    def falls(self, window: tuple[date, date], scheme: Scheme, shape: Shape) -> bool:
        """Whether the system sends it for a period."""
        since, until = window
        if scheme == "active":
            return self.first(shape) <= until and (self.ended is None or self.ended.date() >= since)
        return since <= self.first(shape) <= until

    def cells(self, mark: str = "") -> str:
        """A line of a file."""
        times = [time.isoformat(" ", "minutes") if time else "" for time in (self.started, self.begin, self.ended)]
        return ";".join([str(self.number), f"Z{self.case}", f"K{self.case % 7}", self.who, self.what, *times, mark])


@dataclass
class System:
    """What the system held at the end of each turn, by row number, and all mutations in their order."""

    states: list[dict[int, Row]] = field(default_factory=list)
    mutations: list[list[tuple[str, Row]]] = field(default_factory=list)


def lived(seed: int, scheme: Scheme, shape: Shape) -> System:
    """Three months of a system. What changes lies within what is sent next, as it must for a period to tell it all."""
    draw = random.Random(seed)  # noqa: S311 -- no secret
    minutes = iter(draw.sample(range(240, 1440), 1200))  # no night: an hour of it may be there twice
    system, now = System(), dict[int, Row]()
    for turn in TURNS:
        done: list[tuple[str, Row]] = []
        for number in range(100 * turn, 100 * turn + draw.randint(8, 14)):
            row = _fresh(draw, minutes, number, turn)
            if turn == 0 or row.falls(WINDOWS[turn], scheme, shape):
                now[number] = row
                done.append(("N", row))
        for old in list(now.values()) if turn else []:
            chance = draw.random()
            fits = scheme in ("changes", "deletions")
            if chance < 0.25 and (fits or old.falls(WINDOWS[turn], scheme, shape)):
                del now[old.number]
                done.append(("V", old))
            elif chance < 0.6:
                new = _corrected(draw, minutes, old, turn)
                # With a row_id the old row need not fall in the period, only the new one.
                if fits or new.falls(WINDOWS[turn], scheme, shape):
                    now[old.number] = new
                    done.append(("W", new))
        system.states.append(dict(now))
        system.mutations.append(done)
    return system


def _fresh(draw: random.Random, minutes: Iterable[int], number: int, turn: int) -> Row:
    since, until = WINDOWS[turn] if turn else (FIRST, WINDOWS[0][1])
    started = _moment(draw, minutes, since, until)
    begin = started + timedelta(days=draw.randint(1, 9), minutes=0)
    ended = None if draw.random() < 0.3 else begin + timedelta(days=draw.randint(1, 25))
    who, what = draw.choice(("Team", "Huisarts", "Aanbieder")), draw.choice(("Melding", "Gesprek", "Zorg"))
    return Row(number, draw.randrange(12), who, what, started, begin, ended)


def _corrected(draw: random.Random, minutes: Iterable[int], old: Row, turn: int) -> Row:
    kind = draw.randrange(3)
    if kind == 0:
        return replace(old, who=draw.choice(("Team", "Kliniek")))
    if kind == 1:
        return replace(old, ended=None if old.ended else old.begin + timedelta(days=draw.randint(1, 40)))
    moved = _moment(draw, minutes, *WINDOWS[turn])
    return replace(old, started=moved, begin=moved + timedelta(days=2), ended=moved + timedelta(days=9))


def _moment(draw: random.Random, minutes: Iterable[int], since: date, until: date) -> datetime:
    day = since + timedelta(days=draw.randrange((until - since).days - 35))
    return datetime(day.year, day.month, day.day) + timedelta(minutes=next(iter(minutes)))  # noqa: DTZ001 -- local


@dataclass(frozen=True)
class Sent:
    """One delivery, written. kind, since, until: as the sources file says them; taken: the day of extraction."""

    path: Path
    kind: str
    since: date | None
    until: date | None
    taken: date


def write_deliveries(folder: Path, name: str, system: System, scheme: Scheme, shape: Shape) -> list[Sent]:
    """The deliveries of a source in their order."""
    sent = []
    for turn, (since, until) in enumerate(WINDOWS):
        taken = until + timedelta(days=4)
        rows = system.states[turn].values()
        if scheme in ("started", "active"):
            lines = [row.cells() for row in rows if row.falls((since, until), scheme, shape)]
            sent.append(Sent(_write(folder / f"{name}-{turn}.csv", lines), "period", since, until, taken))
            continue
        if not turn:
            first = _write(folder / f"{name}-{turn}.csv", [row.cells() for row in rows])
            sent.append(Sent(first, "full", FIRST, until, taken))
            continue
        marked = scheme == "changes"
        changed = [row.cells(kind) for kind, row in system.mutations[turn] if marked or kind != "V"]
        sent.append(Sent(_write(folder / f"{name}-{turn}.csv", changed), "changes", since, until, taken))
        gone = [row.cells() for kind, row in system.mutations[turn] if kind == "V"]
        if not marked and gone:
            sent.append(Sent(_write(folder / f"{name}-{turn}-weg.csv", gone), "deletions", None, None, taken))
    return sent


def write_final(folder: Path, name: str, system: System) -> Sent:
    """All that the system held at the end, as one delivery."""
    lines = [row.cells() for row in system.states[-1].values()]
    return Sent(_write(folder / f"{name}-eind.csv", lines), "full", FIRST, LAST, LAST + timedelta(days=4))


def _write(path: Path, lines: Sequence[str]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(["Regel;Zaak;Klant;Wie;Wat;Van;Begin;Tot;Mutatie", *lines]) + "\n", encoding="utf-8")
    return path
