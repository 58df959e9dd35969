"""Who is asking, in which language, with which hat on; and whether that hat may open this address."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode

from schakel.texts import LANGUAGES, language
from schakel.web.access.request import Request
from schakel.web.access.wardrobe import wardrobe
from schakel.web.workspace import current_workspace

Answer = Callable[[Request], HttpResponse]
LANGUAGE_COOKIE = settings.LANGUAGE_COOKIE_NAME


class LanguageMiddleware:
    """`request.lang`: the cookie's language, else the person's, else the workspace's."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        """Answer in the reader's language."""
        person = request.user
        asked = request.COOKIES.get(LANGUAGE_COOKIE, "")
        told = asked if asked in LANGUAGES else getattr(person, "language", "") or current_workspace().language
        request.lang = language(told)
        with translation.override(request.lang):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", request.lang)
        return response


class AccessMiddleware:
    """`request.hat` and `request.network`; default deny. Rights are read anew at each request, nothing is cached."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        """Find the active hat, answer, and keep pages about the network out of shared caches."""
        dress(request)
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    def process_view(self, request: Request, view: Any, _args: Any, kwargs: dict[str, Any]) -> HttpResponse | None:
        """None if the active hat may open this view; else a way to sign in, 404 for another network, or 403."""
        policy = getattr(view, "policy", None)
        if policy is None:
            raise ImproperlyConfigured(f"the view of {request.path} names no policy")
        if policy.everyone:
            return None
        if not request.user.is_authenticated:
            return _first(request, "sign_in")
        if request.wardrobe.needs_code and not policy.first_step:
            return _first(request, "second_step")
        if policy.signed_in:
            return None
        hat = request.hat
        if hat is None and request.wardrobe.held_back:
            return _first(request, "second_step_set_up")
        if hat is None or kwargs.get("network", hat.network.slug) != hat.network.slug:
            raise Http404
        if hat.role not in policy.roles:
            request.refused_by_policy = True
            raise PermissionDenied
        return None


def dress(request: Request) -> None:
    """Find the hats of this session and the one that is on."""
    request.wardrobe = wardrobe(request)
    request.hat = request.wardrobe.worn(request.session)
    request.network = request.hat.network if request.hat else None


def _first(request: Request, step: str) -> HttpResponse:
    """To a step of signing in, and afterwards to where somebody wanted to go."""
    return redirect(f"{reverse(step)}?{urlencode({'next': request.path})}")
