"""OCEL 2.0: one type of object is followed; what is one-to-one becomes a column, and nothing vanishes uncounted."""

import gzip
import json
from collections import Counter
from pathlib import Path

import duckdb
import pytest

from schakel.chain.problem import Refusal
from schakel.command import app
from schakel.data.load import load
from schakel.data.mapping import FileForm, Mapping, Origin, read_mapping
from schakel.data.mapping_text import to_toml
from schakel.data.readers.json_stream import JsonStream, Number
from schakel.data.source import look_at
from schakel.data.sql import rows
from unit.data.ocel_examples import event, flat, log, write

ZAAK = Mapping(file=FileForm(follow_type="Zaak"))


def test_a_row_per_event_of_each_followed_object(tmp_path: Path) -> None:
    table, _ = flat(write(tmp_path, log()))
    seen = [(row["row"], row["case:concept:name"], row["concept:name"], row["ocel:eid"]) for row in table]
    assert seen == [
        (1, "z1", "Melding", "e1"),
        (2, "z1", "Verwijzing", "e2"),
        (3, "z1", "Start", "e3"),
        (4, "z2", "Melding", "e4"),
        (5, "z1", "Overleg", "e5"),
        (6, "z2", "Overleg", "e5"),
    ]
    assert table[0]["time:timestamp"] == "2024-02-01T10:00:00+01:00"


def test_values_and_other_objects_that_are_one_to_one_are_columns(tmp_path: Path) -> None:
    table, _ = flat(write(tmp_path, log()))
    assert [row["uren"] for row in table] == ["0.5", None, "12", None, None, None]
    assert [row["Partner"] for row in table] == ["p1", "p1", "p2", "p1", "p2", "p2"]
    assert [row["Partner:naam"] for row in table] == ["Loket", "Loket", None, "Loket", None, None]
    assert [row["case:Inwoner"] for row in table] == ["r1", "r1", "r1", "r2", "r1", "r2"]
    assert [row["case:gemeente"] for row in table][:4] == ["Ravenzande"] * 3 + [None]
    assert {row["case:fase"] for row in table if row["case:concept:name"] == "z1"} == {"tweede"}
    assert "Notitie" not in table[0]


def test_what_is_not_a_row_is_counted(tmp_path: Path) -> None:
    _, notices = flat(write(tmp_path, log()))
    assert {(n.code, n.n) for n in notices} == {
        ("ocel_no_case", 1),
        ("ocel_shared", 1),
        ("ocel_no_event", 1),
        ("ocel_changed", 1),
        ("ocel_several", 1),
    }


def test_an_attribute_twice_in_an_event_is_counted_and_the_last_one_counts(tmp_path: Path) -> None:
    found = log()
    found["events"][0]["attributes"].append({"name": "uren", "value": 7})
    table, notices = flat(write(tmp_path, found))
    assert table[0]["uren"] == "7"
    assert [n.n for n in notices if n.code == "ocel_repeated"] == [1]


def test_a_row_has_the_number_of_its_event_where_each_is_of_one_case(tmp_path: Path) -> None:
    table, _ = flat(write(tmp_path, log()), "Partner")
    assert [row["row"] for row in table] == [1, 2, 3, 4, 5, 6]
    found = log()
    found["events"] = [event("e0", "Overleg", "2024-01-01T00:00:00Z", ["n1"]), *found["events"][:3]]
    table, _ = flat(write(tmp_path, found))
    assert [row["row"] for row in table] == [2, 3, 4]


def test_the_order_of_the_parts_does_not_matter(tmp_path: Path) -> None:
    plain = flat(write(tmp_path, log()))
    turned = dict(reversed(log().items()))
    assert flat(write(tmp_path, turned, "other.json"))[0] == plain[0]
    packed = write(tmp_path, gzip.compress(json.dumps(log(), indent=3).encode()), "log.jsonocel.gz")
    assert flat(packed)[0] == plain[0]
    assert flat(write(tmp_path, b"\xef\xbb\xbf" + json.dumps(log(), ensure_ascii=False).encode()))[0] == plain[0]


def test_events_carry_partner_and_resident_without_a_mapping(tmp_path: Path) -> None:
    with duckdb.connect() as connection:
        look = look_at(connection, write(tmp_path, log()), mapping=ZAAK)
        assert look.staged is not None, look.problems
        found = rows(connection, "SELECT case_id, resident, activity, partner, started FROM events ORDER BY source_row")
    assert [row[:4] for row in found][:2] == [("z1", "r1", "Melding", "p1"), ("z1", "r1", "Verwijzing", "p1")]
    assert str(found[0][4]) == "2024-02-01 09:00:00"
    assert look.mapping.origin("municipality") == Origin("case:gemeente")
    assert "Partner:naam" in look.staged.deliveries[0].not_stored


