"""From a folder of strange files to a first sources file, mappings and names, with each doubt beside its line."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from schakel.chain.problem import Problem, Refusal
from schakel.data.deliveries.proposal.column_roles import row_id
from schakel.data.deliveries.proposal.delivery_kind import delivery_kind
from schakel.data.deliveries.proposal.events_found import in_usual_order, make_days, make_events
from schakel.data.deliveries.proposal.files_beside import set_beside
from schakel.data.deliveries.proposal.folder_files import NAMES, SOURCES, folder_files
from schakel.data.deliveries.proposal.gone_rows import gone_rows
from schakel.data.deliveries.proposal.look_at_file import FileLook, look_at_file
from schakel.data.deliveries.proposal.proposal_text import ProposedSource, write_proposal
from schakel.data.deliveries.proposal.put_in_place import put_in_place, refuse_existing
from schakel.data.deliveries.proposal.row_shape import named
from schakel.data.deliveries.proposal.same_source import FileGroup, group_files
from schakel.data.deliveries.proposal.shared_ids import recognise_residents
from schakel.data.deliveries.proposal.source_found import SourceFound, understand
from schakel.data.mapping import free_slug, read_mapping
from schakel.data.sql import quiet
from schakel.texts import say

Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class Proposal:
    """What was written. doubts: in all files; unread: (file, why); kept: names under which older files are kept."""

    folder: Path
    sources: tuple[ProposedSource, ...]
    written: tuple[str, ...]
    doubts: int
    unread: tuple[tuple[str, str], ...] = ()
    kept: tuple[str, ...] = ()


def propose_sources(
    folder: Path | str, *, lang: str = "nl", replace_old: bool = False, on_progress: Progress | None = None
) -> Proposal:
    """Look at all files of a folder and write sources.toml, mappings/*.toml and names.csv there.

    lang: of the comments. replace_old: keep an earlier proposal beside the new one as *.old; else its presence is
    refused. An existing names.csv is always left as it is. on_progress(stage, share done) is called in order.
    Refusal when no file can be read; then nothing is written.
    """
    folder = Path(folder)
    tell = on_progress or (lambda _stage, _share: None)
    files = folder_files(folder)
    if not replace_old:
        refuse_existing(folder, [SOURCES])
    with _engine() as connection:
        looks, unread = _looked(connection, folder, files.readable, lang, tell)
        unread += [(name, say(f"propose.unread.{why}", lang)) for name, why in files.unread]
        if not looks:
            raise Refusal((Problem("no_sources", file=folder.name, allowed=", ".join(name for name, _ in unread)),))
        sources = _understood(connection, group_files(connection, looks), folder, lang, tell)
        sources, mixed = _whole_zips(sources)
        unread += [(name, say("propose.unread.zip", lang)) for name in mixed]
        names = list(dict.fromkeys(look.archive or look.name for look in looks))
        made = write_proposal(connection, sources, sorted(unread), names, folder.resolve().name, lang)
    _check(made.texts)
    texts = {name: text for name, text in made.texts.items() if name != NAMES or not (folder / NAMES).exists()}
    kept = put_in_place(folder, texts, replace=replace_old)
    tell("write", 1.0)
    return Proposal(folder, made.sources, tuple(texts), made.doubts, tuple(sorted(unread)), kept)


@contextmanager
def _engine() -> Iterator[DuckDBPyConnection]:
    with tempfile.TemporaryDirectory(prefix="schakel-") as temporary:
        config: dict[str, str | bool | int | float | list[str]] = {
            "temp_directory": temporary,
            "memory_limit": "60%",
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
        connection = duckdb.connect(config=config)
        try:
            quiet(connection)
            yield connection
        finally:
            connection.close()


def _looked(
    connection: DuckDBPyConnection, folder: Path, paths: Sequence[Path], lang: str, tell: Progress
) -> tuple[list[FileLook], list[tuple[str, str]]]:
    looks, unread = [], []
    for number, path in enumerate(paths):
        tell("read", number / len(paths))
        try:
            looks += look_at_file(connection, folder, path, f"f{number}")
        except Refusal as refusal:
            unread.append((path.relative_to(folder).as_posix(), _sentence(refusal.problems[0], lang)))
    tell("read", 1.0)
    return looks, unread


def _sentence(problem: Problem, lang: str) -> str:
    parts: dict[str, object] = {
        "file": problem.file,
        "row": problem.row,
        "column": problem.column,
        "value": problem.value,
        "allowed": problem.allowed,
    }
    return say(f"data.problem.{problem.code}", lang, **{**parts, **dict(problem.more)})


def _understood(
    connection: DuckDBPyConnection, groups: Sequence[FileGroup], folder: Path, lang: str, tell: Progress
) -> list[SourceFound]:
    found = []
    for number, group in enumerate(groups):
        tell("check", number / len(groups))
        found.append(understand(connection, group, f"s{number}"))
    found = _called(set_beside(connection, recognise_residents(connection, found)), folder)
    made = []
    for number, source in enumerate(found):
        most = max(member.look.rows for member in source.group.members)
        source = replace(source, number=row_id(source.columns, source.roles.others, most))
        if source.is_usable:
            source = _with_events(connection, source, f"e{number}", lang)
        made.append(source)
    tell("check", 1.0)
    return made


def _whole_zips(sources: Sequence[SourceFound]) -> tuple[list[SourceFound], list[str]]:
    """The sources, without those of a zip that holds several: all files of a zip are read by one mapping."""
    of_zip: dict[str, list[SourceFound]] = {}
    for source in sources:
        for archive in dict.fromkeys(member.look.archive for member in source.group.members):
            of_zip.setdefault(archive, []).append(source)
    mixed = {archive: found for archive, found in of_zip.items() if archive and len(found) > 1}
    left_out = {id(source) for found in mixed.values() for source in found}
    return [source for source in sources if id(source) not in left_out], sorted(mixed)


def _with_events(connection: DuckDBPyConnection, source: SourceFound, table: str, lang: str) -> SourceFound:
    """The source with the kind of its deliveries, names for its events, and those events in a table."""
    shape = named(source.shape, say("propose.word.help", lang, name=source.name))
    source = make_days(connection, replace(source, shape=shape), f"{table}_days")
    kind, _ = delivery_kind(connection, source, gone=gone_rows(connection, source) is not None)
    return make_events(connection, in_usual_order(connection, replace(source, kind=kind)), table)


def _called(sources: Sequence[SourceFound], folder: Path) -> list[SourceFound]:
    """The sources with their names: of their folder where they are alone in it, else of folder and file."""
    folders = [source.group.folder for source in sources]
    taken: list[str] = []
    for source in sources:
        alone = source.group.folder and folders.count(source.group.folder) == 1
        words = (source.group.folder.lower(),) if alone else source.group.words or (folder.resolve().name,)
        taken.append(free_slug("-".join(words), taken).replace("_", "-"))
    return [replace(source, name=name) for source, name in zip(sources, taken, strict=True)]


def _check(texts: dict[str, str]) -> None:
    """Every mapping must read: a proposal that does not is a fault of ours, and is not written."""
    with tempfile.TemporaryDirectory(prefix="schakel-") as folder:
        for name, text in texts.items():
            if name.startswith("mappings/"):
                path = Path(folder) / name.rpartition("/")[2]
                path.write_text(text, encoding="utf-8")
                read_mapping(path)
