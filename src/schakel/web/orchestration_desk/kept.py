"""The network file of a network as it is kept: what it holds now, and every text that it had before.

WORKSPACE/networks/<slug>/network.toml   history/<number>-<version>.toml
"""

import hashlib
import os
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from schakel.chain.problem import Problem, Refusal
from schakel.data.log import sync
from schakel.orchestration.network import Network
from schakel.orchestration.network_file import network_from
from schakel.orchestration.network_text import network_version
from schakel.web.access.models import Network as NetworkRow
from schakel.web.workspace import current_workspace

FILE = "network.toml"
NAME = re.compile(r"[0-9]{1,6}-[0-9a-f]{16}\.toml")


@dataclass(frozen=True)
class Kept:
    """What stands there now. version: of `network_version`; exists: there is a file (else an empty network)."""

    network: Network
    version: str
    exists: bool


def folder_of(row: NetworkRow) -> Path:
    """The folder of a network in the workspace."""
    return current_workspace().network(row.slug)


def file_of(row: NetworkRow) -> Path:
    """Its network file, whether it is there or not."""
    return folder_of(row) / FILE


def hold(row: NetworkRow) -> None:
    """Nobody else changes this network until the transaction ends: from before comparing until after writing."""
    NetworkRow.objects.select_for_update().get(pk=row.pk)


def kept(row: NetworkRow) -> Kept:
    """The network as it stands in its file. Refusal, with lines, if somebody left a file that cannot be read."""
    file = file_of(row)
    try:
        told = file.stat()
    except FileNotFoundError:
        empty = Network(row.name)
        return Kept(empty, network_version(empty), False)
    return _read(file, told.st_mtime_ns, told.st_size, told.st_ino)


@lru_cache(maxsize=16)
def _read(file: Path, _changed: int, _size: int, _inode: int) -> Kept:
    network = network_from(_text(file), file.name)
    return Kept(network, network_version(network), True)


def _text(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        raise Refusal((Problem("encoding", file=file.name),)) from None


def keep_before(row: NetworkRow) -> str:
    """Keep the text of this moment in the history, byte for byte; its name there, "" if there is no file yet.

    Refusal if it cannot be kept: then nothing may be changed either.
    """
    file = file_of(row)
    if not file.is_file():
        return ""
    try:
        return _add(folder_of(row) / "history", file.read_bytes())
    except OSError:
        raise Refusal((Problem("not_writable", file="history"),)) from None


def _add(folder: Path, text: bytes) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    numbers = [int(one.name.partition("-")[0]) for one in folder.iterdir() if NAME.fullmatch(one.name)]
    name = f"{max(numbers, default=0) + 1:04d}-{hashlib.blake2b(text, digest_size=8).hexdigest()}.toml"
    with (folder / name).open("xb") as made:
        made.write(text)
        made.flush()
        os.fsync(made.fileno())
    sync(folder)
    return name


def kept_before(row: NetworkRow, name: str) -> Network:
    """The network of an earlier text. FileNotFoundError: there is none of this name."""
    file = folder_of(row) / "history" / name
    if not NAME.fullmatch(name) or not file.is_file():
        raise FileNotFoundError(name)
    return network_from(_text(file), name)
