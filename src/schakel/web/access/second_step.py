"""The second step of signing in: a code of an app on somebody's phone, or a recovery code."""

import hashlib
import secrets
from base64 import b32encode

import segno
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django_otp import login as second_login
from django_otp import verify_token
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from schakel.texts import say
from schakel.web.access.forms import CodeForm
from schakel.web.access.middleware import dress
from schakel.web.access.models import Person
from schakel.web.access.policy import allow
from schakel.web.access.request import PersonRequest
from schakel.web.access.views import next_page
from schakel.web.access.wardrobe import has_second_step
from schakel.web.record.append import note

RECOVERY_CODES = 10


@allow("first_step", "GET", "POST")
def second_step(request: PersonRequest) -> HttpResponse:
    """Give a code; each code works once, and wrong ones make the next wait longer."""
    form = CodeForm(request.POST or None, lang=request.lang)
    if request.method == "POST" and form.is_valid():
        if _right(request, form.cleaned_data["code"]):
            note(request, "second_step_taken")
            return redirect(next_page(request) or "start")
        note(request, "second_step_wrong")
        form.wrong("code", "code")
    return render(request, "access/second_step.html", {"form": form, "next": next_page(request)})


@allow("signed_in", "GET", "POST")
def set_up(request: PersonRequest) -> HttpResponse:
    """Show a key to an app, and set the second step up once a code shows that the app has it."""
    if has_second_step(request.user):
        return redirect("me")
    device, _ = TOTPDevice.objects.get_or_create(user=request.user, confirmed=False, defaults={"name": "app"})
    form = CodeForm(request.POST or None, lang=request.lang)
    form.fields["code"].help_text = say("access.set_up.code", request.lang)
    if request.method == "POST" and form.is_valid():
        if verify_token(request.user, device.persistent_id, form.cleaned_data["code"]) is not None:
            TOTPDevice.objects.filter(pk=device.pk).update(confirmed=True)
            _put_on(request, device)
            note(request, "second_step_set_up")
            return _shown_once(request, next_page(request))
        form.wrong("code", "code")
    context = {
        "form": form,
        "picture": segno.make(device.config_url, error="m").svg_data_uri(scale=5, border=2, light="white"),
        "key": _in_fours(b32encode(device.bin_key).decode()),
        "next": next_page(request),
        "asked": bool(request.wardrobe.held_back),
    }
    return render(request, "access/second_step_set_up.html", context)


@allow("signed_in", "POST")
def remove(request: PersonRequest) -> HttpResponse:
    """No second step any more: other sessions end, and hats that need it come off."""
    for devices in (TOTPDevice, StaticDevice):
        devices.objects.filter(user=request.user).delete()
    note(request, "second_step_removed")
    messages.success(request, say("access.said.second_step_removed", request.lang))
    return redirect("me")


@allow("signed_in", "POST")
def new_codes(request: PersonRequest) -> HttpResponse:
    """Ten new recovery codes; the old ones work no more."""
    if not has_second_step(request.user):
        return redirect("second_step_set_up")
    note(request, "recovery_codes_made")
    return _shown_once(request, "")


def make_codes(person: Person) -> list[str]:
    """Ten recovery codes of 100 random bits, of which only hashes are kept."""
    device, _ = StaticDevice.objects.get_or_create(user=person, name="recovery")
    device.token_set.all().delete()
    codes = [b32encode(secrets.token_bytes(13)).decode().lower()[:20] for _ in range(RECOVERY_CODES)]
    for code in codes:
        device.token_set.create(token=_kept(code))
    return [_in_fours(code) for code in codes]


def _right(request: PersonRequest, code: str) -> bool:
    """Whether the app's code or a recovery code fits; if so the session has taken the second step."""
    kinds = (TOTPDevice, code) if len(code) <= 8 else (StaticDevice, _kept(code))
    for device in kinds[0].objects.filter(user=request.user, confirmed=True):
        if verify_token(request.user, device.persistent_id, kinds[1]) is not None:
            _put_on(request, device)
            return True
    return False


def _put_on(request: PersonRequest, device: TOTPDevice | StaticDevice) -> None:
    request.session.cycle_key()
    second_login(request, device)
    dress(request)


def _shown_once(request: PersonRequest, after: str) -> HttpResponse:
    return render(request, "access/recovery_codes.html", {"codes": make_codes(request.user), "next": after})


def _kept(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()[:16]


def _in_fours(text: str) -> str:
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))
