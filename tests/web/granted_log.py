"""A log of three sources of three partners, by chance; all that may not be seen of it can be made otherwise."""

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from schakel.data.deliveries.load_log import load_log
from schakel.sharing.grant import FIELDS
from unit.data.log_building import csv_of, write
from web.place import PARTNERS

SOURCES = dict(zip(("zorg", "wijk", "opvang"), PARTNERS, strict=True))  # who delivers what
FIRST, DAYS = date(2024, 1, 1), 60
CASES = 170
EVERY_FIELD = frozenset((*FIELDS, "product", "municipality"))
ELSEWHERE = ("Iemand anders", "Nog een ander")
HEADER = "case,resident,household,activity,partner,to,requested,start,end,product,town"
MAPPING = """\
[file]
reference_date = 2024-03-31
delivered_by = "{by}"
[columns]
case_id = "case"
resident = "resident"
household = "household"
activity = "activity"
partner = "partner"
to_partner = "to"
requested = "requested"
started = "start"
ended = "end"
product = "product"
municipality = "town"
"""
# Which case a step is of comes with every grant, so what cannot be read has no say in it here: nothing is joined.
CASE = '[case]\nunit = "provision"\ncontinued_days = 0\nclosing = ["Afsluiting"]\n'


@dataclass(frozen=True)
class Row:
    """One event of one source, as it is delivered."""

    source: str
    case: str
    resident: str
    household: str
    activity: str
    partner: str
    to_partner: str
    requested: str
    started: str
    ended: str
    product: str
    town: str = ""

    @property
    def line(self) -> str:
        """Of its file."""
        named = (self.case, self.resident, self.household, self.activity, self.partner, self.to_partner)
        return ",".join((*named, self.requested, self.started, self.ended, self.product, self.town))


def chance_rows(seed: int, cases: int = CASES) -> list[Row]:
    """Cases of which each step may come from any source; days are never equal within a case."""
    draw = random.Random(seed)  # noqa: S311 -- the same each time
    found = list(_anchors())
    for number in range(cases):
        day = FIRST + timedelta(draw.randrange(DAYS // 2))
        resident = f"r{draw.randrange(cases * 2 // 3)}"
        for _ in range(draw.randint(1, 5)):
            source = draw.choice(tuple(SOURCES))
            ended = day + timedelta(draw.randint(0, 2))
            words = (f"Stap {draw.randrange(3)} {source}", "Intake", "Afsluiting")
            found.append(
                Row(
                    source,
                    f"c{number}",
                    resident,
                    f"h{resident}" if draw.randrange(2) else "",
                    draw.choice(words),
                    draw.choice((SOURCES[source], SOURCES[source], *PARTNERS)),
                    draw.choice(("", "", *PARTNERS)),
                    (day - timedelta(draw.randint(0, 9))).isoformat() if draw.randrange(2) else "",
                    day.isoformat(),
                    ended.isoformat() if draw.randrange(5) else "",
                    f"p{draw.randrange(3)}",
                    draw.choice(("", f"Stad {number % 3}", f"Stad {draw.randrange(3)}")),
                )
            )
            day = ended + timedelta(draw.randint(1, 9))
    return found


def _anchors() -> Iterable[Row]:
    """Of each source in each month something of everybody: who delivered when is known among partners, no secret."""
    for source in SOURCES:
        for month in ("2024-01", "2024-02", "2024-03"):
            for name in (*PARTNERS, *ELSEWHERE):
                case = f"a-{source}-{month}-{name}"
                day = f"{month}-15"
                yield Row(source, case, case, "", "Begin", name, "", "", day, day, "p0", "Stad 0")


def lay(folder: Path, rows: Iterable[Row]) -> Path:
    """Write the files of a log with these rows and load it."""
    entries = "".join(
        f'[[source]]\nname = "{name}"\nmapping = "{name}.toml"\nfiles = "{name}.csv"\n' for name in SOURCES
    )
    files = {"sources.toml": CASE + entries}
    everything = list(rows)
    for name, by in SOURCES.items():
        files[f"{name}.toml"] = MAPPING.format(by=by)
        files[f"{name}.csv"] = csv_of(*(row.line for row in everything if row.source == name), header=HEADER)
    write(folder, files)
    load_log(folder)
    return folder


def otherwise(rows: Iterable[Row], seen: Mapping[str, frozenset[str]], named: frozenset[str]) -> list[Row]:
    """The same steps in the same places, and something else in all that may not be read.

    seen: fields by source; all of them for one's own. named: partners whose name may be read behind a referral.
    """
    return [_other(row, seen.get(row.source), named) if not row.case.startswith("a-") else row for row in rows]


def _other(row: Row, may: frozenset[str] | None, named: frozenset[str]) -> Row:
    if may is None:
        row, may = replace(row, activity="Iets anders"), frozenset()
    if "partner" not in may:
        row = replace(row, partner=ELSEWHERE[0])
    if row.to_partner and ("to_partner" not in may or row.to_partner not in named):
        row = replace(row, to_partner=ELSEWHERE[1])
    if "requested" not in may:
        row = replace(row, requested="" if row.requested else row.started)
    if "ended" not in may:
        row = replace(row, ended="" if row.ended else row.started)
    if "product" not in may:
        row = replace(row, product="geheim")
    if "municipality" not in may:
        row = replace(row, town="" if row.town else "geheim")
    return row
