"""The return list: a workbook per partner with what must be put right in its delivery, and nothing of a resident."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from schakel.data.check import Checked
from schakel.data.mapping import Mapping
from schakel.data.parse import source_name
from schakel.report.files import put, slug
from schakel.report.masked import Told, file_name, headings, sort_name, told
from schakel.report.workbook import Book, Value
from schakel.texts import say

MOST = 10_000  # problems in one list; all are counted
OVERVIEW = (26.0, 84.0, 12.0)
WRAPPING = ("text", "cell", "code", "label", "fill_in")
TITLE = 34  # points
WIDTHS = {"file_name": 24.0, "row": 9.0, "field": 22.0, "problem": 100.0, "allowed": 40.0}


@dataclass(frozen=True)
class Examined:
    """One source that was checked with `most=MOST`. mapping_file: name of the mapping, "" where none was given."""

    checked: Checked
    mapping_file: str = ""

    @property
    def file(self) -> str:
        """The name of its file, as it may be told."""
        return file_name(self.checked.file)

    @property
    def partner(self) -> str:
        """Who delivered it; where that is not told, the source's name."""
        return self.checked.mapping.file.delivered_by or source_name(Path(self.file))


def write_return_lists(examined: Sequence[Examined], folder: Path, *, lang: str = "nl") -> tuple[Path, ...]:
    """Write a list for each partner whose sources have problems; the files, () when there are none. Refusal: disk."""
    written = []
    for name, content in return_lists(examined, lang=lang).items():
        put(folder / name, content)
        written.append(folder / name)
    return tuple(written)


def return_lists(examined: Sequence[Examined], *, lang: str = "nl") -> dict[str, bytes]:
    """Workbooks by the name of their file. Equal sources give equal bytes."""
    partners: dict[str, list[Examined]] = {}
    for one in examined:
        if one.checked.total:
            partners.setdefault(one.partner, []).append(one)
    made: dict[str, bytes] = {}
    for partner, sources in partners.items():
        base = name = f"{say('request.list.file', lang)}-{slug(partner)}"
        number = 1
        while f"{name}.xlsx" in made:
            number += 1
            name = f"{base}-{number}"
        made[f"{name}.xlsx"] = _workbook(partner, sources, lang)
    return made


def _workbook(partner: str, sources: Sequence[Examined], lang: str) -> bytes:
    title = _say("title", lang, partner=partner)
    book = Book(title)
    problems = [told(p, headings(one.checked.mapping), lang) for one in sources for p in one.checked.problems]
    problems = sorted(problems, key=lambda p: (p.file, p.row or 0, p.field))[:MOST]
    _Overview(book, lang).fill(title, sources, len(problems))
    _problem_sheet(book, problems, lang)
    return book.content()


def _problem_sheet(book: Book, problems: Sequence[Told], lang: str) -> None:
    several = len({problem.file for problem in problems}) > 1
    columns = [name for name in WIDTHS if several or name != "file_name"]
    rows = [[*([p.file] if several else []), p.row, p.field, p.sentence, p.allowed] for p in problems]
    book.table(_say("sheet_problems", lang), [(_say(name, lang), WIDTHS[name]) for name in columns], rows)


