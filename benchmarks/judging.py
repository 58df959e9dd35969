"""How long it takes to judge what leaves, beside all that left before, as against making it.

    python -m benchmarks.judging          # the demo region, 38,000 cases
    python -m benchmarks.judging 0.1      # a share of it

A report of all blocks for everybody, then one for each law and municipality, each judged beside the earlier ones, as
the workbench does in a job. Processor time; the ratio is that of judging to making in the same run.
"""

import sys
import time
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from schakel import make_region_log
from schakel.chain.selection import Selection
from schakel.data.snapshot import Snapshot, open_snapshot
from schakel.insight.opened import open_log
from schakel.report.chain_report import chain_report
from schakel.report.material import Material
from schakel.sharing.gate import Gate, Rows
from schakel.sharing.passed import PassedView
from schakel.sharing.register import Register
from schakel.web.sharing_desk.going_along import GivesAway
from schakel.web.sharing_desk.judging import Court

THRESHOLD = 10
NOTHING: Rows = frozenset()
PARTS = (
    ("law", "Jeugdwet"),
    ("law", "Wmo"),
    *(("municipality", name) for name in ("Lindehage", "Ravenzande", "Wilgenmeer")),
)
SELECTIONS = (Selection(), *(Selection((part,)) for part in PARTS))


def made(snapshot: Snapshot, selection: Selection, withheld: Rows) -> tuple[PassedView, float]:
    """What a whole report tells, and the seconds of making it."""
    gate, start = Gate(THRESHOLD, withheld=withheld), time.process_time()
    with open_log(snapshot, selection=selection, checked=True) as view:
        chain_report(view, gate=gate)
        passed = Material(view, gate, "nl").passed
    return passed, time.process_time() - start


def main() -> int:
    """One line for each report."""
    with TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        make_region_log(log, seed=1, scale=float(sys.argv[1]) if len(sys.argv) > 1 else 1.0)
        snapshot = open_snapshot(log)
        register, court = Register("readers"), Court(snapshot, THRESHOLD)
        for number, selection in enumerate(SELECTIONS, 1):
            away, making, judging, out = NOTHING, 0.0, 0.0, ""
            while not out:
                passed, seconds = made(snapshot, selection, away)
                making, start = making + seconds, time.process_time()
                try:
                    releases = court.judged(register, (passed,))
                    named = tuple(replace(one, name=f"R{number}") for one in releases)
                    register = replace(register, releases=(*register.releases, *named))
                    out = f"stands with {len(away)} rows left out" if away else "stands"
                except GivesAway as found:
                    out = "" if found.rows - away else f"refused ({found.problems[0].code})"
                    away |= found.rows
                judging += time.process_time() - start
            print(
                f"{str(selection) or 'everybody':32s} {len(passed.tables):3d} tables: made {making:5.1f} s, "
                f"judged {judging:5.1f} s, ratio {judging / making:4.2f}; {out}",
                flush=True,
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
