"""The log against the file: who and what is in both, only in the log, or only on a card."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import Literal

from schakel.orchestration.names import activity_called, handovers_between, partner_called, plain
from schakel.orchestration.network import Network
from schakel.orchestration.seen import Seen, SeenRow
from schakel.sharing.gate import Approximate

State = Literal["both", "only_log", "only_card", "not_seen"]
Names = tuple[str, ...]


@dataclass(frozen=True)
class Match:
    """A partner, an activity or a handover. names: one, or two for a handover. keys: of the items that it opens.

    state: "not_seen" when it is on a card only, and who would show it does not deliver, or with numbers of its own so
    that no handover with it can be seen. residents: None when the log
    does not have it. words: keys of words under which a partner registers what is on a card only.
    """

    names: Names
    keys: tuple[str, ...]
    state: State
    residents: Approximate | None = None
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Comparison:
    """handovers: pairs of partners. links: pairs of activities of agreed handovers, none that is only in the log.

    hidden: handovers that are in the log only and that too few residents had to be named.
    """

    partners: tuple[Match, ...]
    activities: tuple[Match, ...]
    handovers: tuple[Match, ...]
    links: tuple[Match, ...]
    hidden: int = 0

    def of(self, state: State) -> "Comparison":
        """Only what is in this state."""

        def chosen(part: tuple[Match, ...]) -> tuple[Match, ...]:
            return tuple(one for one in part if one.state == state)

        return Comparison(
            chosen(self.partners), chosen(self.activities), chosen(self.handovers), chosen(self.links), self.hidden
        )


def compare(network: Network, seen: Seen) -> Comparison:
    """What the file has, in its order, then what only the log has, by name."""
    partners = _partners(network, seen.partners)
    activities = _with_words(network, _activities(network, seen.activities), seen)
    handovers = _handovers(network, seen)
    told = tuple(one for one in handovers if one.state != "only_log" or _is_sayable(one))
    links = _with_words(network, _links(network, seen), seen)
    return Comparison(partners, activities, told, links, len(handovers) - len(told))


def _with_words(network: Network, matches: Iterable[Match], seen: Seen) -> tuple[Match, ...]:
    """What is on a card only, with the words that are in the log and that a partner uses for it."""
    in_log = {plain(row.names[0]) for row in seen.activities}
    words: dict[str, list[str]] = {}
    for word in network.words:
        for meaning in word.meaning:
            if meaning.activity and plain(word.term) in in_log and plain(meaning.activity) != plain(word.term):
                words.setdefault(plain(meaning.activity), []).append(word.key)
    return tuple(
        replace(one, words=tuple(dict.fromkeys(key for name in one.names for key in words.get(plain(name), ()))))
        if one.state == "only_card"
        else one
        for one in matches
    )


def _partners(network: Network, rows: Iterable[SeenRow]) -> tuple[Match, ...]:
    cards = {one.key: ((one.name,), one.delivers) for one in network.partners}
    known = {plain(name): one.key for one in network.partners for name in (one.name, *one.also)}
    return _single(cards, known, rows)


def _activities(network: Network, rows: Iterable[SeenRow]) -> tuple[Match, ...]:
    delivering = {one.key for one in network.partners if one.delivers}
    cards = {
        one.key: ((one.name,), not one.partners or bool(delivering & set(one.partners))) for one in network.activities
    }
    known = {plain(name): one.key for one in network.activities for name in (one.name, *one.also)}
    return _single(cards, known, rows)


def _single(
    cards: Mapping[str, tuple[Names, bool]], known: Mapping[str, str], rows: Iterable[SeenRow]
) -> tuple[Match, ...]:
    found: dict[str, Approximate] = {}
    others = []
    for row in rows:
        key = known.get(plain(row.names[0]))
        if key is None:
            others.append(Match(row.names, (), "only_log", row.residents))
        elif key not in found or found[key].value < row.residents.value:
            found[key] = row.residents
    made = [
        Match(names, (key,), _state(key in found, shows=shows), found.get(key)) for key, (names, shows) in cards.items()
    ]
    return (*made, *sorted(others, key=lambda one: one.names))


def _showing(network: Network, seen: Seen) -> set[str]:
    """Partners of which a handover could be seen: they deliver, and with numbers that others have too."""
    alone = {partner.key for name in seen.apart if (partner := partner_called(network, name))}
    return {one.key for one in network.partners if one.delivers} - alone


def _handovers(network: Network, found: Seen) -> tuple[Match, ...]:
    partners, showing = {one.key: one for one in network.partners}, _showing(network, found)
    seen = {tuple(_partner_name(network, name) for name in row.names): row.residents for row in found.handovers}
    agreed: dict[Names, list[str]] = {}
    shows: dict[Names, bool] = {}
    for one in network.handovers:
        for here, there in product(one.partners, one.next_partners):
            if here != there and here in partners and there in partners:
                names = (partners[here].name, partners[there].name)
                agreed.setdefault(names, []).append(one.key)
                shows[names] = {here, there} <= showing
    made = [
        Match(names, tuple(keys), _state(names in seen, shows=shows[names]), seen.get(names))
        for names, keys in agreed.items()
    ]
    others = [Match(names, (), "only_log", count) for names, count in sorted(seen.items()) if names not in agreed]
    return (*made, *others)


def _links(network: Network, found: Seen) -> tuple[Match, ...]:
    showing = _showing(network, found)
    seen = {tuple(_activity_name(network, name) for name in row.names): row.residents for row in found.links}
    made = []
    for names in dict.fromkeys((one.activity, one.next_activity) for one in network.handovers):
        agreed = handovers_between(network, activity=names[0], next_activity=names[1])
        shows = any(showing & set(one.partners) and showing & set(one.next_partners) for one in agreed)
        pair = tuple(_activity_name(network, name) for name in names)
        made.append(Match(names, tuple(one.key for one in agreed), _state(pair in seen, shows=shows), seen.get(pair)))
    return tuple(made)


def _state(is_seen: bool, *, shows: bool) -> State:
    if is_seen:
        return "both"
    return "only_card" if shows else "not_seen"


def _is_sayable(one: Match) -> bool:
    return one.residents is not None and one.residents.sign == ""


def _partner_name(network: Network, name: str) -> str:
    found = partner_called(network, name)
    return found.name if found else name


def _activity_name(network: Network, name: str) -> str:
    found = activity_called(network, name)
    return plain(found.name if found else name)
