"""What each column of a source is, by its heading and its values, and which columns must stay out."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from duckdb import DuckDBPyConnection

from schakel.data.deliveries.proposal.column_look import FEW, ColumnLook
from schakel.data.deliveries.proposal.dates_found import DatesOfSource
from schakel.data.deliveries.proposal.heading_words import TAKEN_ON, date_heading, heading_words, sensitive
from schakel.data.propose import KNOWN, normal
from schakel.data.sql import one

_NUMBER = "(?:s?(?:nr|nummer|id|code|key|sleutel|kenmerk|identificatie|referentie|volgnr))"
# Headings that KNOWN does not list in so many words: pattern on the normal heading, with a number of some kind.
_PERSONS = "client|klant|persoon|burger|inwoner|bewoner|deelnemer|jeugdige|patient|kandidaat"
_CASES = (
    "zaak|dossier|traject|casus|beschikking|toewijzing|voorziening|indicatie|arrangement|behandel(?:ing)?|plaatsing|"
    "opname"
)
_ENDS = "einde|stop|beeindiging|afsluiting|uitstroom"
_ID_HEADINGS = (
    ("resident", rf"\w*(?:{_PERSONS}){_NUMBER}\w*"),
    ("household", rf"\w*(?:huishouden|huishoud|gezin){_NUMBER}"),
    ("case_id", rf"\w*(?:{_CASES}){_NUMBER}"),
    ("case_id", rf"(?:aanvraag|melding|verzoek|order|case){_NUMBER}"),
)
_WORD_HEADINGS = (
    ("outcome", rf"(?:(?:reden|oorzaak)(?:van)?(?:{_ENDS})\w*|(?:eind|stop|afsluit|uitstroom)reden\w*)"),
    ("municipality", r"gemeente(?:naam|code|van\w*)?|\w+gemeente"),
    ("partner", r"(?:naam|code)?(?:zorg|hulp|jeugdhulp)?(?:aanbieder|instelling|organisatie)(?:naam|code)?"),
    ("product", r"(?:soort|type|naam)?(?:product|voorziening|hulp|zorg)(?:soort|vorm|type|naam|categorie)?"),
)  # fmt: skip
_LAWS = (
    "wmo", "wmo 2015", "jw", "jeugdwet", "jeugd", "pw", "participatiewet", "participatie", "zvw", "wlz", "wgs",
    "schuldhulpverlening", "bijstand", "inburgering", "wi2021", "ioaw", "ioaz",
)  # fmt: skip
ROW_IDS = {
    "regelnummer", "regelnr", "rijnummer", "rijid", "volgnummer", "recordid", "recordnummer", "mutatieid", "regelid",
    "mutatienummer", "registratieid", "registratienummer", "rowid", "uniekid", "uuid", "gebeurtenisid", "eventid",
    "id", "regel", "recordnr",
}  # fmt: skip
IDS = ("case_id", "resident", "household")
WORDS = ("activity", "partner", "to_partner", "law", "municipality", "neighbourhood", "client_group", "question",
         "life_domain", "line", "product", "function", "outcome")  # fmt: skip


@dataclass(frozen=True)
class Roles:
    """columns: our name -> place of the column. dates: places of dates on which something happened.

    left_out: place -> why it must not come in; not_events: dates that are plans or say when it was typed in, place ->
    which; others: places of what is left.
    """

    columns: Mapping[str, int]
    dates: tuple[int, ...]
    left_out: Mapping[int, str] = field(default_factory=dict)
    not_events: Mapping[int, str] = field(default_factory=dict)
    others: tuple[int, ...] = ()


@lru_cache(maxsize=4096)
def role_by_name(heading: str) -> str:
    """Our name for a column with this heading; "" when the heading says nothing."""
    plain = normal(heading)
    for ours, names in KNOWN.items():
        if plain in {normal(name) for name in names}:
            return ours
    return next((ours for ours, form in (*_ID_HEADINGS, *_WORD_HEADINGS) if re.fullmatch(form, plain)), "")


def find_roles(
    connection: DuckDBPyConnection, relation: str, columns: Sequence[ColumnLook], dates: DatesOfSource
) -> Roles:
    """Decide what each column is: first what must stay out, then dates, then ids and words."""
    left_out = {
        place: why for place, column in enumerate(columns) if (why := _why_out(column, place in dates.by_place))
    }
    open_places = [place for place in range(len(columns)) if place not in left_out and columns[place].filled]
    dated = [place for place in open_places if place in dates.by_place]
    not_events = _not_events(columns, dates, dated)
    plain = [place for place in open_places if place not in dates.by_place]
    found: dict[str, int] = {}
    for ours in (*IDS, *WORDS, "outcome_score", "cost_cents", "lifecycle", "instance"):
        place = _best(columns, [place for place in plain if place not in found.values()], ours)
        if place is not None:
            found[ours] = place
    _patients(columns, found, plain)
    if "law" not in found and (law := _law(connection, relation, columns, plain, found)) is not None:
        found["law"] = law
    others = tuple(place for place in plain if place not in found.values())
    return Roles(found, tuple(place for place in dated if place not in not_events), left_out, not_events, others)


def _why_out(column: ColumnLook, is_date: bool) -> str:
    if column.is_bsn:
        return "bsn"
    why = sensitive(column.heading)
    if why in ("staff", "notes", "health") and is_date:
        return ""
    if why == "notes" and column.is_word_list and column.words < 3:
        return ""
    return why or ("free_text" if column.is_free_text and not is_date else "")


def _not_events(columns: Sequence[ColumnLook], dates: DatesOfSource, places: Sequence[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for place in places:
        said = date_heading(columns[place].heading)
        constant = dates.by_place[place].distinct == 1 and columns[place].rows > 20
        if constant and set(heading_words(columns[place].heading)) & TAKEN_ON:
            found[place] = "taken_on"
        elif said.is_planned:
            found[place] = "planned"
        elif said.is_typed_in:
            found[place] = "typed_in"
    kept = [place for place in places if place not in found]
    if not kept:  # better the day on which it was typed in than no day
        found = {place: why for place, why in found.items() if why != "typed_in"}
    return found


def _best(columns: Sequence[ColumnLook], places: Sequence[int], ours: str) -> int | None:
    """The column that goes by the best of our names, if its values do not speak against it."""
    named = [place for place in places if role_by_name(columns[place].heading) == ours and _fits(columns[place], ours)]
    names = [normal(name) for name in KNOWN[ours]]

    def rank(place: int) -> tuple[int, int]:
        plain = normal(columns[place].heading)
        return (names.index(plain) if plain in names else len(names), place)

    return min(named, key=rank, default=None)


def _fits(column: ColumnLook, ours: str) -> bool:
    if ours in IDS:
        return column.words < 2 and column.distinct > (column.rows > 20)
    if ours in ("outcome_score", "cost_cents"):
        return column.numeric > 0.99 and not column.commas
    if ours == "lifecycle":
        return column.distinct <= 15 and column.words < 2
    if ours == "instance":
        return column.is_id
    if ours == "activity":
        return not column.is_free_text and column.distinct <= max(FEW, column.filled * 0.05) and column.words < 8
    return not column.is_free_text and column.words < 8


def _patients(columns: Sequence[ColumnLook], found: dict[str, int], places: Sequence[int]) -> None:
    """A patient is a person, and the case only where no other number is followed."""
    case = found.get("case_id")
    if case is None or "resident" in found or not normal(columns[case].heading).startswith("patient"):
        return
    found["resident"] = found.pop("case_id")
    other = _best(columns, [place for place in places if place not in found.values()], "case_id")
    if other is not None:
        found["case_id"] = other


def _law(
    connection: DuckDBPyConnection,
    relation: str,
    columns: Sequence[ColumnLook],
    places: Sequence[int],
    found: Mapping[str, int],
) -> int | None:
    for place in places:
        column = columns[place]
        if place in found.values() or column.distinct > 12 or column.coded > 0.5:
            continue
        (n,) = one(
            connection,
            f"SELECT count(*) FILTER (lower({column.sql}) IN ({', '.join(map(repr, _LAWS))})) FROM {relation}",  # noqa: S608
        )
        if n >= 0.9 * column.filled:
            return place
    return None


def row_id(columns: Sequence[ColumnLook], others: Sequence[int], rows_of_file: int) -> int | None:
    """The column that numbers rows: by its heading, and different in each row of a file."""
    fitting = (place for place in others if normal(columns[place].heading) in ROW_IDS)
    return next((place for place in fitting if columns[place].distinct >= rows_of_file), None)
