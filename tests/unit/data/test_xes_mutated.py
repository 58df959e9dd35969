"""Damaged copies of a real log: taken in or refused, never anything else, and nothing of a refused one stays behind."""

import gzip
import random
from pathlib import Path

import duckdb
import pytest

from oracle.plenty import plenty
from schakel.chain.problem import Refusal
from schakel.data.readers.read_xes import read_xes
from schakel.data.source import look_at
from schakel.data.sql import rows
from schakel.report.terminal import notice_sentence, problem_sentence

pytestmark = pytest.mark.shared
CUTS = plenty(80, 200)
FLIPS = plenty(60, 200)
BLOCKS = plenty(20, 60)
STAGED = 10  # one in so many goes the whole way to events, which takes ten times as long


@pytest.fixture(scope="module")
def real(shared_data: Path) -> bytes:
    """The receipt log with the first of its traces, and its header without the long statistics."""
    data = gzip.decompress((shared_data / "eventlogs" / "receipt.xes.gz").read_bytes())
    start = data.index(b"<trace>")
    end = start
    for _ in range(15):
        end = data.index(b"</trace>", end) + len(b"</trace>")
    return data[: data.index(b"<float")] + data[start:end] + b"\n</log>\n"


def outcome(connection: duckdb.DuckDBPyConnection, path: Path, staged: bool = True) -> str:
    """ "taken in", or the code of the first problem, whose sentence can be said in both languages."""
    if not staged:
        try:
            read_xes(connection, path)
        except Refusal as refusal:
            assert rows(connection, "SELECT table_name FROM duckdb_tables() WHERE table_name LIKE 'raw%'") == []
            return refusal.problems[0].code
        return "taken in"
    look = look_at(connection, path)
    for lang in ("nl", "en"):
        assert all(problem_sentence(problem, lang) for problem in look.problems)
        assert all(notice_sentence(notice, lang) for notice in look.notices)
    if look.staged is not None:
        return "taken in"
    assert rows(connection, "SELECT table_name FROM duckdb_tables()") == []
    return look.problems[0].code


@pytest.mark.parametrize("name", ["log.xes", "log.xes.gz"])
def test_cut_anywhere(tmp_path: Path, real: bytes, name: str) -> None:
    data = gzip.compress(real) if name.endswith("gz") else real
    path = tmp_path / name
    seen = set()
    with duckdb.connect() as connection:
        for cut in range(CUTS):
            path.write_bytes(data[: len(data) * cut // CUTS])
            seen.add(outcome(connection, path, staged=cut % STAGED == 0))
    assert "taken in" not in seen
    assert seen <= {"file_empty", "xes_cut", "gzip_broken", "kind_differs", "xes_malformed"}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_flipped_bits(tmp_path: Path, real: bytes, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    seen = set()
    with duckdb.connect() as connection:
        for number in range(FLIPS):
            packed = number % 3 == 0
            data = bytearray(gzip.compress(real) if packed else real)
            for _ in range(chance.choice((1, 1, 1, 5, 50))):
                data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
            path = tmp_path / ("log.xes.gz" if packed else "log.xes")
            path.write_bytes(data)
            seen.add(outcome(connection, path, staged=number % STAGED == 0))
    assert {"taken in", "gzip_broken"} < seen


def test_blocks_swapped_doubled_and_blanked(tmp_path: Path, real: bytes) -> None:
    chance = random.Random(4)  # noqa: S311
    path = tmp_path / "log.xes"
    with duckdb.connect() as connection:
        for _ in range(BLOCKS):
            first, second = sorted(chance.randrange(len(real)) for _ in range(2))
            piece = chance.choice(
                (b"", real[second : second + 2000], b"\0" * 50, bytes(chance.randbytes(50)), b"<" * 300)
            )
            path.write_bytes(real[:first] + piece + real[chance.choice((first, second)) :])
            outcome(connection, path)
