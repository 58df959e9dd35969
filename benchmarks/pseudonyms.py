"""Pseudonyms a second, from distinct ids in DuckDB to their pseudonyms in DuckDB.

python -m benchmarks.pseudonyms [IDS]
"""

import resource
import sys
import time

import duckdb

from schakel.data.sql import run
from schakel.data.steps import ids
from schakel.sharing.pseudonym import KEY_BYTES, Key


def main(count: int) -> None:
    """Print ids a second by wall and by processor time, and what it took of memory."""
    with duckdb.connect() as con:
        ids.collect(con, "case", f"SELECT 'c' || lpad(CAST(n AS VARCHAR), 9, '0') FROM range({int(count)}) t(n)")
        before, began, used = (
            resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
            time.perf_counter(),
            time.process_time(),
        )
        ids.name(con, "case", Key(bytes(KEY_BYTES)), "case")
        wall, cpu = time.perf_counter() - began, time.process_time() - used
        (made,) = con.execute("SELECT count(DISTINCT stored) FROM case_named").fetchall()[0]
        assert made == count
        run(con, "DROP TABLE case_named")
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(f"{count / wall:,.0f} a second by wall, {count / cpu:,.0f} by processor time; {grown:.0f} MB more")


if __name__ == "__main__":
    main(int(float(sys.argv[1])) if len(sys.argv) > 1 else 2_000_000)
