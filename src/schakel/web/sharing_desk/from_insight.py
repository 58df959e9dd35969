"""A view of the insight desk as something to publish: in both languages, through the gate."""

import hashlib
import re
from dataclasses import replace
from typing import Any, Protocol

from django.http import Http404, QueryDict

from schakel.chain.problem import Problem, Refusal
from schakel.draw.wording import month_span, month_text
from schakel.report.html import fragment
from schakel.sharing.gate import Rows
from schakel.sharing.passed import PassedView
from schakel.texts import LANGUAGES
from schakel.web.access.models import Network
from schakel.web.sharing_desk.asked import Asked
from schakel.web.sharing_desk.frozen import Frozen

LINK = re.compile(r'<a\b[^>]*?\bhref="/n/[^"]*"[^>]*>(.*?)</a>', re.DOTALL)


class Looked(Protocol):
    """The part of a Look that tells which view it is, whatever the snapshot."""

    @property
    def screen(self) -> str:
        """Its screen."""

    def pairs(self) -> list[tuple[str, str]]:
        """Its filters, options and snapshot."""


def view_key(look: Looked) -> str:
    """Equal for one view of every snapshot: what partners said of it stays beside it."""
    told = [pair for pair in look.pairs() if pair[0] != "snapshot"]
    return hashlib.blake2b(repr((look.screen, told)).encode(), digest_size=16).hexdigest()


def asked_from(network: Network, screen: str, query: str, withheld: Rows = frozenset()) -> Asked:
    """The view at this address of the network's snapshot. 404 for a screen that is none; Refusal for a bad query, or
    where too few residents stand behind it. withheld: rows that are left out, as of `Gate`."""
    from schakel.web.insight_desk.look import Look
    from schakel.web.insight_desk.screens import SCREENS
    from schakel.web.insight_desk.shown import shown

    if screen not in SCREENS:
        raise Http404
    look = Look.of(network, screen, QueryDict(query))
    made = {lang: shown(network, look, lang, withheld=withheld) for lang in LANGUAGES}
    first = made[LANGUAGES[0]]
    if first.few or not first.sections:
        raise Refusal((Problem("workbench_too_few", allowed=str(network.threshold)),))
    return Asked(
        look={"screen": screen, "query": look.query, "key": look.key},
        key=view_key(look),
        titles={lang: _title(one, look, lang) for lang, one in made.items()},
        partners=tuple(first.partners),
        snapshot=look.snapshot,
        passports=tuple(first.passports),
        passed=tuple(told_by(screen, view) for view in first.passed),
        shown={lang: Frozen(_html(one, lang), tuple(one.tables)) for lang, one in made.items()},
    )


# Which tables of residents each screen shows. Of the others it shows names at most: these count no residents there.
_BY_STEP = frozenset({"activities", "edges", "starts", "ends", "out_of_sight"})
_BY_PARTNER = frozenset({"partners", "handovers"})
TELLS: dict[str, frozenset[str]] = {
    "map": _BY_STEP,  # by partner where the map by step would hide too much
    "beside": _BY_STEP,
    "routes": frozenset({"routes", "routes_by_group"}),
    "waits": frozenset({"activities", "edges"}),
    "handovers": frozenset({"handovers", "referrals"}),
    "punctuality": frozenset({"punctuality"}),
    "findings": frozenset(),
    "flow": frozenset({"inflow", "outflow", "stock"}),
    "partners": frozenset({"partners"}),
    "activity": frozenset({"edges", "detail"}),
    "handover": frozenset({"detail"}),
}


def told_by(screen: str, view: PassedView) -> PassedView:
    """What a screen shows of what the gate let through. KeyError for a screen, ValueError for a table, of which nobody
    decided."""
    by_partner = screen in ("map", "beside") and any(table.name == "handovers" for table in view.tables)
    tells = TELLS[screen] | (_BY_PARTNER if by_partner else frozenset())
    known = frozenset[str]().union(*TELLS.values(), _BY_PARTNER)
    kinds = [(table.name.split(" ")[0], table) for table in view.tables]
    unknown = [kind for kind, _ in kinds if kind not in known]
    if unknown:
        raise ValueError(f"{unknown[0]}: nobody decided whether {screen} shows it")
    return replace(view, tables=tuple(table for kind, table in kinds if kind in tells))


def unlinked(html: str) -> str:
    """The markup without links into the desk: who reads a publication may not filter the data behind it."""
    return LINK.sub(r"\1", html)


def _html(one: Any, lang: str) -> str:
    headed = len(one.sections) > 1
    return unlinked(fragment(one.sections, lang, _anchor, origins=one.origins, headed=headed))


def _anchor(passport: str) -> str:
    return f"#passport-{passport}"


def _title(one: Any, look: Any, lang: str) -> str:
    """The title of what is seen, and of which part of the cases."""
    parts = [value for _, value in look.where]
    if look.period.since and look.period.until:
        parts.append(month_span(f"{look.period.since:%Y-%m}", f"{look.period.until:%Y-%m}", lang))
    elif look.period.since or look.period.until:
        parts.append(month_text(f"{look.period.since or look.period.until:%Y-%m}", lang))
    return f"{one.sections[0].title}: {', '.join(parts)}" if parts else str(one.sections[0].title)
