"""What the processing log calls a person: a random name, kept with the pseudonym in a list that forgets.

A name that followed from the pseudonym could be made again by whoever holds the key, also after the person was erased.
A random one means nothing without its line of this list, and that line goes with the person.
"""

import json
import os
import secrets
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

FILE = "subjects.json"


class SubjectNames:
    """The list of one log. folder: LOG/processing. Only change it while nobody else does."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE

    def known(self) -> dict[str, str]:
        """Names by pseudonym."""
        try:
            found: dict[str, str] = json.loads(self.path.read_text(encoding="ascii"))
        except FileNotFoundError:
            return {}
        return found

    def names(self, pseudonyms: Sequence[str]) -> list[str]:
        """A name for each, made where there is none yet and then on the disk. OSError when that is not possible."""
        known = self.known()
        fresh = {one: secrets.token_hex(16) for one in pseudonyms if one not in known}
        if fresh:
            known |= fresh
            self._write(known)
        return [known[one] for one in pseudonyms]

    def forget(self, pseudonyms: Iterable[str]) -> None:
        """From here on the lines about these persons are about nobody."""
        known, gone = self.known(), set(pseudonyms)
        if gone & set(known):
            self._write({one: name for one, name in known.items() if one not in gone})

    def keep(self, names: Collection[str]) -> None:
        """Forget persons of whom no line is left."""
        known = self.known()
        if set(known.values()) - set(names):
            self._write({one: name for one, name in known.items() if name in names})

    def _write(self, known: dict[str, str]) -> None:
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        aside = self.path.with_suffix(".tmp")
        handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            json.dump(known, file, sort_keys=True, indent=0)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(self.path)
