"""A delivery in a zip: its files laid out in a folder, once every name in it is known to stay there."""

import re
import shutil
import stat
import tempfile
import unicodedata
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from duckdb import DuckDBPyConnection
from duckdb import Error as DuckDBError

from schakel.chain.problem import Notice, Problem, Refusal
from schakel.data.readers.kind import BY_NAME, WORKBOOKS
from schakel.data.readers.name import shown_name
from schakel.data.readers.raw import Raw
from schakel.data.readers.zip_members import ENCRYPTED, Allowance, opened
from schakel.data.sql import run

MAX_MEMBERS = 1000
NAMED = 10  # files that a sentence names
ARCHIVES = re.compile(r"\.(?:zip|7z|rar|tar|tgz|tbz2?|txz|t?zst|bz2|xz|lz|lzma|cab|arj|jar|iso)$|\.tar\.gz$", re.I)
# What computers leave beside the files of people.
LEFTOVERS = re.compile(r"(?:^|/)(?:__MACOSX/|\._|\.DS_Store$|Thumbs\.db$|desktop\.ini$)", re.I)
DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.I)  # no file's name on Windows
LONGEST = 500
WINDOWS = set('<>:"|?*')


@dataclass(frozen=True)
class Unpacked:
    """paths: the files that can be read, in the order of their names in the zip. notices: what else lay in it."""

    paths: tuple[Path, ...]
    notices: tuple[Notice, ...]


def unpacked(path: Path, folder: Path) -> Unpacked:
    """Write the files of a zip that can be read into a folder, under the names that they have in the zip.

    Refusal with the name of a member that points outside, is a link, is packed or encrypted itself, or occurs twice;
    for more than MAX_MEMBERS, and for what unpacks to far more than its size. Then nothing is left in the folder.
    """
    with opened(path) as archive:
        members = sound(path.name, archive.infolist())
        wanted = {name: member for name, member in members.items() if is_readable(name)}
        others = [name for name in members if name not in wanted and not LEFTOVERS.search(name)]
        told = left_aside(path.name, others, nothing=not wanted)
        allowance = Allowance(path)
        before = set(folder.iterdir())
        try:
            for name, member in wanted.items():
                _write(allowance, archive, member, folder / name)
        except BaseException:
            for left in set(folder.iterdir()) - before:
                shutil.rmtree(left) if left.is_dir() else left.unlink()
            raise
    return Unpacked(tuple(folder / name for name in wanted), told)


def left_aside(file: str, others: Sequence[str], *, nothing: bool) -> tuple[Notice, ...]:
    """What is told of members that are not read. Refusal (`zip_empty`) where there is nothing else."""
    if nothing:
        raise Refusal((Problem("zip_empty", file, value=_listed(others) or "-", allowed=_listed(sorted(BY_NAME))),))
    return (Notice("zip_others", len(others), file, more=(("names", _listed(others)),)),) if others else ()


def is_readable(name: str) -> bool:
    """Whether a name is that of a file with rows, also packed as .gz. Any workbook is: a refused one must be told.

    JSON beside other files is mostly a description of them, so of a zip only what is called .jsonocel is read.
    """
    if LEFTOVERS.search(name):
        return False
    suffixes = [suffix.lower() for suffix in PurePosixPath(name).suffixes]
    if suffixes and suffixes[-1] in (".gz", ".gzip"):
        suffixes.pop()
    return (
        bool(suffixes)
        and suffixes[-1] != ".json"
        and (suffixes[-1] in WORKBOOKS or BY_NAME.get(suffixes[-1], "zip") != "zip")
    )


def _listed(names: Sequence[str]) -> str:
    return ", ".join(shown_name(name) for name in names[:NAMED]) + (", …" if len(names) > NAMED else "")


