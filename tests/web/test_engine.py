"""The one DuckDB of the process: shut in, bounded, and without anything of one request seen by another."""

from pathlib import Path

import duckdb
import pytest
from django.test import RequestFactory

from oracle.made_region import Made
from schakel.data.snapshot import open_snapshot
from schakel.data.sql import rows, run
from schakel.insight.opened import open_log
from schakel.web.engine import BusyError, Engine
from schakel.web.refused import RefusedMiddleware


@pytest.fixture
def engine(tmp_path: Path, tenth_of_region: Made) -> Engine:
    """An engine that may read the region's log and nothing else."""
    return Engine(tenth_of_region.log, tmp_path / "scratch", at_once=2, wait_s=0.01)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * FROM read_csv('{outside}')",
        "COPY (SELECT 1) TO '{outside}.csv'",
        "ATTACH '{outside}.db'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SELECT * FROM read_text('/etc/hostname')",
        "SET enable_external_access = true",
        "SET allowed_directories = ['/']",
    ],
)
def test_it_reads_its_own_folder_only(text: str, engine: Engine, tmp_path: Path) -> None:
    outside = tmp_path / "outside.csv"
    outside.write_text("a,b\n1,2\n", encoding="utf-8")
    with engine.turn() as connection, connection.cursor() as cursor, pytest.raises(duckdb.Error):
        run(cursor, text.format(outside=outside))


def test_what_one_request_makes_no_other_sees(engine: Engine) -> None:
    with engine.turn() as connection, connection.cursor() as one, connection.cursor() as other:
        run(one, "CREATE TEMP TABLE selected AS SELECT 1 AS case_no")
        run(one, "CREATE TEMP VIEW steps AS SELECT * FROM selected")
        run(other, "CREATE TEMP TABLE selected AS SELECT 2 AS case_no")
        assert rows(one, "SELECT * FROM steps") == [(1,)]
        with pytest.raises(duckdb.CatalogException):
            run(other, "SELECT * FROM steps")


def test_a_snapshot_is_read_once_and_figures_are_those_of_its_files(engine: Engine, tenth_of_region: Made) -> None:
    snapshot = open_snapshot(tenth_of_region.log)
    with engine.turn() as connection, engine.rows_of(snapshot) as stored, engine.rows_of(snapshot) as again:
        assert stored is again
        with open_log(snapshot, connection=connection, stored=stored) as view, open_log(snapshot) as files:
            for figure in ("counts", "edges", "months"):
                assert view.figure(figure) == files.figure(figure)


def test_few_snapshots_are_kept_and_one_in_use_stays(tmp_path: Path, tenth_of_region: Made) -> None:
    engine = Engine(tenth_of_region.log, tmp_path / "scratch", keep=1)
    snapshot = open_snapshot(tenth_of_region.log)
    tables = "SELECT COUNT(*) FROM duckdb_tables()"
    with engine.turn() as connection, connection.cursor() as cursor:
        with engine.rows_of(snapshot) as stored:
            with engine.rows_of(snapshot, "household"):
                both = rows(cursor, tables)[0][0]
            assert rows(cursor, tables)[0][0] == both / 2
            assert rows(cursor, f"SELECT COUNT(*) FROM ({stored.cases})")[0][0] > 0  # noqa: S608 -- our own
        with engine.rows_of(snapshot, "household"):
            pass
        assert rows(cursor, tables)[0][0] == both / 2
        with pytest.raises(duckdb.CatalogException):
            rows(cursor, stored.cases)


def test_too_many_at_once_are_told_when_to_come_back(engine: Engine) -> None:
    with engine.turn(), engine.turn(), pytest.raises(BusyError) as busy, engine.turn():
        pass
    answer = RefusedMiddleware(lambda _: None).process_exception(RequestFactory().get("/"), busy.value)  # type: ignore[arg-type, return-value]
    assert answer is not None
    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0
    with engine.turn():
        pass
