"""Signing in at the OIDC server: code flow with PKCE, state and nonce. It links to people who are here or invited,
by an address that the server has checked, and never makes anybody up."""

from typing import Any

import jwt
import requests
from django.core.exceptions import SuspiciousOperation
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from mozilla_django_oidc.auth import OIDCAuthenticationBackend
from mozilla_django_oidc.utils import import_from_settings
from mozilla_django_oidc.views import OIDCAuthenticationCallbackView, OIDCAuthenticationRequestView

from schakel.web.access.entering import enter
from schakel.web.access.hats import accept, open_invitations
from schakel.web.access.models import Person
from schakel.web.access.oidc_provider import TIMEOUT_S, OidcUnreachableError, configured, provider
from schakel.web.access.policy import allow
from schakel.web.access.request import Request
from schakel.web.record.append import append
from schakel.web.refused import not_found, refused_page


def told(name: str, *otherwise: Any) -> Any:
    """What mozilla_django_oidc asks for, from the workspace instead of from Django's settings."""
    server = provider()
    ours = {
        "OIDC_OP_AUTHORIZATION_ENDPOINT": server.authorization_endpoint,
        "OIDC_OP_TOKEN_ENDPOINT": server.token_endpoint,
        "OIDC_OP_JWKS_ENDPOINT": server.jwks_uri,
        "OIDC_OP_USER_ENDPOINT": "",
        "OIDC_RP_CLIENT_ID": server.client_id,
        "OIDC_RP_CLIENT_SECRET": server.secret,
        "OIDC_RP_SIGN_ALGO": server.algorithm,
        "OIDC_RP_SCOPES": "openid email",
        "OIDC_AUTHENTICATION_CALLBACK_URL": "oidc_back",
        "OIDC_USE_PKCE": True,
        "OIDC_TIMEOUT": TIMEOUT_S,
    }
    return ours[name] if name in ours else import_from_settings(name, *otherwise)


class Backend(OIDCAuthenticationBackend):  # type: ignore[misc] # the package has no types
    """Who an ID token speaks of. It is the only thing asked: no user info is fetched."""

    get_settings = staticmethod(told)

    def get_payload_data(self, token: str, key: Any) -> dict[str, Any]:
        """The token's claims, if it is signed, in time, by our issuer and for us; SuspiciousOperation if not."""
        server = provider()
        try:
            return dict(
                jwt.decode(
                    token,
                    key,
                    algorithms=[server.algorithm],
                    audience=server.client_id,
                    issuer=server.issuer,
                    leeway=30,
                    options={"require": ["exp", "iat", "iss", "aud", "sub", "nonce"]},
                )
            )
        except jwt.PyJWTError as error:
            raise SuspiciousOperation(str(error)) from error

    def get_or_create_user(self, _access_token: str, _id_token: str, payload: dict[str, Any]) -> Person | None:
        """The person of these claims, or None."""
        return person_of(payload)

    def store_tokens(self, _access_token: str, _id_token: str) -> None:
        """Nothing of the server is kept."""


class Begin(OIDCAuthenticationRequestView):  # type: ignore[misc] # the package has no types
    """To the server."""

    get_settings = staticmethod(told)


class Back(OIDCAuthenticationCallbackView):  # type: ignore[misc] # the package has no types
    """Back from the server."""

    get_settings = staticmethod(told)

    def login_success(self) -> HttpResponse:
        """Begin the session, and put on what was waiting."""
        after = self.request.session.pop("oidc_login_next", None)
        with transaction.atomic():
            enter(self.request, self.user, "oidc")
        return redirect(after or "start")

    def login_failure(self) -> HttpResponse:
        """Somebody whom the server knows and we do not, or who was put out."""
        append("oidc_refused")
        return refused_page(self.request, 403, "oidc")


@transaction.atomic
def person_of(claims: dict[str, Any]) -> Person | None:
    """Who is here, or invited, with the address of these claims; None if nobody is, or if it is not sure."""
    email, subject = str(claims.get("email", "")).lower(), str(claims["sub"])
    sure = claims.get("email_verified") is True or provider().trust_email
    known = Person.objects.filter(subject=subject).first()
    if known is not None:
        return known if known.is_active else None
    if not email or not sure:
        return None
    waiting = open_invitations(email)
    person = Person.objects.select_for_update().filter(email=email).first()
    if person is None and waiting:
        person = Person.objects.create_user(email, name=waiting[0].name)
    if person is None or not person.is_active or person.subject:
        return None
    _link(person, subject)
    for invitation in waiting:
        accept(invitation, person)
    return person


def _link(person: Person, subject: str) -> None:
    """From now on this account is the server's: a password that somebody else may have set opens it no more."""
    person.subject = subject
    person.set_unusable_password()
    person.save(update_fields=["subject", "password"])
    person.end_sessions()
    append("oidc_linked", f"person:{person.pk}", person=person)


@allow("everyone")
def oidc_begin(request: Request) -> HttpResponse:
    """To the server; 503 if it does not answer."""
    return _guarded(request, Begin.as_view())


@allow("everyone")
def oidc_back(request: Request) -> HttpResponse:
    """Back from the server: signed in, or a page that says why not."""
    return _guarded(request, Back.as_view())


def _guarded(request: Request, view: Any) -> HttpResponse:
    if not configured():
        return not_found(request)
    try:
        return HttpResponse() if request.method == "OPTIONS" else view(request)
    except (SuspiciousOperation, requests.HTTPError):  # the server says no to our question, or we to its answer
        append("oidc_suspicious")
        return refused_page(request, 400, "oidc_suspicious")
    except (OidcUnreachableError, requests.RequestException, KeyError):
        return refused_page(request, 503, "oidc_unreachable")
