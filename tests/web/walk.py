"""Every address of the workbench, found from the resolver and from the links on its pages: new desks come along.

An address with a part that only rows know (a number, a name) is filled with one that does not exist; the ones that do
are found by following links. A desk that wants more of its pages walked gives its rows to the `furnished` fixture.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

from django.test import Client
from django.urls import get_resolver

from schakel.web.access.policy import Policy
from schakel.web.access.role import ROLES, Role
from web.routes import routes

Answer = Any  # what the test client gives: a response with more on it
PREFERRED: tuple[Role, ...] = ("director", "analyst", "manager", "alderman", "privacy", "administrator")
LINKS_PER_ROUTE = 3


@dataclass(frozen=True)
class Address:
    """path: filled in. route: its pattern. policy: None where a view names none (other tests refuse that)."""

    path: str
    route: str
    policy: Policy | None
    methods: tuple[str, ...]

    @property
    def insider(self) -> Role | None:
        """A role that may open it; None if no hat is needed."""
        if self.policy is None or self.policy.everyone or self.policy.signed_in:
            return None
        return next(role for role in (*PREFERRED, *ROLES) if role in self.policy.roles)

    @property
    def outsider(self) -> Role | None:
        """A role that may not."""
        if self.policy is None or self.insider is None:
            return None
        return next((role for role in (*PREFERRED, *ROLES) if role not in self.policy.roles), None)


def addresses(network: str) -> list[Address]:
    """One address for each route, within this network, of things that do not exist."""
    return [
        Address(route.address(network), route.pattern, getattr(route.view, "policy", None), route.methods or ("GET",))
        for route in routes()
    ]


def linked(client: Client, start: str) -> Iterator[tuple[str, Answer]]:
    """The pages that links lead to from here, a few per route, each with its answer."""
    waiting, seen, walked = [start], {start}, dict[str, int]()
    while waiting:
        path = waiting.pop(0)
        answer = client.get(path, follow=False)
        yield path, answer
        match = getattr(answer, "resolver_match", None)
        if match is not None:
            walked[match.route] = walked.get(match.route, 0) + 1
        for link in links(path, answer):
            if link not in seen and walked.get(_route(link), 0) < LINKS_PER_ROUTE:
                seen.add(link)
                waiting.append(link)


def _route(path: str) -> str:
    try:
        return get_resolver().resolve(urlsplit(path).path).route
    except Exception:
        return path


def links(path: str, answer: Answer) -> list[str]:
    """Addresses of our own that this answer leads to, by link or by redirect."""
    to = [answer["Location"]] if answer.has_header("Location") else []
    if is_html(answer):
        to += Page.of(answer).links
    own = (urldefrag(urljoin(path, one))[0] for one in to)
    return [one for one in own if one.startswith("/") and not one.startswith("/static/")]


def is_html(answer: Answer) -> bool:
    """Whether it is a page or a piece of one."""
    return str(answer.get("Content-Type", "")).startswith("text/html")


class Page(HTMLParser):
    """What a page holds that a policy of its content, or a reader, would trip over."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.faults: list[str] = []
        self.foreign: list[str] = []
        self._form: dict[str, Any] | None = None

    @classmethod
    def of(cls, answer: Answer) -> "Page":
        """The page of an answer, read."""
        page = cls()
        page.feed(b"".join(answer).decode() if answer.streaming else answer.content.decode())
        page.close()
        return page

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        self.faults += [f"<{tag} {name}>" for name in told if name.startswith("on") or name in ("style", "srcdoc")]
        if tag == "style" or (tag == "script" and not told.get("src")) or (tag == "base"):
            self.faults.append(f"<{tag}>")
        self._addresses(tag, told)
        if tag == "form":
            self._form = {"post": told.get("method", "get").lower() == "post", "token": False, "tag": str(told)}
        if tag == "input" and told.get("name") == "csrfmiddlewaretoken" and told.get("value") and self._form:
            self._form["token"] = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self._form:
            if self._form["post"] and not self._form["token"]:
                self.faults.append(f"a form without a token: {self._form['tag']}")
            self._form = None

    def _addresses(self, tag: str, told: dict[str, str]) -> None:
        for name in ("href", "src", "action", "formaction", "xlink:href", "poster", "data"):
            value = told.get(name, "").strip()
            if re.match(r"(?i)(javascript|vbscript):", value):
                self.faults.append(f"<{tag} {name}={value[:20]}>")
            if tag != "a" and re.match(r"(?i)(https?:)?//", value):
                self.foreign.append(value)
        if tag == "a" and told.get("href"):
            self.links.append(told["href"])
