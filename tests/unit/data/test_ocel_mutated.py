"""Damaged copies of an OCEL log: taken in or refused with a sentence, never anything else, and nothing stays behind."""

import json
import random
from pathlib import Path

import duckdb
import pytest

from oracle.plenty import plenty
from schakel.data.mapping import FileForm, Mapping
from schakel.data.source import look_at
from schakel.data.sql import rows
from schakel.report.terminal import notice_sentence, problem_sentence
from unit.data.ocel_examples import log

CUTS = plenty(40, 400)
FLIPS = plenty(14, 400)
ZAAK = Mapping(file=FileForm(follow_type="Zaak"))
DATA = json.dumps(log(), indent=1).encode()


def outcome(connection: duckdb.DuckDBPyConnection, path: Path) -> str:
    """ "taken in", or the code of the first problem, whose sentence can be said in both languages."""
    look = look_at(connection, path, mapping=ZAAK)
    for lang in ("nl", "en"):
        assert all(problem_sentence(problem, lang) for problem in look.problems)
        assert all(notice_sentence(notice, lang) for notice in look.notices)
    if look.staged is not None:
        return "taken in"
    assert look.problems
    assert rows(connection, "SELECT table_name FROM duckdb_tables()") == []
    return look.problems[0].code


def test_cut_anywhere(tmp_path: Path) -> None:
    path, seen = tmp_path / "log.jsonocel", set()
    with duckdb.connect() as connection:
        for cut in range(CUTS):
            path.write_bytes(DATA[: len(DATA) * cut // CUTS])
            seen.add(outcome(connection, path))
    assert seen == {"file_empty", "json_cut"}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_flipped_bits(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    path, seen = tmp_path / "log.jsonocel", set()
    with duckdb.connect() as connection:
        for _ in range(FLIPS):
            data = bytearray(DATA)
            for _ in range(chance.choice((1, 1, 1, 5, 50))):
                data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
            path.write_bytes(data)
            seen.add(outcome(connection, path))
    assert "json_malformed" in seen
    assert len(seen) > 2


def test_pieces_swapped_doubled_and_blanked(tmp_path: Path) -> None:
    chance = random.Random(4)  # noqa: S311
    path = tmp_path / "log.jsonocel"
    with duckdb.connect() as connection:
        for _ in range(FLIPS):
            first, second = sorted(chance.randrange(len(DATA)) for _ in range(2))
            piece = chance.choice(
                (b"", DATA[second : second + 500], b"\0" * 50, bytes(chance.randbytes(50)), b"[" * 300)
            )
            path.write_bytes(DATA[:first] + piece + DATA[chance.choice((first, second)) :])
            outcome(connection, path)
