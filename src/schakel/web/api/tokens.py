"""The page of one's own tokens: make one for a purpose, see it once, withdraw it."""

import secrets
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from schakel.texts import say
from schakel.web.access.hats import token_hash
from schakel.web.access.policy import allow
from schakel.web.access.request import NetworkRequest
from schakel.web.api.models import Token
from schakel.web.record.append import note

LONGEST = timedelta(days=366)


class TokenForm(forms.Form):
    """What the token is for, and until which day."""

    purpose = forms.CharField(max_length=200)
    until = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lang = lang
        for name, field in self.fields.items():
            field.label = say(f"api.token.{name}", lang)

    def clean_until(self) -> date:
        """From today to a year from now."""
        until: date = self.cleaned_data["until"]
        today = timezone.localdate()
        if not today <= until <= today + LONGEST:
            raise forms.ValidationError(say("api.token.until_wrong", self.lang, last=today + LONGEST))
        return until


@allow("own_tokens", "GET", "POST")
def tokens(request: NetworkRequest, network: str) -> HttpResponse:
    """The tokens of the hat that is on; a new one is shown on this answer only."""
    fresh = ""
    form = TokenForm(request.POST or None, lang=request.lang)
    if request.method == "POST" and form.is_valid():
        fresh = secrets.token_urlsafe(32)
        made = Token.objects.create(hat=request.hat, token_hash=token_hash(fresh), **form.cleaned_data)
        note(request, "token_made", str(made.pk), until=made.until.isoformat())
        form = TokenForm(lang=request.lang)
    context = {"form": form, "fresh": fresh, "tokens": Token.objects.filter(hat=request.hat), "now": timezone.now()}
    return render(request, "api/tokens.html", context, status=422 if form.is_bound and form.errors else 200)


@allow("own_tokens", "POST")
def withdraw_token(request: NetworkRequest, network: str, number: int) -> HttpResponse:
    """It ends at once."""
    token = get_object_or_404(Token, pk=number, hat=request.hat, withdrawn_at=None)
    token.withdrawn_at = timezone.now()
    token.save()
    note(request, "token_withdrawn", str(token.pk))
    return redirect("api_tokens", network=network)
