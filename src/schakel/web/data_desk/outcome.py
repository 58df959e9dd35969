"""What follows when a job of this desk is done: rows of the database, the record, and where to look."""

from django.urls import reverse

from schakel.web.data_desk.models import Incoming
from schakel.web.jobs.models import Job
from schakel.web.record.append import append


def looked(job: Job) -> None:
    """The files were looked at: on to the mapping, or to what is wrong when that was asked."""
    incoming = _incoming(job)
    incoming.state = "looked"
    incoming.version += 1
    incoming.save()
    job.result["address"] = incoming.address(job.params.get("then", "mapping"))


def loaded(job: Job) -> None:
    """The files were loaded."""
    incoming = _incoming(job)
    incoming.state, incoming.log = "loaded", job.params["log"]
    incoming.loaded = {key: value for key, value in job.result.items() if key != "address"}
    incoming.save()
    job.result["address"] = incoming.address("done")
    append(
        "data_loaded",
        job.result["snapshot"],
        network=job.network,
        person=job.asked_by.person,
        hat=job.asked_by,
        body={"log": job.params["log"], "files": len(incoming.files)},
    )


def compared(job: Job) -> None:
    """Two snapshots were compared."""
    address = reverse("data_changes", args=[job.network.slug, job.params["log"]])
    job.result["address"] = f"{address}?old={job.params['old']}&new={job.params['new']}"


def _incoming(job: Job) -> Incoming:
    return Incoming.objects.select_for_update().get(network=job.network, pk=job.params["incoming"])
