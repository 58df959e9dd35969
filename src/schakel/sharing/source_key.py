"""Keys for pseudonyms at the source: who holds one, how both sides see that theirs are the same, and its file.

Between organisations there are two. The partner key is known to the partners and makes pseudonyms of ids; the custodian
key is known to the custodian only and makes pseudonyms of those. Who holds one of them can undo nothing; the data room
holds neither. An own key does both at once, within one organisation.
"""

import hmac
import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from schakel.chain.problem import Problem, Refusal
from schakel.sharing.pseudonym import KEY_BYTES, LETTERS, Key, write_secret

Role = Literal["partner", "custodian", "own"]
ROLES: tuple[Role, ...] = get_args(Role)
MOST = 4096  # bytes of a key file
TOP = "# Schakel: sleutel voor schuilnamen, key for pseudonyms. Houd hem geheim. Keep it secret."

_ROLE = re.compile(r'^role = "(partner|custodian|own)"\r?$', re.M)
_SECRET = re.compile(r'^secret = "([0-9a-f]{64})"\r?$', re.M)


@dataclass(frozen=True)
class SourceKey:
    """A key and who holds it. Two keys with one secret are the same key only if the role is the same."""

    role: Role
    key: Key

    @property
    def fingerprint(self) -> str:
        """Twelve letters in three groups, the first of HMAC-SHA-256(secret, 0x00 || role); it gives nothing away."""
        letters = hmac.digest(self.key.secret, b"\0" + self.role.encode(), "sha256").hex()[:12].translate(LETTERS)
        return "-".join(letters[place : place + 4] for place in (0, 4, 8))


def new_key(path: Path, role: Role) -> SourceKey:
    """A fresh key in a new file with mode 0600. Refusal if there is a file, or none can be made."""
    made = SourceKey(role, Key(secrets.token_bytes(KEY_BYTES)))
    try:
        write_secret(path, f'{TOP}\nrole = "{role}"\nsecret = "{made.key.secret.hex()}"\n')
    except FileExistsError:
        raise Refusal((Problem("key_exists", path.name),)) from None
    except OSError:
        raise Refusal((Problem("not_writable", path.name),)) from None
    return made


def read_key(path: Path) -> SourceKey:
    """The key in a file. Refusal when it is not there, is no key, or others than its owner may read it."""
    if not path.is_file():
        raise Refusal((Problem("file_missing", path.name),))
    mode = path.stat().st_mode & 0o777
    if os.name == "posix" and mode & 0o077:
        raise Refusal((Problem("key_open", path.name, value=f"{mode:04o}", allowed="0600"),))
    try:
        with path.open("rb") as stream:
            text = stream.read(MOST).decode("utf-8", "replace")
    except OSError:
        raise Refusal((Problem("file_missing", path.name),)) from None
    role, secret = _ROLE.findall(text), _SECRET.findall(text)
    if len(role) != 1 or len(secret) != 1:
        raise Refusal((Problem("key_broken", path.name),))
    return SourceKey(role[0], Key(bytes.fromhex(secret[0])))


def needs_role(found: SourceKey, role: Role, file: str) -> None:
    """Refusal when a key is somebody else's."""
    if found.role != role:
        raise Refusal((Problem("key_role", file, value=found.role, allowed=role),))


def destroy_key(path: Path) -> SourceKey:
    """Overwrite and remove a key's file; what it was. On the disk of a copy, or below a file system, it may remain."""
    found = read_key(path)
    with path.open("r+b") as stream:
        size = stream.seek(0, os.SEEK_END)
        stream.seek(0)
        stream.write(secrets.token_bytes(size))
        stream.flush()
        os.fsync(stream.fileno())
    path.unlink()
    return found
