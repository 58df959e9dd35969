"""What was published, what partners said of it, what they decided, which sources were withdrawn. Rows are added;
of a row only what is still empty is filled in later (an answer, a withdrawal, a settlement)."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.urls import reverse

from schakel.web.access.models import Hat, Network, Organisation
from schakel.web.sharing_desk.clock import day_of
from schakel.web.sharing_desk.grant_models import GrantSignature as GrantSignature
from schakel.web.sharing_desk.grant_models import GrantVersion as GrantVersion
from schakel.web.sharing_desk.visible import Terms


class Publication(models.Model):
    """A figure as it was shown, kept for ever at its address.

    look: the canonical Look as values (screen, query, key). titles: per language. partners: names of partners that it
    names or reveals. seal: SHA-256 of the files under networks/<slug>/published/<id>/.
    """

    network = models.ForeignKey(Network, models.CASCADE, related_name="publications")
    look = models.JSONField()
    look_key = models.CharField(max_length=64, db_index=True)
    titles = models.JSONField()
    partners = models.JSONField(default=list)
    snapshot = models.CharField(max_length=64)
    threshold = models.PositiveSmallIntegerField()
    passports = models.JSONField(default=list)
    seal = models.CharField(max_length=64)
    asked_by = models.ForeignKey(Hat, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    reply_days = models.PositiveSmallIntegerField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Hat, models.PROTECT, null=True, related_name="+")
    withdrawn_why = models.TextField(blank=True)
    withdrawn_source = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering: ClassVar = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.pk} {self.titles.get('nl', '')}"

    def title(self, lang: str) -> str:
        """Its title in a language."""
        return str(self.titles[lang])

    @property
    def address(self) -> str:
        """Its page."""
        return reverse("sharing_publication", args=[self.network.slug, self.pk])

    @property
    def publisher(self) -> str:
        """The organisation whose hat asked for it."""
        return self.asked_by.organisation.name

    @property
    def terms(self) -> Terms:
        """What decides who sees it."""
        agreed = tuple((one.organisation.name, day_of(one.at)) for one in self.consents.all())
        withdrawn: date | None = day_of(self.withdrawn_at) if self.withdrawn_at else None
        asked = day_of(self.asked_at)
        return Terms(self.publisher, tuple(self.partners), asked, self.reply_days, agreed, withdrawn)


class Consent(models.Model):
    """A named partner that has no objection, and so shortens its own wait."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="consents")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    hat = models.ForeignKey(Hat, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["publication", "organisation"], name="consent_once")]


class Comment(models.Model):
    """What a partner says beside a number. A later one of the same partner is shown in its place; both stay.

    publication: None when it is about a figure of the partner's own page, which `figure` then names. correction: what
    should change; it waits until an analyst answered.
    """

    network = models.ForeignKey(Network, models.CASCADE, related_name="comments")
    publication = models.ForeignKey(Publication, models.CASCADE, null=True, related_name="comments")
    figure = models.CharField(max_length=60, blank=True)
    snapshot = models.CharField(max_length=64, blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    hat = models.ForeignKey(Hat, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.TextField()
    disputed = models.BooleanField(default=False)
    correction = models.TextField(blank=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Hat, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    @property
    def asks(self) -> bool:
        """Whether an analyst must still answer."""
        return (self.disputed or bool(self.correction)) and self.answered_at is None


class Proposal(models.Model):
    """Something that the delivering partners decide on record: what would change, why, and how it ended.

    subject: "threshold", "reply_days", "rule" or "definition.<name>". value: the value as JSON. before: what held when
    it was proposed. settled: "" while it waits, "agreed", "decided" or "dropped".
    """

    network = models.ForeignKey(Network, models.CASCADE, related_name="proposals")
    subject = models.CharField(max_length=60)
    value = models.JSONField()
    before = models.JSONField(null=True)
    why = models.TextField()
    asked_by = models.ForeignKey(Hat, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    settled = models.CharField(max_length=10, blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Hat, models.PROTECT, null=True, related_name="+")
    reasons = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-asked_at", "-pk"]


class Voice(models.Model):
    """What a delivering organisation says of a proposal. Its last word counts; all words stay."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="voices")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    hat = models.ForeignKey(Hat, models.PROTECT, related_name="+")
    agrees = models.BooleanField()
    reason = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at", "pk"]


class WithdrawnSource(models.Model):
    """A source whose owner takes it back. job: number of the job that loads without it."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="withdrawn_sources")
    source = models.CharField(max_length=120)
    snapshot = models.CharField(max_length=64, blank=True)
    hat = models.ForeignKey(Hat, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    why = models.TextField()
    job = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["network", "source"], name="source_withdrawn_once")]
