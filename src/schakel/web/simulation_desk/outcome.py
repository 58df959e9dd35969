"""What follows when a job of this desk is done: a row for the result, a line in the record, and where to look."""

from django.urls import reverse

from schakel.web.access.models import Network
from schakel.web.jobs.models import Job
from schakel.web.record.append import append
from schakel.web.sharing_desk.clock import now
from schakel.web.simulation_desk.models import Result


def simulated(job: Job) -> None:
    """There is a result."""
    asked = job.params["asked"]
    result, is_new = Result.objects.get_or_create(
        network=job.network,
        key=job.params["key"],
        defaults={
            "what": asked["what"],
            "model": asked["model"],
            "scenarios": asked["scenarios"],
            "partners": asked["partners"],
            "asked": {name: asked[name] for name in ("seed", "replications", "weeks", "metric", "calibrated", "code")},
            "asked_by": job.asked_by,
            "made_at": now(),
        },
    )
    job.result["address"] = address_of(job.network, result)
    if is_new:
        _record("simulation_made", f"simulation:{result.pk}", job, key=result.key)


def made_model(job: Job) -> None:
    """There is a model."""
    job.result["address"] = reverse("simulation_model", args=[job.network.slug, job.params["name"]])
    _record("simulation_model_made", job.params["name"], job, origin=job.params["origin"])


def address_of(network: Network, result: Result) -> str:
    """Its page."""
    return reverse("simulation_result", args=[network.slug, result.pk])


def _record(kind: str, subject: str, job: Job, **body: str) -> None:
    append(kind, subject, network=job.network, person=job.asked_by.person, hat=job.asked_by, body=body)
