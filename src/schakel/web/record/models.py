"""Lines of the record, and its head. Lines are added by `record.append.note` and never changed or removed."""

from typing import ClassVar

from django.db import models

from schakel.web.access.models import Hat, Network, Person


class Entry(models.Model):
    """What happened: who, with which hat, what, when. hash = SHA-256 of the hash before it and this line."""

    seq = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    network = models.ForeignKey(Network, models.PROTECT, null=True, related_name="entries")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="entries")
    hat = models.ForeignKey(Hat, models.PROTECT, null=True, related_name="entries")
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=200, blank=True)
    body = models.JSONField(default=dict)
    operation = models.UUIDField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["seq"]
        indexes: ClassVar = [models.Index(fields=["network", "kind", "seq"])]

    def __str__(self) -> str:
        return f"{self.seq} {self.kind}"


class Head(models.Model):
    """The one row that says how long the record is and how it ends, so that a cut tail shows."""

    seq = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64)


class Reading(models.Model):
    """Who read figures or rows, in the operation that the processing log tells of by the same number (its trace).

    Rows are added and never changed. denied: the processing log could not be written, so that nothing was given.
    """

    at = models.DateTimeField()
    network = models.ForeignKey(Network, models.PROTECT, related_name="readings")
    person = models.ForeignKey(Person, models.PROTECT, related_name="readings")
    hat = models.ForeignKey(Hat, models.PROTECT, related_name="readings")
    operation = models.UUIDField()
    what = models.CharField(max_length=200)
    denied = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [models.Index(fields=["network", "at"]), models.Index(fields=["operation"])]

    def __str__(self) -> str:
        return f"{self.operation} {self.what}"


class SeenUntil(models.Model):
    """How far a hat has read the news: the number of the last line, and when."""

    hat = models.OneToOneField(Hat, models.CASCADE, related_name="seen_until")
    seq = models.PositiveBigIntegerField(default=0)
    at = models.DateTimeField()
