"""A new custodian key in place of an old one: which old pseudonym is which new one, and files carried over by that.

Only the custodian can make the list, from files as the partners sent them; it holds pseudonyms on both sides, and no
key. The data room carries its own files over with it and then throws it away.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from schakel.chain.problem import SHOWN, Problem, Refusal
from schakel.data.mapping import FileForm
from schakel.data.pseudonymise.columns import places_of
from schakel.data.pseudonymise.csv_line import csv_line
from schakel.data.pseudonymise.new_file import new_file
from schakel.data.pseudonymise.table import Table, table
from schakel.sharing.source_key import SourceKey
from schakel.sharing.source_pseudonym import BLANKS, STAGES, AtSource, stage_of

HEADER = ("old", "new")
EVERY = 5000  # rows, after which is told how far it is
Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class Rotated:
    """pseudonyms: how many distinct ones; sha256: of the list's bytes, hexadecimal."""

    pseudonyms: int
    sha256: str


def make_list(
    sources: Sequence[Path],
    out: Path,
    old: SourceKey,
    new: SourceKey,
    domain: str,
    columns: Sequence[str],
    *,
    on_progress: Progress = lambda _stage, _share: None,
) -> Rotated:
    """Write the list (old, new), sorted by old, of all partner pseudonyms in some columns of files.

    Refusal for two equal keys, for a file without any of the columns, and for what is no partner pseudonym.
    """
    if old.key == new.key:
        raise Refusal((Problem("key_same", out.name),))
    before, after = AtSource(old, domain), AtSource(new, domain)
    pairs: dict[str, str] = {}
    for turn, source in enumerate(sources):
        for text in _partner_pseudonyms(source, columns):
            name = before.name(text)
            if name not in pairs:
                pairs[name] = after.name(text)
        on_progress("pseudonymise", (turn + 1) / len(sources))
    digest = hashlib.sha256()
    with new_file(out, *sources) as stream:
        for pair in (HEADER, *sorted(pairs.items())):
            line = csv_line(pair, ",")
            digest.update(line.encode())
            stream.write(line)
    return Rotated(len(pairs), digest.hexdigest())


def _partner_pseudonyms(source: Path, columns: Sequence[str]) -> set[str]:
    found: set[str] = set()
    wrong: list[Problem] = []
    total = 0
    with table(source, FileForm()) as read:
        places = _needed(read, places_of(read, columns, some=True))
        for row, cells in read.records:
            for place in places:
                text = cells[place].strip(BLANKS)
                if stage_of(text) == STAGES["partner"]:
                    found.add(text)
                elif text:
                    total += 1
                    wrong += [Problem("source_stage_second", read.file, row, read.header[place])][: SHOWN - len(wrong)]
    if total:
        raise Refusal(tuple(wrong), total)
    return found


def _needed(read: Table, places: tuple[int, ...]) -> tuple[int, ...]:
    if not places:
        raise Refusal((Problem("source_columns_unknown", read.file, value=", ".join(read.header)),))
    return places


def read_list(path: Path) -> dict[str, str]:
    """The list in a file. Refusal when it is none."""
    with table(path, FileForm()) as read:
        if read.header != HEADER:
            raise Refusal((Problem("list_broken", path.name, row=1),))
        pairs: dict[str, str] = {}
        for row, (old, new) in read.records:
            if stage_of(old) != STAGES["custodian"] or stage_of(new) != STAGES["custodian"]:
                raise Refusal((Problem("list_broken", path.name, row=row),))
            pairs[old] = new
    return pairs


def carry_over(
    pairs: dict[str, str],
    source: Path,
    out: Path,
    columns: Sequence[str],
    *,
    on_progress: Progress = lambda _stage, _share: None,
) -> int:
    """Write a file with its old pseudonyms as the new ones; how many rows. Refusal for one that the list lacks."""
    with table(source, FileForm()) as read:
        places = _needed(read, places_of(read, columns))
        missing: list[Problem] = []
        total = rows = 0
        with new_file(out, source) as stream:
            stream.write(csv_line(read.written, read.delimiter))
            for row, cells in read.records:
                for place in places:
                    text = cells[place].strip(BLANKS)
                    if text and text not in pairs:
                        total += 1
                        missing += [Problem("list_lacks", read.file, row, read.header[place])][: SHOWN - len(missing)]
                    cells[place] = pairs.get(text, "")
                stream.write(csv_line(cells, read.delimiter))
                rows += 1
                if rows % EVERY == 0:
                    on_progress("pseudonymise", min(1.0, row / max(1, read.lines)))
            if total:
                raise Refusal(tuple(missing), total)
        return rows
