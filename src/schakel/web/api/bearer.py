"""Who asks the API: the hat of a token that holds. Rights are read anew at each request."""

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from schakel.web.access.hats import token_hash
from schakel.web.access.models import Hat
from schakel.web.access.policy import require
from schakel.web.api.models import Token
from schakel.web.api.problem import NotFound


class Bearer(HttpBearer):
    """`Authorization: Bearer <token>`; the hat of the token, or None (401)."""

    def authenticate(self, request: HttpRequest, token: str) -> Hat | None:
        """The hat, if the token and the hat both hold now."""
        now = timezone.now()
        found = Token.objects.select_related("hat__network", "hat__organisation").filter(token_hash=token_hash(token))
        one = found.first()
        if one is None or not one.holds(now) or not Hat.objects.worn_now(now).filter(pk=one.hat_id).exists():
            return None
        if one.used_on != timezone.localdate(now):
            Token.objects.filter(pk=one.pk).update(used_on=timezone.localdate(now))
        return one.hat


def hat_of(request: HttpRequest, network: str, policy: str) -> Hat:
    """The hat that asks, in its own network. NotFound for another network, PermissionDenied without the right."""
    hat: Hat = getattr(request, "auth")  # noqa: B009 -- where ninja puts what Bearer gave
    if hat.network.slug != network:
        raise NotFound
    require(hat, policy)
    return hat
