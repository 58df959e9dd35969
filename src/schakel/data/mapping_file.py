"""The mapping file, TOML: every key is checked by name and by value, and a slip is met with a suggestion."""

import codecs
import difflib
import re
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, get_args

from schakel.chain.attribute import SLUG, Attribute
from schakel.chain.problem import Problem, refuse
from schakel.data.clock import is_zone
from schakel.data.dates import strptime_format
from schakel.data.mapping import AMSTERDAM, COLUMNS, CaseRule, FileForm, Mapping, Origin, Words
from schakel.data.readers.csv_text import ENCODINGS
from schakel.data.staged import STANDARD_ATTRIBUTES, CaseUnit, Lifecycle
from schakel.sharing.bsn import shown

SECTIONS = ("file", "columns", "attributes", "case", "values", "ranks")
FILE_KEYS = (
    "delimiter",
    "encoding",
    "decimal",
    "time_zone",
    "date_format",
    "lifecycle",
    "reference_date",
    "delivered_by",
)
CASE_KEYS = ("unit", "gap_days", "scope", "closing")
VALUES = ("partner", "activity")
TEXT_CODECS = re.compile(r"utf-(?:8|16|32)(?:-sig|-[lb]e)?|cp\d+|iso8859-\d+|ascii|mac-roman")
AT_LINE = re.compile(r"\(at line (\d+)")
DATES = "dd-mm-yyyy, yyyy-mm-dd uu:mm, %d-%m-%Y"


def read_file(path: Path) -> Mapping:
    """The mapping in a file. Refusal with every key that is unknown, double or has a wrong value."""
    reading = _Reading(path.name)
    tables = _tables(path)
    reading.keys("", tables, SECTIONS)
    mapping = Mapping(
        file=_file(reading, reading.table("file", tables)),
        columns=_columns(reading, reading.table("columns", tables)),
        attributes=_attributes(reading, reading.table("attributes", tables)),
        case=_case(reading, reading.table("case", tables)),
        **_words(reading, reading.table("values", tables)),
        ranks=_ranks(reading, tables.get("ranks", {})),
    )
    refuse(reading.problems)
    return mapping


def _tables(path: Path) -> dict[str, Any]:
    if not path.is_file():
        refuse([Problem("mapping_missing", path.name)])
    try:
        text = path.read_text(encoding="utf-8-sig")
        return tomllib.loads(text)
    except UnicodeDecodeError as error:
        refuse([Problem("mapping_toml", path.name, row=error.object[: error.start].count(b"\n") + 1)])
    except tomllib.TOMLDecodeError as error:
        place = AT_LINE.search(str(error))
        line = int(place[1]) if place else text.count("\n") + 1
        double = "Cannot overwrite" in str(error) or "twice" in str(error)
        key = re.sub(r"^[\s\[]+|[\]\s]*(=.*)?$", "", text.splitlines()[line - 1]) if double else ""
        refuse([Problem("mapping_key_double" if double else "mapping_toml", path.name, row=line, column=key)])
    return {}


@dataclass
class _Reading:
    """Values taken from the tables, and the problems met on the way."""

    name: str
    problems: list[Problem] = field(default_factory=list)

    def keys(self, path: str, table: dict[str, Any], known: Iterable[str]) -> None:
        known = tuple(known)
        for key in table:
            if key not in known:
                near = difflib.get_close_matches(key, known, 1, 0.5)
                allowed = near[0] if near else ", ".join(known)
                self.problems.append(Problem("mapping_key_unknown", self.name, column=f"{path}{key}", allowed=allowed))

    def wrong(self, path: str, value: object, allowed: str) -> None:
        self.problems.append(Problem("mapping_value", self.name, column=path, value=shown(str(value)), allowed=allowed))

    def table(self, path: str, tables: dict[str, Any]) -> dict[str, Any]:
        value = tables.get(path.rpartition(".")[2], {})
        if isinstance(value, dict):
            return value
        self.wrong(path, value, f"[{path}]")
        return {}

    def value(self, path: str, table: dict[str, Any], default: Any, fits: Callable[[Any], bool], allowed: str) -> Any:
        """A value that fits, else the default and a problem."""
        value = table.get(path.rpartition(".")[2], default)
        if value is default or fits(value):
            return value
        self.wrong(path, value, allowed)
        return default

    def text(self, path: str, table: dict[str, Any], default: str | None = "") -> Any:
        return self.value(path, table, default, _is_text, '"..."')

    def choice(self, path: str, table: dict[str, Any], default: str | None, options: Iterable[str]) -> Any:
        options = tuple(options)
        return self.value(path, table, default, lambda v: v in options, ", ".join(options))


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip()) and "\0" not in value


