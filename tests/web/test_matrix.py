"""Who may do what: every address x role x own or other network x method, against matrix.toml.

The file is written by hand and the routes come from the resolver, so that an address nobody thought about fails, and
so does a policy that somebody widened in passing.
"""

import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.backends.cache import KEY_PREFIX as KEPT
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from schakel.web.access.models import Network
from schakel.web.access.policy import POLICIES
from schakel.web.access.role import EVERY_ROLE, ROLES
from web.place import As
from web.routes import Route, routes

FILE = Path(__file__).with_name("matrix.toml")
TOLD = tomllib.loads(FILE.read_text(encoding="utf-8"))
LONG = bool(os.environ.get("SCHAKEL_MANY"))
METHODS = ("GET", "POST", "PUT", "DELETE")
TOKEN = "t" * 32
NOBODY = "nobody"  # not signed in
BARE = "without a hat"  # signed in


@dataclass(frozen=True)
class Who:
    """Somebody who asks: a role, NOBODY or BARE; with the session cookie that says so."""

    role: str
    session: str


def line(name: str, policy: str, methods: tuple[str, ...]) -> str:
    """A line of matrix.toml."""
    words = ", ".join(f'"{word}"' for word in (policy, *methods))
    return f"{name if name.isidentifier() else repr(name)} = [{words}]"


def test_every_route_has_its_line_and_every_line_its_route() -> None:
    real = {route.name: line(route.name, route.policy, route.methods) for route in routes()}
    told = {name: line(name, words[0], tuple(words[1:])) for name, words in TOLD["routes"].items()}
    missing = [real[name] for name in real.keys() - told.keys()]
    assert not missing, "Add to [routes] of tests/web/matrix.toml, after thinking:\n" + "\n".join(sorted(missing))
    gone = sorted(told.keys() - real.keys())
    assert not gone, f"No such route; remove from [routes] of tests/web/matrix.toml: {gone}"
    other = [f"{told[name]}   # the code says {real[name]}" for name in real if told[name] != real[name]]
    assert not other, "tests/web/matrix.toml and the code differ:\n" + "\n".join(other)


def test_every_policy_is_written_twice() -> None:
    real = {name: sorted(policy.roles) for name, policy in POLICIES.items() if policy.roles}
    told = {name: sorted(EVERY_ROLE if roles == ["all"] else roles) for name, roles in TOLD["policies"].items()}
    differ = sorted(name for name in real.keys() | told.keys() if real.get(name) != told.get(name))
    assert not differ, "Differ between policy.py and [policies] of tests/web/matrix.toml:\n" + "\n".join(
        f"{name} = {real.get(name)}   # matrix.toml says {told.get(name)}" for name in differ
    )


def test_lines_are_in_order() -> None:
    for table in ("routes", "policies"):
        assert list(TOLD[table]) == sorted(TOLD[table])


@pytest.fixture(autouse=True)
def _silence(caplog: pytest.LogCaptureFixture) -> None:
    """A line of log per request is too much to read."""
    caplog.set_level("ERROR", logger="schakel.web.request")


@pytest.fixture
def everybody(settings: Any, signed_in: As, network: Network, other_network: Network) -> list[Who]:
    """Somebody of every role, somebody without a hat, and nobody. Their sessions are kept in memory, for speed."""
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.cache"
    settings.ROOT_URLCONF = "web.bare_urls"
    found = [Who(role, signed_in(role).cookies["schakel"].value) for role in ROLES]
    bare = Client()
    from schakel.web.access.models import Person

    bare.force_login(Person.objects.create_user("zonder@pet.example", name="Zonder Pet"))
    return [*found, Who(BARE, bare.cookies["schakel"].value), Who(NOBODY, "")]


