"""What is new and what waits for a hat: each room tells its own, this module only puts it together."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from schakel.web.access.models import Hat


@dataclass(frozen=True)
class News:
    """One line. sentence: in the reader's language. act: it waits for this hat to do something, else it is news."""

    sentence: str
    href: str
    act: bool = False


Tell = Callable[[Hat, str], Iterable[News]]
# Where each room tells what is new and what waits; "module:function" of a Tell. One that is not there is silent.
TELLERS = (
    "schakel.web.sharing_desk.news:news",
    "schakel.web.privacy_desk.news:news",
    "schakel.web.jobs.news:news",
    "schakel.web.orchestration_desk.news:news",
)


def waiting_for(hat: Hat, lang: str) -> list[News]:
    """What waits for this hat, then what is new for it."""
    found = [one for teller in _tellers() for one in teller(hat, lang)]
    return sorted(found, key=lambda one: not one.act)


def _tellers() -> Iterable[Tell]:
    for place in TELLERS:
        module, _, name = place.partition(":")
        package = module.rpartition(".")[0]
        if find_spec(package) and find_spec(module):
            yield getattr(import_module(module), name)
