"""A second, slow reader of a delivered folder, in plain Python: an oracle that shares no code with Schakel's own."""

import csv
import io
import re
import tomllib
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from fnmatch import fnmatch
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from python_calamine import CalamineWorkbook

Row = dict[str, str]
FACTS = (
    "law",
    "municipality",
    "neighbourhood",
    "client_group",
    "question",
    "life_domain",
    "function",
    "line",
    "outcome",
)


@dataclass(frozen=True)
class Told:
    """One event as it is after all names are those of today. Times are local; a day is its midnight."""

    source: str
    case: str
    resident: str
    household: str
    activity: str
    partner: str
    to_partner: str
    requested: datetime | None
    started: datetime
    ended: datetime | None
    is_day: bool
    facts: tuple[str, ...]
    product: str = ""


def read_folder(folder: Path) -> list[Told]:
    """All events of all sources, after every delivery and with what was cut up joined again."""
    listed = tomllib.loads((folder / "sources.toml").read_text(encoding="utf-8"))
    names = list(csv.DictReader(io.StringIO((folder / "names.csv").read_text(encoding="utf-8"))))
    return [told for source in listed["source"] for told in _source(folder, source, names)]


def _source(folder: Path, source: dict[str, Any], names: list[Row]) -> list[Told]:
    mapping = tomllib.loads((folder / source["mapping"]).read_text(encoding="utf-8"))
    state: list[tuple[str, Told]] = []
    for delivery in source.get("delivery", [source]):
        kept, gone = [], set()
        for row in _rows(folder, delivery["files"], mapping):
            row_id = row.get(mapping["columns"].get("row_id", ""), "")
            if _is_marked(row, mapping["file"].get("deleted_rows", {})):
                gone.add(row_id)
            else:
                kept += [(row_id, told) for told in _events(source["name"], row, mapping)]
        if delivery.get("kind", "full") == "full":
            state = []
        elif delivery["kind"] == "period":
            state = [one for one in state if not delivery["from"] <= one[1].started.date() <= delivery["until"]]
        else:
            gone |= {row_id for row_id, _ in kept}
        state = [one for one in state if one[0] not in gone] + kept
    last = max(delivery["until"] for delivery in source.get("delivery", [source]))
    return [
        replace(told, ended=told.ended if told.ended and told.ended.date() <= last else None)
        for told in joined([_named(told, names) for _, told in state])
        if told.started.date() <= last
    ]


# Rows of files


def _rows(folder: Path, pattern: str, mapping: dict[str, Any]) -> Iterator[Row]:
    """Rows of the main files with those that are joined to them beside."""
    paths = sorted(path for path in folder.rglob("*") if fnmatch(str(path.relative_to(folder)), pattern))
    assert paths, pattern
    joins = mapping.get("join", [])
    main = [path for path in paths if not any(fnmatch(path.name, join["files"]) for join in joins)]
    beside: list[tuple[str, dict[str, Row]]] = []
    for join in joins:
        (path,) = (path for path in paths if fnmatch(path.name, join["files"]))
        fellows = list(_of_file(path, mapping["file"]))
        beside.append((join["to"], {row[join["key"]]: row for row in fellows}))
        assert len(beside[-1][1]) == len(fellows)
    for row in (row for path in main for row in _of_file(path, mapping["file"])):
        for to, of_key in beside:
            row = {**of_key[row[to]], **row}
        if not _is_marked(row, mapping["file"].get("drop_rows", {})):
            yield row


def _is_marked(row: Row, marks: dict[str, list[str]]) -> bool:
    return any(row[heading] in values for heading, values in marks.items())


