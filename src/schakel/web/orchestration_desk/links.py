"""From an item to its page at this desk, and back to the screens of the insight desk."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from schakel.orchestration.governance.hat import ALL
from schakel.orchestration.names import activity_called
from schakel.orchestration.network import Network
from schakel.texts import say
from schakel.web.access.door import door
from schakel.web.access.models import Hat
from schakel.web.access.reach import reach

_PLACES = {
    "person": "people",
    "hat": "hats",
    "word": "words",
    "table": "tables",
    "goal": "goals",
    "agreement": "agreements",
}


@dataclass(frozen=True)
class Link:
    """What something is called and where it is. href is "" where there is nothing to open."""

    label: str
    href: str = ""


@dataclass(frozen=True)
class Links:
    """Addresses within one network."""

    slug: str
    network: Network
    lang: str

    def page(self, name: str, *parts: str | int) -> str:
        """The address of a page of this desk, as `orchestration_<name>`."""
        return reverse(f"orchestration_{name}", args=[self.slug, *parts])

    def href(self, kind: str, key: str) -> str:
        """The page on which an item stands."""
        if kind in ("partner", "card"):
            return self.page("card", key)
        if kind in ("activity", "handover"):
            return self.page(kind, key)
        return f"{self.page(_PLACES[kind])}#{key}"

    def to(self, kind: str, key: str) -> Link:
        """An item by its key."""
        if key == ALL:
            return Link(say("orchestration.all_partners", self.lang))
        found = self.network.find(kind, key)
        return Link(self.network.title(kind, key), self.href(kind, key) if found else "")

    def all(self, kind: str, keys: tuple[str, ...]) -> tuple[Link, ...]:
        """Several items of one kind."""
        return tuple(self.to(kind, key) for key in keys)

    def step(self, name: str) -> Link:
        """A step by its name in the log; also one that is on no card."""
        found = activity_called(self.network, name)
        if found:
            return Link(name, self.page("activity", found.key))
        return Link(name, f"{self.page('activity')}?{urlencode({'name': name})}")

    def edit(self, kind: str, key: str = "", **given: str) -> str:
        """The form of an item, or of a new one with some fields filled in."""
        if key:
            return self.page("edit", kind, key)
        return self.page("edit", kind) + (f"?{urlencode(given)}" if given else "")


def insight(hat: Hat, screen: str, **options: str) -> str:
    """A screen of the insight desk, "" if this hat may not choose there or there is none."""
    if not reach(hat).free or not hat.network.snapshot:
        return ""
    address = door(f"insight_{screen}", hat)
    return f"{address}?{urlencode(options)}" if address and options else address
