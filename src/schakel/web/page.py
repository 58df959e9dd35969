"""What every page knows: language, hat, network, menu of the rooms that exist."""

from dataclasses import dataclass

from schakel.texts import say
from schakel.web.access.door import door
from schakel.web.access.models import Hat
from schakel.web.access.policy import may
from schakel.web.access.request import Request
from schakel.web.workspace import current_workspace

BESIDE = {"reports": "report_desk.menu", "council": "report_desk.council.menu", "people": "access.people.menu"}
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
    hat = getattr(request, "hat", None)
    return {
        "lang": lang,
        "hat": hat,
        "network": hat.network if hat else None,
        "demo": workspace.demo,
        "workspace": workspace.name,
        "menu": menu(request, hat, lang) if hat else [],
        "other_lang": "en" if lang == "nl" else "nl",
    }


def menu(request: Request, hat: Hat, lang: str) -> list[Entry]:
    """The rooms that exist and that this hat may enter, in the order of the circle; then what is no room."""
    labels = {room: f"web.room.{room}" for room in ROOMS}
    # Who makes reports finds the council's sheet there.
    labels |= {"reports": "report_desk.menu"} if may(hat, "make_report") else {"council": "report_desk.council.menu"}
    labels |= {"people": "access.people.menu"}
    doors = ((name, label, door(name, hat)) for name, label in labels.items())
    return [Entry(name, say(label, lang), href, request.path.startswith(href)) for name, label, href in doors if href]
