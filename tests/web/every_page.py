"""A page for every address of the workbench, with somebody who may open it: from the resolver, and along links."""

from collections import deque
from collections.abc import Callable, Iterable
from typing import Any

from django.test import Client
from django.urls import Resolver404, get_resolver

from schakel.web.access.role import ROLES
from web.page_list import NOBODY, Found, Shown
from web.walk import PREFERRED, Address, addresses, is_html, links

SOMEBODY = "director"  # where any hat will do
PROGRAMS = "api/"  # addresses that are not for people


def seen_by_anybody(network: str, client_of: Callable[[str], Any], extra: Iterable[tuple[str, str]]) -> Found:
    """Walk the network once. extra: addresses that no page links to, with their role."""
    walk = _Walk(network, client_of)
    walk.whole(extra)
    for role in (*PREFERRED, *ROLES):  # what only others find a link to
        if walk.wanted():
            walk.again_as(role)
    return walk.found()


class _Walk:
    """answered: per route the page, or None for what is no page (a file, a redirect)."""

    def __init__(self, network: str, client_of: Callable[[str], Any]) -> None:
        places = (one for one in addresses(network) if "GET" in one.methods and not one.route.startswith(PROGRAMS))
        self.places = {one.route: one for one in places}
        self.client_of = client_of
        self.clients: dict[str, Any] = {NOBODY: Client(headers={"host": "localhost"})}
        self.answered: dict[str, Shown | None] = {}
        self.waiting: deque[tuple[str, str]] = deque()

    def whole(self, extra: Iterable[tuple[str, str]]) -> None:
        """Every address that needs no row, as who may open it, and then where links lead."""
        self.waiting.extend(extra)
        self.waiting.extend((one.path, _opens(one)) for one in self.places.values() if not _needs_rows(one))
        self._follow()

    def again_as(self, role: str) -> None:
        """The pages that this role may open too, for links that others did not get."""
        for page in [one for one in self.answered.values() if one and one.role]:
            policy = self.places[page.route].policy
            if policy and role in policy.roles and role != page.role:
                self._queue_links(page.path, self._client(role).get(page.path), role)
        self._follow()

    def wanted(self) -> set[str]:
        """Routes that no page was met of yet."""
        return self.places.keys() - self.answered.keys()

    def found(self) -> Found:
        """What was met, in the order of the addresses."""
        pages = sorted(filter(None, self.answered.values()), key=lambda one: one.path)
        sessions = {role: client.cookies["schakel"].value for role, client in self.clients.items() if role}
        return Found(pages, sessions, sorted(self.wanted()))

    def _follow(self) -> None:
        while self.waiting:
            path, role = self.waiting.popleft()
            route, desk = _view_of(path)
            if route not in self.wanted():
                continue
            answer = self._client(role).get(path)
            if answer.status_code >= 400:
                continue
            self.answered[route] = Shown(path, route, desk, role) if _is_page(answer) else None
            self._queue_links(path, answer, role)

    def _queue_links(self, path: str, answer: Any, role: str) -> None:
        for link in links(path, answer):
            route, _ = _view_of(link)
            if route in self.wanted():
                usual = _opens(self.places[route])
                self.waiting.extend((link, who) for who in dict.fromkeys((usual, role)))

    def _client(self, role: str) -> Any:
        if role not in self.clients:
            self.clients[role] = self.client_of(role)
        return self.clients[role]


def _is_page(answer: Any) -> bool:
    """Whether a browser shows it; no redirect, no file to keep."""
    kept = str(answer.get("Content-Disposition", "")).startswith("attachment")
    return answer.status_code == 200 and is_html(answer) and not kept


def _opens(place: Address) -> str:
    """The role that opens it, or NOBODY."""
    if place.policy is None or place.policy.everyone:
        return NOBODY
    return place.insider or SOMEBODY


def _needs_rows(place: Address) -> bool:
    """Whether a part of it is known to rows only."""
    return "<" in place.route.replace("<slug:network>", "")


def _view_of(path: str) -> tuple[str, str]:
    """The route of an address and the desk of its view; empty for none."""
    try:
        match = get_resolver().resolve(path.partition("?")[0])
    except Resolver404:
        return "", ""
    parts = match.func.__module__.split(".")
    return match.route, parts[2] if len(parts) > 3 and parts[:2] == ["schakel", "web"] else ""
