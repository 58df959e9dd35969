"""Which hats a session may put on: those of the person, as far as the way of signing in is strong enough for them."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from schakel.web.access.models import Hat, Person
from schakel.web.access.role import SECOND_STEP
from schakel.web.workspace import current_workspace

HAT_KEY = "hat"
LATER = datetime.max.replace(tzinfo=UTC)
WAY_KEY = "signed_in_by"  # oidc, password or demo


@dataclass(frozen=True)
class Wardrobe:
    """hats: may be worn now. held_back: need the second step first. needs_code: this person has set the second step
    up, and this session still has to take it; until then nothing is worn."""

    hats: tuple[Hat, ...] = ()
    held_back: tuple[Hat, ...] = ()
    needs_code: bool = False

    def worn(self, session: SessionBase) -> Hat | None:
        """The hat that is on: the chosen one while it may be worn, else the first one."""
        chosen = session.get(HAT_KEY, 0) if self.hats else 0
        return next((hat for hat in self.hats if hat.pk == chosen), self.hats[0] if self.hats else None)


def wardrobe(request: HttpRequest) -> Wardrobe:
    """The hats of this request, read anew each time."""
    if not isinstance(request.user, Person):
        return Wardrobe()
    hats = _hats_of(request.user)
    if strong_enough(request):
        return Wardrobe(hats)
    if has_second_step(request.user):
        return Wardrobe(held_back=hats, needs_code=True)
    return Wardrobe(
        tuple(hat for hat in hats if hat.role not in SECOND_STEP),
        held_back=tuple(hat for hat in hats if hat.role in SECOND_STEP),
    )


def _hats_of(person: Person) -> tuple[Hat, ...]:
    """As Person.hats_now says; asked at every request, so the moment is compared here and the question kept short."""
    rows = Hat.objects.filter(person_id=person.pk, withdrawn_at=None).select_related(
        "network", "organisation", "toward"
    )
    now = timezone.now()
    return tuple(hat for hat in rows.order_by("pk") if person.is_active and hat.since <= now < (hat.until or LATER))


def strong_enough(request: HttpRequest) -> bool:
    """The demo has no passwords to protect; an OIDC server asks its own second step; else a code was given."""
    code_given = getattr(request.user, "otp_device", None) is not None
    way: str = request.session.get(WAY_KEY, "")
    return code_given or way == "oidc" or current_workspace().demo


def has_second_step(person: Person) -> bool:
    """Whether this person has an app that makes codes, and has shown that it works."""
    return bool(TOTPDevice.objects.filter(user=person, confirmed=True).exists())
