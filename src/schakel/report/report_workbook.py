"""The tables behind a report as a workbook: a sheet per table, and what the words and the numbers rest on."""

from collections.abc import Iterable, Sequence

from schakel.chain.passport import Passport
from schakel.insight.view import LogView
from schakel.report import opening
from schakel.report.material import Material
from schakel.report.meeting_tables import meeting_tables
from schakel.report.origin_section import passport_rows
from schakel.report.partner_comments import Comments, mark
from schakel.report.section_choice import chosen
from schakel.report.sheet_table import WIDTHS, Kind, SheetTable
from schakel.report.workbook import Book, Value
from schakel.sharing.gate import Gate
from schakel.texts import has, language, say

CONTENTS_WIDTHS = (30.0, 52.0, 12.0, 60.0)
DEFINED = {"name": 22.0, "meaning": 70.0, "value": 40.0, "unit": 12.0, "version": 12.0}
NARROWEST, WIDEST = 18.0, 44.0  # characters, of the columns of passports
FACT_STYLES = {"residents": "left", "since": "day", "until": "day"}
STYLES: dict[Kind, str] = {
    "text": "cell",
    "count": "count",
    "days": "decimal",
    "weeks": "decimal",
    "share": "share",
    "day": "cell",
}


def report_workbook(
    view: LogView,
    *,
    threshold: int = 10,
    own_data: bool = False,
    lang: str = "nl",
    title: str = "",
    sections: Iterable[str] | None = None,
) -> bytes:
    """The workbook (.xlsx) of a view: contents, a sheet per table of the sections, definitions and passports.

    Nothing rests on fewer than `threshold` residents. Refusal as for `chain_report`. Equal views give equal bytes.
    """
    material = Material(view, Gate(threshold, own_data=own_data), language(lang))
    return workbook_of(material, chosen(sections), title=title)


def workbook_of(
    material: Material,
    wanted: Sequence[str],
    *,
    title: str = "",
    heading: str = "",
    comments: Sequence[Comments] = (),
    waiting: Sequence[str] = (),
) -> bytes:
    """The workbook of a material whose sections are known. comments: have a sheet, and a mark beside what is disputed.

    heading: in place of the usual words with the title. waiting: named partners that still have to be heard.
    """
    tables = meeting_tables(material, wanted) if material.sayable else ()
    book = Book(heading or opening.title(material, title, one_page=False))
    names = [_sheet_name(table.id, material.lang) for table in tables]
    _contents(book, material, tables, names, comments, waiting)
    for table, name in zip(tables, names, strict=True):
        _table(book, table, name, material.lang)
    if comments:
        _comments(book, comments, material.lang)
    _definitions(book, material)
    _passports(book, tuple(material.origins.values()), material.lang)
    return book.content()


def _contents(
    book: Book,
    material: Material,
    tables: Sequence[SheetTable],
    names: Sequence[str],
    comments: Sequence[Comments],
    waiting: Sequence[str],
) -> None:
    lang, scope = material.lang, material.scope("residents")
    sheet = book.sheet(_sheet_name("contents", lang), CONTENTS_WIDTHS, across=True)
    book.put(sheet, 0, 0, book.title, "title")
    residents = int(material.total("residents").value) if material.sayable else None
    low = material.gate.own_data and material.gate.threshold < 5
    facts: list[tuple[str, Value]] = [
        ("status", say("sharing.own_data" if low else "terms.internal", lang)),
        ("since", scope.period.since),
        ("until", scope.period.until),
        ("selection", str(material.view.selection) or say("report.passport.all_cases", lang)),
        ("residents", residents),
        ("rounding", opening.rounding(material)),
    ]
    if not material.sayable:
        facts.append(("status", say("sharing.too_little", lang, threshold=material.gate.threshold)))
    if waiting:
        facts.append(("status", say("report.comments.waiting", lang, partners=", ".join(waiting))))
    row = 2
    for key, value in facts:
        book.put(sheet, row, 0, _say(key, lang), "label")
        book.put(sheet, row, 1, value, FACT_STYLES.get(key, "text"))
        book.fit(sheet, row, [(value, CONTENTS_WIDTHS[1])])
        row += 1
    row += 1
    for place, key in enumerate(("sheet", "holds", "rows", "passport")):
        book.put(sheet, row, place, _say(key, lang), "head_number" if key == "rows" else "head")
    for table, name in zip(tables, names, strict=True):
        row += 1
        told = say(f"report.sheet.meaning.{table.id}", lang)
        meaning = " · ".join(filter(None, (told, mark(comments, table.origins, lang))))
        book.link(sheet, row, 0, name)
        book.put(sheet, row, 1, meaning, "cell")
        book.put(sheet, row, 2, len(table.rows), "count")
        book.put(sheet, row, 3, ", ".join(table.origins), "cell")
        book.fit(sheet, row, [(meaning, CONTENTS_WIDTHS[1])])


def _table(book: Book, table: SheetTable, name: str, lang: str) -> None:
    columns = [(say(f"report.column.{key}", lang), WIDTHS[kind]) for key, kind in table.columns]
    book.table(name, columns, table.rows, [STYLES[kind] for _, kind in table.columns])


def _comments(book: Book, comments: Sequence[Comments], lang: str) -> None:
    """What partners say, with the passports of the figures that it stands beside."""
    rows = [(block.text, ", ".join(sorted(one.passports))) for one in comments for block in one.blocks]
    heads = [(say("report.comments.title", lang), 90.0), (_say("passport", lang), 60.0)]
    book.table(say("report.comments.sheet", lang), heads, rows)


def _definitions(book: Book, material: Material) -> None:
    lang = material.lang
    rows: list[tuple[Value, ...]] = []
    for one in material.view.definitions:
        key = f"insight.definition.{one.name}"
        value = ", ".join(one.value) if isinstance(one.value, tuple) else one.value
        rows.append((one.name, say(key, lang) if has(key) else "", value, one.unit, one.version))
    heads = [(_say(key, lang), width) for key, width in DEFINED.items()]
    book.table(_sheet_name("definitions", lang), heads, rows, ["cell", "cell", "plain", "cell", "cell"])


def _passports(book: Book, passports: Sequence[Passport], lang: str) -> None:
    heads, rows = passport_rows(passports, lang)
    longest = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
    widths = [max(NARROWEST, min(WIDEST, 2.0 + long)) for long in longest]
    book.table(_sheet_name("passports", lang), list(zip(heads, widths, strict=True)), rows)


def _sheet_name(key: str, lang: str) -> str:
    return say(f"report.sheet.{key}", lang)


def _say(key: str, lang: str) -> str:
    return say(f"report.workbook.{key}", lang)
