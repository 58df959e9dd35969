"""A backup as a file: a zip or a tar of plain files with a manifest of their hashes, readable without Schakel.

`manifest.json` is the last member: {"format", "schakel", "workspace", "made_at" (UTC), "database" ("sqlite",
"postgresql" or "none"), "secret", "files": {path: {"sha256", "bytes"}}}.
"""

import hashlib
import io
import json
import os
import stat
import tarfile
import zipfile
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import IO, Any

from schakel.chain.problem import Problem, Refusal

FORMAT = 1
MANIFEST = "manifest.json"
KINDS = (".zip", ".tar")
MOST_MANIFEST = 256 * 2**20
PIECE = 2**20
_BROKEN = (zipfile.BadZipFile, tarfile.TarError, EOFError, OSError, ValueError, NotImplementedError)


class Writer:
    """Adds files and keeps their hashes. files: path -> {"sha256", "bytes"}."""

    def __init__(self, file: IO[bytes], kind: str) -> None:
        self.files: dict[str, dict[str, Any]] = {}
        self._zip = zipfile.ZipFile(file, "w") if kind == ".zip" else None
        self._tar = tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) if kind == ".tar" else None  # noqa: SIM115

    def add(self, name: str, source: IO[bytes], size: int) -> None:
        """A file of `size` bytes as it is now."""
        hashed = _Hashing(source, size)
        if self._zip is not None:
            self._add_zip(name, hashed, size)
        elif self._tar is not None:
            told = tarfile.TarInfo(name)
            told.size, told.mode = size, 0o600
            self._tar.addfile(told, hashed)
        self.files[name] = {"sha256": hashed.hash.hexdigest(), "bytes": hashed.count}

    def _add_zip(self, name: str, hashed: "_Hashing", size: int) -> None:
        told = zipfile.ZipInfo(name)
        told.external_attr = (stat.S_IFREG | 0o600) << 16
        told.compress_type = zipfile.ZIP_STORED if name.endswith(".parquet") else zipfile.ZIP_DEFLATED
        told.file_size = size  # decides whether the entry needs 64 bits
        with self._zip.open(told, "w", force_zip64=size >= 2**31) as member:  # type: ignore[union-attr]
            while piece := hashed.read(PIECE):
                member.write(piece)

    def close(self, manifest: dict[str, Any]) -> None:
        """The manifest, and the end of the file."""
        text = json.dumps({"format": FORMAT, **manifest, "files": self.files}, indent=1, sort_keys=True).encode()
        self.add(MANIFEST, io.BytesIO(text), len(text))
        self._end()

    def abandon(self) -> None:
        """Let go of a backup that will not be."""
        with suppress(OSError):
            self._end()

    def _end(self) -> None:
        for out in (self._zip, self._tar):
            if out is not None:
                out.close()


class _Hashing(io.RawIOBase):
    """Reads at most `size` bytes and hashes them. A file that grew meanwhile ends where it ended."""

    def __init__(self, source: IO[bytes], size: int) -> None:
        self._source, self._left = source, size
        self.hash, self.count = hashlib.sha256(), 0

    def read(self, size: int = -1, /) -> bytes:
        """The next piece."""
        wanted = self._left if size < 0 else min(size, self._left)
        piece = self._source.read(wanted) if wanted else b""
        self._left -= len(piece)
        self.hash.update(piece)
        self.count += len(piece)
        return piece


