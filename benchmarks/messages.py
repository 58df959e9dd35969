"""How fast messages become a log, and how much memory it takes: a folder, a tenth of it, and all of it in one zip.

python -m benchmarks.messages [MESSAGES] [--rounds N]. Memory is flat when ten times the messages takes little more.
"""

import argparse
import sys
import tempfile
import zipfile
from pathlib import Path

from benchmarks import harness
from benchmarks.make_messages import write

SCRIPT = """
import shutil, sys
from pathlib import Path
from schakel.data.load import load
source = Path(sys.argv[1])
shutil.rmtree(source.parent / "log", ignore_errors=True)
load(source, source.parent / "log", memory_limit="512MB", threads=1)
"""


def main() -> None:
    """Make the messages, load them in turns, print messages a second and the peak of memory."""
    options = argparse.ArgumentParser()
    options.add_argument("messages", type=float, nargs="?", default=1e5)
    options.add_argument("--rounds", type=int, default=1)
    asked = options.parse_args()
    most = int(asked.messages)
    with tempfile.TemporaryDirectory() as name:
        sources = {}
        for count in (most // 10, most):
            sources[f"{count} messages"] = Path(name) / str(count) / "m", count
            write(sources[f"{count} messages"][0], count)
        sources[f"{most} messages in a zip"] = zipped(sources[f"{most} messages"][0]), most
        commands = {told: [sys.executable, "-c", SCRIPT, str(path)] for told, (path, _) in sources.items()}
        found = harness.compare(commands, asked.rounds)
    for told, (_, count) in sources.items():
        one = found[told]
        print(
            f"{told}: {one.wall_s:.1f} s, {count / one.wall_s:.0f} a second "
            f"({count / one.cpu_s:.0f} a second of processor time), {one.peak_mb:.0f} MB at most"
        )


def zipped(folder: Path) -> Path:
    """All files of a folder in one zip, beside it in a folder of its own."""
    path = folder.parent / "zip" / "m.zip"
    path.parent.mkdir()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.rglob("*.xml")):
            archive.write(file, file.relative_to(folder).as_posix())
    return path


if __name__ == "__main__":
    main()
