"""A registration that fails, stalls or lies: another attempt, or nothing at all, and the old delivery stands."""

import json
import logging
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from oracle.zgw_server import SECRET, Running, running
from schakel.chain.problem import Problem, Refusal
from schakel.data.zgw import delivery
from schakel.report.terminal import problem_sentence
from unit.data.zgw_examples import artefacts, config, fetched

PAGE_SEVEN = {"list": "statussen", "page": 7}


@pytest.fixture(scope="module")
def shared_server() -> Iterator[Running]:
    with running(seed=7, count=60, page=16) as one:
        yield one


@pytest.fixture
def server(shared_server: Running) -> Running:
    """The server of the module, which behaves until it is told otherwise."""
    shared_server.rules()
    return shared_server


def refused(folder: Path, server: Running, more: str = "", waits: list[float] | None = None) -> tuple[Problem, ...]:
    """The problems of a fetch, said in both languages without a number of a person."""
    with pytest.raises(Refusal) as refusal:
        fetched(folder, server, more, waits)
    for problem in refusal.value.problems:
        for lang in ("nl", "en"):
            said = problem_sentence(problem, lang)
            assert not any(number in said for number in (*server.world.numbers, SECRET))
    return refusal.value.problems


def old_delivery(folder: Path) -> dict[str, bytes]:
    """Files that an earlier fetch left."""
    (folder / "out").mkdir()
    for name in delivery.FILES:
        (folder / "out" / name).write_text(f"old {name}", encoding="utf-8")
    return contents(folder)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((folder / "out").iterdir())}


@pytest.mark.parametrize("trouble", [{"do": "status", "status": 429}, {"do": "status", "status": 500}, {"do": "close"}])
def test_trouble_on_page_seven_of_twelve_that_passes(trouble: dict[str, Any], server: Running, tmp_path: Path) -> None:
    server.rules({**PAGE_SEVEN, **trouble, "times": 3})
    waits: list[float] = []
    found = fetched(tmp_path, server, waits=waits)
    assert found.statussen == len(server.world.statussen) == 186
    assert waits == [1, 2, 4]


def test_a_server_that_says_how_long_is_heard(server: Running, tmp_path: Path) -> None:
    rule = {**PAGE_SEVEN, "do": "status", "status": 429}
    server.rules({**rule, "headers": {"Retry-After": "7"}}, {**rule, "headers": {"Retry-After": "9999"}})
    waits: list[float] = []
    fetched(tmp_path, server, waits=waits)
    assert waits == [7, 60]


def test_a_page_that_hangs_is_asked_again(server: Running, tmp_path: Path) -> None:
    server.rules({**PAGE_SEVEN, "do": "hang", "seconds": 1.5})
    waits: list[float] = []
    assert fetched(tmp_path, server, waits=waits).zaken == 60
    assert waits == [1]


def test_lasting_trouble_ends_it_and_the_next_fetch_goes_on_there(server: Running, tmp_path: Path) -> None:
    before = old_delivery(tmp_path)
    server.rules({**PAGE_SEVEN, "do": "status", "status": 503, "times": 99})
    told = refused(tmp_path, server)
    assert [(one.code, one.allowed) for one in told] == [("zgw_gave_up", "503")]
    assert contents(tmp_path) == before
    kept = tmp_path / ".out.fetch"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o700
    for name, data in artefacts(kept):
        assert not any(number.encode() in data for number in (*server.world.numbers, SECRET)), name
        assert b"Jansen" not in data
    server.rules()
    asked = len(server.seen())
    found = fetched(tmp_path, server)
    assert found.is_resumed
    assert len(server.seen()) - asked == found.pages < 20  # six pages of statuses and all before are not asked again
    fresh = tmp_path / "fresh"
    (fresh / "log").mkdir(parents=True)
    (fresh / "log" / "key").write_bytes((tmp_path / "log" / "key").read_bytes())
    assert fetched(fresh, server).pages > found.pages
    assert (fresh / "out" / "events.csv").read_bytes() == (tmp_path / "out" / "events.csv").read_bytes()
    assert not kept.exists()


def test_another_question_does_not_go_on_with_old_pages(server: Running, tmp_path: Path) -> None:
    server.rules({**PAGE_SEVEN, "do": "status", "status": 503, "times": 99})
    refused(tmp_path, server)
    server.rules()
    assert not fetched(tmp_path, server, "[select]\nfrom = 2024-01-15\n").is_resumed


