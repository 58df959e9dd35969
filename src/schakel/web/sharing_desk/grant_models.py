"""Agreements to share, version by version, and who signed them. A version is never changed but for its end."""

from typing import ClassVar

from django.db import models

from schakel.sharing.grant import Grant
from schakel.web.access.models import Hat, Network, Organisation
from schakel.web.sharing_desk.clock import day_of


class GrantVersion(models.Model):
    """One version of an agreement: which fields of a source the giver shares with the receiver, what for, how long.

    fields: some of `sharing.grant.FIELDS` and slugs of attributes, sorted. since, until: both days are in it. ended_at:
    when it was ended before its last day, or when the proposal was turned down.
    """

    network = models.ForeignKey(Network, models.CASCADE, related_name="grants")
    source = models.CharField(max_length=120)
    giver = models.ForeignKey(Organisation, models.PROTECT, related_name="grants_given")
    receiver = models.ForeignKey(Organisation, models.PROTECT, related_name="grants_received")
    purpose = models.CharField(max_length=160)
    fields = models.JSONField(default=list)
    since = models.DateField()
    until = models.DateField()
    version = models.PositiveSmallIntegerField()
    proposed_by = models.ForeignKey(Hat, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Hat, models.PROTECT, null=True, related_name="+")
    ended_why = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["network", "source", "giver", "receiver", "purpose", "version"], name="grant_version_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.version}: {self.giver} → {self.receiver}"

    @property
    def subject(self) -> tuple[str, int, int, str]:
        """What its versions have in common, within a network."""
        return self.source, self.giver_id, self.receiver_id, self.purpose

    @property
    def grant(self) -> Grant:
        """As the library knows it; of the end before its time it knows nothing."""
        return Grant(
            source=self.source,
            giver=self.giver.name,
            receiver=self.receiver.name,
            purpose=self.purpose,
            fields=frozenset(self.fields),
            since=self.since,
            until=self.until,
            version=self.version,
            signed=frozenset(one.organisation.name for one in self.signatures.all()),
        )

    @property
    def never_began(self) -> bool:
        """Whether it was ended before its first day, so that it never took the place of the version before it."""
        return self.ended_at is not None and day_of(self.ended_at) < self.since


class GrantSignature(models.Model):
    """One of the two organisations signs one version, once."""

    grant = models.ForeignKey(GrantVersion, models.CASCADE, related_name="signatures")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    hat = models.ForeignKey(Hat, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["grant", "organisation"], name="grant_signed_once")]
