"""The mapping file, TOML: every key is checked by name and by value, and a slip is met with a suggestion."""

import codecs
import re
from pathlib import Path
from typing import Any, get_args

from schakel.chain.attribute import SLUG, Attribute
from schakel.chain.problem import refuse
from schakel.data.clock import is_zone
from schakel.data.dates import strptime_format
from schakel.data.mapping import AMSTERDAM, COLUMNS, CaseRule, FileForm, Join, Mapping, Milestone, Origin, Words
from schakel.data.readers.csv_text import ENCODINGS
from schakel.data.staged import STANDARD_ATTRIBUTES, CaseUnit, Lifecycle
from schakel.data.toml_reading import Reading, as_list, is_count, is_text, tables

SECTIONS = ("file", "columns", "attributes", "milestone", "join", "case", "values", "ranks")
FILE_KEYS = (
    "delimiter",
    "encoding",
    "decimal",
    "time_zone",
    "date_format",
    "lifecycle",
    "reference_date",
    "delivered_by",
    "sheet",
    "skip_rows",
    "infinite_dates",
    "unknown_dates",
    "drop_rows",
    "deleted_rows",
    "follow_type",
    "schemas",
)
CASE_KEYS = ("unit", "gap_days", "continued_days", "scope", "residents", "closing")
JOIN_KEYS = ("files", "key", "to")
VALUES = ("partner", "activity")
TEXT_CODECS = re.compile(r"utf-(?:8|16|32)(?:-sig|-[lb]e)?|cp\d+|iso8859-\d+|ascii|mac-roman")
DATES = "dd-mm-yyyy, yyyy-mm-dd uu:mm, %d-%m-%Y"


def read_file(path: Path) -> Mapping:
    """The mapping in a file. Refusal with every key that is unknown, double or has a wrong value."""
    reading = Reading(path.name)
    found = tables(path)
    reading.keys("", found, SECTIONS)
    words = _words(reading, reading.table("values", found))
    mapping = Mapping(
        file=_file(reading, reading.table("file", found)),
        columns=_columns(reading, reading.table("columns", found)),
        attributes=_attributes(reading, reading.table("attributes", found)),
        milestones=_milestones(reading, found),
        joins=_joins(reading, found),
        case=case_rule(reading, reading.table("case", found)),
        partner_words=words["partner_words"],
        activity_words=words["activity_words"],
        ranks=rank_list(reading, found.get("ranks", {})),
    )
    refuse(reading.problems)
    return mapping


def _is_encoding(value: object) -> bool:
    try:
        return isinstance(value, str) and TEXT_CODECS.fullmatch(codecs.lookup(value).name) is not None
    except LookupError:
        return False


def _file(reading: Reading, table: dict[str, Any]) -> FileForm:
    reading.keys("file.", table, FILE_KEYS)
    delimiter = reading.value(
        "file.delimiter",
        table,
        None,
        lambda v: v == "tab" or (_is_sign(v) and v not in '"\n\r'),
        '",", ";", "tab", "|"',
    )
    formats = reading.value(
        "file.date_format", table, (), lambda v: all(is_text(f) and strptime_format(f) for f in as_list(v)), DATES
    )
    zone = reading.value("file.time_zone", table, AMSTERDAM, lambda v: isinstance(v, str) and is_zone(v), AMSTERDAM)
    return FileForm(
        delimiter="\t" if delimiter == "tab" else delimiter,
        encoding=reading.value("file.encoding", table, None, _is_encoding, ", ".join(ENCODINGS)),
        decimal=reading.choice("file.decimal", table, ".", (".", ",")),
        time_zone=zone,
        date_format=tuple(as_list(formats)) if formats else (),
        lifecycle=reading.choice("file.lifecycle", table, None, get_args(Lifecycle)),
        reference_date=reading.date("file.reference_date", table),
        delivered_by=reading.text("file.delivered_by", table),
        sheet=reading.text("file.sheet", table),
        skip_rows=reading.value("file.skip_rows", table, 0, is_count, "0-36500"),
        infinite_dates=reading.texts("file.infinite_dates", table),
        unknown_dates=reading.texts("file.unknown_dates", table),
        drop_rows=_values_of_columns(reading, "file.drop_rows", table),
        deleted_rows=_values_of_columns(reading, "file.deleted_rows", table),
        follow_type=reading.text("file.follow_type", table),
        schemas=reading.text("file.schemas", table),
    )


