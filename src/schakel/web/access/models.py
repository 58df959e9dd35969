"""Organisations, people and the hats they wear. A hat belongs to one network; rights end when it is withdrawn."""

import secrets
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac

from schakel.web.access.role import CAPACITIES, ROLES

INVITATION_DAYS = 7


class Network(models.Model):
    """The organisations that share data: the unit of isolation. threshold, reply_days: decided by its partners."""

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    threshold = models.PositiveSmallIntegerField(default=10)
    reply_days = models.PositiveSmallIntegerField(default=10)
    log = models.SlugField(max_length=60, blank=True, help_text="The log whose figures the network sees.")
    snapshot = models.CharField(max_length=64, blank=True, help_text="Its published snapshot; empty: none.")

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """A partner, municipality or other party of one network. name: as it stands in the data and the network file."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="organisations")
    name = models.CharField(max_length=120)
    analyses = models.BooleanField(default=False, help_text="It analyses the raw data for the network.")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["network", "name"], name="organisation_once")]

    def __str__(self) -> str:
        return self.name


def new_mark() -> str:
    """A mark of sessions: whoever has another one is signed out."""
    return secrets.token_hex(8)


def in_a_week() -> datetime:
    """When an invitation of now ends."""
    return timezone.now() + timedelta(days=INVITATION_DAYS)


class People(BaseUserManager["Person"]):
    """Makes people; local passwords are optional, since production signs in by OIDC."""

    def create_user(self, email: str, password: str | None = None, **more: Any) -> "Person":
        """A person with this address; no password means that only OIDC signs in."""
        person = self.model(email=self.normalize_email(email).lower(), **more)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """Somebody who signs in. What a person may do hangs on the hat, never on the person.

    session_mark: part of what every session is signed with; a new one ends them all. subject: by what name the OIDC
    server knows this person, set at the first sign-in there, so that a reused address opens nobody's account.
    """

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=2, default="nl", choices=[("nl", "Nederlands"), ("en", "English")])
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now)
    session_mark = models.CharField(max_length=16, default=new_mark)
    subject = models.CharField(max_length=255, blank=True)

    objects: ClassVar[People] = People()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        return salted_hmac(
            f"schakel.session.{self.session_mark}", self.password, secret, algorithm="sha256"
        ).hexdigest()

    def end_sessions(self) -> None:
        """Whoever is signed in as this person is out at the next request."""
        self.session_mark = new_mark()
        self.save(update_fields=["session_mark"])

    def hats_now(self) -> "models.QuerySet[Hat]":
        """The hats this person may wear at this moment."""
        return Hat.objects.worn_now().filter(person=self).select_related("network", "organisation", "toward")


class Hats(models.QuerySet["Hat"]):
    """Hats by what they are."""

    def worn_now(self, at: datetime | None = None) -> "Hats":
        """Not withdrawn, begun, not over, and of somebody who is active."""
        moment = at or timezone.now()
        begun = self.filter(withdrawn_at=None, person__is_active=True, since__lte=moment)
        return begun.filter(models.Q(until=None) | models.Q(until__gt=moment))


class Hat(models.Model):
    """Somebody acting for an organisation in a role, toward one counterpart or all. A person can have several."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="hats")
    network = models.ForeignKey(Network, models.CASCADE, related_name="hats")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="hats")
    role = models.CharField(max_length=20, choices=[(role, role) for role in ROLES])
    capacity = models.CharField(max_length=20, default="partner", choices=[(name, name) for name in CAPACITIES])
    toward = models.ForeignKey(Organisation, models.CASCADE, null=True, blank=True, related_name="+")
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["Hat"]] = Hats.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "organisation", "role", "toward"], name="hat_once"),
            models.UniqueConstraint(
                fields=["person", "organisation", "role"], condition=models.Q(toward=None), name="hat_once_for_all"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.role} · {self.organisation}"

    @property
    def last_day(self) -> date | None:
        """The last whole day on which the hat may be worn, here; None if it has no end."""
        return timezone.localtime(self.until - timedelta(seconds=1)).date() if self.until else None


class Invitation(models.Model):
    """A hat that waits for somebody. Only the hash of its token is kept; the address with the token is shown once."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="invitations")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    role = models.CharField(max_length=20, choices=[(role, role) for role in ROLES])
    capacity = models.CharField(max_length=20, default="partner", choices=[(name, name) for name in CAPACITIES])
    toward = models.ForeignKey(Organisation, models.CASCADE, null=True, blank=True, related_name="+")
    email = models.EmailField()
    name = models.CharField(max_length=120)
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(default=in_a_week)
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.email} · {self.role} · {self.organisation}"

    @property
    def state(self) -> str:
        """open, used, withdrawn or expired."""
        if self.accepted_at is not None:
            return "used"
        if self.withdrawn_at is not None:
            return "withdrawn"
        return "open" if self.expires_at > timezone.now() else "expired"
