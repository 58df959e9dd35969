"""The door: numbers of people become pseudonyms while a message is parsed, before anything else sees them."""

import secrets
from dataclasses import dataclass

from schakel.sharing.pseudonym import KEY_BYTES, Key, pseudonyms
from schakel.sharing.source_pseudonym import AtSource


@dataclass(frozen=True)
class Door:
    """Under one key. The same number gives the same letters in every message that is read under it.

    names: makes the pseudonyms of residents instead, so that they fit those of files that went through it too.
    """

    key: Key
    names: AtSource | None = None

    def resident(self, bsn: str) -> str:
        """Twenty letters for a BSN, or what `names` makes of it."""
        return self.names.name(bsn) if self.names else pseudonyms(self.key, "resident", (bsn,))[0]

    def number(self, text: str) -> str:
        """Twenty letters for a number or reference that a sender made up: people put anything in it."""
        return pseudonyms(self.key, "row", (text,))[0]

    def case(self, text: str) -> str:
        """Twenty letters for what is followed."""
        return pseudonyms(self.key, "case", (text,))[0]


def passing_door() -> Door:
    """A door whose key is thrown away afterwards, for a check that stores nothing."""
    return Door(Key(secrets.token_bytes(KEY_BYTES)))
