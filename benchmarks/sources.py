"""A log from ten sources beside the same events from one file; and loading again when nothing changed.

The events are those of make_log, cut by partner into ten Parquet files of one source each. python -m benchmarks.sources
EVENTS [--rounds N]
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb
from benchmarks import harness

HERE = Path(__file__).parent
ROOT = HERE.parent
SOURCES = 10
MAPPING = '[columns]\ncase_id = "case_id"\nactivity = "activity"\npartner = "partner"\nstarted = "timestamp"\n'
SCRIPT = """
import shutil, sys
from pathlib import Path
from schakel.data.deliveries.load_log import load_log
from schakel.data.load import load
from schakel.data.mapping import read_mapping
what, folder = sys.argv[1], Path(sys.argv[2])
if what == "file":
    load(folder / "all.parquet", folder / "log", mapping=read_mapping(folder / "m.toml"))
elif what == "first":
    for name in ("deliveries", "snapshots"):
        shutil.rmtree(folder / "sources" / name, ignore_errors=True)
    (folder / "sources" / "current").unlink(missing_ok=True)
    load_log(folder / "sources")
else:
    load_log(folder / "sources")
"""


def cut(source: Path, folder: Path) -> None:
    """The events by partner into ten files, with a sources file and a mapping."""
    log = folder / "sources"
    log.mkdir()
    source.rename(folder / "all.parquet")
    (folder / "m.toml").write_text(MAPPING, encoding="utf-8")
    (log / "m.toml").write_text(MAPPING, encoding="utf-8")
    lines = []
    with duckdb.connect() as con:
        for number in range(SOURCES):
            part = f"CAST(right(partner, 2) AS INTEGER) % {SOURCES} = {number}"
            con.execute(
                f"COPY (SELECT * FROM '{folder / 'all.parquet'}' WHERE {part}) TO '{log / f'{number}.parquet'}'"
            ).fetchall()
            lines.append(f'[[source]]\nname = "s{number}"\nmapping = "m.toml"\nfiles = "{number}.parquet"\n')
    (log / "sources.toml").write_text("".join(lines), encoding="utf-8")


def main() -> None:
    """Make the log and its ten parts, measure in turns, show and keep what was measured."""
    options = argparse.ArgumentParser()
    options.add_argument("events", type=float)
    options.add_argument("--rounds", type=int, default=harness.ROUNDS)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = folder / "made.parquet"
        subprocess.run([sys.executable, str(HERE / "make_log.py"), str(given.events), str(made)], check=True)
        cut(made, folder)
        script = folder / "load.py"
        script.write_text(SCRIPT, encoding="utf-8")
        commands = {
            "one file": harness.python(script, "file", folder),
            "ten sources": harness.python(script, "first", folder),
            "ten sources again": harness.python(script, "again", folder),
        }
        results = harness.compare(commands, given.rounds)
    harness.show(results, "one file")
    harness.keep(results, ROOT / "build" / f"sources-{int(given.events)}.json")


if __name__ == "__main__":
    main()
