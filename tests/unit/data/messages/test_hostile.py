"""Files that mean harm or are broken: told by line, or ignored, and never a traceback or a number of a person."""

import gzip
import os
import random
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import duckdb
import pytest

from schakel.chain.problem import Refusal
from schakel.data.messages.read_message import read_message
from schakel.data.messages.read_messages import read_messages
from schakel.report.terminal import problem_sentence
from schakel.sharing.bsn import contains_bsn
from unit.data.messages.message_texts import (
    BSN,
    DOOR,
    answer,
    assigned,
    assignment,
    declaration,
    message,
    request,
    retour_of,
    start,
    started,
    stop,
    stopped,
    write,
)

MANY = bool(os.environ.get("SCHAKEL_MANY"))
GOOD = message("301", assignment(assigned(1, "2025-02-01", "2025-12-31")))
EVERY = (
    GOOD,
    message("305", start(started(1, "2025-02-03"))),
    message("307", stop(stopped(1, "2025-02-03", "2025-05-01", "19"))),
    message("315", request("A")),
    message("319", answer("A", "1", "7")),
    message("323", declaration((1, "2025-03-01", 5000, "D"))),
    retour_of("302", assignment(assigned(1, "2025-02-01"))),
)


def refused(text: str | bytes) -> tuple[str, int | None]:
    data = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(Refusal) as caught:
        read_message((data,), "m.xml", DOOR)
    problem = caught.value.problems[0]
    for lang in ("nl", "en"):
        assert BSN not in problem_sentence(problem, lang)
    return problem.code, problem.row


LAUGHS = """<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>"""
DEEP = message("301", "<Client><Naam>" + "<x>" * 100_000)


