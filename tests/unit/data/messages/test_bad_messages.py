"""Bad messages are refused with a sentence in both languages, and nothing is left behind."""

import tempfile
from pathlib import Path

import duckdb
import pytest

from schakel.chain.problem import Refusal
from schakel.data.source import stage
from unit.data.bad_files import Bad
from unit.data.bad_sources import checked, said
from unit.data.messages.bad_messages import BAD_MESSAGES


@pytest.mark.parametrize("bad", BAD_MESSAGES, ids=lambda bad: f"{bad.case} {bad.what}")
def test_it_is_refused_in_both_languages_and_leaves_nothing(
    bad: Bad, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    found = checked(bad, tmp_path)
    assert found.delivery is None
    assert (said(found.problems[0], "nl"), said(found.problems[0], "en")) == (bad.nl, bad.en)
    assert found.total == bad.total
    assert not list((tmp_path / "temporary").iterdir())
    with duckdb.connect() as connection:
        with pytest.raises(Refusal):
            stage(connection, tmp_path / bad.file)
        assert not connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()
