"""Said wherever a log is loaded or judged: residents are called in several ways, so that one may count as two."""

from collections.abc import Iterable, Mapping

from schakel.data.people import mixed
from schakel.data.staged import Delivery, People
from schakel.texts import say


def mixture(deliveries: Iterable[Delivery], lang: str) -> str:
    """The warning, "" where all sources call residents in one way."""
    return said_mixture(mixed(deliveries), lang)


def said_mixture(found: Mapping[People, tuple[str, ...]], lang: str) -> str:
    """The same of names of sources by how they call residents."""
    if not found:
        return ""
    ways = "; ".join(say(f"data.people.{people}", lang, names=", ".join(names)) for people, names in found.items())
    return say("data.people.mixed", lang, ways=ways)
