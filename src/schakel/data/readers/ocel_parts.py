"""The parts of an OCEL 2.0 file, checked one by one: types with their attributes, objects and events.

Standard: ocel-standard.org, format JSON. `objectTypes` and `eventTypes` are lists of {name, attributes: [{name,
type}]}; `objects` and `events` are lists of {id, type, attributes: [{name, value}], relationships: [{objectId,
qualifier}]}, an event with its time, an attribute of an object with the time from which it holds.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from schakel.data.readers.json_stream import JsonStream, Number
from schakel.data.readers.ocel_tables import OcelTables

PART_KEYS = {"events": {"id", "type", "time", "attributes", "relationships"}}
PART_KEYS["objects"] = PART_KEYS["events"] - {"time"}
KIND = {"events": "e", "objects": "o"}


@dataclass
class Declared:
    """The types of events or objects that the file declares, with the names of their attributes."""

    types: dict[str, set[str]] = field(default_factory=dict)
    is_there: bool = False


@dataclass
class Read:
    """What was read beside the tables. unknown: keys that OCEL does not know and that were passed over."""

    event_types: Declared = field(default_factory=Declared)
    object_types: Declared = field(default_factory=Declared)
    found: dict[str, int] = field(default_factory=dict)
    unknown: int = 0


def read_types(stream: JsonStream, path: str, into: Declared) -> None:
    """The declared types. Refusal for one without a name, or declared twice."""
    into.is_there = True
    for part in stream.items(path):
        found = _as_object(stream, part, stream.value(part))
        name = _text(stream, found, "name", part)
        if name in into.types:
            stream.refuse("type_double", path=f"{part}.name", value=name)
        attributes = _list(stream, found, "attributes", part)
        into.types[name] = {_text(stream, one, "name", place) for place, one in attributes}


def read_parts(stream: JsonStream, path: str, tables: OcelTables, read: Read) -> None:
    """All events or all objects. path: "events" or "objects". Refusal for what lacks an id, a type or a time."""
    kind, known, n = KIND[path], PART_KEYS[path], 0
    for part in stream.items(path):
        found = _as_object(stream, part, stream.value(part))
        if unknown := found.keys() - known:
            stream.check_depth(part)
            read.unknown += len(unknown)
        row = [_text(stream, found, "id", part), _text(stream, found, "type", part)]
        if kind == "e":
            row.append(_text(stream, found, "time", part))
        tables.add(f"ocel_{path}", n, *row)
        for place, (where, one) in enumerate(_list(stream, found, "attributes", part)):
            name, value = _text(stream, one, "name", where), _scalar(stream, one, where)
            if value is not None:
                time = one.get("time") if kind == "o" else None
                tables.add("ocel_values", kind, n, place, name, value, time if isinstance(time, str) else None)
        for place, (where, one) in enumerate(_list(stream, found, "relationships", part)):
            tables.add("ocel_links", kind, n, place, _text(stream, one, "objectId", where))
        n += 1
    read.found[path] = n


def _as_object(stream: JsonStream, path: str, value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        stream.refuse("part_wrong", path=path, value="{ }")
    return value


def _list(stream: JsonStream, found: dict[str, Any], key: str, path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The objects of a list, each with its path; none where the list is left out or null."""
    value = found.get(key)
    if value is None:
        return
    if not isinstance(value, list):
        stream.refuse("part_wrong", path=f"{path}.{key}", value="[ ]")
    for place, one in enumerate(value):
        where = f"{path}.{key}[{place}]"
        yield where, _as_object(stream, where, one)


def _text(stream: JsonStream, found: dict[str, Any], key: str, path: str) -> str:
    value = found.get(key)
    if not isinstance(value, str) or isinstance(value, Number) or not value.strip():
        stream.refuse("text_needed", path=f"{path}.{key}", value=key)
    return value


def _scalar(stream: JsonStream, found: dict[str, Any], path: str) -> str | None:
    value = found.get("value")
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return stream.refuse("part_wrong", path=f"{path}.value", value='"…", 12, true')
