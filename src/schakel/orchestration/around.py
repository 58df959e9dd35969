"""Everything around one partner or one step: what its card shows, and where it leads."""

from dataclasses import dataclass

from schakel.orchestration.collaboration.activity import Activity
from schakel.orchestration.collaboration.card import Card
from schakel.orchestration.collaboration.handover import Handover
from schakel.orchestration.collaboration.partner import Partner
from schakel.orchestration.collaboration.person import Person
from schakel.orchestration.collaboration.word import Word
from schakel.orchestration.expectations import Expected, side_by_side
from schakel.orchestration.governance.agreement import Agreement
from schakel.orchestration.governance.hat import Hat
from schakel.orchestration.governance.table import Table
from schakel.orchestration.names import activity_called, same
from schakel.orchestration.network import Network
from schakel.orchestration.strategy.goal import Goal


@dataclass(frozen=True)
class AroundPartner:
    """worn: hats on its behalf; opposite: hats of others toward it. expects, expected: of others, and of it.

    inward, outward: agreed handovers to and from it. card is None while there is none.
    """

    partner: Partner
    card: Card | None
    people: tuple[Person, ...]
    worn: tuple[Hat, ...]
    opposite: tuple[Hat, ...]
    expects: tuple[Expected, ...]
    expected: tuple[Expected, ...]
    words: tuple[Word, ...]
    goals: tuple[Goal, ...]
    tables: tuple[Table, ...]
    agreements: tuple[Agreement, ...]
    activities: tuple[Activity, ...]
    inward: tuple[Handover, ...]
    outward: tuple[Handover, ...]


@dataclass(frozen=True)
class AroundStep:
    """name: of the step, as on its card or in the log. activity is None while it is on no card.

    doers: who do it according to its card; offering: partners with an offer for it. words: used for it, or its name.
    goals, agreements: whose figure is about it. before, after: agreed handovers that lead to it and from it.
    """

    name: str
    activity: Activity | None
    doers: tuple[Partner, ...]
    offering: tuple[Partner, ...]
    words: tuple[Word, ...]
    goals: tuple[Goal, ...]
    agreements: tuple[Agreement, ...]
    before: tuple[Handover, ...]
    after: tuple[Handover, ...]


def around_partner(network: Network, key: str) -> AroundPartner:
    """Everything around a partner. KeyError: there is none with this key."""
    partner = network.find("partner", key)
    if partner is None:
        raise KeyError(f"no partner {key}")
    people = tuple(one for one in network.people if one.organisation == key)
    names = {one.key for one in people}
    return AroundPartner(
        partner=partner,
        card=network.find("card", key),
        people=people,
        worn=tuple(one for one in network.hats if one.organisation == key),
        opposite=tuple(one for one in network.hats if one.toward == key),
        expects=side_by_side(network, by=key),
        expected=side_by_side(network, of=key),
        words=tuple(one for one in network.words if _speaks(one, key)),
        goals=tuple(one for one in network.goals if one.owner == key),
        tables=tuple(one for one in network.tables if names & {member.person for member in one.member}),
        agreements=tuple(one for one in network.agreements if key in one.parties),
        activities=tuple(one for one in network.activities if key in one.partners),
        inward=tuple(one for one in network.handovers if key in one.next_partners),
        outward=tuple(one for one in network.handovers if key in one.partners),
    )


def around_step(network: Network, name: str) -> AroundStep:
    """Everything around a step by its name in the log; also of one that is on no card."""
    activity = activity_called(network, name)
    called = (activity.name, *activity.also) if activity else (name,)
    offering = {card.partner for card in network.cards if any(_is_any(called, offer.activities) for offer in card.can)}
    return AroundStep(
        name=called[0],
        activity=activity,
        doers=tuple(one for one in network.partners if activity and one.key in activity.partners),
        offering=tuple(one for one in network.partners if one.key in offering),
        words=tuple(one for one in network.words if _means(one, called)),
        goals=tuple(one for one in network.goals if _is_about(one.where, called)),
        agreements=tuple(one for one in network.agreements if _is_about(one.where, called)),
        before=tuple(one for one in network.handovers if _is_any(called, (one.next_activity,))),
        after=tuple(one for one in network.handovers if _is_any(called, (one.activity,))),
    )


def _speaks(word: Word, key: str) -> bool:
    return key in {one.partner for one in word.meaning} | {who for one in word.guess for who in (one.by, one.of)}


def _means(word: Word, called: tuple[str, ...]) -> bool:
    return _is_any(called, (word.term, *(one.activity for one in word.meaning)))


def _is_about(where: tuple[str, ...], called: tuple[str, ...]) -> bool:
    pairs = (one.partition("=") for one in where)
    return any(key.strip() in ("activity", "next_activity") and _is_any(called, (value,)) for key, _, value in pairs)


def _is_any(called: tuple[str, ...], names: tuple[str, ...]) -> bool:
    return any(same(one, other) for one in called for other in names)
