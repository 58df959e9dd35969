"""Pseudonyms: keyed BLAKE2b over ids, so that equal ids stay equal within a log and mean nothing outside it.

An unkeyed hash of a BSN can be undone in minutes by trying all of them; a keyed one cannot without the key. The key
therefore never enters a snapshot, a message or an output, and lives in a file that only its owner can read.
"""

import hashlib
import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

Domain = Literal["case", "resident", "household", "row"]

KEY_BYTES = 32
PSEUDONYM_BYTES = 10  # 80 bits: two among ten million ids meet with a chance of 1 in 2e10
# Letters only: sixteen consonants hold no word, and no run of digits that looks like a number of a person.
_LETTERS = str.maketrans("0123456789abcdef", "bcdfghjklmnpqrst")


@dataclass(frozen=True)
class Key:
    """A log's secret. Its id tells keys apart and gives nothing away."""

    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.secret) != KEY_BYTES:
            raise ValueError(f"a key has {KEY_BYTES} bytes, not {len(self.secret)}")

    @property
    def id(self) -> str:
        """Twelve letters of a digest in a domain of its own."""
        return _digest(self.secret, "key").hexdigest()[:12].translate(_LETTERS)


def read_or_make_key(path: Path) -> Key:
    """The key in a file, made with mode 0600 if there is none. ValueError if the file is not a key.

    A new key is written under another name and linked into place, so that two loads at once end up with one key.
    """
    if not path.exists():
        _make(path)
    text = path.read_text(encoding="ascii", errors="replace").strip()
    try:
        key = Key(bytes.fromhex(text))
    except ValueError:
        raise ValueError("not a key") from None
    if path.stat().st_mode & 0o077:
        path.chmod(0o600)
    return key


def key_of_content(path: Path) -> Key:
    """A key made from a file's own bytes: the same file gives the same pseudonyms.

    For a log that lives only as long as one command, or holds fictional people. Who can make this key has the file.
    """
    empty = hashlib.blake2b(digest_size=KEY_BYTES, person=b"content")
    with path.open("rb") as source:
        return Key(hashlib.file_digest(source, lambda: empty).digest())


def pseudonyms(key: Key, domain: Domain, ids: Iterable[str]) -> list[str]:
    """Twenty letters for each id. Domains are kept apart: a resident and a case with one number share nothing."""
    base = _digest(key.secret, domain)
    made: list[str] = []
    for text in ids:
        digest = base.copy()
        digest.update(text.encode())
        made.append(digest.hexdigest().translate(_LETTERS))
    return made


def _digest(secret: bytes, domain: str) -> "hashlib.blake2b":
    return hashlib.blake2b(digest_size=PSEUDONYM_BYTES, key=secret, person=domain.encode())


def _make(path: Path) -> None:
    fresh = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}.tmp")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(KEY_BYTES) + "\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(fresh, path)
        except FileExistsError:
            return
    finally:
        fresh.unlink(missing_ok=True)
