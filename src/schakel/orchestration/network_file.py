"""Reading a network file: one readable TOML, written by hand or by `network_text`."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from schakel.chain.problem import Problem, refuse
from schakel.data.toml_reading import parsed, text_of
from schakel.orchestration.checks import check
from schakel.orchestration.given import Given
from schakel.orchestration.inputs import inputs
from schakel.orchestration.key import free_key, slug
from schakel.orchestration.network import FORMAT, KINDS, PLURAL, Network
from schakel.orchestration.references import by_key
from schakel.orchestration.toml_lines import TomlLines

LARGEST = 5_000_000  # signs; a network of a hundred partners takes 300,000


def read_network(path: Path | str) -> Network:
    """The network of a file. Refusal with line, field, value and what is allowed for everything that is wrong."""
    file = Path(path)
    return network_from(text_of(file), file.name)


def network_from(text: str, name: str = "network.toml") -> Network:
    """The network of a text. name: of the file, for messages. Refusal as of `read_network`.

    A pointer may be given by key or by the name of what it points at; a key that is not given is made of the name.
    """
    if len(text) > LARGEST:
        refuse([Problem("network_large", name, value=str(len(text)), allowed=str(LARGEST))])
    given = Given(name)
    network = _network(parsed(text, name), given)
    check(network, given, unsure=set(_unsure(given.problems)))
    lines = TomlLines(text)
    found = [replace(problem, row=lines.line(problem.column)) for problem in given.problems]
    refuse(sorted(found, key=lambda problem: problem.row or 0))
    return network


def _unsure(problems: Iterable[Problem]) -> Iterator[str]:
    """Kinds with an item of which it is not known how it is called."""
    for problem in problems:
        kind, *rest = problem.column.split(".")
        if kind in KINDS and (len(rest) < 2 or rest[1] in ("key", *inputs()[kind].named_by)):
            yield kind


def _network(found: Mapping[str, Any], given: Given) -> Network:
    _known(found, given)
    head = found.get("network", {})
    if not isinstance(head, dict):
        given.wrong("value", "network", head, "[network]")
        head = {}
    if head.get("format", FORMAT) != FORMAT or isinstance(head.get("format"), bool):
        given.wrong("format", "network.format", head["format"], str(FORMAT))
    values = {
        one.name: given.value(one, head.get(one.name), f"network.{one.name}") for one in inputs()["network"].fields
    }
    items: dict[str, Any] = {PLURAL[kind]: _items(kind, found.get(kind, []), given) for kind in KINDS}
    return by_key(Network(**values, **items))


def _known(found: Mapping[str, Any], given: Given) -> None:
    for key in found:
        if key not in ("network", *KINDS):
            given.unknown("", key, ("network", *KINDS))
    head = found.get("network", {})
    known = ("format", *inputs()["network"].names)
    for key in head if isinstance(head, dict) else ():
        if key not in known:
            given.unknown("network.", key, known)


def _items(kind: str, found: Any, given: Given) -> tuple[Any, ...]:
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        given.wrong("value", kind, found, f"[[{kind}]]")
        return ()
    made = [given.item(kind, one, f"{kind}.{place}") for place, one in enumerate(found, 1)]
    return tuple(with_keys(kind, made))


def with_keys(kind: str, items: list[Any]) -> list[Any]:
    """Items with a key made of their name where none was given; handovers of equal name are numbered."""
    if kind == "card":
        return items
    noun = inputs()[kind]
    taken = Counter(item.key for item in items if item.key)
    made = []
    for item in items:
        if not item.key:
            wanted = slug(
                "-".join("all" if getattr(item, name) == "*" else getattr(item, name) for name in noun.named_by)
            )
            item = replace(item, key=free_key(wanted, taken) if noun.is_numbered or not wanted else wanted)
            taken[item.key] += 1
        made.append(item)
    return made
