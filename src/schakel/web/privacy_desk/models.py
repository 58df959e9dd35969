"""Answers to the questions of a DPIA, and when it was assessed on which facts. Rows are added, never changed."""

from typing import ClassVar

from django.db import models

from schakel.web.access.models import Hat, Network


class DpiaAnswer(models.Model):
    """What an officer answered to a question. Of one question the last row counts; a blank text opens it again."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="dpia_answers")
    question = models.CharField(max_length=400)
    text = models.TextField(blank=True)
    hat = models.ForeignKey(Hat, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at", "pk"]


class DpiaAssessment(models.Model):
    """The officer assessed the DPIA as it then was. facts: as JSON text (`report.privacy.facts`), to compare with.

    open: how many questions had no answer then. remark: what the officer says with it.
    """

    network = models.ForeignKey(Network, models.CASCADE, related_name="dpia_assessments")
    facts = models.TextField()
    facts_id = models.CharField(max_length=16)
    open = models.PositiveIntegerField()
    remark = models.TextField(blank=True)
    hat = models.ForeignKey(Hat, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at", "pk"]