def _is_encoding(value: object) -> bool:
    try:
        return isinstance(value, str) and TEXT_CODECS.fullmatch(codecs.lookup(value).name) is not None
    except LookupError:
        return False


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 36_500


def _list(value: object) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]


def _file(reading: _Reading, table: dict[str, Any]) -> FileForm:
    reading.keys("file.", table, FILE_KEYS)
    delimiter = reading.value(
        "file.delimiter",
        table,
        None,
        lambda v: v == "tab" or (_is_sign(v) and v not in '"\n\r'),
        '",", ";", "tab", "|"',
    )
    formats = reading.value(
        "file.date_format", table, (), lambda v: all(_is_text(f) and strptime_format(f) for f in _list(v)), DATES
    )
    zone = reading.value("file.time_zone", table, AMSTERDAM, lambda v: isinstance(v, str) and is_zone(v), AMSTERDAM)
    return FileForm(
        delimiter="\t" if delimiter == "tab" else delimiter,
        encoding=reading.value("file.encoding", table, None, _is_encoding, ", ".join(ENCODINGS)),
        decimal=reading.choice("file.decimal", table, ".", (".", ",")),
        time_zone=zone,
        date_format=tuple(_list(formats)) if formats else (),
        lifecycle=reading.choice("file.lifecycle", table, None, get_args(Lifecycle)),
        reference_date=_date(reading, "file.reference_date", table),
        delivered_by=reading.text("file.delivered_by", table),
    )


def _is_sign(value: object) -> bool:
    return isinstance(value, str) and len(value) == 1 and value.isascii() and not value.isalnum() and value != "\0"


def _date(reading: _Reading, path: str, table: dict[str, Any]) -> date | None:
    value = table.get(path.rpartition(".")[2])
    if value is None:
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        reading.wrong(path, value, "2024-12-31")
        return None


def _columns(reading: _Reading, table: dict[str, Any]) -> tuple[tuple[str, Origin], ...]:
    reading.keys("columns.", table, COLUMNS)
    found = []
    for ours, value in table.items():
        if _is_text(value):
            found.append((ours, Origin(value)))
        elif isinstance(value, dict) and set(value) == {"value"} and _is_text(value["value"]):
            found.append((ours, Origin(value=value["value"])))
        else:
            reading.wrong(f"columns.{ours}", value, '"...", {value = "..."}')
    return tuple((ours, origin) for ours, origin in found if ours in COLUMNS)


def _attributes(reading: _Reading, table: dict[str, Any]) -> tuple[tuple[str, Attribute], ...]:
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


def _case(reading: _Reading, table: dict[str, Any]) -> CaseRule:
    reading.keys("case.", table, CASE_KEYS)
    closing = reading.value("case.closing", table, [], lambda v: all(_is_text(word) for word in _list(v)), '["..."]')
    return CaseRule(
        unit=reading.choice("case.unit", table, None, get_args(CaseUnit)),
        gap_days=reading.value("case.gap_days", table, 31, _is_count, "0-36500"),
        scope=reading.choice("case.scope", table, "shared", ("shared", "source")),
        closing=tuple(_list(closing)),
    )


def _words(reading: _Reading, tables: dict[str, Any]) -> dict[str, Words]:
    reading.keys("values.", tables, VALUES)
    found = {}
    for name in VALUES:
        table = dict(reading.table(f"values.{name}", tables))
        closed = table.pop("closed_list", False)
        if not isinstance(closed, bool):
            reading.wrong(f"values.{name}.closed_list", closed, "true, false")
        for theirs, ours in table.items():
            if not _is_text(ours):
                reading.wrong(f"values.{name}.{theirs}", ours, '"..."')
        words = tuple((theirs.strip(), ours) for theirs, ours in table.items() if _is_text(ours))
        found[f"{name}_words"] = Words(words, closed is True)
    return found


def _ranks(reading: _Reading, value: Any) -> tuple[tuple[str, int], ...]:
    """Either a list of activities in their order, or a table of activity = number."""
    if isinstance(value, list) and all(_is_text(activity) for activity in value):
        return tuple((activity, place) for place, activity in enumerate(dict.fromkeys(value), 1))
    if isinstance(value, dict) and all(_is_count(rank) for rank in value.values()):
        return tuple(value.items())
    reading.wrong("ranks", value, '["...", "..."]')
    return ()
