"""Many messages: they stream, progress goes on to the end, and what comes out is what was made."""

from pathlib import Path

import duckdb
from benchmarks.make_messages import PER_RESIDENT, write

from schakel.data.messages.lines_table import BATCH
from schakel.data.messages.read_messages import read_messages

RESIDENTS = 200


def test_a_folder_of_many_is_read_with_progress(tmp_path: Path) -> None:
    assert RESIDENTS * PER_RESIDENT > BATCH // 4
    write(tmp_path, RESIDENTS * PER_RESIDENT)
    told: list[float] = []
    with duckdb.connect() as connection:
        raw = read_messages(connection, tmp_path, on_read=told.append)
        found = dict(connection.execute("SELECT activiteit, count(*) FROM raw GROUP BY ALL").fetchall())
        handed = connection.execute("SELECT count(*) FROM raw WHERE afgeleid = 'overdracht'").fetchone()
        (people,) = connection.execute("SELECT count(DISTINCT inwoner) FROM raw").fetchone() or (0,)
    assert found == {"Verzoek om toewijzing": 200, "Toewijzing": 400, "Levering": 400}
    assert handed == (sum(resident % 3 > 0 for resident in range(RESIDENTS)),)
    assert people == RESIDENTS
    assert raw.rows == 1000
    assert told == sorted(told)
    assert len(told) > 3
