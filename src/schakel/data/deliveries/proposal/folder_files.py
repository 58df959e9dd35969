"""Which files of a folder may be sources, and which are not and why."""

from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from schakel.chain.problem import Problem, Refusal
from schakel.data import log
from schakel.data.readers.kind import WORKBOOKS

READ = (".csv", ".tsv", ".txt", ".parquet", ".pq", ".xes", ".xlsx", ".zip")
MESSAGES = ".xml"  # of iWmo and iJw: told once for each folder, for there may be very many
ASIDE = (".md", ".toml", ".old", "")  # for people and programs, never for us
PACKED = (".gz", ".gzip")
SOURCES, NAMES, MAPPINGS = "sources.toml", "names.csv", "mappings"
OURS = {SOURCES, NAMES, log.CURRENT, log.KEY, log.LOCK}
OUR_FOLDERS = {log.SNAPSHOTS, log.TEMPORARY, MAPPINGS}
STORE = "deliveries"  # of a log, with what was loaded before; another folder may be called so too


@dataclass(frozen=True)
class FolderFiles:
    """readable: files to look at, in the order of their names; unread: (name, key of why in `propose.unread`)."""

    readable: tuple[Path, ...]
    unread: tuple[tuple[str, str], ...]


def folder_files(folder: Path) -> FolderFiles:
    """All files below a folder, without hidden ones and what Schakel keeps there itself. Refusal without any."""
    if not folder.is_dir():
        raise Refusal((Problem("folder_missing", file=folder.name),))
    readable, unread = [], []
    folders: dict[str, Path] = {}
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    for name, path in sorted(found.items()):
        parts = PurePosixPath(name).parts
        if any(part.startswith((".", "~$")) for part in parts) or parts[0] in OUR_FOLDERS or name in OURS:
            continue
        if parts[0] == STORE and (folder / log.CURRENT).exists():
            continue
        suffixes = [suffix.lower() for suffix in path.suffixes]
        last = suffixes[-2] if len(suffixes) > 1 and suffixes[-1] in PACKED else suffixes[-1] if suffixes else ""
        if last == MESSAGES:
            folders.setdefault(f"{path.parent.relative_to(folder).as_posix()}/*{MESSAGES}".removeprefix("./"), path)
        elif last in READ:
            readable.append(path)
        elif last not in ASIDE:
            unread.append((name, "xls" if last in WORKBOOKS else "other"))
    unread += [(name, "messages") for name in folders]
    if not readable:
        raise Refusal((Problem("no_sources", file=folder.name, allowed=", ".join(READ)),))
    return FolderFiles(tuple(readable), tuple(unread))
