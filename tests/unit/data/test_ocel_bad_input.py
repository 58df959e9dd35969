"""Bad OCEL is refused with the place and the reason, in both languages, and nothing is left behind."""

import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from schakel.chain.problem import Refusal
from schakel.data.mapping import FileForm, Mapping
from schakel.data.readers.json_stream import JsonStream
from schakel.data.readers.kind import kind_of
from schakel.report.terminal import problem_sentence
from unit.data.ocel_examples import event, log, problems, write

ZAAK = Mapping(file=FileForm(follow_type="Zaak"))
TEXT = json.dumps(log())


def changed(change: Callable[[dict[str, Any]], object]) -> str:
    """The log as text, after a change."""
    found = log()
    change(found)
    return json.dumps(found)


def put(*path: str | int, value: object) -> str:
    """The log with one value replaced."""

    def change(found: Any) -> None:
        for step in path[:-1]:
            found = found[step]
        found[path[-1]] = value

    return changed(change)


def at(text: str, sought: str) -> int:
    return len(text[: text.index(sought)].encode())


DOUBLE = TEXT.replace('"time": "2024-02-03', '"id": "e9", "time": "2024-02-03')
NAN = TEXT.replace('"value": 12', '"value": NaN')
INFINITY = TEXT.replace('"value": 12', '"value": -Infinity')
DEEP = TEXT.replace('"value": 12', '"value": ' + "[" * 10_000 + "]" * 10_000)
DEEP_KEY = TEXT.replace('"id": "e2"', '"extra": ' + '{"a":' * 200 + "1" + "}" * 200 + ', "id": "e2"')
DEEP_TOP = TEXT[:-1] + ', "more": ' + "[" * 200 + "]" * 200 + "}"

CASES: list[tuple[str, str | bytes, str, dict[str, Any]]] = [
    # code, file, path, and what else must be told
    (
        "json_cut",
        TEXT[: TEXT.index('"value": 12') + 8],
        "events[2].attributes[0]",
        {"offset": TEXT.index('"value": 12') + 8},
    ),
    ("json_cut", TEXT[:-1], "$", {"offset": len(TEXT) - 1}),
    ("json_cut", TEXT[: TEXT.index("Verwijzing") + 3], "eventTypes[1].name", {}),
    ("json_key_double", DOUBLE, "events[1].id", {"offset": at(DOUBLE, '"id": "e9"'), "value": "id"}),
    ("json_key_double", '{"events": [], "events": []}', "$", {"offset": 15, "value": "events"}),
    ("json_depth", DEEP, "events[2].attributes[0].value", {"limit": 100}),
    ("json_depth", DEEP_KEY, "events[1].extra.a.a.a", {}),
    ("json_depth", DEEP_TOP, "more[0][0][0]", {}),
    ("json_constant", NAN, "events[2].attributes[0].value", {"offset": at(NAN, "NaN"), "value": "NaN"}),
    ("json_constant", INFINITY, "events[2].attributes[0].value", {"value": "-Infinity"}),
    ("json_malformed", TEXT.replace('"events": [', '"events": [,', 1), "events[0]", {}),
    ("json_malformed", TEXT + "{}", "$", {"offset": len(TEXT)}),
    ("json_malformed", TEXT.replace('"value": 12', '"value": 012'), "events[2].attributes[0].value", {}),
    ("json_malformed", TEXT.replace('"id": "e2"', "'id': 'e2'"), "events[1]", {}),
    ("json_sign", TEXT.replace("Verwijzing", "Ver\twijzing", 1), "eventTypes[1].name", {}),
    ("json_sign", TEXT.replace("Verwijzing", "Ver\\xijzing", 1), "eventTypes[1].name", {}),
    (
        "json_utf8",
        TEXT.encode().replace(b"Verwijzing", b"Verw\xebjzing", 1),
        "$",
        {"offset": at(TEXT, "Verwijzing") + 4},
    ),
    ("json_text", TEXT.replace("Ravenzande", "\\ud83d"), "objects[0].attributes[0].value", {}),
    ("json_text", TEXT.replace("Ravenzande", "a\\u0000b"), "objects[0].attributes[0].value", {}),
    ("json_text_needed", put("events", 1, "id", value=7), "events[1].id", {"value": "id"}),
    ("json_text_needed", put("events", 1, "time", value=None), "events[1].time", {"value": "time"}),
    ("json_text_needed", put("events", 1, "type", value=" "), "events[1].type", {}),
    ("json_part_wrong", put("events", 1, value="e2"), "events[1]", {}),
    ("json_part_wrong", put("events", 1, "relationships", value={}), "events[1].relationships", {}),
    ("json_part_wrong", put("events", 0, "attributes", 0, "value", value=[1]), "events[0].attributes[0].value", {}),
    ("json_malformed", put("events", value=7), "events", {}),
    ("json_type_double", changed(lambda f: f["eventTypes"].append(f["eventTypes"][0])), "eventTypes[4].name", {}),
    (
        "ocel_object_unknown",
        TEXT.replace('"objectId": "z2"', '"objectId": "z-404"', 1),
        "events[3].relationships[0].objectId",
        {"value": "a-999"},
    ),
    ("ocel_type_unknown", put("events", 2, "type", value="Begin"), "events[2].type", {"value": "Begin"}),
    ("ocel_type_unknown", put("objects", 5, "type", value="Organisatie"), "objects[5].type", {"value": "Organisatie"}),
    (
        "ocel_attribute_unknown",
        TEXT.replace('"uren", "value": 12', '"duur", "value": 12'),
        "events[2].attributes[0]",
        {"value": "duur", "allowed": "uren"},
    ),
    (
        "ocel_attribute_unknown",
        put("objects", 0, "attributes", 0, "name", value="plaats"),
        "objects[0].attributes[0]",
        {"allowed": "fase, gemeente"},
    ),
    ("ocel_id_double", put("events", 3, "id", value="e1"), "events[3].id", {"allowed": "events[0]"}),
    ("ocel_part_missing", changed(lambda f: f.pop("objectTypes")), "", {"value": "objectTypes"}),
    (
        "ocel_part_missing",
        '{"name": "schakel", "version": 1}',
        "",
        {"value": "events, objects, eventTypes, objectTypes"},
    ),
    ("ocel_old", '{"ocel:global-log": {"ocel:version": "1.0"}, "ocel:events": {}}', "", {}),
    ("no_rows_ocel", put("events", value=[]), "", {}),
    (
        "ocel_no_events",
        changed(lambda f: f.update(events=[event("e1", "Start", "2024-01-01", ["p1"])])),
        "",
        {"value": "Zaak"},
    ),
]


