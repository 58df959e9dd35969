"""Bad CSV and Parquet are refused with a sentence in both languages, and nothing is left behind."""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb
import pytest

from schakel.chain.problem import Refusal
from schakel.data.mapping import read_mapping
from schakel.data.source import stage
from unit.data import bad_files, bad_sources


@pytest.fixture(autouse=True)
def own_temporary_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path_factory.mktemp("temporary")
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.mark.parametrize("bad", bad_sources.BAD, ids=lambda bad: f"{bad.case} {bad.what}")
def test_it_is_refused_in_both_languages(bad: bad_files.Bad, tmp_path: Path, own_temporary_folder: Path) -> None:
    began = time.monotonic()
    found = bad_sources.checked(bad, tmp_path)
    assert found.delivery is None
    assert bad_sources.said(found.problems[0], "nl") == bad.nl
    assert bad_sources.said(found.problems[0], "en") == bad.en
    assert found.total == bad.total
    assert len(found.problems) == min(bad.total, 20)
    assert not list(own_temporary_folder.iterdir())
    assert time.monotonic() - began < 20


@pytest.mark.parametrize("bad", bad_sources.BAD, ids=lambda bad: f"{bad.case} {bad.what}")
def test_nothing_is_left_in_the_connection(bad: bad_files.Bad, tmp_path: Path) -> None:
    path = tmp_path / bad.file
    bad.write(path)
    mapping = None
    if bad.mapping:
        (tmp_path / "mapping.toml").write_text(bad.mapping, encoding="utf-8")
        mapping = read_mapping(tmp_path / "mapping.toml")
    with duckdb.connect() as connection:
        with pytest.raises(Refusal) as refusal:
            stage(connection, path, mapping=mapping)
        assert refusal.value.total == bad.total
        left = connection.execute(
            "SELECT table_name FROM duckdb_tables() UNION ALL SELECT view_name FROM duckdb_views() WHERE NOT internal"
        ).fetchall()
        assert left == []


def test_the_page_lists_every_case() -> None:
    assert bad_sources.PAGE.read_text(encoding="utf-8") == bad_sources.page()


def test_refusals_stay_within_memory() -> None:
    """All of them one after the other, in a process in which nothing else ran.

    Its peak is read from the kernel's page on the process: what getrusage tells begins with the peak of the parent.
    """
    script = (
        "import re, tempfile; from pathlib import Path; from unit.data import bad_files, bad_sources\n"
        "for bad in bad_sources.BAD:\n"
        "    with tempfile.TemporaryDirectory() as name: bad_sources.checked(bad, Path(name))\n"
        "print(re.search(r'VmHWM:\\s+([0-9]+) kB', Path('/proc/self/status').read_text())[1])"
    )
    tests = str(Path(__file__).parents[2])
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tests, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 1_500_000
