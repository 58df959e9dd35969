"""Damaged copies of a real log: a refusal or events, never another exception, and nothing left behind."""

import csv
import gzip
import itertools
import random
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from oracle.plenty import plenty
from schakel.data.source import look_at
from unit.data.workbooks import SHEET, changed, workbook, zipped

CUTS = plenty(40, 200)
SEEDS = (1, 2, 3)
FLIPS = plenty(6, 25)


@pytest.fixture(scope="module")
def copies(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The first part of a real log as CSV, packed CSV, Parquet, workbook and zip."""
    folder = tmp_path_factory.mktemp("copies")
    text = gzip.decompress((shared_data / "eventlogs" / "patients.csv.gz").read_bytes())
    part = b"\n".join(text.splitlines()[:400]) + b"\n"
    (folder / "log.csv").write_bytes(part)
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (SELECT * FROM read_csv('{folder}/log.csv')) TO '{folder}/log.parquet' (ROW_GROUP_SIZE 2048)"  # noqa: S608
        ).fetchall()
    book = workbook(folder / "log.xlsx", list(csv.reader(part.decode().splitlines())))
    return {
        "log.xlsx": book.read_bytes(),
        "log.zip": zipped(folder / "log.zip", {"log.csv": part}).read_bytes(),
        "log.csv": part,
        "log.csv.gz": gzip.compress(part, mtime=0),
        "log.parquet": (folder / "log.parquet").read_bytes(),
    }


def damaged(data: bytes) -> Iterator[bytes]:
    """Cuts at CUTS places, and copies with a few bits turned."""
    for cut in range(CUTS):
        yield data[: cut * len(data) // CUTS]
    for seed in SEEDS:
        order = random.Random(seed)  # noqa: S311
        for _ in range(FLIPS):
            copy = bytearray(data)
            for _ in range(order.randrange(1, 4)):
                copy[order.randrange(len(copy))] ^= 1 << order.randrange(8)
            yield bytes(copy)


@pytest.mark.shared
@pytest.mark.parametrize("name", ["log.csv", "log.csv.gz", "log.parquet", "log.xlsx", "log.zip"])
def test_damage_is_refused_or_read(
    name: str, copies: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    path, outcomes = tmp_path / name, {"refused": 0, "read": 0}
    connection = duckdb.connect(config={"memory_limit": "1GB"})
    try:
        for data in damaged(copies[name]):
            path.write_bytes(data)
            look = look_at(connection, path)
            outcomes["read" if look.staged else "refused"] += 1
            assert look.staged or look.problems
            assert all(problem.file in (name, "log.zip/log.csv") for problem in look.problems)
            assert not list(temporary.iterdir())
    finally:
        connection.close()
    assert outcomes["refused"] > (CUTS // 10 if name == "log.csv" else CUTS - 2)


@pytest.mark.shared
@pytest.mark.parametrize("part", [SHEET, "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"])
def test_damage_inside_a_workbook_is_refused_or_read(part: str, copies: dict[str, bytes], tmp_path: Path) -> None:
    """A zip tells of most damage itself; here it is packed anew around a damaged part."""
    path, outcomes = tmp_path / "log.xlsx", {"refused": 0, "read": 0}
    path.write_bytes(copies["log.xlsx"])
    with zipfile.ZipFile(path) as archive:
        data = archive.read(part)
    with duckdb.connect(config={"memory_limit": "1GB"}) as connection:
        for damage in itertools.islice(damaged(data), None, None, 3):
            path.write_bytes(copies["log.xlsx"])
            look = look_at(connection, changed(path, **{part: damage}))
            outcomes["read" if look.staged else "refused"] += 1
            assert look.staged or look.problems
            assert all(problem.file == "log.xlsx" for problem in look.problems)
    assert outcomes["refused"] > (CUTS // 33 if part == "xl/styles.xml" else CUTS // 3 - 3)
