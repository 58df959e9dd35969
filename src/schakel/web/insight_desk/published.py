"""What a hat that may not choose freely sees here: what the network published."""

from dataclasses import dataclass
from datetime import date
from importlib import import_module

from django.apps import apps
from django.urls import reverse

from schakel.web.access.request import NetworkRequest

DESK = "schakel.web.sharing_desk"


@dataclass(frozen=True)
class Line:
    """A publication in a list."""

    title: str
    href: str
    asked_on: date
    disputed: tuple[str, ...]


def published(request: NetworkRequest) -> list[Line]:
    """What everybody in the network may read, newest first; none without a desk that publishes."""
    if not apps.is_installed(DESK):
        return []
    found = import_module(f"{DESK}.front_views").open_lines(request.hat, request.lang)
    slug = request.network.slug
    return [
        Line(one.title, reverse("sharing_publication", args=[slug, one.number]), one.asked_on, tuple(one.disputed))
        for one in found
    ]