def test_only_who_may_does(everybody: list[Who], network: Network, other_network: Network) -> None:
    """Each route with some, each policy with everybody; with SCHAKEL_MANY every combination there is."""
    wrong: list[str] = []
    seen: set[str] = set()
    both = (network, other_network)
    client = Client(enforce_csrf_checks=True, headers={"x-csrftoken": TOKEN})
    for number, route in enumerate(routes()):
        words = TOLD["routes"].get(route.name, [""])
        first, some = words[0] not in seen, _some(everybody, words[0], number)
        seen.add(words[0])
        asked = [(who, method, network) for method in METHODS for who in some]
        asked += [(who, method, other_network) for method in ("GET", "POST") for who in some]
        if first:
            asked += [(who, words[-1], place) for who in everybody for place in both]
        if LONG:
            asked = [(who, method, place) for who in everybody for method in METHODS for place in both]
        for who, method, place in asked:
            if place == other_network and not route.of_network:
                continue
            fits, found = _ask(client, who, method, route.address(place.slug), words, own=place == network)
            if not fits:
                wrong.append(f"{method} {route.name} as {who.role} in {place.slug}: {found}")
    assert not wrong, f"{len(wrong)} answers that matrix.toml does not promise:\n" + "\n".join(wrong[:40])


def test_nothing_is_changed_without_the_token_of_the_form(everybody: list[Who], network: Network) -> None:
    who = next(one for one in everybody if one.role == "administrator")
    client = Client(enforce_csrf_checks=True)
    for route in routes():
        if "POST" in route.methods:
            client.cookies["schakel"] = who.session
            assert client.post(route.address(network.slug)).status_code == 403, route.name


def _some(everybody: list[Who], policy: str, number: int) -> list[Who]:
    """One who may and one who may not, others for the next route; and nobody, or somebody without a hat."""
    roles = TOLD["policies"].get(policy, [])
    hats = [who for who in everybody if who.role not in (BARE, NOBODY)]
    may = [who for who in hats if who.role in roles or roles in ([], ["all"])]
    may_not = [who for who in hats if who not in may]
    none = [who for who in everybody if who.role in (BARE, NOBODY)]
    return [group[number % len(group)] for group in (may, may_not, none) if group]


def _ask(client: Client, who: Who, method: str, address: str, words: list[str], *, own: bool) -> tuple[bool, str]:
    """Whether the answer is what the line promises, and what it was."""
    client.cookies.clear()
    client.cookies["schakel-csrf"] = TOKEN
    if who.session:
        client.cookies["schakel"] = who.session
    if method == "POST":  # what an act changed is undone, a closed session too
        kept = cache.get(KEPT + who.session)
        with transaction.atomic():
            answer: Any = client.post(address)
            transaction.set_rollback(True)
        cache.set(KEPT + who.session, kept)
    else:
        answer = client.generic(method, address)
    return _fits(answer, who.role, words[0], method in words[1:], own=own), f"{answer.status_code}"


def _fits(answer: Any, role: str, policy: str, knows: bool, *, own: bool) -> bool:
    """One answer against the rule of its policy."""
    status, to = answer.status_code, answer.get("Location", "")
    if policy == "by_token":  # no session opens it
        return bool(status == (401 if knows else 405))
    if policy not in ("everyone",) and role == NOBODY:
        return bool(status == 302 and to.startswith("/sign-in?"))
    if policy not in ("everyone", "signed_in", "first_step"):
        if role == BARE or not own:
            return bool(status == 404)
        roles = TOLD["policies"].get(policy, [])
        if role not in roles and roles != ["all"]:
            return status == 403 and bool(getattr(answer.wsgi_request, "refused_by_policy", False))
    if not knows:
        return bool(status == 405)
    refused = getattr(answer.wsgi_request, "refused_by_policy", False)
    return bool(status != 405 and status < 500 and not refused and not to.startswith("/sign-in?"))


def test_the_matrix_notices_a_wider_policy() -> None:
    """The test itself: an answer that is too kind is not taken."""

    class Answer(dict[str, str]):
        status_code = 200
        wsgi_request = object()

    kind = Answer()
    assert not _fits(kind, NOBODY, "manage_people", True, own=True)
    assert not _fits(kind, "alderman", "manage_people", True, own=True)
    assert not _fits(kind, "administrator", "manage_people", True, own=False)
    assert not _fits(kind, "administrator", "manage_people", False, own=True)
    assert _fits(kind, "administrator", "manage_people", True, own=True)


def test_routes_are_found_with_what_they_hold(network: Network) -> None:
    found = {route.name: route for route in routes()}
    assert isinstance(found["person"], Route)
    assert found["person"].address("lindewaard") == "/n/lindewaard/people/987654/"
    assert found["person"].policy == "manage_people"