class _Overview:
    """The first sheet, filled from above."""

    def __init__(self, book: Book, lang: str) -> None:
        self.book, self.lang, self.row = book, lang, 0
        self.sheet: Any = book.sheet(_say("sheet_first", lang), OVERVIEW)

    def line(self, *cells: tuple[Value, str], skip: int = 0) -> None:
        """One row of cells with their styles."""
        for place, (value, style) in enumerate(cells):
            if value is not None:
                self.book.put(self.sheet, self.row, place, value, style)
        wrapping = [(value, width) for (value, style), width in zip(cells, OVERVIEW, strict=False) if style in WRAPPING]
        self.book.fit(self.sheet, self.row, wrapping)
        self.row += 1 + skip

    def fill(self, title: str, sources: Sequence[Examined], listed: int) -> None:
        """What was checked, what to do, when to send again, the count per problem and how columns were read."""
        self.line((title, "title"))
        self.sheet.set_row(0, TITLE)
        self.line((None, ""), (_say("intro", self.lang), "text"), skip=1)
        for one in sources:
            self.line((_say("checked", self.lang), "label"), (_checked(one, self.lang), "text"))
        self.line((_say("found", self.lang), "label"), (_found(sources, listed, self.lang), "text"))
        for name in ("repair", "again"):
            self.line((_say(name, self.lang), "label"), (_say(f"{name}_value", self.lang), "text"))
        self.line((_say("before", self.lang), "label"), (_say("before_value", self.lang), "fill_in"), skip=1)
        for one in sources:
            self.line((_say("command", self.lang), "label"), (_command(one, self.lang), "code"))
        self.line((None, ""), (_say("command_value", self.lang), "text"), skip=1)
        self._sorts(sources)
        self._columns(sources)

    def _sorts(self, sources: Sequence[Examined]) -> None:
        self.line((_say("sorts", self.lang), "heading"))
        self.line(
            *((_say(name, self.lang), "head") for name in ("field", "problem")),
            (_say("count", self.lang), "head_number"),
        )
        for field, sentence, n in _sorts(sources, self.lang):
            self.line((field, "cell"), (sentence, "cell"), (n, "cell"))
        total = sum(one.checked.total for one in sources)
        self.line((_say("total", self.lang), "label"), (None, ""), (total, "sum"), skip=1)

    def _columns(self, sources: Sequence[Examined]) -> None:
        read = dict.fromkeys(pair for one in sources for pair in _read_as(one.checked.mapping, self.lang))
        if not read:
            return
        self.line((_say("read_as", self.lang), "heading"))
        self.line((_say("theirs", self.lang), "head"), (_say("ours", self.lang), "head"))
        for theirs, ours in read:
            self.line((theirs, "cell"), (ours, "cell"))


def _say(name: str, lang: str, **values: object) -> str:
    return say(f"request.list.{name}", lang, **values)


def _checked(one: Examined, lang: str) -> str:
    if not one.checked.rows:
        return one.file
    return _say("checked_rows", lang, file=one.file, n=one.checked.rows)


def _found(sources: Sequence[Examined], listed: int, lang: str) -> str:
    total, sheet = sum(one.checked.total for one in sources), _say("sheet_problems", lang)
    if listed < total:
        return _say("found_first", lang, total=total, n=listed, sheet=sheet)
    return _say("found_value", lang, n=total, sheet=sheet)


def _command(one: Examined, lang: str) -> str:
    """As it can be typed, with the names of this delivery."""
    mapping = one.mapping_file
    parts = ["schakel check", _quoted(one.file), *([f"--mapping {_quoted(mapping)}"] if mapping else [])]
    return " ".join([*parts, *(["--lang en"] if lang == "en" else [])])


def _quoted(name: str) -> str:
    return f'"{name}"' if " " in name else name


def _sorts(sources: Sequence[Examined], lang: str) -> Iterator[tuple[str, str, int]]:
    """(field, what is wrong, how many) of each sort of problem, most first."""
    counts: dict[tuple[str, str], int] = {}
    for one in sources:
        known = headings(one.checked.mapping)
        first = {(p.code, p.column): p for p in reversed(one.checked.problems)}
        for code, column, n in one.checked.sorts:
            field = column if column in known else ""
            example = first.get((code, column))
            sentence = sort_name(code, lang) or (told(example, known, lang).sentence if example else code)
            counts[field, sentence] = counts.get((field, sentence), 0) + n
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    yield from ((field, sentence, n) for (field, sentence), n in ordered)


def _read_as(mapping: Mapping, lang: str) -> Iterator[tuple[str, str]]:
    """(their heading, what it is read as), as the mapping says."""
    for ours, origin in mapping.columns:
        yield from ((name, _ours(ours, lang)) for name in (origin.name, *origin.others) if name)
    for milestone in mapping.milestones:
        for ours, origin in milestone.columns:
            said = _say("part_of", lang, what=_ours(ours, lang), activity=milestone.activity)
            yield from ((name, said) for name in (origin.name, *origin.others) if name)
    yield from ((theirs, attribute.slug) for theirs, attribute in mapping.attributes)


def _ours(column: str, lang: str) -> str:
    return say(f"request.column.{column}", lang)
