"""Names in time: what a source's code was called then, and what took its place since."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from schakel.chain.attribute import SLUG
from schakel.chain.problem import Problem, refuse
from schakel.data.staged import Successor

FILE = "names.csv"
COLUMNS = ("kind", "municipality", "law", "source_code", "concept", "valid_from", "valid_to", "successor")
DUTCH = {
    "soort": "kind", "gemeente": "municipality", "wet": "law", "broncode": "source_code", "code": "source_code",
    "begrip": "concept", "geldig_van": "valid_from", "geldig_tot": "valid_to", "opvolger": "successor",
    "source code": "source_code", "valid from": "valid_from", "valid to": "valid_to",
}  # fmt: skip
KINDS = {"activiteit": "activity", "gemeente": "municipality", "wet": "law"}
_SOME_KINDS = "activity, partner, product, municipality"
NEEDED = ("kind", "source_code", "concept")


@dataclass(frozen=True)
class Name:
    """One line: a code of a source, called `concept` from since until until (inclusive; None is open).

    kind: activity, partner or an attribute's slug. municipality, law: where it holds, "" for everywhere.
    """

    kind: str
    code: str
    concept: str
    municipality: str = ""
    law: str = ""
    since: date | None = None
    until: date | None = None
    successor: str = ""
    line: int = 0


def read_names(folder: Path) -> tuple[Name, ...]:
    """The names file of a folder; no names where there is none. Refusal with the line of all that is wrong."""
    path = folder / FILE
    if not path.is_file():
        return ()
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        refuse([Problem("encoding_wrong", FILE, row=line, value="", allowed="UTF-8")])
        return ()
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        return ()
    records = _records(lines)
    header = [DUTCH.get(name.strip().lower(), name.strip().lower().replace(" ", "_")) for name in next(records)]
    problems = [
        Problem("column_missing", FILE, column=name, allowed=", ".join(COLUMNS), more=(("ours", name),))
        for name in NEEDED
        if name not in header
    ]
    refuse(problems)
    found: list[Name] = []
    for number, record in enumerate(records, 2):
        found += _name(dict(zip(header, (cell.strip() for cell in record), strict=False)), number, problems)
    refuse(problems)
    refuse(_successor_problems(found))
    return tuple(found)


def _records(lines: Sequence[str]) -> Iterator[list[str]]:
    """The lines as cells. Refusal for a cell beyond what the csv module reads: mostly a quotation mark never closed."""
    reader = csv.reader(lines, delimiter=";" if lines[0].count(";") > lines[0].count(",") else ",")
    try:
        yield from reader
    except csv.Error:
        most = f"{csv.field_size_limit() >> 10} kB"
        refuse([Problem("cell_too_large", FILE, row=reader.line_num, column="?", allowed=most)])


def _name(cells: dict[str, str], line: int, problems: list[Problem]) -> Iterator[Name]:
    before = len(problems)
    kind = KINDS.get(cells.get("kind", "").lower(), cells.get("kind", "").lower())
    for column in NEEDED:
        if not cells.get(column):
            problems.append(Problem("names_empty", FILE, line, column))
    if kind and not SLUG.match(kind):
        problems.append(Problem("toml_value", FILE, line, "kind", kind[:40], _SOME_KINDS))
    days = {}
    for column in ("valid_from", "valid_to"):
        text = cells.get(column, "")
        try:
            days[column] = date.fromisoformat(text) if text else None
        except ValueError:
            problems.append(Problem("date_wrong", FILE, line, column, text[:20], "2025-07-01"))
    since, until = days.get("valid_from"), days.get("valid_to")
    if since and until and until < since:
        more = (("start", since.isoformat()), ("start_column", "valid_from"))
        problems.append(Problem("ends_before_start", FILE, line, "valid_to", until.isoformat(), "", more))
    if len(problems) == before:
        yield Name(
            kind, cells["source_code"], cells["concept"], cells.get("municipality", ""), cells.get("law", ""),
            since, until, cells.get("successor", ""), line,
        )  # fmt: skip


def _successor_problems(names: Sequence[Name]) -> list[Problem]:
    """A concept with two successors, and a row of successors that comes back to where it began."""
    found: list[Problem] = []
    direct: dict[tuple[str, str], Name] = {}
    for name in names:
        if not name.successor or name.successor == name.concept:
            continue
        known = direct.setdefault((name.kind, name.concept), name)
        if known.successor != name.successor:
            more = (("first", known.line),)
            found.append(Problem("names_split", FILE, name.line, "successor", name.concept, known.successor, more))
    for (kind, concept), name in direct.items():
        passed, at = {concept}, name.successor
        while (kind, at) in direct and at not in passed:
            passed.add(at)
            at = direct[kind, at].successor
        if at in passed:
            found.append(Problem("names_cycle", FILE, name.line, "successor", concept))
    return found


def successors_of(names: Iterable[Name]) -> tuple[Successor, ...]:
    """For every concept that something took the place of: what it is today."""
    direct = {(n.kind, n.concept): n.successor for n in names if n.successor and n.successor != n.concept}

    def today(kind: str, concept: str) -> str:
        while (kind, concept) in direct:
            concept = direct[kind, concept]
        return concept

    return tuple(Successor(kind, concept, today(kind, concept)) for kind, concept in sorted(direct))
