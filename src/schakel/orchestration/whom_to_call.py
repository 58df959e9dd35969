"""Whom do I call for ...: by what residents come with, by a step, or by a few words."""

from collections.abc import Iterator
from dataclasses import dataclass

from schakel.orchestration.collaboration.partner import Partner
from schakel.orchestration.collaboration.person import Person
from schakel.orchestration.names import activity_called, plain, same
from schakel.orchestration.network import Network


@dataclass(frozen=True)
class Contact:
    """A partner that can be called. reach: its line, "" if it gave none. why: what of its card answers the question.

    offers: that fits, in its own words; activities: steps of it that fit. people: who work there.
    """

    partner: Partner
    reach: str
    offers: tuple[str, ...]
    activities: tuple[str, ...]
    people: tuple[Person, ...]


def whom_to_call(
    network: Network, words: str = "", *, activity: str = "", question: str = "", municipality: str = ""
) -> tuple[Contact, ...]:
    """Partners that offer or do what is asked, in the order of the file; it is no ranking.

    words: all of them must occur in an offer, a step, a function or a name. activity: a step by its name in the log;
    question: as on the cards. municipality: leaves out who works elsewhere only. What is "" is not asked.
    """
    return tuple(
        found
        for one in network.partners
        if (found := _contact(network, one, words, activity, question))
        and (not municipality or not one.municipalities or any(same(municipality, town) for town in one.municipalities))
    )


def questions(network: Network) -> tuple[str, ...]:
    """Everything that residents come with according to the cards, by name."""
    return tuple(sorted({one for card in network.cards for offer in card.can for one in offer.questions}))


def steps(network: Network) -> tuple[str, ...]:
    """Every step that a card, an activity or a handover names, by name."""
    found = {one for card in network.cards for offer in card.can for one in offer.activities}
    found |= {one.name for one in network.activities}
    found |= {name for one in network.handovers for name in (one.activity, one.next_activity)}
    return tuple(sorted(found))


def _contact(network: Network, partner: Partner, words: str, activity: str, question: str) -> Contact | None:
    card = network.find("card", partner.key)
    asked = plain(words).split()
    offers, done = [], []
    for offer in card.can if card else ():
        steps_fit = not activity or any(same(activity, one) for one in offer.activities)
        questions_fit = not question or any(same(question, one) for one in offer.questions)
        text = " ".join((offer.what, *offer.activities, *offer.questions, partner.name, partner.function))
        if steps_fit and questions_fit and _holds(text, asked):
            offers.append(offer.what)
    for step in _steps_of(network, partner) if not question else ():
        fits = not activity or _is_step(network, activity, step)
        if fits and _holds(f"{step} {partner.name} {partner.function}", asked):
            done.append(step)
    if not offers and not done:
        return None
    people = tuple(one for one in network.people if one.organisation == partner.key)
    return Contact(partner, card.reach if card else "", tuple(offers), tuple(done), people)


def _steps_of(network: Network, partner: Partner) -> Iterator[str]:
    for one in network.activities:
        if partner.key in one.partners:
            yield one.name


def _is_step(network: Network, asked: str, step: str) -> bool:
    known = activity_called(network, asked)
    return same(asked, step) or (known is not None and same(known.name, step))


def _holds(text: str, asked: list[str]) -> bool:
    return all(word in plain(text) for word in asked)