class Archive(ABC):
    """A backup that is read. Nothing in it is believed: names, kinds, sizes and hashes are all looked at."""

    manifest: Any

    @abstractmethod
    def sizes(self) -> dict[str, int]:
        """Declared size of every member. Refusal for a member that is no plain file, or is there twice."""

    @abstractmethod
    def opened(self, name: str) -> IO[bytes]:
        """A member to read."""

    def __init__(self, name: str) -> None:
        self.name = name

    def check(self) -> None:
        """Refusal unless the members are those of the manifest and may be written where they say."""
        sizes = self.sizes()
        if sizes.get(MANIFEST, MOST_MANIFEST + 1) > MOST_MANIFEST:
            raise broken(self.name, MANIFEST)
        with self.opened(MANIFEST) as member:
            self.manifest = json.loads(member.read(MOST_MANIFEST))
        if not isinstance(self.manifest, dict) or not isinstance(self.manifest.get("files"), dict):
            raise broken(self.name, MANIFEST)
        if self.manifest.get("format") != FORMAT:
            told = Problem("workbench_backup_format", file=self.name, value=str(self.manifest.get("format")))
            raise Refusal((told,))
        declared = {name: one["bytes"] for name, one in self.manifest["files"].items()}
        del sizes[MANIFEST]
        if declared != sizes:
            raise broken(self.name, ", ".join(sorted(declared.items() ^ sizes.items())[0][:1]))
        for name in declared:
            if not _is_safe(name):
                raise Refusal((Problem("workbench_backup_unsafe", file=self.name, value=name[:200]),))

    def write(self, folder: Path) -> None:
        """Every file into this folder, each compared with its hash. Refusal at the first that differs."""
        for name, told in sorted(self.manifest["files"].items()):
            target = folder / name
            for above in reversed(PurePosixPath(name).parents):
                (folder / above).mkdir(exist_ok=True, mode=0o700)
            descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with self.opened(name) as member, os.fdopen(descriptor, "wb") as out:
                hashed = _Hashing(member, int(told["bytes"]))
                while piece := hashed.read(PIECE):
                    out.write(piece)
                out.flush()
                os.fsync(out.fileno())
            if (hashed.count, hashed.hash.hexdigest()) != (told["bytes"], told["sha256"]):
                raise Refusal((Problem("workbench_backup_differs", file=self.name, value=name[:200]),))


class _Zip(Archive):
    def __init__(self, name: str, file: IO[bytes]) -> None:
        super().__init__(name)
        self._zip = zipfile.ZipFile(file)

    def sizes(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for member in self._zip.infolist():
            kind = stat.S_IFMT(member.external_attr >> 16)
            if member.is_dir() or kind not in (0, stat.S_IFREG) or member.filename in found or member.flag_bits & 1:
                raise Refusal((Problem("workbench_backup_unsafe", file=self.name, value=member.filename[:200]),))
            found[member.filename] = member.file_size
        return found

    def opened(self, name: str) -> IO[bytes]:
        return self._zip.open(name)


class _Tar(Archive):
    def __init__(self, name: str, file: IO[bytes]) -> None:
        super().__init__(name)
        self._tar = tarfile.open(fileobj=file, mode="r:")  # noqa: SIM115 -- closed with the file

    def sizes(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for member in self._tar:
            if not member.isreg() or member.name in found:
                raise Refusal((Problem("workbench_backup_unsafe", file=self.name, value=member.name[:200]),))
            found[member.name] = member.size
        return found

    def opened(self, name: str) -> IO[bytes]:
        member = self._tar.extractfile(name)
        if member is None:
            raise broken(self.name, name)
        return member


@contextmanager
def read_archive(path: Path) -> Iterator[Archive]:
    """The backup in this file, looked through. Refusal: it is none, it is cut off, or it would write elsewhere."""
    kind_of(path)
    try:
        with path.open("rb") as file:
            archive: Archive = _Zip(path.name, file) if path.suffix == ".zip" else _Tar(path.name, file)
            archive.check()
            yield archive
    except (*_BROKEN, KeyError, TypeError, AttributeError) as error:
        raise broken(path.name, type(error).__name__) from None


def kind_of(path: Path) -> str:
    """ ".zip" or ".tar". Refusal for anything else."""
    if path.suffix not in KINDS:
        raise Refusal((Problem("workbench_backup_kind", file=path.name, allowed=", ".join(KINDS)),))
    return path.suffix


def broken(file: str, value: str) -> Refusal:
    """The refusal of a backup that cannot be read."""
    return Refusal((Problem("workbench_backup_broken", file=file, value=value[:200]),))


def _is_safe(name: str) -> bool:
    """Whether it stays within the folder: no way up, no root, no drive, no NUL."""
    parts = PurePosixPath(name).parts
    elsewhere = name.startswith("/") or "\0" in name or str(PurePosixPath(name)) != name
    strange = os.name == "nt" and ("\\" in name or ":" in name)
    return bool(parts) and not elsewhere and not strange and ".." not in parts
