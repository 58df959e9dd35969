"""A job done in the test's own process: what the worker does, without a second process and its second of starting."""

from django.db import transaction

from schakel.chain.problem import Refusal
from schakel.data.processed import TRACE
from schakel.web.jobs.kinds import KINDS, call
from schakel.web.jobs.models import Job
from schakel.web.jobs.told import told
from schakel.web.workspace import current_workspace


def job_at(address: str) -> Job:
    """The job whose page this is."""
    return Job.objects.get(pk=address.rstrip("/").rpartition("/")[2])


def worked(job: Job) -> Job:
    """The run, then the outcome, in one transaction each; a refusal is kept with the job as the worker keeps it."""
    kind, token = KINDS[job.kind], TRACE.set(job.pk.hex)
    try:
        folder = current_workspace().network(job.network.slug)
        job.result = call(kind.run, folder, job.params, lambda _stage, _share: None)
        with transaction.atomic():
            call(kind.done, job)
        job.state = "done"
    except Refusal as refusal:
        call(kind.ended, job)
        job.state, job.problems = "refused", [told(problem) for problem in refusal.problems]
    finally:
        TRACE.reset(token)
    job.save()
    return job
