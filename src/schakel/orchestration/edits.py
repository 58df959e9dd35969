"""Changes to a network: values in, a new network out. A form and the API use the same few."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any

from schakel.chain.problem import Problem, Refusal, refuse
from schakel.orchestration.checks import check
from schakel.orchestration.given import Given
from schakel.orchestration.inputs import inputs
from schakel.orchestration.key import free_key, is_key
from schakel.orchestration.network import KINDS, PLURAL, Network
from schakel.orchestration.network_file import with_keys
from schakel.orchestration.references import Reference, by_key, references, repointed


def item_from(kind: str, values: Mapping[str, Any]) -> Any:
    """An item of the values of a form or a request: texts, lists, mappings for parts, dates also as text.

    Refusal with every value that is not allowed; the problem's column is the field, as "member.2.until". A missing key
    is made of the name.
    """
    given = Given()
    made = given.item(kind, values, kind)
    refuse([replace(one, column=one.column.removeprefix(f"{kind}.")) for one in given.problems])
    return with_keys(kind, [made])[0]


def as_values(item: Any) -> dict[str, Any]:
    """The values of an item as JSON holds them: dates as text, lists for tuples. `item_from` gives the item back."""
    return {one.name: _plain(getattr(item, one.name)) for one in fields(item)}


def put(network: Network, kind: str, item: Any) -> Network:
    """The network with this item: in place of the one with its key, else behind the others of its kind.

    Refusal: it points at what is not there, or something else cannot be; column is the field, as of `item_from`.
    """
    old = network.items(kind)
    place = next((at for at, one in enumerate(old) if one.key == item.key), len(old))
    items: dict[str, Any] = {PLURAL[kind]: (*old[:place], item, *old[place + 1 :])}
    made = by_key(replace(network, **items))
    _refuse_new(network, made, f"{kind}.{place + 1}.")
    return made


def add(network: Network, kind: str, item: Any) -> Network:
    """As `put`, but never in place of another: a taken key gets a number behind it. Not for a card."""
    if kind != "card":
        item = replace(item, key=free_key(item.key, {one.key for one in network.items(kind)}))
    elif network.find(kind, item.key) is not None:
        raise Refusal((Problem("network_double", column="partner", allowed="card"),))
    return put(network, kind, item)


def drop(network: Network, kind: str, key: str) -> Network:
    """The network without this item; a partner's card goes with it.

    KeyError: there is none. Refusal `network_still_named`, once for each item that still points at it.
    """
    if network.find(kind, key) is None:
        raise KeyError(f"no {kind} {key}")
    left: dict[str, Any] = {PLURAL[kind]: tuple(one for one in network.items(kind) if one.key != key)}
    if kind == "partner":
        left["cards"] = tuple(one for one in network.cards if one.partner != key)
    blocking = [one for one in references(network, kind, key) if not _goes_along(one, kind, key)]
    refuse([_named(network, one) for one in blocking])
    return replace(network, **left)


def rename(network: Network, kind: str, key: str, new: str) -> Network:
    """The network in which an item has another key; everything that points at it follows. Not for a card.

    KeyError: there is none. Refusal: the new key is none, or taken.
    """
    found = network.find(kind, key)
    if found is None or kind == "card":
        raise KeyError(f"no {kind} {key}")
    if not is_key(new):
        raise Refusal((Problem("network_key_form", column="key", allowed="a-z 0-9 -"),))
    if new != key and network.find(kind, new) is not None:
        raise Refusal((Problem("network_double", column="key", value=new, allowed=kind),))
    known = {one: ({key: new} if one == kind else {}) for one in KINDS}
    made: dict[str, Any] = {}
    for one in KINDS:
        items = (repointed(one, item, known) for item in network.items(one))
        made[PLURAL[one]] = tuple(replace(item, key=new) if one == kind and item.key == key else item for item in items)
    return replace(network, **made)


def about(network: Network, *, name: str, text: str = "") -> Network:
    """The network with another name and another word about itself. Refusal for a value that is not allowed."""
    given = Given()
    found = {"name": name, "about": text}
    values = {one.name: given.value(one, found[one.name], one.name) for one in inputs()["network"].fields}
    refuse(given.problems)
    return replace(network, **values)


def _refuse_new(old: Network, new: Network, own: str) -> None:
    """Refuse what was not wrong before."""
    before, after = Given(), Given()
    check(old, before)
    check(new, after)
    known = {(one.code, one.column, one.value) for one in before.problems}
    found = [one for one in after.problems if (one.code, one.column, one.value) not in known]
    refuse([replace(one, column=one.column.removeprefix(own)) for one in found])


def _goes_along(one: Reference, kind: str, key: str) -> bool:
    return (one.kind, one.key) == (kind, key) or (kind == "partner" and (one.kind, one.key) == ("card", key))


def _named(network: Network, one: Reference) -> Problem:
    return Problem(
        "network_still_named",
        column=f"{one.kind}.{one.key}.{one.path}",
        allowed=network.title(one.kind, one.key),
        more=(("kind", one.kind), ("key", one.key)),
    )


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if is_dataclass(value) and not isinstance(value, type):
        return as_values(value)
    return value.isoformat() if isinstance(value, date) else value
