"""What every page knows: language, hat, network, menu of the rooms that exist."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from schakel.texts import say
from schakel.web.access.models import Network
from schakel.web.access.policy import may
from schakel.web.access.request import Request
from schakel.web.workspace import current_workspace

# The rooms in the order of the circle; a room without a desk (no address `<room>`) is not in the menu.
ROOMS = ("data", "insight", "orchestration", "simulation", "action", "learning", "sharing")


@dataclass(frozen=True)
class Entry:
    """A line of the menu."""

    room: str
    label: str
    href: str
    here: bool


def page(request: Request) -> dict[str, object]:
    """Context of every template. menu: rooms that exist and that the active hat may enter."""
    workspace = current_workspace()
    lang = getattr(request, "lang", workspace.language)  # a request can be refused before it is read so far
    network = getattr(request, "network", None)
    return {
        "lang": lang,
        "hat": getattr(request, "hat", None),
        "network": network,
        "demo": workspace.demo,
        "workspace": workspace.name,
        "menu": menu(request, network, lang) if network else [],
        "other_lang": "en" if lang == "nl" else "nl",
    }


def menu(request: Request, network: Network, lang: str) -> list[Entry]:
    """The rooms that exist and that the active hat may enter, in the order of the circle."""
    found = []
    for room in ROOMS:
        try:
            href = reverse(room, args=[network.slug])
        except NoReverseMatch:
            continue
        if may(request.hat, f"enter_{room}"):
            here = request.path.startswith(href)
            found.append(Entry(room, say(f"web.room.{room}", lang), href, here))
    if may(request.hat, "manage_people"):
        href = reverse("people", args=[network.slug])
        found.append(Entry("people", say("access.people.menu", lang), href, request.path.startswith(href)))
    return found
