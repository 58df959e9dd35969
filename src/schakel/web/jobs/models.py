"""A job: what was asked, by which hat, how far it is and what came of it."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID, uuid4

from django.db import models
from django.urls import reverse
from django.utils import timezone

from schakel.report.terminal import problem_sentence
from schakel.texts import has, say
from schakel.web.access.models import Hat, Network
from schakel.web.jobs.told import problem_from

STATES = ("queued", "running", "done", "failed", "refused", "cancelled")
ACTIVE = ("queued", "running")


class Job(models.Model):
    """One piece of work. claim: the token of the worker that has it; lease_until: when another one may take it.

    problems: those of `chain.problem` as JSON; their sentences are made when somebody reads them.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    network = models.ForeignKey(Network, models.CASCADE, related_name="jobs")
    kind = models.CharField(max_length=40)
    lane = models.CharField(max_length=40, blank=True)
    params = models.JSONField(default=dict)
    state = models.CharField(max_length=10, default="queued", choices=[(state, state) for state in STATES])
    stage = models.CharField(max_length=40, blank=True)
    share = models.FloatField(default=0.0)
    claim = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    heartbeat = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    problems = models.JSONField(default=list)
    total = models.PositiveIntegerField(default=0, help_text="How many problems there are; the first are kept.")
    result = models.JSONField(default=dict)
    asked_by = models.ForeignKey(Hat, models.PROTECT, related_name="jobs")
    asked_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-asked_at"]
        indexes: ClassVar = [models.Index(fields=["state", "asked_at"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "lane"],
                condition=models.Q(state="running") & ~models.Q(lane=""),
                name="one_job_of_a_lane_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"

    @property
    def address(self) -> str:
        """Its page."""
        return reverse("job", args=[self.network.slug, self.id])

    @property
    def active(self) -> bool:
        """Whether it still waits or runs."""
        return self.state in ACTIVE

    @property
    def asked_on(self) -> date:
        """The day on which it was asked, here."""
        return timezone.localdate(self.asked_at)

    def label(self, lang: str) -> str:
        """What it does, in words."""
        return say(f"jobs.kind.{self.kind if has(f'jobs.kind.{self.kind}') else 'other'}", lang)

    def stage_words(self, lang: str) -> str:
        """What it is doing now, in words; "" while it waits."""
        if not self.stage:
            return ""
        return say(f"command.progress.{self.stage if has(f'command.progress.{self.stage}') else 'other'}", lang)

    def sentences(self, lang: str) -> list[str]:
        """What is wrong, one sentence each."""
        return [problem_sentence(problem_from(told), lang) for told in self.problems]


def ended_values(state: str, at: datetime, **more: Any) -> dict[str, Any]:
    """The columns of a job that ends in this state."""
    return {"state": state, "ended_at": at, "claim": None, "lease_until": None, **more}


def job_of(network: Network, number: UUID) -> Job | None:
    """The job with this number in this network."""
    return Job.objects.select_related("asked_by__person", "network").filter(network=network, pk=number).first()
