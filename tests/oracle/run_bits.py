"""The bits of a small run of the rich chain, to be compared between processes: `python -m oracle.run_bits ROOM`."""

import hashlib
import sys

import numpy as np

from oracle.rich_chain import rich_chain
from schakel.simulation.decision import Decision
from schakel.simulation.kernel.state import new_state
from schakel.simulation.layout import lay_out
from schakel.simulation.run import Run

WEEKS, WARM_UP = 16, 5
ROWS = (
    Decision(3, "Oost", "partner.people", 2, "less"),
    Decision(6.5, "Noord", "partner.people", 0, "stops"),
    Decision(8, "Zuid", "partner.intake", 0, "closed"),
    Decision(9, "", "model.publish_every", 2, "sooner"),
    Decision(12, "Noord", "partner.people", 5, "again"),
)
PARTS = ("lane", "desk", "partner", "group", "contract", "municipality", "stream", "now", "order", "came", "went")


def bits(room: int) -> tuple[str, int]:
    """A digest of all that a run came to, and the room that it has at the end."""
    run = Run(lay_out(rich_chain()), 7, ROWS, weeks=WEEKS, warm_up=WARM_UP, keeps_log=True)
    run._state = new_state(7, keeps_log=True, room=room, counted_from=WARM_UP)
    run.go()
    digest = hashlib.sha256(run.steps().tobytes() + run.series.tobytes())
    for name in PARTS:
        digest.update(np.asarray(run.state[name]).tobytes())
    present = run.state["client"][: int(run.state["top"])]
    digest.update(present.tobytes())
    return digest.hexdigest(), len(run.state["client"])


if __name__ == "__main__":
    with np.errstate(over="ignore"):  # 64 bits that wrap around are meant to
        sys.stdout.write(" ".join(map(str, bits(int(sys.argv[1])))))
