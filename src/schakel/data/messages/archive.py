"""The messages of a source as they lie there: one file, a folder with any folders in it, or a zip."""

import os
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from schakel.chain.problem import Notice, Problem, Refusal
from schakel.data import log
from schakel.data.readers.name import shown_name
from schakel.data.readers.xes_bytes import GZIP_MAGIC, blocks
from schakel.data.readers.zip_delivery import LEFTOVERS, NAMED, is_readable, left_aside, sound
from schakel.data.readers.zip_members import MESSAGES_DIRECTORY_LIMIT, Allowance, opened

PATTERN = "**/*.xml"
MAX_MESSAGES = 200_000  # in one zip


class Zipped:
    """A zip that is being read: its messages one by one, never laid out on the disk.

    members: those that are messages, by their names; others: what else lies there and is told.
    """

    def __init__(self, path: Path, archive: zipfile.ZipFile) -> None:
        members = sound(path.name, archive.infolist(), most=MAX_MESSAGES)
        self.file, self._archive, self._allowance = path.name, archive, Allowance(path)
        self.members = {name: member for name, member in members.items() if _is_message(name)}
        others = [name for name in members if not is_readable(name) and not LEFTOVERS.search(name)]
        self.notices = left_aside(path.name, others, nothing=not self.members)

    def blocks(self, name: str) -> Iterator[bytes]:
        """The bytes of a message. Refusal as of `Allowance`, and for what is empty or packed itself."""
        with self._allowance.reading(self._archive, self.members[name]) as chunks:
            first = next(chunks, b"")
            if not first:
                raise Refusal((Problem("file_empty", f"{self.file}/{shown_name(name)}"),))
            if first.startswith(GZIP_MAGIC):
                raise Refusal((Problem("zip_nested", self.file, value=shown_name(name)),))
            yield first
            yield from chunks


@dataclass(frozen=True, slots=True)
class Found:
    """A file. folder: where the listing began; within: its path from there; before: what a told name begins with.
    zipped: where it lies in a zip.

    Texts and not paths: a folder may hold a hundred thousand of them.
    """

    folder: str
    within: str
    before: str = ""
    zipped: Zipped | None = None

    def blocks(self) -> Iterator[bytes]:
        """Its bytes, a part at a time. Refusal where it is damaged, or unpacks to far more than its size."""
        return self.zipped.blocks(self.within) if self.zipped else blocks(Path(self.folder, self.within))

    @property
    def name(self) -> str:
        """As it is told."""
        return self.before + self.within


def may_hold_messages(path: Path) -> bool:
    """Whether a file is a message or a zip by its name."""
    return is_message_name(path.name) or path.suffix.lower() == ".zip"


def is_message_name(name: str) -> bool:
    """Whether a file may be a message by its name."""
    return name.lower().endswith(".xml")


def holds_messages(path: Path) -> bool:
    """Whether a source is messages: a file by its name, a folder or zip by the names in it. A log is none."""
    if path.is_dir():
        ours = ("sources.toml", log.CURRENT)
        return not any((path / name).exists() for name in ours) and any(map(is_message_name, _files(path)))
    if path.suffix.lower() != ".zip":
        return is_message_name(path.name) and path.is_file()
    if not path.is_file():
        return False
    try:
        with opened(path, most=MESSAGES_DIRECTORY_LIMIT) as archive:
            names = [member.filename for member in archive.infolist() if is_readable(member.filename)]
            return bool(names) and all(map(is_message_name, names))
    except Exception:
        return False  # what is wrong with it is told where it is read


def message_files(folder: Path) -> list[Path]:
    """The messages below a folder, in the order of their paths."""
    return [folder / name for name in sorted(filter(is_message_name, _files(folder)))]


@contextmanager
def laid_out(path: Path, beside: Sequence[Path] = ()) -> Iterator[tuple[list[Found], tuple[Notice, ...]]]:
    """All messages of a source in the order of their names, to be read inside. beside: further files and zips of the
    same delivery. Refusal for a zip that is not to be trusted."""
    found: list[Found] = []
    notices: tuple[Notice, ...] = ()
    with ExitStack() as stack:
        for one in (path, *beside):
            if one.is_dir():
                names = sorted(_files(one))
                found += [Found(str(one), name) for name in names if is_message_name(name)]
                notices += _others(one.name, [name for name in names if not is_message_name(name)])
            elif one.suffix.lower() == ".zip":
                zipped = Zipped(one, stack.enter_context(opened(one, most=MESSAGES_DIRECTORY_LIMIT)))
                found += [Found("", name, f"{one.name}/", zipped) for name in zipped.members]
                notices += zipped.notices
            else:
                found.append(Found(str(one.parent), one.name))
        yield found, notices


def _is_message(name: str) -> bool:
    """Whether a member is a message; as in a folder, what is hidden is none."""
    return is_message_name(name) and not any(map(_is_hidden, name.split("/"))) and is_readable(name)


def _others(folder: str, names: Sequence[str]) -> tuple[Notice, ...]:
    """What else lies there, so that nobody thinks that it was read."""
    shown = ", ".join(map(shown_name, names[:NAMED])) + (", …" if len(names) > NAMED else "")
    return (Notice("messages_others", len(names), folder, more=(("names", shown),)),) if names else ()


def _files(folder: Path) -> Iterator[str]:
    """Every file below a folder by its path from there, without hidden ones."""
    start = str(folder)
    for place, folders, files in os.walk(start):
        folders[:] = sorted(name for name in folders if not _is_hidden(name))
        within = os.path.relpath(place, start).replace(os.sep, "/")
        before = "" if within == "." else f"{within}/"
        yield from (before + name for name in files if not _is_hidden(name))


def _is_hidden(name: str) -> bool:
    return name.startswith((".", "~$"))
