"""Who has which job. A claim is one conditional UPDATE, so that two workers never run one job."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, Subquery
from django.utils import timezone

from schakel.chain.problem import Problem
from schakel.web.jobs.models import Job, ended_values
from schakel.web.jobs.told import told

LEASE = timedelta(seconds=15)
MOST_ATTEMPTS = 3


def claim(at: datetime | None = None) -> Job | None:
    """The job that waits longest and whose lane is free, now ours; None when there is none."""
    moment, token = at or timezone.now(), uuid4()
    busy = Job.objects.filter(state="running", network=OuterRef("network"), lane=OuterRef("lane")).exclude(lane="")
    waiting = Job.objects.filter(state="queued").exclude(Exists(busy)).order_by("asked_at", "pk")
    try:
        with transaction.atomic():
            taken = Job.objects.filter(state="queued", pk=Subquery(waiting.values("pk")[:1])).update(
                state="running",
                claim=token,
                lease_until=moment + LEASE,
                heartbeat=moment,
                started_at=moment,
                attempts=F("attempts") + 1,
                stage="",
                share=0.0,
            )
    except IntegrityError:  # another worker began a job of the same lane just now
        return None
    if not taken:
        return None
    return Job.objects.select_related("network", "asked_by__person").get(claim=token)


def hold(job: UUID, token: UUID, stage: str, share: float) -> bool:
    """Renew the lease and tell how far it is. False: the job is no longer ours (cancelled, or taken over)."""
    moment = timezone.now()
    values = {"heartbeat": moment, "lease_until": moment + LEASE, "stage": stage[:40], "share": share}
    return bool(Job.objects.filter(pk=job, claim=token, state="running").update(**values))


def ours(job: UUID, token: UUID) -> bool:
    """Whether the job is still ours."""
    return Job.objects.filter(pk=job, claim=token, state="running").exists()


def give_back(job: UUID, token: UUID) -> None:
    """Put a job that we stop running back in the queue, without counting the attempt: we end, it is not to blame."""
    Job.objects.filter(pk=job, claim=token, state="running").update(
        state="queued", claim=None, lease_until=None, attempts=F("attempts") - 1, stage="", share=0.0
    )


def take_back_expired(at: datetime | None = None) -> int:
    """Jobs whose worker is gone wait again, or fail after the third time. How many were taken back."""
    moment = at or timezone.now()
    expired = Job.objects.filter(state="running", lease_until__lt=moment)
    problem = told(Problem("workbench_job_attempts", value=str(MOST_ATTEMPTS)))
    failed = expired.filter(attempts__gte=MOST_ATTEMPTS).update(
        **ended_values("failed", moment, problems=[problem], total=1)
    )
    return failed + expired.update(state="queued", claim=None, lease_until=None, stage="", share=0.0)
