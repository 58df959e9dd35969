"""Asking for work and taking it back."""

from django.utils import timezone

from schakel.chain.problem import Problem, Refusal
from schakel.web.access.request import NetworkRequest
from schakel.web.jobs.kinds import KINDS, Json, call
from schakel.web.jobs.models import ACTIVE, Job, ended_values
from schakel.web.record.append import note

MOST_WAITING = 20  # of one network: more would only make everybody wait
MOST_OF_A_HAT = 5


def ask(request: NetworkRequest, kind: str, params: Json) -> Job:
    """Put a job in the queue, in the transaction of the request. Refusal when too many wait; KeyError: no such kind.

    params: JSON values; params["job"] becomes the job's own id.
    """
    lane = KINDS[kind].lane
    waiting = Job.objects.filter(network=request.network, state="queued")
    for found, most, code in (
        (waiting.count(), MOST_WAITING, "workbench_queue_full"),
        (waiting.filter(asked_by=request.hat).count(), MOST_OF_A_HAT, "workbench_queue_own"),
    ):
        if found >= most:
            raise Refusal((Problem(code, value=str(found), allowed=str(most)),))
    job = Job(network=request.network, kind=kind, lane=lane, asked_by=request.hat)
    job.params = {**params, "job": str(job.id)}
    job.save(force_insert=True)
    note(request, "job_asked", str(job.id), job=kind)
    return job


def cancel(request: NetworkRequest, job: Job) -> bool:
    """Stop a job that waits or runs; its process ends within a second. False when it had ended already."""
    stopped = Job.objects.filter(pk=job.pk, state__in=ACTIVE).update(**ended_values("cancelled", timezone.now()))
    if stopped:
        job.refresh_from_db()
        call(KINDS[job.kind].ended if job.kind in KINDS else "", job)
        note(request, "job_cancelled", str(job.pk), job=job.kind)
    return bool(stopped)
