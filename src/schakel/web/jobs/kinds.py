"""What a job can be. A kind names its function; nothing that a user sends ever does."""

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Json = dict[str, Any]
Tell = Callable[[str, float], None]
Run = Callable[[Path, Json, Tell], Json]


@dataclass(frozen=True)
class Kind:
    """run: "module:function" of `Run`: (folder of the network, params, on_progress) -> result.

    It runs in a child process without database, may raise Refusal, and gives the same outcome when it is run again
    for the same params["job"]. done: "module:function" (job) -> None, in the worker and in the transaction that marks
    the job as done; it may set job.result["address"], where the outcome is seen. ended: the same for a job that was
    refused, failed or cancelled. lane: jobs of one lane of a network run one after another. Its name on screens
    stands in texts `jobs.kind.<kind>`.
    """

    run: str
    done: str = ""
    ended: str = ""
    lane: str = ""


_DATA = "schakel.web.data_desk"
LEAVES = "leaves"  # one after another, as each is judged beside all that left before
KINDS: dict[str, Kind] = {
    "look": Kind(run=f"{_DATA}.looking:run", done=f"{_DATA}.outcome:looked"),
    "load": Kind(run=f"{_DATA}.loading:run", done=f"{_DATA}.outcome:loaded", lane="data"),
    "compare": Kind(run=f"{_DATA}.loading:run_compare", done=f"{_DATA}.outcome:compared"),
    "load_without": Kind(
        run="schakel.web.sharing_desk.load_without:run",
        done="schakel.web.sharing_desk.load_without:done",
        lane="data",
    ),
    **{
        f"retention_{what}": Kind(
            run="schakel.web.sharing_desk.removing:run",
            done="schakel.web.sharing_desk.removing:done",
            ended="schakel.web.sharing_desk.removing:forget",
            lane="data",
        )
        for what in ("due", "purge", "erase")
    },
    **{
        f"simulation_{what}": Kind(
            run="schakel.web.simulation_desk.running:run",
            done="schakel.web.simulation_desk.outcome:simulated",
            lane="simulation",
        )
        for what in ("simulate", "compare", "causes", "weakest")
    },
    **{
        kind: Kind(
            run="schakel.web.simulation_desk.making:run",
            done="schakel.web.simulation_desk.outcome:made_model",
            lane="simulation",
        )
        for kind in ("calibrate", "fill_in")
    },
    "publish": Kind(
        run="schakel.web.sharing_desk.publish_job:run",
        done="schakel.web.sharing_desk.publish_job:done",
        ended="schakel.web.sharing_desk.publish_job:forget",
        lane=LEAVES,
    ),
    "report": Kind(
        run="schakel.web.report_desk.making:run",
        done="schakel.web.report_desk.done:done",
        lane=LEAVES,
    ),
}


def call(name: str, *given: Any) -> Any:
    """Call the function that a kind names; "" is none."""
    if not name:
        return None
    module, _, function = name.partition(":")
    return getattr(importlib.import_module(module), function)(*given)
