"""The files that a sources file names, as they lie in its folder, with the files that are set beside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from schakel.chain.problem import Notice, Problem, refuse
from schakel.data.deliveries.sources import FILE, DeliveryEntry, SourceEntry, Sources
from schakel.data.joins import is_beside
from schakel.data.mapping import Mapping, read_mapping
from schakel.data.messages.archive import holds_messages, may_hold_messages
from schakel.data.readers.zip_delivery import unpacked


@dataclass(frozen=True)
class DeliveredFile:
    """One main file. turn: of its delivery within the source, from 1. beside: files that the mapping joins to it.

    notices: what else lay in the zip that it came from.
    """

    source: SourceEntry
    entry: DeliveryEntry
    turn: int
    path: Path
    beside: tuple[Path, ...]
    mapping: Mapping
    notices: tuple[Notice, ...] = ()


def delivered_files(folder: Path, sources: Sources, temporary: Path) -> list[DeliveredFile]:
    """All main files by source, turn and name; zip deliveries but those of messages are unpacked into
    `temporary`.

    Refusal names patterns that no file fits, with what lies there instead.
    """
    found: list[DeliveredFile] = []
    problems: list[Problem] = []
    for number, source in enumerate(sources.sources):
        mapping = read_mapping(folder / source.mapping) if source.mapping else Mapping()
        for turn, entry in enumerate(source.deliveries, 1):
            given, missing = _given(folder, source, entry)
            problems += missing
            paths, notices = _unpacked(given, temporary / f"zip-{number}-{turn}")
            beside = tuple(path for path in paths if is_beside(path, mapping))
            main = [path for path in paths if path not in set(beside)]
            messages = [path for path in main if may_hold_messages(path)]
            if messages:  # they complete each other: one whole
                problems += _not_whole(source, entry.kind_at(turn))
                main = [path for path in main if path not in set(messages)]
                found.append(DeliveredFile(source, entry, turn, messages[0], tuple(messages[1:]), mapping, notices))
                notices = ()
                if not main:
                    continue
            if paths and not main:
                problems.append(Problem("source_only_joined", FILE, value=source.name, column=", ".join(entry.files)))
            for path in main:
                found.append(DeliveredFile(source, entry, turn, path, beside, mapping, notices))
                notices = ()  # told once, with the first file
    refuse(problems)
    return found


def _not_whole(source: SourceEntry, kind: str) -> list[Problem]:
    """A delivery of messages is all of them: a later one completes, takes back or repeats what an earlier one says."""
    return [] if kind == "full" else [Problem("messages_whole", FILE, value=source.name, column=kind)]


def _given(folder: Path, source: SourceEntry, entry: DeliveryEntry) -> tuple[list[Path], list[Problem]]:
    """The files as they were given, each once, by their names; and the patterns that none fits."""
    found: set[Path] = set()
    problems = []
    for pattern in entry.files:
        fits = _fitting(folder, pattern)
        if not fits:
            problems.append(
                Problem(
                    "source_files_missing", FILE, value=source.name, column=pattern, allowed=_there(folder, pattern)
                )
            )
        found |= set(fits)
    return sorted(found, key=lambda path: path.as_posix()), problems


def _unpacked(given: Sequence[Path], temporary: Path) -> tuple[list[Path], tuple[Notice, ...]]:
    """The files with those of each zip in its place, in a folder of its own; a zip of messages stays as it is."""
    paths: list[Path] = []
    notices: tuple[Notice, ...] = ()
    for number, path in enumerate(given):
        if path.suffix.lower() != ".zip" or holds_messages(path):  # messages are read where they lie
            paths.append(path)
            continue
        inside = temporary / str(number)
        inside.mkdir(parents=True, exist_ok=True)
        found = unpacked(path, inside)
        paths += found.paths
        notices += found.notices
    return paths, notices


def _fitting(folder: Path, pattern: str) -> Sequence[Path]:
    path = Path(pattern)
    if path.is_absolute():
        if path.is_file():
            return [path]
        plain = next((one for one in path.parents if "*" not in str(one)), path.parent)
        folder, pattern = plain, path.relative_to(plain).as_posix()
    return sorted(path for path in folder.glob(pattern) if path.is_file())


def _there(folder: Path, pattern: str) -> str:
    """What lies where the pattern looks: a few names, so that a slip shows."""
    place = folder / Path(pattern).parent
    names = sorted(path.name for path in place.glob("*") if path.is_file()) if place.is_dir() else []
    return ", ".join(names[:8]) + (", …" if len(names) > 8 else "") or "–"
