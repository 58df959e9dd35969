"""Signing in and out, choosing a hat, choosing a language."""

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from schakel.texts import LANGUAGES
from schakel.web.access.demo import demo_people
from schakel.web.access.forms import SignInForm
from schakel.web.access.middleware import HAT_KEY, LANGUAGE_COOKIE
from schakel.web.access.models import Person
from schakel.web.access.policy import allow
from schakel.web.access.request import PersonRequest, Request
from schakel.web.record.append import note
from schakel.web.workspace import current_workspace

YEAR = 365 * 24 * 60 * 60


@allow("everyone", "GET", "POST")
def sign_in(request: Request) -> HttpResponse:
    """With address and password; in the demo a list of people to sign in as."""
    form = SignInForm(request, data=request.POST or None, lang=request.lang)
    if request.method == "POST" and form.is_valid():
        return _enter(request, form.get_user())
    demo = demo_people() if current_workspace().demo else []
    return render(request, "access/sign_in.html", {"form": form, "demo_people": demo, "next": _next(request)})


@allow("everyone", "POST")
def sign_in_as(request: Request) -> HttpResponse:
    """Demo only: sign in as one of the printed people."""
    if not current_workspace().demo:
        raise Http404
    person = get_object_or_404(Person, pk=request.POST.get("person"), is_active=True)
    return _enter(request, person)


@allow("signed_in", "POST")
def sign_out(request: Request) -> HttpResponse:
    """End the session."""
    note(request, "signed_out")
    logout(request)
    return redirect("sign_in")


@allow("signed_in", "POST")
def wear(request: PersonRequest) -> HttpResponse:
    """Put another hat on; 404 for one that this person may not wear."""
    hat = get_object_or_404(request.user.hats_now(), pk=request.POST.get("hat"))
    request.session[HAT_KEY] = hat.pk
    request.hat, request.network = hat, hat.network
    note(request, "hat_worn")
    return redirect("start")


@allow("everyone", "POST")
def speak(request: Request) -> HttpResponse:
    """Another language, from the next page on."""
    lang = request.POST.get("lang", "")
    if lang not in LANGUAGES:
        raise Http404
    response = redirect(_next(request) or "start")
    response.set_cookie(
        LANGUAGE_COOKIE, lang, max_age=YEAR, samesite="Lax", secure=settings.LANGUAGE_COOKIE_SECURE, httponly=True
    )
    return response


def _enter(request: Request, person: Person) -> HttpResponse:
    login(request, person, backend="django.contrib.auth.backends.ModelBackend")
    request.hat = person.hats_now().order_by("pk").first()
    request.network = request.hat.network if request.hat else None
    note(request, "signed_in")
    return redirect(_next(request) or "start")


def _next(request: Request) -> str:
    """Where to go afterwards, if it is an address of our own."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    return asked if url_has_allowed_host_and_scheme(asked, allowed_hosts=None) else ""
