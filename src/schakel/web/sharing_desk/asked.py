"""A view that somebody wants to publish."""

from collections.abc import Mapping
from dataclasses import dataclass

from schakel.chain.passport import Passport
from schakel.sharing.passed import PassedView
from schakel.web.sharing_desk.frozen import Frozen


@dataclass(frozen=True)
class Asked:
    """A view that somebody wants to publish, as it looks now, in both languages and through the gate.

    look: the canonical Look as values; key: its hash; titles, shown: per language. passed: what its tables of residents
    tell, for the release register.
    """

    look: Mapping[str, str]
    key: str
    titles: Mapping[str, str]
    partners: tuple[str, ...]
    snapshot: str
    passports: tuple[Passport, ...]
    shown: Mapping[str, Frozen]
    passed: tuple[PassedView, ...] = ()
