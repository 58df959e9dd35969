"""The district teams: a row per application, with columns for each milestone."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from schakel.simulation.as_delivered.names_then import municipality_then, provider_then
from schakel.simulation.as_delivered.source import CLOSING
from schakel.simulation.as_delivered.text_file import dutch, dutch_time, renamed, text_file
from schakel.simulation.region.event import Event


@dataclass(frozen=True)
class _Columns:
    """Headings of a milestone: of its start, of its end and of who goes on, the last two empty where there is none."""

    start: str
    end: str = ""
    to: str = ""


# By activity; a second one of a case has columns of its own, where there are, and a row of its own where there are not.
_MILESTONES = {
    "Keukentafelgesprek": (_Columns("Datum keukentafelgesprek", "Gesprek afgerond", "Na gesprek naar"),),
    "Netwerkberaad": (_Columns("Netwerkberaad van", "Netwerkberaad tot", "Na netwerkberaad naar"),),
    "Eigen plan": (_Columns("Eigen plan van", "Eigen plan tot", "Na eigen plan naar"),),
    "Plan van aanpak": (_Columns("Plan van aanpak gestart", "Plan van aanpak vastgesteld", "Na plan naar"),),
    "Beschikking": (
        _Columns("Datum beschikking", "Beschikking afgerond", "Na beschikking naar"),
        _Columns("Nieuwe beschikking", "Nieuwe beschikking afgerond", "Na nieuwe beschikking naar"),
    ),
    "Verwijzing aanbieder": (_Columns("Datum verwijzing", "Verwijzing afgerond", "Verwezen naar"),),
    "Evaluatie": (
        _Columns("Datum evaluatie", "Evaluatie afgerond", "Na evaluatie naar"),
        _Columns("Tweede evaluatie", "Tweede evaluatie afgerond", "Na tweede evaluatie naar"),
    ),
    CLOSING: (_Columns("Datum afsluiting"),),
}
_Form = Mapping[str, tuple[_Columns, ...]]
_LINDEHAGE, _RAVENZANDE, _WILGENMEER = "Lindehage", "Ravenzande", "Wilgenmeer"
_SHORT = {
    **_MILESTONES,
    **{
        activity: tuple(_Columns(one.start, to=one.to) for one in _MILESTONES[activity][:most])
        for activity, most in (("Beschikking", 2), ("Verwijzing aanbieder", 1), ("Evaluatie", 1))
    },
}
_FIXED = (
    "Zaaknummer", "Cliëntnummer", "Huishoudnr", "Team", "Gemeente", "Wijk", "Wet", "Doelgroep", "Hulpvraag",
    "Leefgebied",
)  # fmt: skip
_REASON, _CARE = "Reden beëindiging", "Start zorg volgens team"
_OTHERWISE = {"Datum keukentafelgesprek": "Keukentafelgesprek d.d.", "Datum afsluiting": "Afgesloten op"}
_OPTIONAL = ("Nieuwe beschikking", "Tweede evaluatie")
_OWN_DOMAIN = ("Eigen plan", "Netwerkberaad")  # of which the mapping tells the life domain
_RUNNING, _NEVER = "31-12-9999", "01-01-1900"
# The codes of the message standard mean something else under each law; names.csv tells what.
_REASONS = {
    "Jeugdwet": {
        "doel bereikt": "31", "uitval": "32", "zonder resultaat": "33", "deels bereikt": "34", "vraag beantwoord": "35",
        "ingetrokken": "36",
    },
    "Wmo": {
        "doel bereikt": "19", "uitval": "21", "zonder resultaat": "22", "deels bereikt": "23", "vraag beantwoord": "31",
        "ingetrokken": "36",
    },
}  # fmt: skip
Record = dict[str, str]


def files(events: Sequence[Event]) -> dict[str, bytes]:
    """The file of one team, by name; the three are written by three programs."""
    of_case: dict[int, list[Event]] = defaultdict(list)
    for event in events:
        of_case[event.number].append(event)
    team = events[0].resident.municipality.name
    form = _SHORT if team == _LINDEHAGE else _MILESTONES
    rows = [row for number in sorted(of_case) for row in _rows(of_case[number], form, team)]
    columns = _heading(form)
    written = [[row.get(name, "") for name in columns] for row in rows]
    if team == _LINDEHAGE:
        written.append(["Totaal", str(len(rows))] + [""] * (len(columns) - 2))
    heading = renamed(columns, _OTHERWISE if team == _RAVENZANDE else {})
    return {"aanvragen.csv": text_file(heading, written, encoding="windows-1252")}


def _heading(form: _Form) -> list[str]:
    asked = [name for sets in form.values() for one in sets for name in (one.start, one.end, one.to) if name]
    return [*_FIXED, *asked, _REASON, _CARE]


def _rows(case: Sequence[Event], form: _Form, team: str) -> Iterator[Record]:
    """The row of an application, and further rows of it where there is no column left for what happened again."""
    rows: dict[int, Record] = {}
    times: dict[str, int] = defaultdict(int)
    for event in case:
        sets = form[event.activity]
        turn, place = divmod(times[event.activity], len(sets))
        times[event.activity] += 1
        rows.setdefault(turn, _fixed(case)).update(_milestone(event, sets[place], team))
    for turn in sorted(rows):
        optional = {name: _NEVER for name in _OPTIONAL if team == _RAVENZANDE}
        yield optional | rows[turn]


def _fixed(case: Sequence[Event]) -> Record:
    first = case[0]
    someone, question = first.resident, first.question
    domain = next((event.life_domain for event in case if event.activity not in _OWN_DOMAIN), "")
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
        domain,
    )
    return dict(zip(_FIXED, values, strict=True))


def _milestone(event: Event, columns: _Columns, team: str) -> Record:
    when = dutch if event.is_day else dutch_time
    row = {columns.start: when(event.started)}
    if columns.end:
        row[columns.end] = when(event.ended) or (_RUNNING if team == _WILGENMEER else "")
    if event.to_partner:
        name = provider_then(event.to_partner, event)
        row[columns.to] = f"{name} " if event.number % 11 == 0 else name
        row[_CARE] = dutch(_guess(event.started))
    if event.outcome:
        row[_REASON] = _REASONS[event.question.law][event.outcome]
    return row


def _guess(referred: datetime) -> datetime:
    """What the team thinks that the provider did: the first day of the next month."""
    return referred.replace(year=referred.year + referred.month // 12, month=referred.month % 12 + 1, day=1)
