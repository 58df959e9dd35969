"""The district teams: a row per application, with a column for the date of each milestone."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime

from schakel.simulation.as_delivered.names_then import municipality_then, provider_then
from schakel.simulation.as_delivered.text_file import dutch, renamed, text_file
from schakel.simulation.event import Event
from schakel.simulation.facts import Facts

# Milestone: the columns of its start and, where the team writes it down, its end. A second one has columns of its own.
_MILESTONES = {
    ("Keukentafelgesprek", 0): ("Datum keukentafelgesprek", "Gesprek afgerond"),
    ("Netwerkberaad", 0): ("Netwerkberaad van", "Netwerkberaad tot"),
    ("Eigen plan", 0): ("Eigen plan van", "Eigen plan tot"),
    ("Plan van aanpak", 0): ("Plan van aanpak gestart", "Plan van aanpak vastgesteld"),
    ("Beschikking", 0): ("Datum beschikking", ""),
    ("Bezwaar", 0): ("Datum bezwaar", ""),
    ("Beschikking", 1): ("Beschikking na bezwaar", ""),
    ("Verwijzing aanbieder", 0): ("Datum verwijzing", ""),
    ("Evaluatie", 0): ("Datum evaluatie", ""),
    ("Evaluatie", 1): ("Tweede evaluatie", ""),
    ("Afsluiting", 0): ("Datum afsluiting", ""),
}
_FIXED = (
    "Zaaknummer", "Cliëntnummer", "Huishoudnr", "Team", "Gemeente", "Wijk", "Wet", "Doelgroep", "Hulpvraag",
    "Leefgebied",
)  # fmt: skip
_DATES = tuple(name for columns in _MILESTONES.values() for name in columns if name)
_HEADING = (*_FIXED, *_DATES, "Verwezen naar", "Reden beëindiging", "Start zorg volgens team")
_SECOND = _MILESTONES[("Evaluatie", 1)][0]
_RAVENZANDE = {"Datum keukentafelgesprek": "Keukentafelgesprek d.d.", "Datum afsluiting": "Afgesloten op"}
_OPTIONAL = ("Datum bezwaar", "Beschikking na bezwaar", _SECOND)
_RUNNING, _NEVER = "31-12-9999", "01-01-1900"
_LINDEHAGE = "Lindehage"
# The codes of the message standard mean something else under each law; names.csv tells what.
_REASONS = {
    "Jeugdwet": {
        "doel bereikt": "31", "uitval": "32", "zonder resultaat": "33", "deels bereikt": "34", "verhuisd": "35",
        "ingetrokken": "36",
    },
    "Wmo": {
        "doel bereikt": "19", "uitval": "21", "zonder resultaat": "22", "deels bereikt": "23", "verhuisd": "31",
        "ingetrokken": "36",
    },
}  # fmt: skip
Record = dict[str, str]


def files(events: Sequence[Event], known: Facts) -> dict[str, bytes]:
    """The file of one team, by name; the three are written by three programs."""
    of_case: dict[int, list[Event]] = defaultdict(list)
    for event in events:
        of_case[event.number].append(event)
    team = events[0].resident.municipality.name
    rows = [row for number in sorted(of_case) for row in _rows(of_case[number], known, team)]
    columns = [name for name in _HEADING if team != _LINDEHAGE or name != _SECOND]
    written = [[row.get(name, "") for name in columns] for row in rows]
    if team == _LINDEHAGE:
        written.append(["Totaal", str(len(rows))] + [""] * (len(columns) - 2))
    heading = renamed(columns, _RAVENZANDE if team == "Ravenzande" else {})
    return {"aanvragen.csv": text_file(heading, written, encoding="windows-1252")}


def _rows(case: Sequence[Event], known: Facts, team: str) -> Iterator[Record]:
    """The row of an application; in Lindehage a second evaluation is a second row."""
    row = _fixed(case[0]) | _milestones(case, known)
    if team == "Ravenzande":
        row |= {name: _NEVER for name in _OPTIONAL if not row.get(name)}
    if team == "Wilgenmeer":
        row |= {end: _RUNNING for start, end in _MILESTONES.values() if end and row.get(start) and not row.get(end)}
    yield row
    if team == _LINDEHAGE and row.get(_SECOND):
        yield _fixed(case[0]) | {"Datum evaluatie": row[_SECOND]}


def _fixed(first: Event) -> Record:
    someone, question = first.resident, first.question
    values = (
        first.case,
        first.client,
        first.household,
        f"WT-{someone.municipality.name[:3].upper()}",
        municipality_then(someone, first.started.date()),  # nobody changes it in applications that run
        someone.neighbourhood,
        question.law,
        question.client_group,
        question.name,
        question.life_domain,
    )
    return dict(zip(_FIXED, values, strict=True))


def _milestones(case: Sequence[Event], known: Facts) -> Record:
    row: Record = {}
    times: dict[str, int] = defaultdict(int)
    for event in case:
        start, end = _MILESTONES[(event.activity, times[event.activity])]
        times[event.activity] += 1
        row[start] = dutch(event.started)
        if end:
            row[end] = dutch(event.ended)
        if event.to_partner:
            name = provider_then(known, event.to_partner, event)
            row["Verwezen naar"] = f"{name} " if event.number % 11 == 0 else name
            row["Start zorg volgens team"] = dutch(_guess(event.started))
        if event.outcome:
            row["Reden beëindiging"] = _REASONS[event.question.law][event.outcome]
    return row


def _guess(referred: datetime) -> datetime:
    """What the team thinks that the provider did: the first day of the next month."""
    return referred.replace(year=referred.year + referred.month // 12, month=referred.month % 12 + 1, day=1)
