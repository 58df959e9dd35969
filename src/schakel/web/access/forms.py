"""The forms about people: signing in, invitations, hats.

Labels are `access.field.<name>`, hints `access.hint.<name>`, errors `access.error.<code>`.
"""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.password_validation import validate_password
from django.utils import timezone

from schakel.texts import has, say
from schakel.web.access.models import Network, Organisation, Person
from schakel.web.access.role import CAPACITIES, ROLES


class Spoken(forms.Form):
    """A form in the reader's language."""

    def __init__(self, *args: Any, lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lang = lang
        for name, field in self.fields.items():
            field.label = say(f"access.field.{name}", lang)
            if has(f"access.hint.{name}"):
                field.help_text = say(f"access.hint.{name}", lang)

    def wrong(self, name: str, code: str) -> None:
        """Say at this field what is wrong: the sentence `access.error.<code>`."""
        self.add_error(name, say(f"access.error.{code}", self.lang))


class SignInForm(AuthenticationForm):
    """Address and password."""

    def __init__(self, *args: Any, lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.error_messages = {"invalid_login": say("access.error.sign_in", lang), "inactive": ""}
        self.fields["username"].label = say("web.sign_in.email", lang)
        self.fields["username"].widget = forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True})
        self.fields["password"].label = say("web.sign_in.password", lang)

    def clean_username(self) -> str:
        """The address as people are kept."""
        return str(self.cleaned_data["username"]).strip().lower()


class OrganisationForm(Spoken):
    """An organisation of the network; `version` is of its name when the form was shown."""

    organisation_name = forms.CharField(max_length=120)
    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, network: Network, besides: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.others = network.organisations.exclude(pk=besides)

    def clean_organisation_name(self) -> str:
        """A name that no other organisation here has."""
        name = str(self.cleaned_data["organisation_name"])
        if self.others.filter(name__iexact=name).exists():
            raise forms.ValidationError(say("access.error.organisation_there", self.lang))
        return name


class HatForm(Spoken):
    """A hat: for whom, in which role, toward whom, until when (a day, inclusive)."""

    organisation = forms.ModelChoiceField(Organisation.objects.none())
    role = forms.ChoiceField()
    capacity = forms.ChoiceField()
    toward = forms.ModelChoiceField(Organisation.objects.none(), required=False)

    def __init__(self, *args: Any, network: Network, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = network.organisations.order_by("name")
        for name in ("organisation", "toward"):
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = every
                field.empty_label = say(f"access.empty.{name}", self.lang)
        choices = {"role": ("web.role", ROLES), "capacity": ("access.capacity", CAPACITIES)}
        for name, (group, values) in choices.items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = [(value, say(f"{group}.{value}", self.lang)) for value in values]
        self.fields["capacity"].initial = "partner"
        self.fields["role"].initial = "professional"

    def clean(self) -> dict[str, Any]:
        """Nobody wears a hat toward their own organisation."""
        cleaned = self.cleaned_data
        if cleaned.get("toward") and cleaned.get("toward") == cleaned.get("organisation"):
            self.wrong("toward", "toward_self")
        return cleaned


class GiveHatForm(HatForm):
    """A hat for somebody who is here already."""

    until = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def clean_until(self) -> datetime | None:
        """The end of that day, here; not in the past."""
        day: date | None = self.cleaned_data["until"]
        if day is None:
            return None
        ends = timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))
        if ends <= timezone.now():
            raise forms.ValidationError(say("access.error.until_past", self.lang))
        return ends


class InviteForm(HatForm):
    """A hat for somebody who may not be here yet."""

    name = forms.CharField(max_length=120)
    email = forms.EmailField()
    field_order = ("name", "email", "organisation", "role", "capacity", "toward")

    def clean_email(self) -> str:
        """The address as people are kept."""
        return str(self.cleaned_data["email"]).lower()


class NameForm(Spoken):
    """What somebody is called; `version` is of the name when the form was shown."""

    name = forms.CharField(max_length=120)
    version = forms.CharField(required=False, widget=forms.HiddenInput)


class NewPasswordForm(Spoken):
    """A new password, twice."""

    new_password = forms.CharField(strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}))
    again = forms.CharField(strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}))

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean(self) -> dict[str, Any]:
        """Long enough, not a common one, not like the name, and twice the same."""
        first = self.cleaned_data.get("new_password")
        if first and first != self.cleaned_data.get("again"):
            self.wrong("again", "not_the_same")
        if first:
            try:
                validate_password(first, self.person)
            except forms.ValidationError as error:
                self.add_error("new_password", error)
        return self.cleaned_data


class AcceptForm(NewPasswordForm):
    """Somebody who is new: a name and a password."""

    name = forms.CharField(max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    field_order = ("name", "new_password", "again")


class ChangePasswordForm(NewPasswordForm):
    """The password of now, and a new one."""

    password = forms.CharField(strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}))
    field_order = ("password", "new_password", "again")

    def clean_password(self) -> str:
        """The password of now."""
        given = str(self.cleaned_data["password"])
        if not self.person.check_password(given):
            raise forms.ValidationError(say("access.error.password", self.lang))
        return given


class CodeForm(Spoken):
    """A code of the app, or a recovery code."""

    code = forms.CharField(
        max_length=40, widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "text"})
    )

    def clean_code(self) -> str:
        """Without the spaces and dashes that people type."""
        return "".join(letter for letter in str(self.cleaned_data["code"]).lower() if letter.isalnum())
