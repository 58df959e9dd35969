"""Files that were sent in and are on their way into a log."""

from pathlib import Path
from typing import Any, ClassVar
from uuid import uuid4

from django.db import models
from django.urls import reverse
from django.utils import timezone

from schakel.data.readers.name import shown_name
from schakel.web.access.models import Hat, Network
from schakel.web.jobs.models import Job
from schakel.web.workspace import current_workspace

STATES = ("received", "looked", "loaded", "removed")


class Incoming(models.Model):
    """One upload. files: (name as given, stored: our own name, size, sha256) each; loaded: what the load gave.

    source: name of a source that the log has already, "" to propose sources. version: of the mappings, so that an old
    form is noticed.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    network = models.ForeignKey(Network, models.CASCADE, related_name="incoming")
    sent_by = models.ForeignKey(Hat, models.PROTECT, related_name="incoming")
    sent_at = models.DateTimeField(default=timezone.now)
    files = models.JSONField(default=list)
    log = models.SlugField(max_length=60, blank=True)
    source = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=10, default="received", choices=[(state, state) for state in STATES])
    version = models.PositiveIntegerField(default=1)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, blank=True, related_name="+")
    loaded = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["-sent_at"]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def folder(self) -> Path:
        """Where its files lie."""
        return current_workspace().network(self.network.slug) / "incoming" / str(self.id)

    @property
    def open(self) -> bool:
        """Whether it is still on its way."""
        return self.state in ("received", "looked")

    def address(self, step: str) -> str:
        """The page of a step: mapping, check, load or done."""
        return reverse(f"data_{step}", args=[self.network.slug, self.id])

    def names(self) -> dict[str, str]:
        """Our names of its files with those that people gave, as they can be shown."""
        return {str(file["stored"]): shown_name(str(file["name"])) for file in self.files}

    def label(self) -> str:
        """Its files, for a heading."""
        names = list(self.names().values())
        return ", ".join(names[:3]) + (f" +{len(names) - 3}" if len(names) > 3 else "")

    def job_params(self, **more: Any) -> dict[str, Any]:
        """What a job needs to know of it."""
        return {"incoming": str(self.id), "names": self.names(), "source": self.source, **more}
