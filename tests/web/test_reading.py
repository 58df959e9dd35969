"""No answer about data without a line in the processing log, and none without a row that says who it was.

What really touches the rows is seen by an instrument at the engine and at `open_log`; pages that were kept are told by
the list of addresses. Over random traffic both must equal the lines that stand in the log.
"""

import random
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

import schakel.insight.opened as opened_module
from oracle.made_region import Made
from schakel.data.processed import processing_log
from schakel.insight.view import LogView
from schakel.web.access.models import Network
from schakel.web.engine import Engine
from schakel.web.operation.logs import REQUEST
from schakel.web.record.models import Entry, Reading
from web.insight_log import lay_log
from web.place import ROOT, As
from web.test_api import bearer

HERE = "/n/lindewaard"
# Whether a page gives figures of the snapshot, by role and address.
PAGES: tuple[tuple[str, str, bool], ...] = (
    ("director", f"{HERE}/insight/", True),
    ("director", f"{HERE}/insight/map?law=Jeugdwet", True),
    ("director", f"{HERE}/insight/routes", True),
    ("director", f"{HERE}/insight/beside?law=Jeugdwet&b.law=Wmo", True),
    ("analyst", f"{HERE}/insight/map?law=Jeugdwet", True),
    ("analyst", f"{HERE}/insight/picture/map/chain-map.svg", True),
    ("analyst", f"{HERE}/data/log/lindewaard/quality", True),
    ("analyst", f"{HERE}/data/log/lindewaard/coverage", True),
    ("manager", f"{HERE}/sharing/own", True),
    ("api", f"/api{'/v1'}{HERE}/figures/waits", True),
    ("api", f"/api{'/v1'}{HERE}/snapshots", False),
    ("director", f"{HERE}/sharing/record", False),
    ("analyst", f"{HERE}/jobs/", False),
)


@pytest.fixture
def filled(network: Network, tenth_of_region: Made) -> Iterator[Network]:
    """The network with a tenth of the region, and a processing log of this test alone."""
    lay_log(network, tenth_of_region.log)
    shutil.rmtree(folder(network) / "processing", ignore_errors=True)
    yield network
    shutil.rmtree(folder(network) / "processing", ignore_errors=True)


def folder(network: Network) -> Path:
    return ROOT / "networks" / network.slug / "logs" / network.log


def lines(network: Network) -> list[dict[str, Any]]:
    log = processing_log(folder(network).resolve())
    assert log.verify().broken is None
    return [line for month in log.months() for line in log.lines(month)]


class Reader:
    """Somebody who asks, each with the hat of a role, and one by a token."""

    def __init__(self, signed_in: As) -> None:
        self.clients = {role: signed_in(role) for role in ("director", "analyst", "manager")}
        self.token = bearer("analyst")

    def get(self, role: str, path: str) -> Any:
        """The answer."""
        if role == "api":
            return Client().get(path, headers={"Authorization": f"Bearer {self.token}"})
        return self.clients[role].get(path)