def sound(file: str, members: Sequence[zipfile.ZipInfo], *, most: int = MAX_MEMBERS) -> dict[str, zipfile.ZipInfo]:
    """The files of a zip by their names, in the order of those. Refusal for the first that is not to be trusted, and
    for more than `most`."""
    if len(members) > most:
        raise Refusal((Problem("zip_many", file, value=str(len(members)), allowed=str(most)),))
    found: dict[str, zipfile.ZipInfo] = {}
    taken: set[str] = set()
    for member in members:
        name = member.orig_filename.replace("\\", "/")
        code = _fault(name, member) or _clash(name.rstrip("/"), taken, is_folder=name.endswith("/"))
        if code:
            raise Refusal((Problem(code, file, value=shown_name(member.orig_filename)),))
        if not name.endswith("/"):
            found[name] = member
    return dict(sorted(found.items()))


def _fault(name: str, member: zipfile.ZipInfo) -> str:
    strange = any(not sign.isprintable() or sign in WINDOWS for sign in name)
    if strange or len(name) > LONGEST or not all(map(_is_name, name.rstrip("/").split("/"))):
        return "zip_name"
    kind = stat.S_IFMT(member.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        return "zip_link"
    if ARCHIVES.search(name):
        return "zip_nested"
    return "zip_encrypted" if member.flag_bits & ENCRYPTED else ""


def _is_name(part: str) -> bool:
    """Whether a file or folder may be called so on every system. Empty is what an absolute path begins with."""
    return bool(part) and part[-1] not in ". " and not DEVICES.fullmatch(part) and len(part.encode()) <= 200


def _clash(name: str, taken: set[str], *, is_folder: bool) -> str:
    """Two names that are one on some system, or a file where another's folder must be. A folder may come twice."""
    key = unicodedata.normalize("NFC", name).casefold()
    folders = {f"{folder}/" for folder in map(str, PurePosixPath(key).parents) if folder != "."}
    own = f"{key}/" if is_folder else key
    double = own in taken and not is_folder
    crossed = (f"{key}/" in taken and not is_folder) or any(folder[:-1] in taken for folder in folders)
    taken |= {own, *folders}
    return "zip_double" if double or crossed or (is_folder and key in taken) else ""


def _write(allowance: Allowance, archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("xb") as out, allowance.reading(archive, member) as chunks:
        for chunk in chunks:
            out.write(chunk)


def read_only_file(connection: DuckDBPyConnection, path: Path, read: Callable[[Path], Raw]) -> Raw:
    """The rows of a zip that holds one file, called `delivery.zip/log.csv`. Refusal when it holds several."""
    with tempfile.TemporaryDirectory(prefix="schakel-") as name:
        folder = Path(name)
        found = unpacked(path, folder)
        if len(found.paths) > 1:
            names = _listed([inner.relative_to(folder).as_posix() for inner in found.paths])
            raise Refusal((Problem("zip_several", path.name, value=names, more=(("n", len(found.paths)),)),))
        inner = found.paths[0]
        label = f"{path.name}/{inner.relative_to(folder).as_posix()}"
        try:
            raw = _held(connection, read(inner), inner)
        except Refusal as refusal:
            problems = tuple(replace(problem, file=label) for problem in refusal.problems)
            raise Refusal(problems, refusal.total) from refusal
    notices = (*found.notices, *(replace(notice, file=label) for notice in raw.notices))
    return replace(raw, file=label, notices=notices)


def _held(connection: DuckDBPyConnection, raw: Raw, path: Path) -> Raw:
    """Rows that do not need the file any more: behind the view over Parquet comes a table of ours."""
    if raw.kind != "parquet":
        return raw
    held = f"{raw.relation}_events"
    try:
        run(connection, f"CREATE OR REPLACE TABLE {held} AS SELECT {raw.row} AS row, r.* FROM {raw.relation} AS r")  # noqa: S608
    except DuckDBError as error:
        raise Refusal((Problem("parquet_broken", path.name),)) from error
    run(connection, f"CREATE OR REPLACE VIEW {raw.relation} AS SELECT * FROM {held}")  # noqa: S608
    return replace(raw, row="r.row")
