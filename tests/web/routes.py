"""Every address of the workbench, from the URL resolver: name, values for what it holds, methods, policy."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

DUMMIES = {"int": 987654, "uuid": "00000000-0000-4000-8000-000000000000"}  # of things that do not exist
DUMMY = "nothing"


@dataclass(frozen=True)
class Route:
    """name: with its namespaces, as `reverse` takes it. wants: converters of its values. view: what is called.

    pattern: as Django tells it of a request that was resolved.
    """

    name: str
    wants: tuple[tuple[str, str], ...]
    view: Any
    pattern: str

    @property
    def of_network(self) -> bool:
        """Whether it belongs to one network."""
        return "network" in dict(self.wants)

    @property
    def methods(self) -> tuple[str, ...]:
        """The methods that the view says it knows."""
        return tuple(getattr(self.view, "methods", ()))

    @property
    def policy(self) -> str:
        """The name of the policy that the view says it has; empty if it has none."""
        return str(getattr(self.view, "policy_name", ""))

    def address(self, network: str) -> str:
        """Its address in this network, for things that do not exist."""
        values = {name: network if name == "network" else DUMMIES.get(kind, DUMMY) for name, kind in self.wants}
        return reverse(self.name, kwargs=values)


def routes() -> list[Route]:
    """All routes by name."""
    return sorted(_walk(get_resolver().url_patterns, (), (), ""), key=lambda route: route.name)


def _walk(patterns: Any, spaces: tuple[str, ...], wants: tuple[tuple[str, str], ...], before: str) -> Iterator[Route]:
    for pattern in patterns:
        here, text = wants + _converters(pattern), before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inside = spaces + ((pattern.namespace,) if pattern.namespace else ())
            yield from _walk(pattern.url_patterns, inside, here, text)
        elif isinstance(pattern, URLPattern):
            yield Route(":".join((*spaces, pattern.name or f"unnamed {pattern.pattern}")), here, pattern.callback, text)


def _converters(pattern: URLPattern | URLResolver) -> tuple[tuple[str, str], ...]:
    found = getattr(pattern.pattern, "converters", {})
    return tuple((name, type(one).__name__.removesuffix("Converter").lower()) for name, one in found.items())
