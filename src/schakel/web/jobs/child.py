"""One job in a process of its own: params come in as a line of JSON, progress and result go out as lines of JSON.

No database here. The process ends itself when whoever started it is gone, so that no job runs unseen.
"""

import json
import os
import sys
import threading
import traceback
from functools import partial
from pathlib import Path
from typing import Any, TextIO

from schakel.chain.problem import Refusal
from schakel.data.processed import TRACE
from schakel.web.jobs.kinds import call
from schakel.web.jobs.told import told

NICENESS = 10
ORPHANED = 3


def main() -> int:
    """Read what to do from standard input, do it, tell it on standard output. 0 also for a refusal."""
    lines = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever a library prints goes to the log of the worker, not between our lines
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    asked = json.loads(sys.stdin.readline())
    TRACE.set(asked["params"].get("job", "").replace("-", ""))  # the record tells who asked for this job
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        result = call(asked["run"], Path(asked["folder"]), asked["params"], partial(_tell_progress, lines))
        _tell(lines, result=result)
    except Refusal as refusal:
        _tell(lines, refused=[told(problem) for problem in refusal.problems], total=refusal.total)
    except Exception:
        traceback.print_exc()
        return 1
    return 0


def _end_with_parent() -> None:
    """Standard input stays open as long as the worker lives."""
    os.read(sys.stdin.fileno(), 1)
    os._exit(ORPHANED)


def _tell_progress(lines: TextIO, stage: str, share: float) -> None:
    _tell(lines, stage=stage, share=share)


def _tell(lines: TextIO, **told_now: Any) -> None:
    lines.write(json.dumps(told_now, default=str) + "\n")
    lines.flush()


if __name__ == "__main__":
    sys.exit(main())