def _values_of_columns(reading: Reading, path: str, table: dict[str, Any]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Their heading = the values that mark a row. An empty text stands for an empty cell."""
    found = []
    for theirs, given in reading.table(path, table).items():
        values = as_list(given)
        if all(isinstance(value, str) and "\0" not in value for value in values):
            found.append((theirs, tuple(value.strip() for value in values)))
        else:
            reading.wrong(f"{path}.{theirs}", given, '["...", ""]')
    return tuple(found)


def _is_sign(value: object) -> bool:
    return isinstance(value, str) and len(value) == 1 and value.isascii() and not value.isalnum() and value != "\0"


def _columns(reading: Reading, table: dict[str, Any]) -> tuple[tuple[str, Origin], ...]:
    reading.keys("columns.", table, COLUMNS)
    found = ((ours, _origin(reading, f"columns.{ours}", value)) for ours, value in table.items() if ours in COLUMNS)
    return tuple((ours, origin) for ours, origin in found if origin is not None)


def _origin(reading: Reading, path: str, value: Any) -> Origin | None:
    """A heading, several of which the first that is there counts, or one value for every row."""
    if isinstance(value, dict) and set(value) == {"value"} and is_text(value["value"]):
        return Origin(value=value["value"])
    names = as_list(value)
    if names and all(is_text(name) for name in names):
        return Origin(names[0], others=tuple(names[1:]))
    reading.wrong(path, value, '"...", ["...", "..."], {value = "..."}')
    return None


def _milestones(reading: Reading, found: dict[str, Any]) -> tuple[Milestone, ...]:
    made = []
    for place, table in enumerate(reading.array("milestone", found), 1):
        path = f"milestone.{place}"
        reading.keys(f"{path}.", table, COLUMNS)
        activity = table.get("activity")
        if not is_text(activity):
            reading.wrong(f"{path}.activity", activity, '"..."')
            continue
        if "started" not in table and "ended" not in table:
            reading.wrong(f"{path}.started", "", '"..."')
        columns = ((ours, _origin(reading, f"{path}.{ours}", value)) for ours, value in table.items())
        kept = tuple((ours, origin) for ours, origin in columns if origin and ours in COLUMNS and ours != "activity")
        made.append(Milestone(str(activity), kept))
    return tuple(made)


def _joins(reading: Reading, found: dict[str, Any]) -> tuple[Join, ...]:
    made = []
    for place, table in enumerate(reading.array("join", found), 1):
        path = f"join.{place}"
        reading.keys(f"{path}.", table, JOIN_KEYS)
        for key in JOIN_KEYS:
            if not is_text(table.get(key)):
                reading.wrong(f"{path}.{key}", table.get(key), '"..."')
        if all(is_text(table.get(key)) for key in JOIN_KEYS):
            made.append(Join(*(table[key].strip() for key in JOIN_KEYS)))
    return tuple(made)


def _attributes(reading: Reading, table: dict[str, Any]) -> tuple[tuple[str, Attribute], ...]:
    found: list[tuple[str, Attribute]] = []
    for theirs in table:
        path = f"attributes.{theirs}"
        given = reading.table(path, {theirs.rpartition(".")[2]: table[theirs]})
        reading.keys(f"{path}.", given, ("as", "level", "type"))
        taken = {attribute.slug for _, attribute in found} | {attribute.slug for attribute in STANDARD_ATTRIBUTES}
        slug = given.get("as")
        if not isinstance(slug, str) or not SLUG.match(slug) or slug in taken:
            reading.wrong(f"{path}.as", slug, "a-z, 0-9, _ (1-40)")
            continue
        level = reading.choice(f"{path}.level", given, "event", ("case", "event"))
        kind = reading.choice(f"{path}.type", given, "text", ("text", "number", "date"))
        found.append((theirs, Attribute(slug, theirs, level, kind)))
    return tuple(found)


def case_rule(reading: Reading, table: dict[str, Any]) -> CaseRule:
    """What a case is, from `[case]` of a mapping or of a sources file."""
    reading.keys("case.", table, CASE_KEYS)
    closing = reading.value("case.closing", table, [], lambda v: all(is_text(word) for word in as_list(v)), '["..."]')
    return CaseRule(
        unit=reading.choice("case.unit", table, None, get_args(CaseUnit)),
        gap_days=reading.value("case.gap_days", table, 31, is_count, "0-36500"),
        continued_days=reading.value("case.continued_days", table, 1, is_count, "0-36500"),
        scope=reading.choice("case.scope", table, "shared", ("shared", "source")),
        residents=reading.choice("case.residents", table, "shared", ("shared", "source")),
        closing=tuple(as_list(closing)),
    )


def _words(reading: Reading, tables: dict[str, Any]) -> dict[str, Words]:
    reading.keys("values.", tables, VALUES)
    found = {}
    for name in VALUES:
        table = dict(reading.table(f"values.{name}", tables))
        closed = table.pop("closed_list", False)
        if not isinstance(closed, bool):
            reading.wrong(f"values.{name}.closed_list", closed, "true, false")
        for theirs, ours in table.items():
            if not is_text(ours):
                reading.wrong(f"values.{name}.{theirs}", ours, '"..."')
        words = tuple((theirs.strip(), ours) for theirs, ours in table.items() if is_text(ours))
        found[f"{name}_words"] = Words(words, closed is True)
    return found


def rank_list(reading: Reading, value: Any) -> tuple[tuple[str, int], ...]:
    """The order of activities within a day: a list in their order, or a table of activity = number."""
    if isinstance(value, list) and all(is_text(activity) for activity in value):
        return tuple((activity, place) for place, activity in enumerate(dict.fromkeys(value), 1))
    if isinstance(value, dict) and all(is_count(rank) for rank in value.values()):
        return tuple(value.items())
    reading.wrong("ranks", value, '["...", "..."]')
    return ()
