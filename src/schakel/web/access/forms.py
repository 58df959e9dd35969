"""The form of signing in."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm

from schakel.texts import say


class SignInForm(AuthenticationForm):
    """Address and password."""

    def __init__(self, *args: Any, lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = say("web.sign_in.email", lang)
        self.fields["username"].widget = forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True})
        self.fields["password"].label = say("web.sign_in.password", lang)
