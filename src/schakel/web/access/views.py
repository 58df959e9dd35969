"""Signing in and out, choosing a hat, choosing a language."""

from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from schakel.texts import LANGUAGES
from schakel.web.access.demo import demo_people
from schakel.web.access.entering import enter
from schakel.web.access.forms import SignInForm
from schakel.web.access.middleware import LANGUAGE_COOKIE, dress
from schakel.web.access.models import Person
from schakel.web.access.oidc_provider import configured, local_accounts
from schakel.web.access.policy import allow
from schakel.web.access.request import PersonRequest, Request
from schakel.web.access.wardrobe import HAT_KEY
from schakel.web.record.append import note
from schakel.web.workspace import current_workspace

YEAR = 365 * 24 * 60 * 60


@allow("everyone", "GET", "POST")
def sign_in(request: Request) -> HttpResponse:
    """At the OIDC server, or with address and password; in the demo a list of people to sign in as."""
    form = SignInForm(request, data=request.POST or None, lang=request.lang)
    if request.method == "POST" and local_accounts() and form.is_valid():
        enter(request, form.get_user(), "password")
        return redirect(next_page(request) or "start")
    context = {
        "form": form if local_accounts() else None,
        "oidc": configured(),
        "demo_people": demo_people() if current_workspace().demo else [],
        "next": next_page(request),
    }
    return render(request, "access/sign_in.html", context)


@allow("everyone", "POST")
def sign_in_as(request: Request) -> HttpResponse:
    """Demo only: sign in as one of the printed people."""
    if not current_workspace().demo:
        raise Http404
    asked = request.POST.get("person", "")
    person = get_object_or_404(Person, pk=int(asked) if asked.isdecimal() else 0, is_active=True)
    enter(request, person, "demo")
    return redirect(next_page(request) or "start")


@allow("first_step", "POST")
def sign_out(request: Request) -> HttpResponse:
    """End the session."""
    note(request, "signed_out")
    logout(request)
    return redirect("sign_in")


@allow("signed_in", "POST")
def wear(request: PersonRequest) -> HttpResponse:
    """Put another hat on, under a new session key; 404 for one that this session may not wear."""
    hat = next((hat for hat in request.wardrobe.hats if str(hat.pk) == request.POST.get("hat")), None)
    if hat is None:
        raise Http404
    request.session.cycle_key()
    request.session[HAT_KEY] = hat.pk
    dress(request)
    note(request, "hat_worn")
    return redirect("start")


@allow("everyone", "POST")
def speak(request: Request) -> HttpResponse:
    """Another language, from the next page on."""
    lang = request.POST.get("lang", "")
    if lang not in LANGUAGES:
        raise Http404
    response = redirect(next_page(request) or "start")
    response.set_cookie(
        LANGUAGE_COOKIE, lang, max_age=YEAR, samesite="Lax", secure=settings.LANGUAGE_COOKIE_SECURE, httponly=True
    )
    return response


def next_page(request: Request) -> str:
    """Where to go afterwards, if it is an address of our own."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    return asked if url_has_allowed_host_and_scheme(asked, allowed_hosts=None) else ""
