"""What was made for a meeting, and which council sheet governing hats may read. Rows are added, never changed."""

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.urls import reverse

from schakel.web.access.models import Hat, Network
from schakel.web.sharing_desk.clock import day_of


class Report(models.Model):
    """A report as it was made, kept for ever at its address. Its files stand in networks/<slug>/reports/<folder>/.

    query: of the look whose cases it is about; cases: its filters in words, per language. sections: its blocks in
    order. files: name -> sha256 and bytes.
    named: per block the partners that it names or reveals. said: comments that stand in it.
    """

    network = models.ForeignKey(Network, models.CASCADE, related_name="reports")
    folder = models.UUIDField(unique=True)
    kind = models.CharField(max_length=20)
    lang = models.CharField(max_length=2)
    title = models.CharField(max_length=200, blank=True)
    query = models.TextField()
    cases = models.JSONField(default=dict)
    selection = models.TextField(blank=True)
    snapshot = models.CharField(max_length=64)
    threshold = models.PositiveSmallIntegerField()
    sections = models.JSONField(default=list)
    files = models.JSONField(default=dict)
    named = models.JSONField(default=dict)
    said = models.JSONField(default=list)
    passports = models.JSONField(default=list)
    made_by = models.ForeignKey(Hat, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.pk} {self.kind}"

    @property
    def address(self) -> str:
        """Its page."""
        return reverse("report", args=[self.network.slug, self.pk])

    @property
    def made_on(self) -> date:
        """The day on which it was made, here."""
        return day_of(self.made_at)

    def facts(self) -> list[tuple[str, dict[str, Any]]]:
        """Its files by name."""
        return sorted(self.files.items())

    def taken(self) -> list[tuple[str, dict[str, Any]]]:
        """The files to be taken along: of a council sheet its papers, not the parts of its page."""
        return [(name, one) for name, one in self.facts() if self.kind != "council" or name.endswith(".pdf")]


class Release(models.Model):
    """A council sheet that alderman, council and clerk may read, at an address that keeps its figures."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="council_releases")
    report = models.OneToOneField(Report, models.PROTECT, related_name="release")
    released_by = models.ForeignKey(Hat, models.PROTECT, related_name="+")
    released_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-released_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.pk} {self.report_id}"

    @property
    def released_on(self) -> date:
        """The day on which it was released, here."""
        return day_of(self.released_at)