@pytest.mark.parametrize(
    ("rule", "code", "told"),
    [
        (
            {"do": "page", "values": {"next": "http://169.254.169.254/zaken/api/v1/statussen?page=8"}},
            "zgw_next",
            "169.254",
        ),
        (
            {"do": "page", "values": {"next": "http://elders.example/zaken/api/v1/statussen?page=8"}},
            "zgw_next",
            "elders",
        ),
        ({"do": "page", "values": {"next": "BASE/zaken/api/v1/zaken?page=8"}}, "zgw_next", "/zaken/api/v1/zaken"),
        ({"do": "page", "values": {"next": "BASE/zaken/api/v1/statussen?page=7"}}, "zgw_loop", "/statussen"),
        ({"do": "page", "values": {"next": "BASE/zaken/api/v1/statussen?page=3"}}, "zgw_loop", "/statussen"),
        ({"do": "page", "values": {"results": []}}, "zgw_loop", "/statussen"),
        ({"do": "page", "values": {"next": None}}, "zgw_changed", "/statussen"),
        ({"do": "page", "values": {"count": "186"}}, "zgw_page", "/statussen"),
        ({"do": "page", "values": {"results": {}}}, "zgw_page", "/statussen"),
        ({"do": "page", "values": {"next": 8}}, "zgw_page", "/statussen"),
        ({"do": "raw", "text": '{"count": 12, "next'}, "zgw_json", "/statussen"),
        ({"do": "raw", "text": "[" * 100_000}, "zgw_json", "/statussen"),
        ({"do": "raw", "text": '{"count": NaN, "next": null, "results": []}'}, "zgw_json", "/statussen"),
        ({"do": "raw", "text": "<html>Onderhoud</html>"}, "zgw_json", "/statussen"),
        ({"do": "status", "status": 403, "times": 9}, "zgw_rights", "/statussen"),
        ({"do": "status", "status": 401, "times": 9}, "zgw_rights", "/statussen"),
        ({"do": "status", "status": 404}, "zgw_status", "/statussen"),
        (
            {"do": "status", "status": 302, "headers": {"Location": "http://127.0.0.1:9/elders"}},
            "zgw_redirect",
            "elders",
        ),
    ],
)
def test_a_server_that_lies_is_not_followed(
    rule: dict[str, Any], code: str, told: str, server: Running, tmp_path: Path
) -> None:
    before = old_delivery(tmp_path)
    server.rules(json.loads(json.dumps({**PAGE_SEVEN, **rule}).replace("BASE", server.base)))
    found = refused(tmp_path, server)[0]
    assert found.code == code
    assert told in found.value
    assert contents(tmp_path) == before


@pytest.mark.parametrize(
    ("name", "key", "value", "code", "allowed"),
    [
        ("zaken", "startdatum", None, "zgw_null", ""),
        ("zaken", "identificatie", "", "zgw_null", ""),
        ("zaken", "zaaktype", None, "zgw_null", ""),
        ("zaken", "startdatum", "31-12-2024", "zgw_value", "2024-12-31"),
        ("zaken", "verlenging.duur", "twee weken", "zgw_value", "P8W"),
        ("zaken", "opschorting.indicatie", "ja", "zgw_value", "true"),
        ("statussen", "datumStatusGezet", None, "zgw_null", ""),
        ("statussen", "datumStatusGezet", "2024-03-01T10:00:00", "zgw_value", "Z"),
        ("statussen", "statustype", None, "zgw_null", ""),
        ("rollen", "betrokkeneType", "robot", "zgw_value", "natuurlijk_persoon"),
        ("rollen", "betrokkeneType", None, "zgw_null", ""),
        ("rollen", "omschrijvingGeneriek", "toeschouwer", "zgw_value", "zaakcoordinator"),
        ("rollen", "betrokkeneIdentificatie", "900222086", "zgw_value", "{"),
        ("resultaten", "resultaattype", None, "zgw_null", ""),
        ("zaaktypen", "identificatie", None, "zgw_null", ""),
        ("statustypen", "volgnummer", "1", "zgw_value", "0-9999"),
        ("statustypen", "doorlooptijd", "8 weken", "zgw_value", "P8W"),
        ("roltypen", "omschrijvingGeneriek", "Behandelaar", "zgw_value", "behandelaar"),
    ],
)
def test_a_null_and_an_unknown_word_are_named_with_path_and_id(
    name: str, key: str, value: Any, code: str, allowed: str, server: Running, tmp_path: Path
) -> None:
    row = 1
    server.rules({"list": name, "page": 1, "do": "set", "row": row, "key": key, "value": value})
    found = refused(tmp_path, server)[0]
    parts = dict(found.more)
    assert found.code == code
    assert found.file == f"/{name}"
    assert str(parts["path"]).startswith(f"results[{row}].{key.split('.')[0]}")
    assert parts["id"] in (server.world.lists()[name][row]["uuid"], "?")
    assert allowed in found.allowed
    assert not (tmp_path / "out").exists()


