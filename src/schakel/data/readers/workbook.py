"""What a workbook says about itself: its sheets and where they lie, read before any of them is opened."""

import posixpath
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from xml.parsers import expat

from schakel.chain.problem import Problem, Refusal
from schakel.data.readers.zip_members import Allowance, opened, part_name

PART_LIMIT = 16 << 20  # bytes of a part that only lists things
Attributes = dict[str, str]


@dataclass(frozen=True)
class Sheet:
    """A sheet with cells. part: its name in the zip; hidden: also when a person cannot make it visible."""

    name: str
    part: str
    hidden: bool


@dataclass(frozen=True)
class Relation:
    """A part that another refers to by an id. kind: the last word of its type, such as worksheet."""

    id: str
    kind: str
    part: str


@dataclass(frozen=True)
class Workbook:
    """An open workbook. strings and styles: names of parts, empty where there are none. links: to other workbooks.

    since_1904: its dates count from 1904, as old ones of the Macintosh do.
    """

    file: str
    archive: zipfile.ZipFile
    parts: dict[str, zipfile.ZipInfo]
    allowance: Allowance
    sheets: tuple[Sheet, ...]
    strings: str
    styles: str
    links: int
    since_1904: bool

    @contextmanager
    def reading(self, part: str) -> Iterator[Iterator[bytes]]:
        """The bytes of a part. Refusal when it is not there, is damaged or unpacks to too much."""
        if part_name(part) not in self.parts:
            raise broken(self.file)
        with self.allowance.reading(self.archive, self.parts[part_name(part)]) as chunks:
            yield chunks


def broken(file: str) -> Refusal:
    """What is said of a workbook that is not as it should be."""
    return Refusal((Problem("excel_broken", file),))


@contextmanager
def workbook(path: Path) -> Iterator[Workbook]:
    """A workbook while the block runs."""
    with opened(path, "excel_broken") as archive:
        parts = {part_name(info.filename): info for info in archive.infolist()}
        allowance = Allowance(path, "excel_broken")
        book = Workbook(path.name, archive, parts, allowance, (), "", "", 0, since_1904=False)
        yield _with_sheets(book)


def _with_sheets(book: Workbook) -> Workbook:
    root = next((r.part for r in _relations(book, "") if r.kind == "officeDocument"), "xl/workbook.xml")
    elements, relations = _elements(book, root, ("sheet", "workbookPr")), _relations(book, root)
    sheets = {relation.id: relation.part for relation in relations if relation.kind == "worksheet"}
    parts = {relation.kind: relation.part for relation in relations if part_name(relation.part) in book.parts}
    return replace(
        book,
        sheets=tuple(
            Sheet(attributes.get("name", ""), part, attributes.get("state", "visible") != "visible")
            for name, attributes in elements
            if name == "sheet" and part_name(part := sheets.get(attributes.get("id", ""), "")) in book.parts
        ),
        strings=parts.get("sharedStrings", ""),
        styles=parts.get("styles", ""),
        links=sum(relation.kind == "externalLink" for relation in relations),
        since_1904=any(name == "workbookPr" and a.get("date1904") in ("1", "true", "on") for name, a in elements),
    )


def _relations(book: Workbook, part: str) -> list[Relation]:
    """What a part refers to. The workbook as a whole is the part without a name."""
    folder, name = posixpath.split(part.lstrip("/"))
    listed = posixpath.join(folder, "_rels", f"{name}.rels")
    if part_name(listed) not in book.parts:
        return []
    found = []
    for _, attributes in _elements(book, listed, ("Relationship",)):
        target = attributes.get("Target", "").replace("\\", "/")
        place = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
        kind = attributes.get("Type", "").rpartition("/")[2]
        found.append(Relation(attributes.get("Id", ""), kind, posixpath.normpath(place)))
    return found


def _elements(book: Workbook, part: str, names: Sequence[str]) -> list[tuple[str, Attributes]]:
    """The elements of a small part with these names, without prefixes. Refusal for what is no sound XML."""
    found: list[tuple[str, Attributes]] = []
    size, parser = 0, sound_parser(book.file)

    def start(name: str, attributes: Attributes) -> None:
        if local(name) in names:
            found.append((local(name), {local(key): value for key, value in attributes.items()}))

    parser.StartElementHandler = start
    with book.reading(part) as chunks:
        for chunk in chunks:
            size += len(chunk)
            if size > PART_LIMIT:
                raise broken(book.file)
            feed(parser, book.file, chunk)
    feed(parser, book.file, b"", final=True)
    return found


def sound_parser(file: str) -> expat.XMLParserType:
    """A parser that refuses document types, which are the way in for what blows up."""
    parser = expat.ParserCreate()

    def refuse_doctype(*_parts: object) -> None:
        raise broken(file)

    parser.StartDoctypeDeclHandler = refuse_doctype
    return parser


def feed(parser: expat.XMLParserType, file: str, data: bytes, *, final: bool = False) -> None:
    """Parse the next bytes. Refusal when they are no XML."""
    try:
        parser.Parse(data, final)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise broken(file) from error


def local(name: str) -> str:
    """A name without its prefix."""
    return name.rpartition(":")[2]
