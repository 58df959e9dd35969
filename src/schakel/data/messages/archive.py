"""The messages of a source as they lie there: one file, a folder with any folders in it, or a zip."""

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from schakel.chain.problem import Notice
from schakel.data import log
from schakel.data.readers.name import shown_name
from schakel.data.readers.zip_delivery import NAMED, is_readable, unpacked
from schakel.data.readers.zip_members import opened

PATTERN = "**/*.xml"


@dataclass(frozen=True, slots=True)
class Found:
    """A file. folder: where the listing began; within: its path from there; before: what a told name begins with.

    Texts and not paths: a folder may hold a hundred thousand of them.
    """

    folder: str
    within: str
    before: str = ""

    @property
    def path(self) -> Path:
        """Where it lies."""
        return Path(self.folder, self.within)

    @property
    def name(self) -> str:
        """As it is told."""
        return self.before + self.within


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
        with opened(path) as archive:
            names = [member.filename for member in archive.infolist() if is_readable(member.filename)]
            return bool(names) and all(map(is_message_name, names))
    except Exception:
        return False  # what is wrong with it is told where it is read


def message_files(folder: Path) -> list[Path]:
    """The messages below a folder, in the order of their paths."""
    return [folder / name for name in sorted(filter(is_message_name, _files(folder)))]


@contextmanager
def laid_out(path: Path, beside: Sequence[Path] = ()) -> Iterator[tuple[list[Found], tuple[Notice, ...]]]:
    """All messages of a source in the order of their names. beside: further files of the same delivery."""
    with tempfile.TemporaryDirectory(prefix="schakel-") as temporary:
        notices: tuple[Notice, ...] = ()
        if path.is_dir():
            names = sorted(_files(path))
            found = [Found(str(path), name) for name in names if is_message_name(name)]
            notices = _others(path.name, [name for name in names if not is_message_name(name)])
        elif path.suffix.lower() == ".zip":
            zipped = unpacked(path, Path(temporary))
            notices = zipped.notices
            names = sorted(filter(is_message_name, _files(Path(temporary))))
            found = [Found(temporary, name, f"{path.name}/") for name in names]
        else:
            found = [Found(str(one.parent), one.name) for one in (path, *beside)]
        yield found, notices


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
