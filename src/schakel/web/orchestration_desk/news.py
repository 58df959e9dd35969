"""What the orchestration desk tells on the start screen: what waits for the organisation of a hat."""

from collections.abc import Iterator
from datetime import date

from django.utils import timezone

from schakel.chain.problem import Refusal
from schakel.orchestration.expectations import side_by_side
from schakel.orchestration.names import partner_called
from schakel.orchestration.network import Network
from schakel.texts import say
from schakel.web.access.models import Hat
from schakel.web.access.policy import may
from schakel.web.access.reach import reach
from schakel.web.orchestration_desk.kept import kept
from schakel.web.orchestration_desk.links import Links
from schakel.web.orchestration_desk.rights import rights_of
from schakel.web.start.waiting import News


def news(hat: Hat, lang: str) -> list[News]:
    """Agreements past their end, expectations without an answer, words to agree on; nothing of a broken file."""
    if not may(hat, "enter_orchestration"):
        return []
    try:
        network = kept(hat.network).network
    except Refusal:
        return []
    rights, links = rights_of(hat, network), Links(hat.network.slug, network, lang)
    partner = partner_called(network, hat.organisation.name)
    own = partner.key if partner else ""
    found = list(_ended(network, own, timezone.localdate(), links, everything=rights.everything))
    if not reach(hat).governing:
        found += [*_unanswered(network, rights.own, links), *_words(network, rights.own, links)]
    return found


def _ended(network: Network, own: str, today: date, links: Links, *, everything: bool) -> Iterator[News]:
    for one in network.agreements:
        if one.until and one.until < today and (everything or own in one.parties):
            said = say("orchestration_desk.news.ended", links.lang, name=one.name, until=one.until)
            yield News(said, links.href("agreement", one.key), act=everything)


def _unanswered(network: Network, own: str, links: Links) -> Iterator[News]:
    for one in side_by_side(network, of=own) if own else ():
        if one.of == own and not one.answer:
            by, what = network.title("partner", one.by), one.what.rstrip(".")
            said = say("orchestration_desk.news.unanswered", links.lang, by=by, what=what)
            yield News(said, links.page("answer", one.by, one.number), act=True)


def _words(network: Network, own: str, links: Links) -> Iterator[News]:
    for one in network.words if own else ():
        spoken = {said.partner for said in one.meaning}
        if one.status == "open" and (own in spoken or len(spoken) > 1):
            said = say(
                f"orchestration_desk.news.word_{'open' if own in spoken else 'unsaid'}", links.lang, term=one.term
            )
            yield News(said, links.page("meaning", one.key), act=own in spoken)
