"""Beginning a session: the one place where somebody becomes signed in."""

from typing import Literal

from django.contrib.auth import login

from schakel.web.access.middleware import dress
from schakel.web.access.models import Person
from schakel.web.access.request import Request
from schakel.web.access.wardrobe import WAY_KEY
from schakel.web.record.append import note

LOCAL = "django.contrib.auth.backends.ModelBackend"
Way = Literal["password", "oidc", "demo"]


def enter(request: Request, person: Person, way: Way) -> None:
    """Sign this person in under a new session key, and write it in the record."""
    request.session.cycle_key()
    login(request, person, backend=LOCAL)
    request.session[WAY_KEY] = way
    request.user = person
    dress(request)
    note(request, "signed_in", way=way)
