"""A view of the insight desk as something to publish: in both languages, through the gate."""

from importlib import import_module
from typing import Any

from django.http import QueryDict

from schakel.draw.picture import Twin
from schakel.report.document import Figure, Grid, Section
from schakel.texts import LANGUAGES
from schakel.web.access.models import Network
from schakel.web.sharing_desk.frozen import Frozen
from schakel.web.sharing_desk.publishing import Asked


def asked_from(network: Network, screen: str, query: str) -> Asked:
    """The view at this address of the network's snapshot. Refusal for a query that no screen knows."""
    # The insight desk shows comments of this desk, so it is looked up here and not imported above.
    look = import_module("schakel.web.insight_desk.look").Look.of(network, screen, QueryDict(query))
    shown = import_module("schakel.web.insight_desk.shown").shown
    made = {lang: shown(network, look, lang) for lang in LANGUAGES}
    first = made[LANGUAGES[0]]
    return Asked(
        look={"screen": screen, "query": look.query, "key": look.key},
        key=look.key,
        titles={lang: _title(one, look) for lang, one in made.items()},
        partners=tuple(first.partners),
        snapshot=look.snapshot,
        passports=tuple(first.passports),
        shown={lang: Frozen(one.html, tables_of(one.sections)) for lang, one in made.items()},
    )


def tables_of(sections: tuple[Section, ...]) -> tuple[Twin, ...]:
    """Every table of some sections, those behind pictures too."""
    found: list[Twin] = []
    for section in sections:
        for block in section.blocks:
            if isinstance(block, Grid):
                found.append(block.twin)
            elif isinstance(block, Figure):
                found += block.picture.twins
    return tuple(found)


def _title(one: Any, look: Any) -> str:
    return str(one.sections[0].title if one.sections else look.screen)
