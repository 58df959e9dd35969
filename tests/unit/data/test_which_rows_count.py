"""Which rows of several deliveries count, where that is easily got wrong."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import duckdb
import pytest

from schakel.data.deliveries.add_source import add_source
from schakel.data.deliveries.sources import DeliveryEntry
from schakel.data.mapping import read_mapping
from schakel.data.snapshot import Snapshot
from schakel.data.staged import Kind
from schakel.sharing.pseudonym import Key

KEY = Key(bytes(range(32)))
MAPPING = """[file.deleted_rows]
"mut" = ["V"]
[columns]
case_id = "zaak"
activity = "wat"
started = "van"
ended = "tot"
row_id = "nr"
"""
JANUARY, FEBRUARY = (date(2025, 1, 1), date(2025, 1, 31)), (date(2025, 2, 1), date(2025, 2, 28))
Months = tuple[date, date] | None


class Deliveries:
    """A source that gets one delivery after another."""

    def __init__(self, folder: Path, mapping: str = MAPPING) -> None:
        self.folder, self.n = folder, 0
        (folder / "m.toml").write_text(mapping, encoding="utf-8")

    def add(self, rows: Sequence[str], kind: Kind = "full", months: Months = None) -> Snapshot:
        self.n += 1
        path = self.folder / f"{self.n}.csv"
        path.write_text("\n".join(["nr;zaak;wat;van;tot;mut", *rows]) + "\n", encoding="utf-8")
        entry = DeliveryEntry((), kind, *(months or (None, None)))
        mapping = read_mapping(self.folder / "m.toml")
        return add_source(path, self.folder / "log", "bron", mapping=mapping, entry=entry, key=KEY)


def told(snapshot: Snapshot) -> list[tuple[str, str]]:
    """Activity and first day of every step."""
    files = [str(path) for path in snapshot.files("steps")]
    with duckdb.connect() as con:
        query = "SELECT activity, CAST(started_on AS VARCHAR) FROM read_parquet(?) ORDER BY ALL"
        return con.execute(query, [files]).fetchall()


def test_the_last_line_about_a_row_counts(tmp_path: Path) -> None:
    bron = Deliveries(tmp_path)
    bron.add(["1;a;Een;2025-01-01;;", "2;a;Twee;2025-01-02;;", "3;a;Drie;2025-01-03;;"])
    changes = ["1;a;Een;2025-01-11;;W", "1;a;Een;2025-01-21;;W", "2;a;Twee;2025-01-12;;W", "2;a;Twee;2025-01-12;;V"]
    changes += ["4;a;Vier;2025-01-14;;N", "4;a;Vier;2025-01-14;;V", "4;a;Vier;2025-01-24;;N"]
    found = bron.add(changes, "changes")
    assert told(found) == [("Drie", "2025-01-03"), ("Een", "2025-01-21"), ("Vier", "2025-01-24")]
    assert [one.counted for one in found.manifest.sources] == [1, 2]


def test_a_mark_takes_back_what_stands_above_it_in_a_whole_delivery_too(tmp_path: Path) -> None:
    found = Deliveries(tmp_path).add(["1;a;Een;2025-01-01;;", "2;a;Twee;2025-01-02;;", "1;a;Een;2025-01-01;;V"])
    assert told(found) == [("Twee", "2025-01-02")]


@pytest.mark.parametrize(("with_number", "n"), [(True, 1), (False, 2)])
def test_a_row_that_moved_into_the_next_period_counts_once(with_number: bool, n: int, tmp_path: Path) -> None:
    """Without a number nobody can know that it is the same row."""
    mapping = (
        MAPPING
        if with_number
        else MAPPING.replace('row_id = "nr"\n', "").replace('[file.deleted_rows]\n"mut" = ["V"]\n', "")
    )
    bron = Deliveries(tmp_path, mapping)
    bron.add(["1;a;Een;2025-01-30;2025-01-31;", "2;a;Twee;2025-01-02;2025-01-02;"], "period", JANUARY)
    found = bron.add(["1;a;Een;2025-02-03;2025-02-04;"], "period", FEBRUARY)
    assert len([row for row in told(found) if row[0] == "Een"]) == n


def test_one_number_in_two_cases_is_two_rows(tmp_path: Path) -> None:
    """A number that starts again in each file is no number of a row; then nothing may be lost."""
    bron = Deliveries(tmp_path)
    bron.add(["1;a;Een;2025-01-30;2025-01-31;"], "period", JANUARY)
    found = bron.add(["1;b;Een;2025-02-03;2025-02-04;"], "period", FEBRUARY)
    assert told(found) == [("Een", "2025-01-30"), ("Een", "2025-02-03")]


def test_rows_outside_the_period_of_their_delivery_are_told_once(tmp_path: Path) -> None:
    bron = Deliveries(tmp_path)
    bron.add(["1;a;Een;2025-01-01;2025-03-01;"], "period", JANUARY)
    bron.add(["1;a;Een;2025-01-01;2025-03-01;", "2;a;Twee;2025-02-01;2025-02-01;"], "period", FEBRUARY)
    found = bron.add(["3;a;Drie;2025-02-03;2025-02-04;"], "changes")
    notices = [
        (n.code, n.n, n.file) for one in found.manifest.sources for n in one.notices if n.code == "outside_period"
    ]
    assert notices == [("outside_period", 1, "2.csv")]
    assert told(found) == [("Drie", "2025-02-03"), ("Een", "2025-01-01"), ("Twee", "2025-02-01")]
