"""Snapshots: the same input gives the same bytes, ids stay out, and a log's folder is refused or read as it should."""

import hashlib
import json
import os
import random
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest

from oracle.plenty import plenty
from schakel.chain.problem import Refusal
from schakel.data.load import load
from schakel.data.manifest import from_json, to_json
from schakel.data.snapshot import open_snapshot
from schakel.data.steps.buckets import bucket_count, folder
from schakel.data.steps.schema import CASE_COLUMNS, STEP_COLUMNS

SCRIPT = """
import sys
from schakel.data.load import load
print(load(sys.argv[1], sys.argv[2], public=sys.argv[3] == "public", threads=int(sys.argv[4])).id)
"""
CASES, ROWS = 700, 4000


def write_source(path: Path, *, order: str = "n", ties: bool = False) -> Path:
    """A log of 4000 moments of 700 cases, in a given order of rows."""
    spread = 1500 if ties else 1
    with duckdb.connect() as con:
        con.execute(
            "COPY (SELECT 'zaak-' || "  # noqa: S608
            f"(n * 7919 % {CASES}) AS case_id, 'stap ' || (n * 31 % 11) AS activity, "
            f"'partner ' || (n % 5) AS partner, make_timestamp(1700000000000000 + (n // {spread}) * {spread} "
            f"* 61000000) AS timestamp FROM range({ROWS}) t(n) ORDER BY {order}) "
            f"TO '{path}' (FORMAT parquet, ROW_GROUP_SIZE 500)"
        ).fetchall()
    return path


