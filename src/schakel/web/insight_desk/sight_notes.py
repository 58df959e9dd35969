"""In words through what somebody looks who does not see all: whose sources, for which purpose, and how to see more."""

from dataclasses import dataclass

from schakel.sharing.grant import Sight
from schakel.texts import say
from schakel.web.access.door import door
from schakel.web.access.models import Hat
from schakel.web.access.policy import may
from schakel.web.insight_desk.addresses import Addresses
from schakel.web.insight_desk.asked import sights_here
from schakel.web.insight_desk.look import Look
from schakel.web.insight_desk.screens import MENU


@dataclass(frozen=True)
class Question:
    """A screen by its question, and where it is."""

    question: str
    label: str
    href: str


@dataclass(frozen=True)
class SightNote:
    """Through what is looked. purpose: "" for one's own deliveries only. own, granted: names of sources. href: the
    map through it; here: it is the one that is open. questions: all screens through it."""

    purpose: str
    own: tuple[str, ...]
    granted: tuple[str, ...]
    href: str
    here: bool = False
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True)
class OwnAnalysis:
    """What a hat may look at itself. grants: where agreements are made; "" when it may not read them."""

    sights: tuple[SightNote, ...]
    grants: str


def own_analysis(hat: Hat, lang: str) -> OwnAnalysis | None:
    """For the front; None for a hat that only reads what is published, whatever is agreed."""
    if not may(hat, "filter_insight"):
        return None
    told = tuple(_note(hat, Look("map", hat.network.snapshot, sight=sight), sight, lang) for sight in sights_here(hat))
    return OwnAnalysis(told, door("sharing_grants", hat))


def sight_note(hat: Hat, look: Look, lang: str) -> OwnAnalysis | None:
    """For a screen: the sights there are, of which one is open. None for who sees all."""
    if look.sight is None:
        return None
    bare = look.bare()
    told = []
    for sight in sights_here(hat):
        one = _note(hat, Look(bare.screen, bare.snapshot, sight=sight), sight, lang, here=sight.id == look.sight.id)
        told.append(one)
    return OwnAnalysis(tuple(told), door("sharing_grants", hat))


def _note(hat: Hat, look: Look, sight: Sight, lang: str, *, here: bool = False) -> SightNote:
    addresses = Addresses(hat.network.slug, look)
    questions = tuple(
        Question(
            say(f"insight_desk.screen.{name}.question", lang),
            say(f"insight_desk.screen.{name}.label", lang),
            addresses.of(look.on(name)),
        )
        for name in MENU
    )
    own, granted = (tuple(name for name, fields in sight.sources if (fields is None) == mine) for mine in (True, False))
    return SightNote(sight.purpose, own, granted, addresses.of(look), here, questions)