@pytest.mark.parametrize(("text", "code"), [
    (GOOD.replace('<?xml version="1.0" encoding="UTF-8"?>', LAUGHS), "message_dtd"),
    ('<!DOCTYPE x SYSTEM "file:///etc/passwd">' + GOOD.partition("?>")[2], "message_dtd"),
    ('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>', "message_dtd"),
    (GOOD.replace("Geheim", "&onbekend;"), "message_xml"),
    (DEEP, "message_depth"),
    (GOOD.replace("UTF-8", "ISO-8859-1"), "message_encoding"),
    (GOOD.replace("UTF-8", "UTF-7"), "message_encoding"),
    (GOOD.replace("02A03", "x" * 2000), "message_value_long"),
    (GOOD[: len(GOOD) // 2], "message_cut"),
    ("", "message_cut"),
    ("<log/>", "message_root"),
    (GOOD.replace("Bericht ", "Brief ").replace("/Bericht>", "/Brief>"), "message_root"),
    (GOOD.replace("3_2", "3_1"), "message_version"),
    (GOOD.replace("wmo301", "wmo303"), "message_version"),
    (GOOD.replace("iwmo/3_2", "ijw/3_2"), "message_version"),
    (GOOD.replace(">414<", ">420<"), "message_code"),
    (GOOD.replace("<BerichtSubversie>2", "<BerichtSubversie>1"), "message_code"),
    (GOOD.replace("<Afzender>9901", "<Afzender>99000009"), "message_parties"),
    (GOOD.replace("<Ingangsdatum>2025-02-01</Ingangsdatum>", ""), "message_missing"),
    (GOOD.replace("<Einddatum>", "<Begindatum>").replace("</Einddatum>", "</Begindatum>"), "message_element"),
    (GOOD.replace("<Ingangsdatum>", "<Ingangsdatum>2025-02-01</Ingangsdatum><Ingangsdatum>"), "message_twice"),
    (GOOD.replace("2025-02-01", "2025-02-31"), "message_value"),
    (GOOD.replace("<b:Categorie>02", "<b:Categorie>45"), "message_value"),
    (GOOD.replace("<Einddatum>2025-12-31", "<Einddatum>2025-01-31"), "ends_before_start"),
    (EVERY[2].replace("Beeindiging>19", "Beeindiging>31</RedenBeeindiging><RedenBeeindiging>32"), "message_twice"),
    (EVERY[2].replace("Beeindiging>19", "Beeindiging>32"), "message_value"),
    (EVERY[1].replace("Aanlevering>1", "Aanlevering>2"), "message_value"),
    (GOOD.replace(f"<Bsn>{BSN}", f"<Bsn>{BSN}0"), "message_value"),
    (GOOD.replace("<ToewijzingNummer>1<", f"<ToewijzingNummer>{BSN}9<"), "message_value"),
])  # fmt: skip
def test_what_is_wrong_is_told(text: str, code: str) -> None:
    assert refused(text)[0] == code


def test_the_line_is_that_of_the_element() -> None:
    text = GOOD.replace("<Client>", "<Client>\n\n\n").replace("2025-02-01", "2025-02-31")
    line = next(n for n, one in enumerate(text.splitlines(), 1) if "2025-02-31" in one)
    assert refused(text) == ("message_value", line)


def test_a_message_that_is_too_large_is_refused_while_it_is_read() -> None:
    blocks = iter([GOOD[:-10].encode(), *[b" " * (1 << 20)] * 40])
    with pytest.raises(Refusal) as caught:
        read_message(blocks, "m.xml", DOOR)
    assert caught.value.problems[0].code == "message_size"


@pytest.fixture
def canary() -> Iterator[tuple[str, list[str]]]:
    """A server on this machine that writes down who called."""
    calls: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            calls.append(self.path)
            self.send_error(404)

        def log_message(self, *_parts: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", calls
        server.shutdown()
        thread.join()


def test_schema_locations_and_xinclude_are_ignored_without_a_call(
    canary: tuple[str, list[str]], tmp_path: Path
) -> None:
    address, calls = canary
    hint = f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="x {address}/a.xsd" '
    include = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{address}/b.xml"/>'
    text = GOOD.replace("<Bericht ", f"<Bericht {hint}").replace("<Bsn>", f"{include}<Bsn>", 1)
    found = read_message((text.encode(),), "m.xml", DOOR)
    assert found.foreign == 1
    assert [line.number for line in found.lines] == ["1"]
    space = "http://www.istandaarden.nl/iwmo/3_2/wmo301/schema"
    (tmp_path / "s.xsd").write_text(
        f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="{space}">'
        f'<xs:import namespace="urn:x" schemaLocation="{address}/c.xsd"/>'
        '<xs:element name="Bericht"><xs:complexType><xs:sequence><xs:any processContents="skip" '
        'maxOccurs="unbounded"/></xs:sequence></xs:complexType></xs:element></xs:schema>'
    )
    folder = write(tmp_path / "m", [text])
    with duckdb.connect() as connection:
        assert read_messages(connection, folder, schemas=str(tmp_path)).rows == 1
    assert not calls


def test_every_message_that_is_wrong_is_told_up_to_twenty_and_counted(tmp_path: Path) -> None:
    folder = write(tmp_path, [GOOD, *[GOOD.replace("2025-02-01", "2025-02-31")] * 30])
    with duckdb.connect() as connection, pytest.raises(Refusal) as caught:
        read_messages(connection, folder)
    assert (len(caught.value.problems), caught.value.total) == (20, 30)
    assert caught.value.problems[0].file == "0001.xml"


def test_a_file_whose_name_holds_a_bsn_is_told_by_its_shape(tmp_path: Path) -> None:
    (tmp_path / f"{BSN}.xml").write_text(GOOD[:100])
    with duckdb.connect() as connection, pytest.raises(Refusal) as caught:
        read_messages(connection, tmp_path)
    assert not contains_bsn(caught.value.problems[0].file)


def test_nothing_of_a_person_is_kept(tmp_path: Path) -> None:
    folder = write(tmp_path, EVERY)
    with duckdb.connect() as connection:
        read_messages(connection, folder, door=DOOR)
        kept = repr(connection.execute("SELECT * FROM raw").fetchall())
        tables = {name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    assert not any(word in kept for word in (BSN, "Geheim", "1980", "Huisarts"))
    assert tables == {"raw"}


def mutated(data: bytes, seed: int) -> bytes:
    """A cut, some flipped bits, a part twice, or a part gone."""
    chance = random.Random(seed)  # noqa: S311 -- chance, no secret
    place = chance.randrange(len(data))
    if seed % 4 == 0:
        return data[:place]
    if seed % 4 == 1:
        end = min(len(data), place + chance.randrange(1, 60))
        return data[:place] + data[place:end] * 2 + data[end:]
    if seed % 4 == 2:
        return data[:place] + data[place + chance.randrange(1, 60) :]
    changed = bytearray(data)
    for _ in range(chance.randrange(1, 6)):
        changed[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(changed)


@pytest.mark.parametrize("text", EVERY, ids=lambda text: text[90:99])
def test_mutations_are_read_or_refused(text: str) -> None:
    """Cuts, bit flips, doubled and lost parts: no traceback, and no BSN in what is said."""
    data, told = text.encode(), 0
    for seed in range(4000 if MANY else 400):
        try:
            read_message((mutated(data, seed),), "m.xml", DOOR)
        except Refusal as refusal:
            told += 1
            for problem in refusal.problems:
                assert BSN not in problem_sentence(problem, "nl")
    assert told > 100


def test_cut_at_every_offset_of_two_hundred(tmp_path: Path) -> None:
    data = GOOD.encode()
    for part in range(200):
        with pytest.raises(Refusal):
            read_message((data[: len(data) * part // 200],), "m.xml", DOOR)
    (tmp_path / "a.xml").write_bytes(gzip.compress(data)[:-20])
    with duckdb.connect() as connection, pytest.raises(Refusal):
        read_messages(connection, tmp_path)
