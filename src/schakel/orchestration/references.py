"""Which item points at which: by key in the value, by key or by name in a file."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from schakel.orchestration.given import Given, near
from schakel.orchestration.inputs import Field, inputs
from schakel.orchestration.network import KINDS, PLURAL, Network

ALL = "*"


@dataclass(frozen=True)
class Reference:
    """An item (kind, key) that names another one. path: its field, as "member.2.person"."""

    kind: str
    key: str
    path: str


def references(network: Network, kind: str, key: str) -> tuple[Reference, ...]:
    """Everything that points at an item, in the order of the file."""
    found = []
    for holder in KINDS:
        for item in network.items(holder):
            for path, field, value in pointers(holder, item):
                if field.to == kind and value == key:
                    found.append(Reference(holder, item.key, path))
    return tuple(found)


def pointers(kind: str, item: Any, before: str = "") -> Iterator[tuple[str, Field, str]]:
    """Every (path, input, key) in an item that points at another one."""
    for field in inputs()[kind].fields:
        value, path = getattr(item, field.name), f"{before}{field.name}"
        if field.type == "parts":
            for place, part in enumerate(value, 1):
                yield from pointers(field.of, part, f"{path}.{place}.")
        elif field.to:
            yield from ((path, field, one) for one in ((value,) if field.type == "ref" else value) if one)


def repointed(kind: str, item: Any, known: Mapping[str, Mapping[str, str]]) -> Any:
    """The item with every pointer replaced by known[kind][pointer], where that is there."""
    made: dict[str, Any] = {}
    for field in inputs()[kind].fields:
        value = getattr(item, field.name)
        if field.type == "parts":
            made[field.name] = tuple(repointed(field.of, part, known) for part in value)
        elif field.type == "ref":
            made[field.name] = known[field.to].get(value, value)
        elif field.type == "refs":
            made[field.name] = tuple(dict.fromkeys(known[field.to].get(one, one) for one in value))
    return replace(item, **made) if made else item


def by_key(network: Network) -> Network:
    """Every pointer by key, also where a name was given."""
    known = {kind: _names(network, kind) for kind in KINDS}
    made: dict[str, Any] = {
        PLURAL[kind]: tuple(repointed(kind, item, known) for item in network.items(kind)) for kind in KINDS
    }
    return replace(network, **made)


def check_pointers(network: Network, given: Given, unsure: Container[str] = ()) -> None:
    """Note every pointer at what is not there. unsure: kinds with items that could not be read, not looked at."""
    keys = {kind: {item.key for item in network.items(kind)} for kind in KINDS}
    for kind in KINDS:
        for place, item in enumerate(network.items(kind), 1):
            for path, field, value in pointers(kind, item):
                if field.to in unsure:
                    continue
                if value not in keys[field.to] and not (field.has_all and value == ALL):
                    names = [network.title(field.to, key) for key in keys[field.to]]
                    close = near(value, names) or near(value, keys[field.to])
                    given.wrong("reference", f"{kind}.{place}.{path}", value, close or ", ".join(sorted(names)[:12]))


def _names(network: Network, kind: str) -> dict[str, str]:
    """Key by name, where the name is that of one item only and no key itself."""
    keys = {item.key for item in network.items(kind)}
    field = inputs()[kind].named_by[0]
    found: dict[str, str] = {}
    double: set[str] = set()
    for item in network.items(kind) if len(inputs()[kind].named_by) == 1 else ():
        name = getattr(item, field)
        double |= {name} & found.keys()
        found[name] = item.key
    return {name: key for name, key in found.items() if name not in double and name not in keys}
