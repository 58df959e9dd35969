"""Tokens: each is of one hat, for one purpose, until a day. What is kept of it does not give it back."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.utils import timezone

from schakel.web.access.models import Hat


class Token(models.Model):
    """token_hash: of `access.hats.token_hash`. A token does what its hat may do, and ends with it."""

    hat = models.ForeignKey(Hat, models.CASCADE, related_name="tokens")
    purpose = models.CharField(max_length=200)
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    until = models.DateField()
    withdrawn_at = models.DateTimeField(null=True)
    used_on = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.pk} {self.purpose}"

    def holds(self, at: datetime) -> bool:
        """Whether it can be used at this moment, its hat aside."""
        return self.withdrawn_at is None and timezone.localdate(at) <= self.until
