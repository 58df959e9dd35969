"""The files that a sources file names, as they lie in its folder, with the files that are set beside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from schakel.chain.problem import Problem, refuse
from schakel.data.deliveries.sources import DeliveryEntry, SourceEntry, Sources
from schakel.data.deliveries.sources_file import FILE
from schakel.data.joins import is_beside
from schakel.data.mapping import Mapping, read_mapping
from schakel.data.readers.zip_delivery import unpacked


@dataclass(frozen=True)
class DeliveredFile:
    """One main file. turn: of its delivery within the source, from 1. beside: files that the mapping joins to it."""

    source: SourceEntry
    entry: DeliveryEntry
    turn: int
    path: Path
    beside: tuple[Path, ...]
    mapping: Mapping


def delivered_files(folder: Path, sources: Sources, temporary: Path) -> list[DeliveredFile]:
    """All main files by source, turn and name; zip deliveries are unpacked into `temporary`.

    Refusal names patterns that no file fits, with what lies there instead.
    """
    found: list[DeliveredFile] = []
    problems: list[Problem] = []
    for number, source in enumerate(sources.sources):
        mapping = read_mapping(folder / source.mapping) if source.mapping else Mapping()
        for turn, entry in enumerate(source.deliveries, 1):
            paths, missing = _paths(folder, source, entry, temporary / f"zip-{number}-{turn}")
            problems += missing
            beside = tuple(path for path in paths if is_beside(path, mapping))
            main = [path for path in paths if path not in beside]
            if paths and not main:
                problems.append(Problem("source_only_joined", FILE, value=source.name, column=", ".join(entry.files)))
            found += [DeliveredFile(source, entry, turn, path, beside, mapping) for path in main]
    refuse(problems)
    return found


def _paths(
    folder: Path, source: SourceEntry, entry: DeliveryEntry, temporary: Path
) -> tuple[list[Path], list[Problem]]:
    found: dict[Path, None] = {}
    problems = []
    for pattern in entry.files:
        fits = _fitting(folder, pattern)
        if not fits:
            problems.append(
                Problem(
                    "source_files_missing", FILE, value=source.name, column=pattern, allowed=_there(folder, pattern)
                )
            )
        for path in fits:
            found |= dict.fromkeys(_unpacked(path, temporary) if path.suffix.lower() == ".zip" else (path,))
    return sorted(found, key=lambda path: path.as_posix()), problems


def _unpacked(path: Path, temporary: Path) -> Sequence[Path]:
    temporary.mkdir(parents=True, exist_ok=True)
    return unpacked(path, temporary).paths


def _fitting(folder: Path, pattern: str) -> Sequence[Path]:
    if Path(pattern).is_absolute():
        return [path] if (path := Path(pattern)).is_file() else []
    return sorted(path for path in folder.glob(pattern) if path.is_file())


def _there(folder: Path, pattern: str) -> str:
    """What lies where the pattern looks: a few names, so that a slip shows."""
    place = folder / Path(pattern).parent
    names = sorted(path.name for path in place.glob("*") if path.is_file()) if place.is_dir() else []
    return ", ".join(names[:8]) + (", …" if len(names) > 8 else "") or "–"
