"""Signs: what in a network file asks to be talked about. Each is a place with numbers; nothing adds up to a score."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from typing import Any

from schakel.orchestration.compare import Comparison
from schakel.orchestration.network import KINDS, Network, title

SOON_DAYS = 90
LARGE_TABLE = 3  # organisations; more of them seldom decide
CONFLICTS = (
    {"commissioner", "contractor"},
    {"commissioner", "executor"},
    {"funder", "contractor"},
    {"overseer", "executor"},
    {"overseer", "contractor"},
    {"orchestrator", "contractor"},
)


@dataclass(frozen=True)
class Sign:
    """One thing to talk about. code: key of its sentence in texts `orchestration.sign.<code>`.

    kind, key: the item it is about. values: named values of the sentence; `title` is what the item is called.
    """

    code: str
    kind: str
    key: str
    values: tuple[tuple[str, str | int], ...] = ()


def signs(network: Network, today: date, comparison: Comparison | None = None) -> tuple[Sign, ...]:
    """All signs, by kind in the order of the file. comparison: of the log, for agreed handovers that nobody had."""
    found = [
        sign for kind in KINDS for item in network.items(kind) for sign in _OF.get(kind, _none)(network, item, today)
    ]
    found += [*_hats(network)]
    if comparison is not None:
        found += [*_never(network, comparison)]
    return tuple(sorted(found, key=lambda sign: KINDS.index(sign.kind)))


def _sign(network: Network, code: str, kind: str, item: Any, **values: str | int) -> Sign:
    return Sign(code, kind, item.key, (("title", title(network, kind, item)), *values.items()))


def _none(_network: Network, _item: Any, _today: date) -> Iterator[Sign]:
    return iter(())


def _partner(network: Network, item: Any, _: date) -> Iterator[Sign]:
    if network.find("card", item.key) is None:
        yield _sign(network, "partner_without_card", "partner", item)


def _card(network: Network, item: Any, _: date) -> Iterator[Sign]:
    if not item.reach:
        yield _sign(network, "card_without_reach", "card", item)
    if not item.want:
        yield _sign(network, "card_without_want", "card", item)
    if not item.can:
        yield _sign(network, "card_without_can", "card", item)
    for one in item.expect:
        of = network.title("partner", one.of)
        if one.of != "*" and not one.answer:
            yield _sign(network, "expectation_unanswered", "card", item, of=of, what=one.what)
        elif one.answer in ("no", "partly"):
            yield _sign(network, f"expectation_{one.answer}", "card", item, of=of, what=one.what)


def _hat(network: Network, item: Any, today: date) -> Iterator[Sign]:
    if item.until and item.until < today:
        yield _sign(network, "hat_ended", "hat", item, until=item.until.isoformat())


def _hats(network: Network) -> Iterator[Sign]:
    """Who wears several hats toward one counterpart without saying so, and hats that pull at each other."""
    worn: dict[str, list[Any]] = defaultdict(list)
    for hat in network.hats:
        worn[hat.person].append(hat)
    for person, hats in worn.items():
        someone = network.title("person", person)
        toward: dict[str, list[Any]] = defaultdict(list)
        for hat in hats:
            toward[hat.toward].append(hat)
        for other, those in toward.items():
            if len(those) > 1 and not all(hat.said_in_meetings for hat in those):
                opposite = network.title("partner", other)
                yield _sign(network, "hats_unsaid", "hat", those[0], person=someone, toward=opposite, n=len(those))
        for one, other in combinations(hats, 2):
            if {one.capacity, other.capacity} in CONFLICTS and one.about == other.about:
                both = {"capacity": one.capacity, "other": other.capacity}
                yield _sign(network, "hats_conflict", "hat", one, person=someone, about=one.about, **both)


def _word(network: Network, item: Any, _: date) -> Iterator[Sign]:
    if item.status == "open" and len(item.meaning) > 1:
        yield _sign(network, "word_open", "word", item, n=len(item.meaning))
    if item.status == "not_the_same" and not item.reason:
        yield _sign(network, "word_without_reason", "word", item)
    for guess in item.guess:
        by, of = network.title("partner", guess.by), network.title("partner", guess.of)
        if guess.judged == "wrong":
            yield _sign(network, "word_misread", "word", item, by=by, of=of)
        elif not guess.judged:
            yield _sign(network, "guess_unjudged", "word", item, by=by, of=of)


def _goal(network: Network, item: Any, today: date) -> Iterator[Sign]:
    has_parts = any(goal.parent == item.key for goal in network.goals)
    if not item.figure and not has_parts:
        yield _sign(network, "goal_without_figure", "goal", item)
    if item.figure and item.low is None and item.high is None:
        yield _sign(network, "goal_without_target", "goal", item)
    if not item.owner:
        yield _sign(network, "goal_without_owner", "goal", item)
    if item.by and item.by < today:
        yield _sign(network, "goal_past", "goal", item, by=item.by.isoformat())


def _table(network: Network, item: Any, today: date) -> Iterator[Sign]:
    people = {person.key: person for person in network.people}
    organisations = {people[one.person].organisation for one in item.member if one.person in people}
    if not item.member:
        yield _sign(network, "table_without_members", "table", item)
    if len(organisations) > LARGE_TABLE:
        yield _sign(network, "table_large", "table", item, n=len(organisations), most=LARGE_TABLE)
    for one in item.member:
        member = network.title("person", one.person)
        if not one.decides:
            yield _sign(network, "member_without_mandate", "table", item, person=member)
        elif one.until and one.until < today:
            yield _sign(network, "mandate_ended", "table", item, person=member, until=one.until.isoformat())


def _agreement(network: Network, item: Any, today: date) -> Iterator[Sign]:
    if item.until is None:
        yield _sign(network, "agreement_without_end", "agreement", item)
    elif item.until < today:
        yield _sign(network, "agreement_ended", "agreement", item, until=item.until.isoformat())
    elif item.until <= today + timedelta(days=SOON_DAYS):
        yield _sign(network, "agreement_ends_soon", "agreement", item, until=item.until.isoformat())
    if not item.figure:
        yield _sign(network, "agreement_without_figure", "agreement", item)
    if not item.room:
        yield _sign(network, "agreement_without_room", "agreement", item)


def _never(network: Network, comparison: Comparison) -> Iterator[Sign]:
    """What was agreed and is in no log; a step that somebody registers under another word is told as such."""
    only_card = comparison.of("only_card")
    for step in only_card.activities:
        for word in step.words:
            called = (("title", step.names[0]), ("word", network.title("word", word)))
            yield Sign("step_other_word", "activity", step.keys[0], called)
    for link in (one for one in only_card.links if not one.words):
        values = (("title", " > ".join(link.names)), ("activity", link.names[0]), ("next_activity", link.names[1]))
        yield Sign("handover_never", "handover", link.keys[0], values)


def _activity(network: Network, item: Any, _: date) -> Iterator[Sign]:
    if not item.partners:
        yield _sign(network, "step_by_nobody", "activity", item)


_OF = {
    "activity": _activity,
    "partner": _partner,
    "card": _card,
    "hat": _hat,
    "word": _word,
    "goal": _goal,
    "table": _table,
    "agreement": _agreement,
}