def bytes_of(log: Path) -> dict[str, str]:
    """Digest of every file of the current snapshot."""
    found = open_snapshot(log).folder
    files = sorted(path for path in found.rglob("*") if path.is_file())
    return {str(path.relative_to(found)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A log to load."""
    return write_source(tmp_path_factory.mktemp("bron") / "bron.parquet")


@pytest.fixture(scope="module")
def log(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """That log, loaded with pseudonyms."""
    into = tmp_path_factory.mktemp("net") / "log"
    load(source, into)
    return into


def test_same_bytes_with_other_threads_and_another_hash_seed(source: Path, tmp_path: Path) -> None:
    made = []
    for threads, seed in ((1, "0"), (2, "1"), (2, "77")):
        into = tmp_path / f"{threads}-{seed}"
        command = [sys.executable, "-c", SCRIPT, str(source), str(into), "public", str(threads)]
        subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True)
        made.append(bytes_of(into))
    assert made[0] == made[1] == made[2]
    assert {"manifest.json", "steps/bucket=00/part-0.parquet", "cases/bucket=00/part-0.parquet"} == made[0].keys()


def test_same_bytes_in_several_buckets(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("schakel.data.steps.buckets.EVENTS_A_BUCKET", 600)
    first = load(source, tmp_path / "a", public=True, threads=1)
    second = load(source, tmp_path / "b", public=True, threads=2)
    assert first.manifest.buckets == second.manifest.buckets == 8
    assert bytes_of(tmp_path / "a") == bytes_of(tmp_path / "b")
    with duckdb.connect() as con:
        rows = con.execute(
            "SELECT case_no, case_id, CAST(bucket AS INT) FROM read_parquet(?, hive_partitioning = true) ORDER BY 1",
            [f"{first.folder}/cases/*/*.parquet"],
        ).fetchall()
    assert [row[0] for row in rows] == list(range(1, CASES + 1))
    assert all(bucket == hashlib.md5(case_id.encode()).digest()[0] % 8 for _, case_id, bucket in rows)  # noqa: S324
    assert [row[1:] for row in rows] == sorted((row[1:] for row in rows), key=lambda row: (row[1], row[0]))


def test_the_cut_in_buckets_is_no_part_of_the_id(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = load(source, tmp_path / "a", public=True)
    monkeypatch.setattr("schakel.data.steps.buckets.EVENTS_A_BUCKET", 600)
    cut = load(source, tmp_path / "b", public=True)
    assert (whole.id, whole.manifest.buckets, cut.manifest.buckets) == (cut.id, 1, 8)
    steps = "SELECT * EXCLUDE (case_no, resident_no) FROM read_parquet(?, hive_partitioning = false) ORDER BY ALL"
    with duckdb.connect() as con:
        found = [con.execute(steps, [f"{s.folder}/steps/*/*.parquet"]).fetchall() for s in (whole, cut)]
    assert found[0] == found[1]


@pytest.mark.parametrize("order", ["n DESC", "hash(n)"])
def test_shuffled_rows_give_the_same_id(source: Path, tmp_path: Path, order: str) -> None:
    shuffled = write_source(tmp_path / "bron.parquet", order=order)
    assert shuffled.read_bytes() != source.read_bytes()
    made = load(shuffled, tmp_path / "log", public=True)
    assert made.id == load(source, tmp_path / "other", public=True).id
    assert made.manifest.counts["ties"] == 0


def test_with_ties_the_order_of_rows_is_data(tmp_path: Path) -> None:
    plain = load(write_source(tmp_path / "a.parquet", ties=True), tmp_path / "a", public=True)
    turned = load(write_source(tmp_path / "b.parquet", ties=True, order="n DESC"), tmp_path / "b", public=True)
    assert plain.manifest.counts["ties"] == turned.manifest.counts["ties"] > 0
    assert plain.id != turned.id


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("timestamp", "timestamp + INTERVAL 1 SECOND"),
        ("partner", "'partner 9'"),
        ("activity", "'stap 0'"),
        ("case_id", "'zaak-0'"),
    ],
)
def test_any_change_gives_another_id(source: Path, tmp_path: Path, column: str, value: str) -> None:
    changed = tmp_path / "bron.parquet"
    with duckdb.connect() as con:
        con.execute(
            "COPY (SELECT * EXCLUDE (file_row_number) REPLACE "  # noqa: S608
            f"(CASE WHEN file_row_number = 17 THEN {value} ELSE {column} END AS {column}) "
            f"FROM read_parquet('{source}', file_row_number = true)) TO '{changed}'"
        ).fetchall()
    assert load(changed, tmp_path / "a", public=True).id != load(source, tmp_path / "b", public=True).id


def test_two_cases_cannot_trade_times_unseen(tmp_path: Path) -> None:
    ids = []
    for turn in (0, 1):
        path = tmp_path / f"{turn}.csv"
        days = ["01", "02"] if turn else ["02", "01"]
        path.write_text(f"case_id,activity,timestamp\np,a,2024-01-{days[0]} 10:00\nq,a,2024-01-{days[1]} 10:00\n")
        ids.append(load(path, tmp_path / f"log{turn}", public=True).id)
    assert ids[0] != ids[1]


def test_loading_again_keeps_the_snapshot_and_the_key(source: Path, tmp_path: Path) -> None:
    first = load(source, tmp_path / "log")
    key, before = (tmp_path / "log" / "key").read_bytes(), bytes_of(tmp_path / "log")
    second = load(source, tmp_path / "log")
    assert (first.id, key, before) == (second.id, (tmp_path / "log" / "key").read_bytes(), bytes_of(tmp_path / "log"))
    assert len(list((tmp_path / "log" / "snapshots").iterdir())) == 1


def test_no_id_and_no_key_in_a_snapshot(log: Path) -> None:
    secret = (log / "key").read_text().strip()
    assert (log / "key").stat().st_mode & 0o777 == 0o600
    everything = b"".join(path.read_bytes() for path in log.rglob("*") if path.is_file() and path.name != "key")
    assert b"zaak-" not in everything
    assert secret.encode() not in everything
    assert bytes.fromhex(secret) not in everything
    manifest = open_snapshot(log).manifest
    assert re.fullmatch("[bcdfghjklmnpqrst]{12}", manifest.key_id)
    assert not manifest.public
    with duckdb.connect() as con:
        files = f"{open_snapshot(log).folder}/cases/*/*.parquet"
        ids = con.execute("SELECT case_id, resident FROM read_parquet(?)", [files]).fetchall()
    assert all(re.fullmatch("[bcdfghjklmnpqrst]{20}", text) for row in ids for text in row)


def test_two_logs_share_no_pseudonyms(source: Path, log: Path, tmp_path: Path) -> None:
    load(source, tmp_path / "log")
    found = []
    with duckdb.connect() as con:
        for one in (log, tmp_path / "log"):
            files = f"{open_snapshot(one).folder}/cases/*/*.parquet"
            found.append({row[0] for row in con.execute("SELECT case_id FROM read_parquet(?)", [files]).fetchall()})
    assert len(found[0]) == len(found[1]) == CASES
    assert not found[0] & found[1]


def test_public_keeps_ids_and_says_so(source: Path, tmp_path: Path) -> None:
    made = load(source, tmp_path / "log", public=True)
    assert made.manifest.public
    assert made.manifest.key_id == ""
    assert not (tmp_path / "log" / "key").exists()
    with duckdb.connect() as con:
        ids = con.execute("SELECT case_id FROM read_parquet(?)", [f"{made.folder}/cases/*/*.parquet"]).fetchall()
    assert {row[0] for row in ids} == {f"zaak-{n}" for n in range(CASES)}


def test_stored_columns_and_order(log: Path) -> None:
    found = open_snapshot(log)
    with duckdb.connect() as con:
        for table, columns in (("steps", STEP_COLUMNS), ("cases", CASE_COLUMNS)):
            files = f"{found.folder}/{table}/*/*.parquet"
            described = con.execute("DESCRIBE FROM read_parquet(?, hive_partitioning = false)", [files]).fetchall()
            assert {name: kind for name, kind, *_ in described} == columns
        order = con.execute(
            "SELECT case_no, pos FROM read_parquet(?)", [f"{found.folder}/steps/bucket=00/*.parquet"]
        ).fetchall()
    assert order == sorted(order)


def test_the_manifest_survives_json(log: Path) -> None:
    manifest = open_snapshot(log).manifest
    assert from_json(to_json(manifest)) == manifest
    assert manifest.coverage.partners["partner 0"] == "d" * len(manifest.coverage.months)


def rewrite(log: Path, change: dict[str, Any]) -> None:
    """Change fields of the current manifest."""
    path = open_snapshot(log).folder / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **change}))


def code_of(log: Path) -> str:
    """Code of the refusal that opening gives."""
    with pytest.raises(Refusal) as refused:
        open_snapshot(log)
    return refused.value.problems[0].code


def test_another_format_is_refused(source: Path, tmp_path: Path) -> None:
    load(source, tmp_path / "log")
    rewrite(tmp_path / "log", {"format": 99})
    assert code_of(tmp_path / "log") == "log_format"


def test_a_folder_without_a_log(tmp_path: Path) -> None:
    assert code_of(tmp_path) == code_of(tmp_path / "nergens") == "log_missing"


@pytest.mark.parametrize("text", ["../../elders", "0123456789abcdef", ".incoming-1"])
def test_a_pointer_to_nothing(source: Path, tmp_path: Path, text: str) -> None:
    load(source, tmp_path / "log")
    (tmp_path / "log" / "current").write_text(text)
    assert code_of(tmp_path / "log") == "log_damaged"


def test_targets_that_are_no_log(source: Path, tmp_path: Path) -> None:
    (tmp_path / "bestand").write_text("x")
    (tmp_path / "map").mkdir()
    (tmp_path / "map" / "brief.txt").write_text("x")
    for name, code in (("bestand", "log_is_file"), ("map", "log_is_other")):
        with pytest.raises(Refusal) as refused:
            load(source, tmp_path / name)
        assert refused.value.problems[0].code == code
    assert (tmp_path / "map" / "brief.txt").read_text() == "x"


def test_a_refused_source_leaves_no_new_folder(tmp_path: Path) -> None:
    bad = tmp_path / "leeg.csv"
    bad.write_text("")
    with pytest.raises(Refusal):
        load(bad, tmp_path / "log")
    assert not (tmp_path / "log").exists()


def test_a_damaged_key_is_told(source: Path, tmp_path: Path) -> None:
    load(source, tmp_path / "log")
    (tmp_path / "log" / "key").write_text("stuk")
    with pytest.raises(Refusal) as refused:
        load(source, tmp_path / "log")
    assert refused.value.problems[0].code == "log_key"


def test_progress_never_goes_back(source: Path, tmp_path: Path) -> None:
    told: list[tuple[str, float]] = []
    load(source, tmp_path / "log", on_progress=lambda stage, share: told.append((stage, share)))
    shares = [share for _, share in told]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)


def test_bucket_counts() -> None:
    counted = [bucket_count(n) for n in (0, 4_000_000, 4_000_001, 100_000_000, 10**12)]
    assert counted == [1, 1, 2, 32, 256]
    assert folder(7) == "bucket=07"


@pytest.mark.shared
def test_golden_logs(shared_data: Path, tmp_path: Path) -> None:
    made = load(shared_data / "eventlogs" / "receipt.xes.gz", tmp_path / "log", public=True)
    with duckdb.connect() as con:
        con.execute("CREATE VIEW cases AS FROM read_parquet($1)".replace("$1", f"'{made.folder}/cases/*/*.parquet'"))
        median, mean, variants = con.execute(
            "SELECT median(duration_us) / 1e6, avg(duration_us) / 1e6, count(DISTINCT variant) FROM cases"
        ).fetchall()[0]
        top = con.execute("SELECT count(*) FROM cases GROUP BY variant ORDER BY 1 DESC LIMIT 1").fetchall()[0][0]
    counts = made.manifest.counts
    assert (counts["cases"], counts["events"], counts["activities"], variants, top) == (1434, 8577, 27, 116, 713)
    assert (round(median, 1), round(mean, 1)) == (2868.6, 467263.9)


def test_the_format_page_names_every_column() -> None:
    page = (Path(__file__).parents[3] / "docs" / "reference" / "snapshot.md").read_text()
    parts = page.split("\n## ")
    for heading, columns in (("steps", STEP_COLUMNS), ("cases", CASE_COLUMNS)):
        section = next(part for part in parts if part.startswith(heading + "\n"))
        named = [
            name.strip()
            for row in section.splitlines()
            if row.startswith("| ")
            for name in row.split("|")[1].split(",")
        ]
        assert set(columns) <= set(named)


def test_flipped_bits_in_parquet_are_refused_or_harmless(tmp_path: Path) -> None:
    whole = write_source(tmp_path / "heel.parquet").read_bytes()
    draw, seen = random.Random(7), set()  # noqa: S311
    for turn in range(plenty(10, 25)):
        damaged = bytearray(whole)
        damaged[draw.randrange(4, len(damaged))] ^= 1 << draw.randrange(8)
        path = tmp_path / "stuk.parquet"
        path.write_bytes(damaged)
        try:
            load(path, tmp_path / f"log{turn}", public=True)
            seen.add("loaded")
        except Refusal as refusal:
            seen.add(refusal.problems[0].code)
            assert not (tmp_path / f"log{turn}").exists()
    assert "parquet_broken" in seen
