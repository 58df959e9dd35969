"""What makes a network impossible, apart from single values: doubles, order of days, pointers, circles."""

from collections.abc import Container, Iterator
from typing import Any

from schakel.orchestration.given import Given
from schakel.orchestration.key import is_key
from schakel.orchestration.network import KINDS, Network
from schakel.orchestration.references import check_pointers

_CALLED = {"partner": "name", "word": "term", "table": "name", "activity": "name"}  # these names occur once


def check(network: Network, given: Given, unsure: Container[str] = ()) -> None:
    """Note everything that cannot be, at "<kind>.<place>.<field>". A sign of something to talk about is no problem.

    unsure: kinds with items that could not be read; what only follows from that is not noted.
    """
    noted = {problem.column for problem in given.problems}
    for kind in KINDS:
        _keys(network, kind, given)
        for place, item in enumerate(network.items(kind), 1):
            for code, field, value, allowed in _of_item(network, kind, item):
                path = f"{kind}.{place}.{field}"
                if path not in noted:
                    given.wrong(code, path, value, allowed)
    check_pointers(network, given, unsure)
    _circles(network, given)


def _keys(network: Network, kind: str, given: Given) -> None:
    keys: dict[str, int] = {}
    names: dict[str, int] = {}
    for place, item in enumerate(network.items(kind), 1):
        field = "partner" if kind == "card" else "key"
        if kind != "card" and not is_key(item.key):
            given.wrong("key_form", f"{kind}.{place}.key", item.key, "a-z 0-9 -")
        name = getattr(item, _CALLED[kind]).casefold() if kind in _CALLED else ""
        if item.key and item.key in keys:
            given.wrong("double", f"{kind}.{place}.{field}", item.key, f"{kind}.{keys[item.key]}")
        elif name and name in names:
            given.wrong("double", f"{kind}.{place}.{_CALLED[kind]}", name, f"{kind}.{names[name]}")
        keys.setdefault(item.key, place)
        names.setdefault(name, place)


def _of_item(network: Network, kind: str, item: Any) -> Iterator[tuple[str, str, str, str]]:
    """(code, field, value, allowed) of what is wrong within one item."""
    since, until = getattr(item, "since", None), getattr(item, "until", None)
    if since and until and until < since:
        yield "order", "until", until.isoformat(), since.isoformat()
    if kind == "agreement" and len(item.parties) == 1:
        yield "parties", "parties", "", "2"
    elif kind == "goal" and item.low is not None and item.high is not None and item.high < item.low:
        yield "range", "high", str(item.high), str(item.low)
    elif kind == "hat" and item.toward and item.toward == item.organisation:
        yield "hat_self", "toward", "", ""
    elif kind == "word" and item.status == "agreed" and not item.agreed:
        yield "needed", "agreed", "", '"..."'
    elif kind == "word":
        yield from _word(item)
    elif kind == "table":
        yield from _table(network, item)


def _word(item: Any) -> Iterator[tuple[str, str, str, str]]:
    seen: set[str] = set()
    for place, one in enumerate(item.meaning, 1):
        if one.partner in seen:
            yield "double", f"meaning.{place}.partner", one.partner, item.term
        seen.add(one.partner)
    for place, guess in enumerate(item.guess, 1):
        if guess.by and guess.by == guess.of:
            yield "hat_self", f"guess.{place}.of", "", ""


def _table(network: Network, item: Any) -> Iterator[tuple[str, str, str, str]]:
    seen: set[str] = set()
    for place, one in enumerate(item.member, 1):
        if one.person in seen:
            yield "double", f"member.{place}.person", one.person, item.name
        seen.add(one.person)
        hat = network.find("hat", one.hat) if one.hat else None
        if hat is not None and hat.person != one.person:
            yield "hat_of_other", f"member.{place}.hat", one.hat, network.title("person", one.person)


def _circles(network: Network, given: Given) -> None:
    parents = {goal.key: goal.parent for goal in network.goals}
    for place, goal in enumerate(network.goals, 1):
        above, seen = goal.parent, set()
        while above and above != goal.key and above not in seen:
            seen.add(above)
            above = parents.get(above, "")
        if above == goal.key:
            given.wrong("circle", f"goal.{place}.parent", goal.parent, "")
