"""The messages of a source as they lie there: one file, a folder with any folders in it, or a zip."""

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


@dataclass(frozen=True)
class Found:
    """A file. name: as it is told, from the folder or zip on."""

    path: Path
    name: str


def is_message_name(name: str) -> bool:
    """Whether a file may be a message by its name."""
    return name.lower().endswith(".xml")


def holds_messages(path: Path) -> bool:
    """Whether a source is messages: a file by its name, a folder or zip by the names in it. A log is none."""
    if path.is_dir():
        ours = ("sources.toml", log.CURRENT)
        return not any((path / name).exists() for name in ours) and next(_in_folder(path), None) is not None
    if path.suffix.lower() != ".zip":
        return is_message_name(path.name) and path.is_file()
    if not path.is_file():
        return False
    try:
        with opened(path) as archive:
            names = [member.filename for member in archive.infolist() if is_readable(member.filename)]
            return bool(names) and all(map(is_message_name, names))
    except Exception:
        return False


@contextmanager
def laid_out(path: Path, beside: Sequence[Path] = ()) -> Iterator[tuple[list[Found], tuple[Notice, ...]]]:
    """All messages of a source in the order of their names. beside: further files of the same delivery."""
    with tempfile.TemporaryDirectory(prefix="schakel-") as temporary:
        notices: tuple[Notice, ...] = ()
        if path.is_dir():
            found = [Found(one, one.relative_to(path).as_posix()) for one in message_files(path)]
            notices = _others(path)
        elif path.suffix.lower() == ".zip":
            folder = Path(temporary)
            zipped = unpacked(path, folder)
            notices = zipped.notices
            names = ((one, one.relative_to(folder).as_posix()) for one in zipped.paths)
            found = [Found(one, f"{path.name}/{name}") for one, name in names if is_message_name(name)]
        else:
            found = [Found(one, one.name) for one in (path, *beside)]
        yield sorted(found, key=lambda one: one.name), notices


def message_files(folder: Path) -> list[Path]:
    """The messages below a folder, in the order of their paths."""
    return sorted(_in_folder(folder))


def _in_folder(folder: Path) -> Iterator[Path]:
    return (path for path in _files(folder) if is_message_name(path.name))


def _others(folder: Path) -> tuple[Notice, ...]:
    """What else lies there, so that nobody thinks that it was read."""
    names = sorted(path.name for path in _files(folder) if not is_message_name(path.name))
    shown = ", ".join(map(shown_name, names[:NAMED])) + (", …" if len(names) > NAMED else "")
    return (Notice("messages_others", len(names), folder.name, more=(("names", shown),)),) if names else ()


def _files(folder: Path) -> Iterator[Path]:
    """Every file below a folder, without hidden ones."""
    for path in folder.rglob("*"):
        hidden = any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)
        if not hidden and path.is_file():
            yield path
