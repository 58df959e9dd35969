"""Accounts of the workbench itself: passwords, guessing, the second step, and an end to all sessions."""

import re
from base64 import b32decode
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from schakel.web.access.models import Hat, Network, Person
from schakel.web.workspace import FILE, current_workspace

PASSWORD = "een lange zin als wachtwoord"  # noqa: S105
NOOR, JOOST = "noor@lindewaard.example", "joost@lindewaard.example"  # a director, a professional


class Quick(Argon2PasswordHasher):
    """Argon2 with little work: these tests ask whether a password fits more than a hundred times."""

    time_cost, memory_cost, parallelism = 1, 8, 1


@pytest.fixture(autouse=True)
def real(network: Network, settings: Any) -> Iterator[None]:
    """A workspace that is no demo, in which everybody has the same password."""
    settings.PASSWORD_HASHERS = [f"{__name__}.Quick"]
    file = current_workspace().root / FILE
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("demo = true", "demo = false"), encoding="utf-8")
    current_workspace.cache_clear()
    person = Person.objects.get(email=NOOR)
    person.set_password(PASSWORD)
    Person.objects.update(password=person.password)
    yield
    file.write_text(text, encoding="utf-8")
    current_workspace.cache_clear()


def sign_in(client: Client, email: str = NOOR, password: str = PASSWORD, **more: Any) -> Any:
    """The form of signing in."""
    return client.post("/sign-in", {"username": email, "password": password}, **more)


def code_of(page: str, later_s: int = 0) -> str:
    """What an app shows that was given the key on the page."""
    key = re.findall(r'schakel-key">([A-Z2-7= ]+)<', page)[0].replace(" ", "")
    totp = TOTP(b32decode(key))
    totp.time = timezone.now().timestamp() + later_s
    return f"{totp.token():06d}"


def set_up(client: Client) -> tuple[str, list[str]]:
    """Set the second step up: the page with the key, and the recovery codes."""
    page = client.get("/me/second-step").content.decode()
    answer = client.post("/me/second-step", {"code": code_of(page)}).content.decode()
    return page, re.findall(r"<code>([a-z2-7 ]+)</code>", answer)


def test_a_password_is_enough_for_a_hat_that_reads(client: Client) -> None:
    before = client.get("/sign-in").wsgi_request.session.session_key
    assert sign_in(client, JOOST.upper())["Location"] == "/"
    assert client.session.session_key not in (None, before)
    assert client.get("/n/lindewaard/").status_code == 200


def test_a_hat_that_decides_waits_for_the_second_step(client: Client) -> None:
    sign_in(client)
    assert client.get("/n/lindewaard/")["Location"].startswith("/me/second-step?next=")
    page, codes = set_up(client)
    assert 'src="data:image/svg+xml' in page
    assert len(codes) == 10
    assert client.get("/n/lindewaard/").status_code == 200


def test_once_set_up_nothing_opens_without_a_code(client: Client) -> None:
    sign_in(client)
    page, _ = set_up(client)
    later = Client()
    sign_in(later)
    for path in ("/", "/me", "/me/second-step", "/n/lindewaard/"):
        assert later.get(path)["Location"].startswith("/sign-in/second-step?next="), path
    assert later.post("/me/second-step/remove")["Location"].startswith("/sign-in/second-step")
    assert later.post("/hat", {"hat": Hat.objects.get(person__email=NOOR).pk}).status_code == 302
    assert later.get("/n/lindewaard/").status_code == 302, "the hat did not go on"
    key = later.session.session_key
    answer = later.post("/sign-in/second-step", {"code": code_of(page, 30), "next": "/n/lindewaard/"})
    assert answer["Location"] == "/n/lindewaard/"
    assert later.session.session_key != key, "another right, another key"
    assert later.get("/n/lindewaard/").status_code == 200


def test_a_code_works_once_and_wrong_ones_make_wait(client: Client) -> None:
    sign_in(client)
    page, _ = set_up(client)
    later = Client()
    sign_in(later)
    assert "klopt niet" in later.post("/sign-in/second-step", {"code": code_of(page)}).content.decode(), "was used"
    right = code_of(page, 30)
    assert later.post("/sign-in/second-step", {"code": right}).status_code == 200, "too soon after a wrong one"
    TOTPDevice.objects.update(throttling_failure_timestamp=timezone.now() - timedelta(hours=1))
    assert later.post("/sign-in/second-step", {"code": right}).status_code == 302