def _of_file(path: Path, form: dict[str, Any]) -> Iterator[Row]:
    if path.suffix == ".xlsx":
        sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_name(form["sheet"])
        grid = [[_cell(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    else:
        grid = list(
            csv.reader(
                io.StringIO(_text(path, form)), delimiter="\t" if form["delimiter"] == "tab" else form["delimiter"]
            )
        )
    heading, *rows = grid[form.get("skip_rows", 0) :]
    assert len(set(heading)) == len(heading)
    for row in rows:
        yield {name: value.strip() for name, value in zip(heading, row, strict=True)}


def _text(path: Path, form: dict[str, Any]) -> str:
    content = path.read_bytes()
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            (name,) = archive.namelist()
            content = archive.read(name)
    return content.decode(form.get("encoding", "utf-8")).removeprefix("\ufeff")


def _cell(value: object) -> str:
    if isinstance(value, float):
        assert value == int(value)
        return str(int(value))
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return str(value)


# Events of a row


def _events(source: str, row: Row, mapping: dict[str, Any]) -> Iterator[Told]:
    form, shared = mapping["file"], mapping["columns"]
    for milestone in mapping.get("milestone", [{}]):
        columns = {**shared, **milestone}
        if milestone:
            columns["activity"] = {"value": milestone["activity"]}
        started = _moment(_value(row, columns.get("started")), form)
        if started is None:
            assert milestone, row
            continue
        is_moment = "ended" not in columns
        ended = started if is_moment else _moment(_value(row, columns["ended"]), form)
        words = mapping.get("values", {})
        own = mapping.get("case", {})
        scope = {key: f"{source}:" if own.get(key) == "source" else "" for key in ("scope", "residents")}
        requested = _moment(_value(row, columns.get("requested")), form)
        yield Told(
            source,
            scope["scope"] + _value(row, columns["case_id"]),
            scope["residents"] + _value(row, columns["resident"]),
            _value(row, columns.get("household")),
            _word(_value(row, columns["activity"]), words.get("activity", {})),
            _word(_value(row, columns["partner"]), words.get("partner", {})),
            _word(_value(row, columns.get("to_partner")), words.get("partner", {})),
            requested[0] if requested else None,
            started[0],
            ended[0] if ended else None,
            started[1],
            tuple(_value(row, columns.get(fact)) for fact in FACTS),
            _value(row, columns.get("product")),
        )


def _value(row: Row, origin: Any) -> str:
    if origin is None:
        return ""
    if isinstance(origin, dict):
        return str(origin["value"])
    there = [name for name in ([origin] if isinstance(origin, str) else origin) if name in row]
    return row[there[0]]


def _word(code: str, words: dict[str, Any]) -> str:
    assert code == "" or code in words or not words.get("closed_list")
    return str(words.get(code, code))


_FORMS = (
    (r"(\d{4})-(\d\d)-(\d\d)", "ymd"),
    (r"(\d{4})(\d\d)(\d\d)", "ymd"),
    (r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})", "dmy"),
)


def _moment(text: str, form: dict[str, Any]) -> tuple[datetime, bool] | None:
    """The moment and whether it is a day; None where it is not known or has not come yet."""
    empty = [*form.get("infinite_dates", ()), *form.get("unknown_dates", ())]
    if text in ("", *empty):
        return None
    if "T" in text:
        return datetime.fromisoformat(text).astimezone(ZoneInfo("Europe/Amsterdam")).replace(tzinfo=None), False
    day, _, clock = text.partition(" ")
    for pattern, order in _FORMS:
        if found := re.fullmatch(pattern, day):
            parts = dict(zip(order, map(int, found.groups()), strict=True))
            on = datetime(parts["y"], parts["m"], parts["d"])  # noqa: DTZ001 -- local time throughout
            if f"{on:%d-%m-%Y}" in empty:
                return None
            hours, minutes = map(int, clock.split(":")) if clock else (0, 0)
            return on + timedelta(hours=hours, minutes=minutes), not clock
    raise AssertionError(text)


# Names of today


def _named(told: Told, names: list[Row]) -> Told:
    facts = dict(zip(FACTS, told.facts, strict=True))

    def today(kind: str, word: str) -> str:
        found = [
            row
            for row in names
            if row["kind"] == kind
            and row["source_code"] == word
            and row["municipality"] in ("", facts["municipality"])
            and row["law"] in ("", facts["law"])
            and (row["valid_from"] or "0") <= told.started.date().isoformat() <= (row["valid_to"] or "9")
        ]
        assert len(found) < 2
        return (found[0]["successor"] or found[0]["concept"]) if found else word

    return replace(
        told,
        activity=today("activity", told.activity),
        partner=today("partner", told.partner),
        to_partner=today("partner", told.to_partner),
        facts=tuple(today(fact, value) for fact, value in facts.items()),
        product=today("product", told.product),
    )


def joined(events: list[Told]) -> list[Told]:
    """Pieces of the same help by the same partner of which one begins at most a day after the other ended, as one."""
    made: list[Told] = []
    last: dict[tuple[str, ...], int] = {}
    for told in sorted(events, key=lambda one: one.started):
        key = (told.case, told.activity, told.partner)
        before = made[last[key]] if key in last else None
        if before and before.ended and _days(before.ended, told.started) <= 1:
            made[last[key]] = replace(before, ended=told.ended)
        else:
            last[key] = len(made)
            made.append(told)
    return made


def _days(one: datetime, other: datetime) -> int:
    return (other.date() - one.date()).days