def test_a_zaak_of_a_type_without_rights_is_named(server: Running, tmp_path: Path) -> None:
    server.rules({"list": "zaken", "page": 1, "do": "set", "row": 0, "key": "zaaktype", "value": "https://elders/1"})
    found = refused(tmp_path, server)[0]
    assert found.code == "zgw_reference"
    assert dict(found.more)["id"] == server.world.zaken[0]["uuid"]


def test_the_wrong_secret_is_told_as_rights_and_is_in_no_log(
    server: Running, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    found = config(tmp_path, server)
    (tmp_path / "secret").write_text("een-verkeerd-geheim-van-meer-dan-32-tekens")
    from schakel.data.zgw.fetch import fetch_zgw

    with caplog.at_level(logging.DEBUG), pytest.raises(Refusal) as refusal:
        fetch_zgw(found, tmp_path / "out")
    assert [one.code for one in refusal.value.problems] == ["zgw_rights"]
    assert "een-verkeerd-geheim" not in caplog.text
    assert "Bearer" not in caplog.text


@pytest.mark.skipif(os.name != "posix", reason="rights of POSIX")
def test_a_secret_that_others_can_read_is_refused(server: Running, tmp_path: Path) -> None:
    from schakel.data.zgw.token import Tokens, read_secret

    config(tmp_path, server)
    (tmp_path / "secret").chmod(0o644)
    with pytest.raises(Refusal) as refusal:
        read_secret(tmp_path / "secret", "")
    assert refusal.value.problems[0].code == "zgw_secret_open"
    assert SECRET not in repr(Tokens("schakel", SECRET))


def test_a_secret_from_the_environment(server: Running, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from schakel.data.zgw.fetch import fetch_zgw

    found = replace(config(tmp_path, server), secret_file=None, secret_env="ZGW_SECRET_OF_TEST")  # noqa: S106
    with pytest.raises(Refusal) as refusal:
        fetch_zgw(found, tmp_path / "out")
    assert refusal.value.problems[0].code == "zgw_secret_missing"
    monkeypatch.setenv("ZGW_SECRET_OF_TEST", SECRET)
    assert fetch_zgw(found, tmp_path / "out").zaken == 60


def test_a_fault_at_every_step_of_writing_leaves_the_old_or_the_new_delivery(tmp_path: Path) -> None:
    """What stands after a fault is all of the old or all of the new, also when the next fetch finds only remains."""
    from schakel.data import log

    new = {name: f"new {name}" for name in delivery.FILES}
    before = old_delivery(tmp_path)
    steps = log.Steps("")
    delivery.put(tmp_path / "out", new, steps)
    after = contents(tmp_path)
    assert after == {name: text.encode() for name, text in new.items()}
    for at in range(1, steps.count + 1):
        for name, data in before.items():
            (tmp_path / "out" / name).write_bytes(data)
        with pytest.raises(OSError, match="space"):
            delivery.put(tmp_path / "out", new, log.Steps(f"{at}:ENOSPC"))
        delivery.recover(tmp_path / "out")
        assert contents(tmp_path) in (before, after), at
        assert sorted(path.name for path in tmp_path.iterdir()) == ["out"]


def test_two_fetches_into_one_folder_do_not_meet(server: Running, tmp_path: Path) -> None:
    from schakel.data.zgw.kept_pages import alone

    with alone(tmp_path / ".out.fetch", "out"):
        assert [one.code for one in refused(tmp_path, server)] == ["zgw_busy"]
    assert fetched(tmp_path, server).zaken == 60
    assert not (tmp_path / ".out.fetch").exists()


def test_a_folder_with_other_things_is_left_alone(server: Running, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "vakantiefoto.jpg").write_bytes(b"x")
    assert [one.code for one in refused(tmp_path, server)] == ["zgw_folder"]
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["vakantiefoto.jpg"]
