"""Codes by law and release, from `codes.toml`: what is allowed, and which class of outcome an ending is."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

from schakel.data.messages.message import Law

RELEASES = ("3.2", "2.0", "2.1")
# An assignment that ended so and was followed by one for the same help went on under another number.
CONTINUING = frozenset(("03", "04", "08", "10", "11", "12", "13", "14"))
NEVER_SENT = frozenset(("13", "01"))
TEMPORARY, TRANSFER, CONTINUED = "temporary_stop", "transfer_to_other_provider", "continued"
TRANSFER_STOP, TRANSFER_CHANGE = "38", "09"


@lru_cache(maxsize=1)
def _tables() -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "codes.toml").read_text(encoding="utf-8"))


def table(name: str, key: str = "") -> Mapping[str, str]:
    """A table of the file, or one table within it."""
    found: Mapping[str, Any] = _tables()[name]
    return found[key] if key else found


def message_code(law: Law, kind: str) -> str:
    """BerichtCode of a message."""
    return table("messages", law).get(kind, "")


def outcome_of_stop(law: Law, release: str, reason: str) -> str:
    """Class of outcome of a RedenBeeindiging; KeyError for a code that this law and release does not have."""
    return table("ending", _scope(law, release))[reason]


def outcome_of_change(reason: str) -> str:
    """Class of outcome of a RedenWijziging that ends an assignment; "" for one that does not."""
    return table("change").get(reason, "")


@lru_cache(maxsize=64)
def allowed(name: str, law: Law, release: str) -> tuple[str, ...]:
    """The codes of one list under one law and release."""
    if name == "RedenBeeindiging":
        return tuple(table("ending", _scope(law, release)))
    if name == "ProductCategorie":
        first, last = _tables()["category"][law]
        return tuple(f"{number:02d}" for number in range(int(first), int(last) + 1) if (law, number) != ("jw", 39))
    if name == "StatusAanlevering" and release.startswith("2"):
        name = "StatusAanlevering2"
    return tuple(_tables()["allowed"][name])


def is_rejection(codes: tuple[str, ...]) -> bool:
    """Whether the RetourCodes of a class say that it is rejected."""
    return any(code not in _tables()["retour"]["passed"] for code in codes)


def word(outcome: str) -> str:
    """A class of outcome as it stands in a log; "" for a stop that is no ending."""
    return table("words").get(outcome, "")


def _scope(law: Law, release: str) -> str:
    return f"{law} {release}" if release == "3.2" else f"{law} 2"
