"""Marks of people who were erased, so that they do not come back with the next delivery.

A mark follows from the pseudonym and the key of the log in a domain of its own. Whoever has the list alone has nothing:
without the key no pseudonym, and no number of a person, can be laid beside it. It goes with the key.
"""

import hashlib
from collections.abc import Iterable
from typing import Literal

from schakel.sharing.pseudonym import LETTERS, Key

Of = Literal["resident", "case"]
MARK_BYTES = 16


def marks(key: Key, of: Of, pseudonyms: Iterable[str]) -> list[str]:
    """Thirty-two letters for each pseudonym of a resident, or of a case that is taken as one."""
    base = hashlib.blake2b(digest_size=MARK_BYTES, key=key.secret, person=f"erased-{of}".encode())
    made = []
    for text in pseudonyms:
        digest = base.copy()
        digest.update(text.encode())
        made.append(digest.hexdigest().translate(LETTERS))
    return made
