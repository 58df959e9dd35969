"""Files that belong together: the same table month after month, also where its headings changed on the way."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath

from duckdb import DuckDBPyConnection

from schakel.data.deliveries.proposal.column_roles import role_by_name
from schakel.data.deliveries.proposal.heading_words import date_heading
from schakel.data.deliveries.proposal.look_at_file import FileLook
from schakel.data.deliveries.proposal.name_period import AGAIN, NamePeriod, period_in, says_more, words_of
from schakel.data.propose import normal
from schakel.data.sql import one, run

ALIKE = 0.4  # share of headings that two files of one source have in common, at least
GLANCED = 2000  # rows of a file by which a renamed column is recognised


@dataclass(frozen=True)
class Member:
    """A file of a source. period: what its name or folder tells; places: where each column of the source stands."""

    look: FileLook
    period: NamePeriod | None
    places: tuple[int | None, ...]


@dataclass(frozen=True)
class FileGroup:
    """Files of one source, in the order in which they came. words: of their names, without periods.

    columns: (heading, other headings of the same column in other files). guessed: columns that were set together
    though their names say nothing of it.
    """

    words: tuple[str, ...]
    folder: str
    members: tuple[Member, ...]
    columns: tuple[tuple[str, tuple[str, ...]], ...]
    guessed: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        """Rows of all files together."""
        return sum(member.look.rows for member in self.members)


def group_files(connection: DuckDBPyConnection, looks: Sequence[FileLook]) -> list[FileGroup]:
    """Set files together whose names differ only in a period and whose headings are alike."""
    found: dict[tuple[tuple[str, ...], str], list[list[FileLook]]] = {}
    for look in looks:
        kin = found.setdefault((_words(look), _folder(look.archive or look.name)), [])
        near = next((files for files in kin if _alike(files[0], look)), None)
        if near is None:
            kin.append([look])
        else:
            near.append(look)
    return [_group(connection, words, folder, files) for (words, folder), kin in sorted(found.items()) for files in kin]


def _words(look: FileLook) -> tuple[str, ...]:
    """What the names of its folders and of the file say; folders within a zip say nothing."""
    path = PurePosixPath(look.name)
    parts = (*PurePosixPath(look.archive).parts, path.name) if look.archive else path.parts
    return tuple(dict.fromkeys(word for part in parts for word in words_of(part.partition(".")[0])))


def _folder(name: str) -> str:
    """The first folder of a path that says more than a period; files of two partners are never one source."""
    return next((part for part in PurePosixPath(name).parts[:-1] if "." not in part and says_more(part)), "")


def _period(name: str) -> NamePeriod | None:
    path = PurePosixPath(name)
    parts = (path.name.partition(".")[0], *reversed(path.parts[:-1]))
    return next((period for part in parts if (period := period_in(part)[0])), None)


def _alike(one_file: FileLook, other: FileLook) -> bool:
    mine, theirs = ({_meaning(name) for name in look.header} for look in (one_file, other))
    return len(mine & theirs) >= ALIKE * len(mine | theirs)


@lru_cache(maxsize=4096)
def _meaning(heading: str) -> str:
    """What a heading means, however it is written: one of our names, or its words in any order."""
    said = date_heading(heading)
    return role_by_name(heading) or " ".join((said.side, *sorted(said.what))).strip() or normal(heading)


def _group(connection: DuckDBPyConnection, words: tuple[str, ...], folder: str, looks: Sequence[FileLook]) -> FileGroup:
    """Align the columns of files: by name, then by what their names mean, then by place among those of one kind."""
    ordered = sorted(((_period(look.name), look) for look in looks), key=lambda pair: _order(*pair))
    columns: list[tuple[str, list[str]]] = [(name, []) for name in ordered[-1][1].header]
    guessed: list[str] = []
    placed: dict[str, dict[int, int]] = {}
    for _, look in reversed(ordered):
        placed[look.name] = _aligned(connection, columns, look, ordered[-1][1], guessed)
    members = [
        Member(look, period, tuple(placed[look.name].get(place) for place in range(len(columns))))
        for period, look in ordered
    ]
    named = tuple((name, tuple(dict.fromkeys(other for other in others if other != name))) for name, others in columns)
    return FileGroup(words, folder, tuple(members), named, tuple(dict.fromkeys(guessed)))


def _order(period: NamePeriod | None, look: FileLook) -> tuple[str, bool, str]:
    again = any(word in look.name.lower() for word in AGAIN)
    return (period.last.isoformat() if period else "", again, look.name)


def _aligned(
    connection: DuckDBPyConnection,
    columns: list[tuple[str, list[str]]],
    look: FileLook,
    newest: FileLook,
    guessed: list[str],
) -> dict[int, int]:
    """Place of a column of the source -> place in this file. Columns that only this file has are added."""
    names = {normal(name): place for place, (first, others) in enumerate(columns) for name in (first, *others)}
    found = {names[normal(name)]: at for at, name in enumerate(look.header) if normal(name) in names}
    loose = [at for at in range(len(look.header)) if at not in found.values()]
    free = [place for place in range(len(newest.header)) if place not in found]
    for at in list(loose):
        same = [place for place in free if _meaning(columns[place][0]) == _meaning(look.header[at])]
        if len(same) == 1:
            found[same[0]] = at
            free.remove(same[0])
            loose.remove(at)
    kinds = {at: _glance(connection, look, at) for at in loose}
    for place in free:
        kind = _glance(connection, newest, place)
        fitting = [at for at in loose if kinds[at] == kind and abs(at - place) <= 1]
        if fitting:
            found[place] = fitting[0]
            loose.remove(fitting[0])
            guessed.append(columns[place][0])
    for at in loose:
        found[len(columns)] = at
        columns.append((look.header[at], []))
    for place, at in found.items():
        columns[place][1].append(look.header[at])
    return found


def _glance(connection: DuckDBPyConnection, look: FileLook, at: int) -> tuple[str, str]:
    """What the first values of a column are, and for dates which side their heading says."""
    dates, codes, numbers, filled = one(
        connection,
        f"SELECT count(*) FILTER (regexp_matches(v, '^[0-9]{{1,4}}[-/.][0-9]{{1,2}}[-/.]')), "  # noqa: S608
        f"count(*) FILTER (regexp_matches(v, '[0-9]')), count(*) FILTER (regexp_full_match(v, '[0-9.,]+')), count(v) "
        f"FROM (SELECT c{at} AS v FROM {look.table} LIMIT {GLANCED})",
    )
    if not filled:
        return ("empty", look.header[at])
    if dates > filled / 2:
        return ("date", date_heading(look.header[at]).side)
    return ("number" if numbers > filled / 2 else "code" if codes > filled / 2 else "word", "")


def make_view(connection: DuckDBPyConnection, group: FileGroup, relation: str) -> None:
    """A view over all files of a group: file (its place), row, c0, c1, ... in the order of the group's columns."""
    parts = []
    for place, member in enumerate(group.members):
        cells = [f"c{at}" if at is not None else "CAST(NULL AS VARCHAR)" for at in member.places]
        named = ", ".join(f"{cell} AS c{number}" for number, cell in enumerate(cells))
        parts.append(f"SELECT {place} AS file, row, {named} FROM {member.look.table}")  # noqa: S608
    run(connection, f"CREATE OR REPLACE VIEW {relation} AS {' UNION ALL '.join(parts)}")
