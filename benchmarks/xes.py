"""XES of 135 MB, a real log repeated with names of its own for every trace: our reader beside r4pm's Rust reader.

Like for like: each is a whole process that reads all attributes, of events and of traces, to one table of columns.
Needs the environment of the peers (`make peers` makes it).

    python -m benchmarks.xes RECEIPT.xes.gz [--megabytes 135] [--rounds 5] [--keep results.json]
"""

import argparse
import gzip
import re
import tempfile
from pathlib import Path

from benchmarks.harness import ROUNDS, compare, keep, show

ROOT = Path(__file__).parents[1]
PEERS = ROOT / ".venv-peers" / "bin" / "python"
MOST_TIMES_RUST = 3.5
MOST_MB = 400

OURS = """
import sys, duckdb
from pathlib import Path
from schakel.data.readers.read_xes import read_xes
connection = duckdb.connect(config={"threads": 2})
log = read_xes(connection, Path(sys.argv[1]))
connection.execute("CREATE TABLE flat AS FROM raw").fetchall()
assert log.rows == int(sys.argv[2]), log
"""
RUST = """
import sys
from r4pm.df import import_xes
frame, _ = import_xes(sys.argv[1])
assert frame.shape[0] == int(sys.argv[2]), frame.shape
"""


def repeated(source: Path, target: Path, megabytes: float) -> int:
    """Write the log's traces again and again until the file is large enough; gives the number of events."""
    data = gzip.decompress(source.read_bytes())
    start, end = data.index(b"<trace>"), data.rindex(b"</log>")
    traces = re.split(rb"(?<=</trace>)", data[start:end])
    name = re.compile(rb'(key="concept:name" value=")([^"]*"/>)(?=(?:(?!<event>).)*$)', re.S)
    cut = [(head, b"<event>" + rest if mark else b"") for head, mark, rest in (t.partition(b"<event>") for t in traces)]
    written, times = 0, 0
    with target.open("wb") as file:
        written += file.write(data[:start])
        while written < megabytes * 1e6:
            times += 1
            for head, rest in cut:
                written += file.write(name.sub(rb"\g<1>%d-\2" % times, head) + rest)
        file.write(data[end:])
    return times * data.count(b"<event>")


def main() -> None:
    """Make the log, let both read it in turns, and say whether the goals are met."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path)
    parser.add_argument("--megabytes", type=float, default=135)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    if not PEERS.exists():
        raise SystemExit("first: make peers")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log.xes"
        events = str(repeated(given.source, path, given.megabytes))
        print(f"{path.stat().st_size / 1e6:.1f} MB, {events} events")
        results = compare(
            {
                "r4pm (Rust)": [str(PEERS), "-c", RUST, str(path), events],
                "schakel": [str(ROOT / ".venv" / "bin" / "python"), "-c", OURS, str(path), events],
            },
            given.rounds,
        )
    show(results, "r4pm (Rust)")
    if given.keep:
        keep(results, given.keep)
    ours, rust = results["schakel"], results["r4pm (Rust)"]
    ratio = ours.wall_s / rust.wall_s
    met = ratio <= MOST_TIMES_RUST and ours.peak_mb <= MOST_MB
    print(f"goal: <= {MOST_TIMES_RUST} times and <= {MOST_MB} MB; {'met' if met else 'NOT met'} ({ratio:.2f})")


if __name__ == "__main__":
    main()
