"""What every page of this desk starts from: the network as it is, who looks, and the menu of the desk."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from schakel.orchestration.compare import Comparison
from schakel.orchestration.network import Network
from schakel.orchestration.sentences import sign_sentence
from schakel.orchestration.signs import Sign, signs
from schakel.texts import say
from schakel.web.access.door import door
from schakel.web.access.reach import reach
from schakel.web.access.request import NetworkRequest
from schakel.web.orchestration_desk.changing import is_outside
from schakel.web.orchestration_desk.kept import Kept, hold, kept
from schakel.web.orchestration_desk.links import Links
from schakel.web.orchestration_desk.rights import Rights, rights_of
from schakel.web.orchestration_desk.seeing import comparison

OF_THE_CHAIN = ("goal", "agreement", "word")
TABS = (
    "orchestration",
    "orchestration_partners",
    "orchestration_call",
    "orchestration_people",
    "orchestration_hats",
    "orchestration_words",
    "orchestration_tables",
    "orchestration_goals",
    "orchestration_accounts",
    "orchestration_agreements",
    "orchestration_activity",
    "orchestration_handover",
    "orchestration_compare",
    "orchestration_history",
)


@dataclass(frozen=True)
class Desk:
    """The desk for one request."""

    request: NetworkRequest
    kept: Kept
    rights: Rights
    links: Links
    today: date

    @property
    def network(self) -> Network:
        """All that partners put on the table."""
        return self.kept.network

    @property
    def lang(self) -> str:
        """The reader's language."""
        return self.request.lang

    @cached_property
    def signs(self) -> tuple[Sign, ...]:
        """What asks to be talked about; for who governs only what is of the chain, never a person or an incident."""
        found = signs(self.network, self.today, self.beside)
        governs = reach(self.request.hat).governing
        return tuple(one for one in found if not governs or one.kind in OF_THE_CHAIN)

    def signs_of(self, kind: str, key: str) -> list[str]:
        """Those about one item, in words."""
        return [sign_sentence(one, self.lang) for one in self.signs if (one.kind, one.key) == (kind, key)]

    @cached_property
    def beside(self) -> Comparison | None:
        """The file beside the log, where this hat may see the log."""
        return comparison(self.request.hat, self.kept)

    @property
    def outside(self) -> bool:
        """Whether somebody changed the file outside the workbench since its last change here."""
        return is_outside(self.request.network, self.kept)


def desk_of(request: NetworkRequest) -> Desk:
    """The desk as this hat meets it. Refusal if the file cannot be read."""
    if request.method == "POST":
        hold(request.network)
    found = kept(request.network)
    rights = rights_of(request.hat, found.network)
    links = Links(request.network.slug, found.network, request.lang)
    return Desk(request, found, rights, links, timezone.localdate())


def show(desk: Desk, template: str, *, here: str = "", status: int = 200, **context: Any) -> HttpResponse:
    """A page of the desk. here: URL name of the tab that is open, by default that of the request."""
    match = desk.request.resolver_match
    open_tab = here or (match.url_name if match else "")
    context |= {
        "desk": desk,
        "tabs": tabs(desk.request, open_tab or ""),
        "rights": desk.rights,
        "net": desk.network,
        "version": desk.kept.version,
    }
    return render(desk.request, f"orchestration_desk/{template}.html", context, status=status)


def tabs(request: NetworkRequest, here: str) -> list[tuple[str, str, bool]]:
    """(label, address, whether it is open) of the pages that this hat may open."""
    found = ((name, door(name, request.hat)) for name in TABS)
    return [(say(f"orchestration_desk.tab.{name}", request.lang), href, name == here) for name, href in found if href]
