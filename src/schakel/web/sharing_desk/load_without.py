"""The job that loads a network's data again without a source that was taken back."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from schakel.data.deliveries.drop_source import drop_source

if TYPE_CHECKING:
    from schakel.web.jobs.kinds import Tell
    from schakel.web.jobs.models import Job

KIND = "load_without"


def run(folder: Path, params: dict[str, Any], on_progress: "Tell") -> dict[str, Any]:
    """In a process of its own: the id of the snapshot without the source, "" when it was the only one."""
    made = drop_source(folder / "logs" / params["log"], params["source"], on_progress=on_progress)
    return {"snapshot": made.id if made else ""}


def done(job: "Job") -> None:
    """The network sees the new snapshot from now on, unless it sees another log by now."""
    from schakel.web.record.append import append

    network = job.network
    if network.log == job.params["log"]:
        network.snapshot = str(job.result["snapshot"])
        network.save(update_fields=["snapshot"])
    hat = job.asked_by
    body = {"snapshot": network.snapshot}
    append("source_left_out", f"source:{job.params['source']}", network=network, person=hat.person, hat=hat, body=body)
