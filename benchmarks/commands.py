"""How long a person waits: `schakel --help`, and the report of a log, beside the bare interpreter in the same run.

python -m benchmarks.commands [SOURCE]      SOURCE: a file of events; default the demo region, made for the occasion
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks import harness

SCHAKEL = str(Path(sys.executable).parent / "schakel")


def main(source: Path | None) -> None:
    """Load once, then measure whole processes."""
    with tempfile.TemporaryDirectory() as folder:
        log, page = Path(folder) / "log", Path(folder) / "report.html"
        made = [SCHAKEL, "region", str(log)] if source is None else [SCHAKEL, "load", str(source), "--into", str(log)]
        subprocess.run(made, check=True)
        report = [SCHAKEL, "report", str(log), "-o", str(page)]
        subprocess.run(report, check=True)  # once, so that what is measured is warm
        commands = {
            "python": [sys.executable, "-c", "pass"],
            "import duckdb": [sys.executable, "-c", "import duckdb"],
            "schakel --help": [SCHAKEL, "--help"],
            "schakel figures": [SCHAKEL, "figures", str(log), "--json"],
            "schakel report": report,
            "schakel report --pdf": [*report, "--pdf"],
        }
        harness.show(harness.compare(commands), "import duckdb")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
