"""Results of simulations, and with whom they were shared. The figures themselves are files, see `results`."""

from datetime import date
from typing import ClassVar

from django.db import models

from schakel.web.access.models import Hat, Network
from schakel.web.sharing_desk.clock import day_of
from schakel.web.sharing_desk.visible import Terms


class Result(models.Model):
    """What came of one request. key: hash of all that decides it, and the name of its folder.

    what: simulate, compare, causes or weakest. scenarios: their names, in the order that they were asked in.
    partners: that the model names. asked: seed, replications, weeks and metric.
    """

    network = models.ForeignKey(Network, models.CASCADE, related_name="simulation_results")
    key = models.CharField(max_length=64)
    what = models.CharField(max_length=20)
    model = models.CharField(max_length=120)
    scenarios = models.JSONField(default=list)
    partners = models.JSONField(default=list)
    asked = models.JSONField(default=dict)
    asked_by = models.ForeignKey(Hat, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-made_at", "-pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["network", "key"], name="simulation_result_once")]

    def __str__(self) -> str:
        return f"{self.pk} {self.what}"

    @property
    def made_on(self) -> date:
        """The local day."""
        return day_of(self.made_at)

    @property
    def told(self) -> str:
        """Its scenarios in one phrase."""
        return " · ".join(map(str, self.scenarios))


class Shared(models.Model):
    """That a result was shared with the network; the named partners see it first. Withdrawn, it stays on record."""

    result = models.ForeignKey(Result, models.CASCADE, related_name="shares")
    by = models.ForeignKey(Hat, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reply_days = models.PositiveSmallIntegerField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Hat, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["result"], condition=models.Q(withdrawn_at=None), name="simulation_shared_once"
            )
        ]

    @property
    def terms(self) -> Terms:
        """What decides who sees it, by the rule of publications."""
        withdrawn = day_of(self.withdrawn_at) if self.withdrawn_at else None
        partners = tuple(map(str, self.result.partners))
        return Terms(self.by.organisation.name, partners, day_of(self.at), self.reply_days, (), withdrawn)
