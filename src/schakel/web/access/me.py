"""Somebody's own page: language, password, second step, hats, and an end to all sessions."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from schakel.texts import LANGUAGES, say
from schakel.web.access.forms import ChangePasswordForm
from schakel.web.access.middleware import LANGUAGE_COOKIE
from schakel.web.access.oidc_provider import configured, local_accounts
from schakel.web.access.policy import allow
from schakel.web.access.request import PersonRequest
from schakel.web.access.views import YEAR
from schakel.web.access.wardrobe import has_second_step
from schakel.web.record.append import note


@allow("signed_in")
def me(request: PersonRequest) -> HttpResponse:
    """What is known of the one who is signed in, and what they may change."""
    context = {
        "has_password": local_accounts() and request.user.has_usable_password(),
        "has_second_step": has_second_step(request.user),
        "languages": LANGUAGES,
        "oidc": configured(),
    }
    return render(request, "access/me.html", context)


@allow("signed_in", "POST")
def my_language(request: PersonRequest) -> HttpResponse:
    """The language of this person everywhere, from the next page on."""
    lang = request.POST.get("lang", "")
    if lang not in LANGUAGES:
        raise Http404
    request.user.language = lang
    request.user.save(update_fields=["language"])
    response = redirect("me")
    response.set_cookie(LANGUAGE_COOKIE, lang, max_age=YEAR, samesite="Lax", secure=request.is_secure())
    return response


@allow("signed_in", "GET", "POST")
def my_password(request: PersonRequest) -> HttpResponse:
    """Another password; all other sessions end."""
    if not (local_accounts() and request.user.has_usable_password()):
        raise Http404
    form = ChangePasswordForm(request.POST or None, person=request.user, lang=request.lang)
    if request.method == "POST" and form.is_valid():
        request.user.set_password(form.cleaned_data["new_password"])
        request.user.save(update_fields=["password"])
        request.user.end_sessions()
        update_session_auth_hash(request, request.user)
        note(request, "password_changed")
        messages.success(request, say("access.said.password_changed", request.lang))
        return redirect("me")
    return render(request, "access/one_form.html", {"form": form, "page": "my_password"})


@allow("signed_in", "POST")
def end_sessions(request: PersonRequest) -> HttpResponse:
    """Sign out everywhere, here too."""
    note(request, "sessions_ended")
    request.user.end_sessions()
    return redirect("sign_in")