def test_the_figures_are_those_of_the_plain_count(tmp_path: Path) -> None:
    """Against a count in plain Python over the objects of the file."""
    found = log()
    for number in range(200):
        found["objects"] += [{"id": f"z{number + 10}", "type": "Zaak"}]
        for turn, kind in enumerate(("Melding", "Verwijzing", "Start")[: 1 + number % 3]):
            time = f"2024-0{1 + turn}-{1 + number % 28:02}T10:00:00Z"
            found["events"].append(event(f"x{number}-{turn}", kind, time, [f"z{number + 10}", f"p{1 + turn % 2}"]))
    types = {one["id"]: one["type"] for one in found["objects"]}
    expected = Counter(
        one["type"] for one in found["events"] for tie in one["relationships"] if types[tie["objectId"]] == "Zaak"
    )
    snapshot = load(write(tmp_path, found), tmp_path / "log", mapping=ZAAK)
    with duckdb.connect() as connection:
        files = f"{snapshot.folder}/steps/**/*.parquet"
        counted: dict[str, int] = dict(rows(connection, f"SELECT activity, count(*) FROM '{files}' GROUP BY 1"))  # noqa: S608
    assert counted == expected
    assert snapshot.manifest.counts["cases"] == len({t for t in types if types[t] == "Zaak"}) - 1


def test_with_one_type_nothing_is_to_choose(tmp_path: Path) -> None:
    found = log()
    found["objects"] = [one for one in found["objects"] if one["type"] == "Zaak"]
    for one in found["objects"]:
        one.pop("relationships", None)
    for one in found["events"]:
        one["relationships"] = [tie for tie in one["relationships"] if tie["objectId"].startswith("z")]
    table, _ = flat(write(tmp_path, found), "")
    assert len(table) == 6


def test_the_types_are_told_with_their_numbers_when_one_must_be_chosen(tmp_path: Path) -> None:
    for follow, code in (("", "ocel_follow"), ("Dossier", "ocel_follow_unknown")):
        with pytest.raises(Refusal) as refusal:
            flat(write(tmp_path, log()), follow)
        assert refusal.value.problems[0].code == code
        assert refusal.value.problems[0].allowed == "Zaak (3), Inwoner (2), Notitie (2), Partner (2)"


def test_a_followed_resident_is_case_and_resident(tmp_path: Path) -> None:
    found = log()
    for one in found["events"]:
        one["relationships"].append({"objectId": "r1", "qualifier": "over"})
    mapping = Mapping(file=FileForm(follow_type="Inwoner"))
    with duckdb.connect() as connection:
        look = look_at(connection, write(tmp_path, found), mapping=mapping)
        assert look.staged is not None
        assert rows(connection, "SELECT DISTINCT case_id, resident FROM events") == [("r1", "r1")]


def test_the_choice_stands_in_the_mapping(tmp_path: Path) -> None:
    (tmp_path / "mapping.toml").write_text('[file]\nfollow_type = "Zaak"\n', encoding="utf-8")
    mapping = read_mapping(tmp_path / "mapping.toml")
    assert mapping.file.follow_type == "Zaak"
    (tmp_path / "again.toml").write_text(to_toml(mapping), encoding="utf-8")
    assert read_mapping(tmp_path / "again.toml").file == mapping.file


def test_the_command_takes_the_type(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from typer.testing import CliRunner

    monkeypatch.setenv("SCHAKEL_LANG", "en")
    path = write(tmp_path, log())
    runner = CliRunner()
    done = runner.invoke(app("en"), ["load", str(path), "--into", str(tmp_path / "log"), "--follow-type", "Zaak"])
    assert done.exit_code == 0, done.output
    refused = runner.invoke(app("en"), ["check", str(path)])
    assert refused.exit_code == 2
    assert "Zaak (3), Inwoner (2)" in refused.output


def test_parts_may_lie_across_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With blocks of a few bytes every word, number and sign is cut somewhere."""
    plain = flat(write(tmp_path, log()))[0]
    text = json.dumps(log(), indent=1, ensure_ascii=False).replace("Ravenzande", "Ravenzandë 😀")
    for size in (3, 17, 64):
        monkeypatch.setattr("schakel.data.readers.xes_bytes.BLOCK", size)
        table = flat(write(tmp_path, text))[0]
        assert [r["ocel:eid"] for r in table] == [r["ocel:eid"] for r in plain]
        assert table[0]["case:gemeente"] == "Ravenzandë 😀"


@pytest.mark.parametrize("number", ["0", "-0", "12", "1.50", "-1e400", "123456789012345678901234567890"])
def test_numbers_stay_as_they_are_written(tmp_path: Path, number: str) -> None:
    stream = JsonStream(write(tmp_path, number))
    value = stream.value("")
    assert isinstance(value, Number)
    assert value == number