@pytest.mark.parametrize(("code", "text", "path", "told"), CASES)
def test_it_is_refused_with_its_place(
    code: str, text: str | bytes, path: str, told: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    began = time.monotonic()
    found = problems(write(tmp_path, text), ZAAK)[0]
    assert time.monotonic() - began < 10
    assert found.code == code
    parts = dict(found.more) | {"value": found.value, "allowed": found.allowed}
    assert str(parts.get("path", "")).startswith(path)
    assert parts | told == parts
    for lang in ("nl", "en"):
        assert problem_sentence(found, lang).startswith("log.jsonocel")
    assert not list(temporary.iterdir())


def test_all_unknown_objects_are_counted_and_twenty_are_told(tmp_path: Path) -> None:
    found = log()
    for number in range(30):
        found["events"].append(event(f"y{number}", "Start", "2024-01-01T00:00:00Z", ["z1", f"weg{number}"]))
    from unit.data import ocel_examples

    with pytest.raises(Refusal) as refusal:
        ocel_examples.flat(write(tmp_path, found))
    assert refusal.value.total == 30
    assert len(refusal.value.problems) == 20


def test_numbers_of_people_are_refused_and_never_told(tmp_path: Path) -> None:
    from unit.data.bad_files import elevenfold

    found = log()
    numbers = elevenfold(12)
    for place, number in enumerate(numbers):
        tie = {"objectId": number, "qualifier": ""}
        found["objects"].append({"id": number, "type": "Inwoner"})
        found["objects"].append({"id": f"zaak-{place}", "type": "Zaak", "relationships": [tie]})
        found["events"].append(event(f"e{number}", "Start", "2024-01-01T00:00:00Z", [f"zaak-{place}"]))
    told = problems(write(tmp_path, found), ZAAK)
    assert [one.code for one in told] == ["bsn_column"]
    found["events"][-1]["relationships"].append({"objectId": numbers[0][::-1], "qualifier": ""})
    told = problems(write(tmp_path, found), ZAAK)
    said = " ".join(problem_sentence(one, lang) for one in told for lang in ("nl", "en"))
    assert "999999999" in said
    assert not any(number in said or number[::-1] in said for number in numbers)


def test_a_date_that_is_none_is_told_by_the_number_of_its_event(tmp_path: Path) -> None:
    text = TEXT.replace("2024-02-03T09:00:00Z", "2024-02-33T09:00:00Z")
    assert [(one.code, one.row) for one in problems(write(tmp_path, text), ZAAK)] == [("date_wrong", 2)]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("log.xmlocel", b"<?xml version='1.0'?><log/>", "ocel_form"),
        ("log.sqlite", b"SQLite format 3\0" + bytes(100), "ocel_form"),
        ("log.jsonocel", b"SQLite format 3\0" + bytes(100), "kind_differs"),
        ("log.jsonocel", b"<log/>", "kind_differs"),
        ("log.csv", b'{"events": []}', "kind_differs"),
        ("log.jsonocel", b"", "file_empty"),
        ("log.jsonocel", b"[1, 2]", "kind_differs"),
    ],
)
def test_other_forms_are_told_by_their_name_and_content(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    with pytest.raises(Refusal) as refusal:
        kind_of(write(tmp_path, data, name))
    assert [one.code for one in refusal.value.problems] == [code]
    assert problem_sentence(refusal.value.problems[0], "nl")


def test_a_part_without_end_is_not_read_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("schakel.data.readers.xes_bytes.BLOCK", 1000)
    monkeypatch.setattr("schakel.data.readers.json_stream.MAX_PART", 3000)
    found = problems(write(tmp_path, put("events", 1, "id", value="x" * 50_000)), ZAAK)[0]
    assert found.code == "json_part_large"
    assert dict(found.more)["path"] == "events[1]"


def test_no_more_is_held_than_a_part_and_a_block(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("schakel.data.readers.xes_bytes.BLOCK", 1000)
    events = [event(f"e{n}", "Start", "2024-01-01T00:00:00Z", ["z1"]) for n in range(2000)]
    stream, most = JsonStream(write(tmp_path, {"events": events, "objects": []})), 0
    for key in stream.members(""):
        for path in stream.items(key):
            stream.value(path)
            most = max(most, stream.held)
    assert 500 < most < 4000
