"""Pseudonyms of a log: keyed BLAKE2b over ids, so that equal ids stay equal within it and mean nothing outside it.

An unkeyed hash of a BSN can be undone in minutes by trying all of them; a keyed one cannot without the key. The key
therefore never enters a snapshot, a message or an output, and lives in a file that only its owner can read. What a
partner does to a file before it leaves is `sharing.source_pseudonym`.
"""

import hashlib
import os
import secrets
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

Domain = Literal["case", "resident", "household", "row"]

KEY_BYTES = 32
PSEUDONYM_BYTES = 10  # 80 bits: two among ten million ids meet with a chance of 1 in 2e10
# Letters only: sixteen consonants hold no word, and no run of digits that looks like a number of a person.
ALPHABET = "bcdfghjklmnpqrst"
LETTERS = str.maketrans("0123456789abcdef", ALPHABET)  # of a digest's hexadecimal digits


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
        return _digest(self.secret, "key").hexdigest()[:12].translate(LETTERS)


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
        made.append(digest.hexdigest().translate(LETTERS))
    return made


def _digest(secret: bytes, domain: str) -> "hashlib.blake2b":
    return hashlib.blake2b(digest_size=PSEUDONYM_BYTES, key=secret, person=domain.encode())


def _make(path: Path) -> None:
    with suppress(FileExistsError):
        write_secret(path, secrets.token_hex(KEY_BYTES) + "\n")


def write_secret(path: Path, text: str) -> None:
    """A new file that only its owner can read, whole or not at all. FileExistsError if there is one already.

    It is written under another name, brought to the disk and linked into place: a link never takes another's place.
    """
    fresh = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}.tmp")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.link(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)