@pytest.fixture
def touched(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Numbers of requests in which rows were touched; "" for what happened outside of one."""
    found: set[str] = set()
    real_rows, real_opened = Engine.rows_of, opened_module._opened

    @contextmanager
    def rows_of(engine: Engine, *given: Any, **more: Any) -> Iterator[Any]:
        found.add(REQUEST.get())
        with real_rows(engine, *given, **more) as stored:
            yield stored

    @contextmanager
    def opened(*given: Any, **more: Any) -> Iterator[LogView]:
        found.add(REQUEST.get())
        with real_opened(*given, **more) as view:
            yield view

    monkeypatch.setattr(Engine, "rows_of", rows_of)
    monkeypatch.setattr(opened_module, "_opened", opened)
    return found


def test_random_traffic_gives_a_line_for_each_reading_and_none_else(
    filled: Network, signed_in: As, touched: set[str]
) -> None:
    reader, chance = Reader(signed_in), random.Random(5)  # noqa: S311 -- traffic of a test
    asked = [*PAGES, *chance.choices(PAGES, k=30)]
    chance.shuffle(asked)
    numbers: list[str] = []
    reading = Counter[str]()
    for role, path, reads in asked:
        answer = reader.get(role, path)
        assert answer.status_code == 200, path
        numbers.append(answer.headers["X-Request-ID"])
        reading[numbers[-1]] += int(reads)
    found = lines(filled)
    traces = Counter(str(line["trace_id"]) for line in found)
    assert traces == +reading
    assert touched <= set(traces)
    assert touched - {""} <= set(numbers)
    assert 0 < len(touched) < len(traces)  # what was kept is a reading too
    rows = Reading.objects.filter(network=filled)
    assert Counter(row.operation.hex for row in rows) == traces
    assert {row.hat.role for row in rows} == {"director", "analyst", "manager"}


def test_a_line_tells_what_was_read_and_not_by_whom(filled: Network, signed_in: As) -> None:
    answer = signed_in("director").get(f"{HERE}/insight/map?law=Jeugdwet")
    (line,) = lines(filled)
    attributes = line["attributes"]
    assert attributes["schakel.snapshot"] == filled.snapshot
    (chosen,) = [one for one in attributes["schakel.reads"] if one["what"] == "map"]
    assert (chosen["selection"], chosen["cases"] > 0) == ("law=Jeugdwet", True)
    assert chosen["cases"] < attributes["schakel.cases"]
    row = Reading.objects.get()
    assert (row.operation.hex, row.denied) == (line["trace_id"], False)
    assert answer.headers["X-Request-ID"] == line["trace_id"]
    assert row.person.email not in str(line)
    assert row.person.name not in str(line)


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_without_the_log_every_reading_is_refused(filled: Network, signed_in: As, lang: str) -> None:
    reader = Reader(signed_in)
    for role, path, _ in PAGES:
        assert reader.get(role, path).status_code == 200
    log = folder(filled) / "processing"
    shutil.rmtree(log)
    log.write_text("a file where the folder should be")
    before = Reading.objects.filter(denied=False).count()
    for client in reader.clients.values():
        client.cookies["schakel-lang"] = lang
    try:
        for role, path, reads in PAGES:
            answer = reader.get(role, path)
            assert answer.status_code == (503 if reads else 200), path
            assert not reads or (answer.headers["Retry-After"] and b"<svg" not in answer.content)
            assert not reads or role == "api" or ("verwerkingenlog" in answer.content.decode()) == (lang == "nl")
    finally:
        log.unlink()
    assert Reading.objects.filter(denied=True).count() == sum(reads for *_, reads in PAGES)
    assert Reading.objects.filter(denied=False).count() == before


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_privacy_officer_finds_who_read_by_the_number_and_others_do_not(
    filled: Network, signed_in: As, lang: str
) -> None:
    number = signed_in("director").get(f"{HERE}/insight/waits").headers["X-Request-ID"]
    signed_in("analyst").get(f"{HERE}/insight/routes")
    officer = signed_in("privacy")
    officer.cookies["schakel-lang"] = lang
    page = officer.get(f"{HERE}/sharing/record", {"operation": number}).content.decode()
    assert (page.count(f"<code>{number}</code>"), page.count("<code>")) == (1, 2)  # beside the command that checks
    assert ("wachttijden" if lang == "nl" else "waiting times") in page
    assert number not in signed_in("director").get(f"{HERE}/sharing/record").content.decode()
    assert officer.get(f"{HERE}/sharing/record", {"operation": "nonsense"}).status_code == 200


def test_an_act_and_what_it_read_bear_one_number(filled: Network, signed_in: As) -> None:
    """The record has the number of the request, which is the trace of what it read."""
    answer = signed_in("director").post(f"{HERE}/sharing/record.jsonl")
    taken = Entry.objects.get(kind="record_taken")
    assert taken.operation == UUID(hex=answer.headers["X-Request-ID"])