def test_a_recovery_code_works_once_and_is_kept_as_a_hash(client: Client) -> None:
    sign_in(client)
    _, codes = set_up(client)
    kept = set(StaticToken.objects.values_list("token", flat=True))
    assert not kept & {code.replace(" ", "") for code in codes}
    for status in (302, 200):
        later = Client()
        sign_in(later)
        assert later.post("/sign-in/second-step", {"code": codes[0].upper()}).status_code == status


def test_without_the_second_step_the_hat_comes_off(client: Client) -> None:
    sign_in(client)
    set_up(client)
    assert client.post("/me/second-step/remove").status_code == 302
    assert client.get("/n/lindewaard/")["Location"].startswith("/me/second-step")
    assert not TOTPDevice.objects.exists()


def test_guessing_closes_the_door_for_that_address_from_that_place(client: Client) -> None:
    for email in (NOOR, "niemand@lindewaard.example"):
        said = [sign_in(client, email, f"gok {n}", REMOTE_ADDR="10.0.0.1") for n in range(10)]
        assert [answer.status_code for answer in said] == [200] * 9 + [429], email
        assert "kwartier" in said[-1].content.decode()
    right = {"REMOTE_ADDR": "10.0.0.1"}
    assert sign_in(client, NOOR, **right).status_code == 429, "the right password too"
    assert sign_in(client, NOOR.title(), **right).status_code == 429, "capitals are no fresh start"
    assert sign_in(client, JOOST, **right).status_code == 302, "others behind the same proxy go on"
    assert sign_in(Client(), NOOR, REMOTE_ADDR="10.0.0.2").status_code == 302, "and so does Noor elsewhere"
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert sign_in(Client(), NOOR, **right).status_code == 302, "after a quarter of an hour"
    assert PASSWORD not in str(AccessAttempt.objects.values())


def test_an_unknown_address_and_a_wrong_password_look_alike(client: Client) -> None:
    known, unknown = (sign_in(client, email, "gok").content.decode() for email in (NOOR, "nooit@lindewaard.example"))
    same = [re.sub(r'value="[^"]*"', "", page) for page in (known, unknown)]
    assert same[0] == same[1]
    assert "horen niet bij elkaar" in known
    Person.objects.filter(email=NOOR).update(is_active=False)
    assert "horen niet bij elkaar" in sign_in(client).content.decode()


def test_a_new_password_ends_the_other_sessions(client: Client) -> None:
    other = Client()
    sign_in(client, JOOST)
    sign_in(other, JOOST)
    new = {"password": PASSWORD, "new_password": PASSWORD + " erbij", "again": PASSWORD + " erbij"}
    assert "niet uw wachtwoord" in client.post("/me/password", new | {"password": "gok"}).content.decode()
    assert client.post("/me/password", new)["Location"] == "/me"
    assert client.get("/me").status_code == 200
    assert other.get("/me").status_code == 302


def test_all_sessions_end_at_once(client: Client) -> None:
    other = Client()
    sign_in(client, JOOST)
    sign_in(other, JOOST)
    assert client.post("/me/sessions/end").status_code == 302
    assert [one.get("/me").status_code for one in (client, other)] == [302, 302]


def test_who_is_no_longer_active_is_out_at_the_next_request(client: Client) -> None:
    sign_in(client, JOOST)
    Person.objects.filter(email=JOOST).update(is_active=False)
    assert client.get("/me")["Location"].startswith("/sign-in?")


def test_another_hat_gives_the_session_another_key(client: Client) -> None:
    sign_in(client, "fatima@lindewaard.example")
    key, hat = client.session.session_key, Hat.objects.filter(person__name__startswith="Fatima").last()
    assert hat is not None
    client.post("/hat", {"hat": hat.pk})
    assert client.session.session_key != key
    assert client.session["hat"] == hat.pk


def test_the_language_stays_with_the_person(client: Client) -> None:
    sign_in(client, JOOST)
    client.post("/me/language", {"lang": "en"})
    other = Client()
    sign_in(other, JOOST)
    assert other.get("/me")["Content-Language"] == "en"
    assert "at least 12 characters" in other.get("/me/password").content.decode().lower()
    assert client.post("/me/language", {"lang": "de"}).status_code == 404


def test_the_demo_does_not_exist_here(client: Client) -> None:
    assert client.post("/sign-in/as", {"person": Person.objects.get(email=NOOR).pk}).status_code == 404
