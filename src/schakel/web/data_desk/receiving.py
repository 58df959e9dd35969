"""Files come in: streamed to the disk under our own names, all of them or none, and only what they say they are."""

import hashlib
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from schakel.chain.problem import Problem, Refusal
from schakel.data.log import sync
from schakel.data.mapping import free_slug
from schakel.data.readers.kind import BY_NAME, kind_of
from schakel.data.readers.name import shown_name
from schakel.sharing.bsn import contains_bsn

if TYPE_CHECKING:
    Given = UploadedFile[Any]
else:
    Given = UploadedFile
MOST_FILES, LONGEST = 100, 36
ENDINGS = (*BY_NAME, ".gz", ".gzip")
MEGABYTE = 2**20


@dataclass(frozen=True)
class ReceivedFile:
    """name: as it was given; stored: as it lies here; size in bytes."""

    name: str
    stored: str
    size: int
    sha256: str


def receive(files: Sequence[Given], network: Path, number: UUID) -> list[dict[str, object]]:
    """Put the files in the network's folder incoming/<number>; what `Incoming.files` holds.

    Refusal: none, too many, too large, or a file that is not what its name says. Then nothing of them is left.
    """
    _refuse_amounts(files)
    folder = network / "incoming"
    folder.mkdir(parents=True, exist_ok=True)
    with _swept(folder / f".half-{number}") as half:
        received: list[ReceivedFile] = []
        for file in files:
            received.append(_written(file, half, [one.stored for one in received]))
            _refuse_kind(half / received[-1].stored, received[-1].name)
        sync(half)
        half.rename(folder / str(number))
        sync(folder)
    return [asdict(one) for one in received]


def remove(folder: Path) -> None:
    """Remove what was sent in; nothing is there, is fine."""
    shutil.rmtree(folder, ignore_errors=True)


def _refuse_amounts(files: Sequence[Given]) -> None:
    most = settings.UPLOAD_MOST_BYTES
    if not files:
        raise Refusal((Problem("workbench_upload_none"),))
    if len(files) > MOST_FILES:
        raise Refusal((Problem("workbench_upload_many", value=str(len(files)), allowed=str(MOST_FILES)),))
    size = sum(file.size or 0 for file in files)
    if size > most:
        told = (f"{-(-size // MEGABYTE)} MB", f"{most // MEGABYTE} MB")
        raise Refusal((Problem("workbench_upload_large", file=_shown(files), value=told[0], allowed=told[1]),))


def _shown(files: Sequence[Given]) -> str:
    return ", ".join(shown_name(file.name or "") for file in files[:3])


@contextmanager
def _swept(half: Path) -> Iterator[Path]:
    half.mkdir()
    try:
        yield half
    finally:
        shutil.rmtree(half, ignore_errors=True)


def _written(file: Given, folder: Path, taken: Sequence[str]) -> ReceivedFile:
    name = file.name or ""
    stored, told, size = own_name(name, taken), hashlib.sha256(), 0
    with (folder / stored).open("xb") as target:
        for chunk in file.chunks():
            told.update(chunk)
            size += len(chunk)
            target.write(chunk)
        target.flush()
        os.fsync(target.fileno())
    return ReceivedFile(name, stored, size, told.hexdigest())


def own_name(name: str, taken: Sequence[str]) -> str:
    """Our name for a file: small letters, digits and dashes of its own name, with its ending; never with a BSN."""
    suffixes = [suffix.lower() for suffix in Path(name).suffixes][-2:]
    ending = "".join(suffix for suffix in suffixes if suffix in ENDINGS) or ".unknown"
    stem = name[: len(name) - len(ending)] if name.lower().endswith(ending) else Path(name).stem
    words = "file" if contains_bsn(name) else free_slug(stem, ()).replace("_", "-")[:LONGEST].strip("-") or "file"
    found, number = f"{words}{ending}", 2
    while found in taken:
        found, number = f"{words}-{number}{ending}", number + 1
    return found


def _refuse_kind(path: Path, name: str) -> None:
    try:
        kind_of(path)
    except Refusal as refusal:
        told = tuple(replace(problem, file=shown_name(name)) for problem in refusal.problems)
        raise Refusal(told, refusal.total) from None
