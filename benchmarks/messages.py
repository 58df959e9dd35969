"""How fast a folder of messages becomes a log, and how much memory it takes: as many as asked, and a tenth of that.

python -m benchmarks.messages [MESSAGES] [--rounds N]. Memory is flat when ten times the messages takes little more.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks import harness
from benchmarks.make_messages import write

SCRIPT = """
import shutil, sys
from pathlib import Path
from schakel.data.load import load
folder = Path(sys.argv[1])
shutil.rmtree(folder / "log", ignore_errors=True)
load(folder / "m", folder / "log", memory_limit="512MB", threads=1)
"""


def main() -> None:
    """Make two folders, load them in turns, print messages a second and the peak of memory."""
    options = argparse.ArgumentParser()
    options.add_argument("messages", type=float, nargs="?", default=1e5)
    options.add_argument("--rounds", type=int, default=1)
    asked = options.parse_args()
    counts = (int(asked.messages // 10), int(asked.messages))
    with tempfile.TemporaryDirectory() as name:
        commands = {}
        for count in counts:
            folder = Path(name) / str(count)
            write(folder / "m", count)
            commands[str(count)] = [sys.executable, "-c", SCRIPT, str(folder)]
        found = harness.compare(commands, asked.rounds)
    for count in counts:
        one = found[str(count)]
        print(
            f"{count} messages: {one.wall_s:.1f} s, {count / one.wall_s:.0f} a second "
            f"({count / one.cpu_s:.0f} a second of processor time), {one.peak_mb:.0f} MB at most"
        )


if __name__ == "__main__":
    main()
