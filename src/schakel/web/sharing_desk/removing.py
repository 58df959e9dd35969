"""The jobs that take rows out of a network's log, and those that tell what is due; then the network follows."""

import shutil
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from schakel.data.deliveries.sources_file import read_sources
from schakel.data.processed import TRACE
from schakel.data.removal.first_day import first_day
from schakel.data.removal.processing import processing_due, purge_processing
from schakel.data.removal.removal import due_document, kept_removals, removal_document
from schakel.data.removal.remove import due, erase, purge

if TYPE_CHECKING:
    from schakel.web.jobs.kinds import Tell
    from schakel.web.jobs.models import Job

AHEAD = (0, 1, 3, 12)  # months from the day of asking


def run(folder: Path, params: dict[str, Any], on_progress: "Tell") -> dict[str, Any]:
    """In a process of its own. params: log, what (due, purge or erase), day, and for erase the pseudonym."""
    log, day = folder / "logs" / params["log"], date.fromisoformat(params["day"])
    if params["what"] == "due":
        days = [first_day(day, -months) for months in AHEAD]
        kept = read_sources(log).keep_processing_months
        return {"days": [due_document(due(log, one), one, processing_due(log, one, kept)) for one in days]}
    for known in kept_removals(log):  # a worker was stopped after it was done and before it could say so
        if known["operation"] == TRACE.get():
            return known
    if params["what"] == "erase":
        return removal_document(erase(log, params["pseudonym"], day, on_progress=on_progress))
    # What came in before it was loaded has a processing log of its own, which is kept as long.
    purge_processing(folder, day, read_sources(log).keep_processing_months, lambda: None)
    return removal_document(purge(log, day, on_progress=on_progress))


def done(job: "Job") -> None:
    """The network sees the new snapshot if the one it saw is gone; what was drawn of it goes too."""
    from schakel.web.record.append import append
    from schakel.web.sharing_desk.release_register import forget_snapshot
    from schakel.web.workspace import current_workspace

    forget(job)
    if job.params["what"] == "due":
        return
    network = job.network
    if network.log == job.params["log"] and network.snapshot in job.result["snapshots"]:
        network.snapshot = str(job.result["after"])
        network.save(update_fields=["snapshot"])
    for gone in job.result["snapshots"]:
        forget_snapshot(network, gone)
    shutil.rmtree(current_workspace().cache / "insight", ignore_errors=True)
    kind = "rows_purged" if job.params["what"] == "purge" else "person_erased"
    body = {"snapshot": job.result["after"], "removed": job.result["snapshots"]}
    hat = job.asked_by
    append(kind, "", network=network, person=hat.person, hat=hat, body=body, operation=job.pk)


def forget(job: "Job") -> None:
    """Whom it was about is not kept with the job."""
    if job.params.pop("pseudonym", None):
        job.save(update_fields=["params"])
