"""Workbooks as people really have them: what is read, under which row, and what is told of the rest."""

import re
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from schakel.chain.problem import Problem, Refusal
from schakel.data.check import check
from schakel.data.mapping import FileForm
from schakel.data.readers.read_excel import read_excel
from schakel.data.readers.sheet_cells import PlainCells, SheetCells, column_letters, column_number, parsed_cells
from schakel.data.sql import rows
from unit.data.source_examples import column, counted, mapped, staged, write
from unit.data.workbooks import HEADER, ROWS, SHEET, Rows, changed, replaced, workbook

FORM = FileForm()
VALUE = re.compile(r"<v>[^<]*</v>")


def read(path: Path, form: FileForm = FORM) -> list[tuple[Any, ...]]:
    """Row number and cells of every row."""
    with duckdb.connect() as connection:
        raw = read_excel(connection, path, form)
        names = ", ".join(column.sql for column in raw.columns)
        return rows(connection, f"SELECT row, {names} FROM raw ORDER BY row")  # noqa: S608


def notices(path: Path, form: FileForm = FORM) -> dict[str, int]:
    """The notices of the reader: code and number."""
    with duckdb.connect() as connection:
        return {notice.code: notice.n for notice in read_excel(connection, path, form).notices}


def refused(path: Path, form: FileForm = FORM) -> Problem:
    """The first problem of a workbook that is refused."""
    with duckdb.connect() as connection, pytest.raises(Refusal) as refusal:
        read_excel(connection, path, form)
    return refusal.value.problems[0]


def cells(tmp_path: Path, values: Rows, form: FileForm = FORM) -> list[Any]:
    """One column of values, below a heading and beside a number for each row."""
    path = workbook(tmp_path / "log.xlsx", [("waarde", "n"), *((value, 1) for (value,) in values)])
    return [row[1] for row in read(path, form)]


def test_the_same_events_as_from_csv(tmp_path: Path) -> None:
    lines = "".join(",".join(map(str, row)) + "\n" for row in (HEADER, *ROWS))
    expected = staged(write(tmp_path, lines))[1]
    found, events = staged(workbook(tmp_path / "log.xlsx"))
    assert events == expected
    assert counted(found) == {}
    assert (found.deliveries[0].format, found.deliveries[0].file, found.deliveries[0].rows) == ("excel", "log.xlsx", 3)


def test_every_kind_of_value_as_text(tmp_path: Path) -> None:
    values = [
        ("Cliënt & <zoon>", "Cliënt & <zoon>"),
        ("007", "007"),
        (7, "7"),
        (-12, "-12"),
        (12.5, "12.5"),
        (0.1 + 0.2, "0.3"),
        (2.9999999999999996, "3"),
        (1250.0000000000002, "1250"),
        (0.00001, "0.00001"),
        (123456789012345, "123456789012345"),
        (1.23456789012346e17, "123456789012346000"),
        (True, "true"),
        (False, "false"),
        (date(2024, 5, 1), "2024-05-01"),
        (datetime(2024, 5, 1, 9, 5), "2024-05-01 09:05:00"),  # noqa: DTZ001
        (datetime(2024, 5, 1, 9, 5, 7, 250_000), "2024-05-01 09:05:07.250"),  # noqa: DTZ001
        (datetime(2024, 5, 1), "2024-05-01"),  # noqa: DTZ001
        (time(9, 5), "09:05:00"),
        (timedelta(hours=30, minutes=5), "30:05:00"),
        ("regel 1\nregel 2", "regel 1\nregel 2"),
        (" ", " "),
        (None, None),
    ]
    assert cells(tmp_path, [(value,) for value, _ in values]) == [text for _, text in values]


def test_a_decimal_comma_and_dates_as_the_mapping_declares_them(tmp_path: Path) -> None:
    form = FileForm(decimal=",", date_format=("dd-mm-yyyy",))
    moment = datetime(2024, 5, 1, 9, 5)  # noqa: DTZ001
    assert cells(tmp_path, [(12.5,), (date(2024, 5, 1),), (moment,)], form) == [
        "12,5",
        "01-05-2024",
        "01-05-2024 09:05:00",
    ]
    form = FileForm(date_format=("dd-mm-yyyy uu:mm",))
    assert cells(tmp_path, [(date(2024, 5, 1),), (moment,)], form) == ["01-05-2024 00:00", "01-05-2024 09:05"]


def test_a_declared_profile_reads_numbers_and_dates(tmp_path: Path) -> None:
    profile = (
        '[file]\ndecimal = ","\ndate_format = "d-m-jjjj"\n[attributes]\n"uren" = { as = "hours", type = "number" }\n'
    )
    path = workbook(tmp_path / "log.xlsx", [(*HEADER, "uren"), (*ROWS[0], 1250.5), (*ROWS[1], None)])
    _, events = staged(path, mapped(tmp_path, profile))
    assert column(events, "e_hours") == [1250.5, None]
    assert column(events, "started_on") == [date(2024, 2, 1), date(2024, 2, 12)]


def test_dates_that_count_from_1904(tmp_path: Path) -> None:
    path = workbook(tmp_path / "log.xlsx")
    changed(path, **{"xl/workbook.xml": replaced(("<workbookPr ", '<workbookPr date1904="1" '))})
    assert read(path)[0][-1] == "2028-02-02"


def test_signs_that_excel_escapes(tmp_path: Path) -> None:
    path = workbook(tmp_path / "log.xlsx", [("a", "b"), ("P1", "P2"), ("P3", "P4")])
    pairs = ("P1", "a_x000D_&#10;b"), ("P2", "a_x005F_x000D_b"), ("P3", "_xD83D_"), ("P4", "a_x0000_b")
    changed(path, **{"xl/sharedStrings.xml": replaced(*pairs)})
    assert [row[1:] for row in read(path)] == [("a\r\nb", "a_x000D_b"), ("_xD83D_", "a\ufffdb")]


def test_rows_keep_their_numbers_beside_empty_ones_and_an_empty_margin(tmp_path: Path) -> None:
    table: Rows = [[None], [None], [None, *HEADER], [None, *ROWS[0]], [None, " "], [None], [None, *ROWS[2]]]
    path = workbook(tmp_path / "log.xlsx", table)
    assert [row[:3] for row in read(path)] == [(4, "Z-1", "Melding"), (7, "Z-2", "Melding")]
    _, events = staged(path)
    assert column(events, "source_row") == [4, 7]


def test_a_title_is_skipped_or_the_refusal_tells_how(tmp_path: Path) -> None:
    table = [("Overzicht 2024",), (), ("Periode", date(2024, 1, 1)), HEADER, *ROWS]
    path = workbook(tmp_path / "log.xlsx", table)
    assert refused(path) == Problem("heading_below", "log.xlsx", 1, allowed="skip_rows = 3", more=(("found", 4),))
    assert refused(path, FileForm(skip_rows=1)).allowed == "skip_rows = 3"
    assert [row[0] for row in read(path, FileForm(skip_rows=3))] == [5, 6, 7]
    assert refused(path, FileForm(skip_rows=7)) == Problem("skip_rows_all", "log.xlsx", value="7", allowed="7")


def test_a_title_over_merged_cells(tmp_path: Path) -> None:
    path = workbook(tmp_path / "log.xlsx", [("Overzicht",), HEADER, *ROWS])
    changed(path, sheet=replaced(("</sheetData>", '</sheetData><mergeCells><mergeCell ref="A1:D1"/></mergeCells>')))
    assert refused(path).allowed == "skip_rows = 1"
    assert len(read(path, FileForm(skip_rows=1))) == 3


def test_columns_without_heading_are_kept_when_they_hold_something(tmp_path: Path) -> None:
    table = [("a", None, "b", None, None), (1, 2, 3, None, None), (4, None, 6, None, 7)]
    with duckdb.connect() as connection:
        raw = read_excel(connection, workbook(tmp_path / "log.xlsx", table), FORM)
    assert raw.header == ("a", "(2)", "b", "(5)")


def test_headings_are_cleaned_and_may_not_be_double(tmp_path: Path) -> None:
    path = workbook(tmp_path / "log.xlsx", [(" start\ndatum ", "b"), (1, 2)])
    with duckdb.connect() as connection:
        assert read_excel(connection, path, FORM).header == ("start datum", "b")
    path = workbook(tmp_path / "log.xlsx", [(), ("a", "b", "a"), (1, 2, 3)])
    assert refused(path) == Problem("header_double", "log.xlsx", 2, "a", more=(("first", 1), ("second", 3)))


@pytest.mark.parametrize(
    ("table", "code"),
    [([], "sheets_empty"), ([(None,)], "sheets_empty"), ([HEADER], "no_rows"), ([(" ", " ")], "no_rows")],
)
def test_without_rows_it_is_refused(table: Rows, code: str, tmp_path: Path) -> None:
    assert refused(workbook(tmp_path / "log.xlsx", table)).code == code


# Sheets


def test_the_first_visible_table_is_read_and_the_others_are_named(tmp_path: Path) -> None:
    sheets: dict[str, Rows] = {
        "Leeg": [],
        "Uitleg": [("Dit bestand bevat",), ("alle zaken",)],
        "Zaken": [HEADER, *ROWS],
        "Codes": [("code", "naam"), ("01", "Melding")],
        "Intern": [("notitie", "van"), ("x", "y")],
    }
    path = workbook(tmp_path / "log.xlsx", sheets, hidden=["Intern"])
    with duckdb.connect() as connection:
        raw = read_excel(connection, path, FORM)
    assert raw.header == HEADER
    assert [(notice.code, notice.n, dict(notice.more)["sheets"]) for notice in raw.notices] == [
        ("excel_sheets", 2, "Uitleg, Codes"),
        ("excel_hidden_sheets", 1, "Intern"),
    ]
    assert read(path, FileForm(sheet="codes")) == [(2, "01", "Melding")]
    assert read(path, FileForm(sheet="Intern")) == [(2, "x", "y")]
    assert notices(path, FileForm(sheet="Codes")) == {"excel_hidden_sheets": 1}


def test_a_sheet_that_is_not_there_or_empty(tmp_path: Path) -> None:
    path = workbook(tmp_path / "log.xlsx", {"Zaken": [HEADER, *ROWS], "Leeg": []})
    assert refused(path, FileForm(sheet="Zaak")) == Problem(
        "sheet_unknown", "log.xlsx", value="Zaak", allowed="Zaken, Leeg"
    )
    assert refused(path, FileForm(sheet="Leeg")) == Problem("sheet_empty", "log.xlsx", value="Leeg")


def test_only_hidden_sheets_are_not_read_unasked(tmp_path: Path) -> None:
    path = workbook(tmp_path / "log.xlsx", {"Leeg": [], "Zaken": [HEADER, *ROWS]}, hidden=["Zaken"])
    assert refused(path).code == "sheets_empty"


def test_hidden_rows_are_read_and_told(tmp_path: Path) -> None:
    path = changed(workbook(tmp_path / "log.xlsx"), sheet=replaced(('<row r="3" ', '<row r="3" hidden="1" ')))
    assert len(read(path)) == 3
    assert notices(path) == {"excel_hidden_rows": 1}


def test_links_to_other_workbooks_are_told(tmp_path: Path) -> None:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLink"
    link = f'<Relationship Id="rId90" Type="{kind}" Target="externalLinks/externalLink1.xml"/></Relationships>'
    path = changed(
        workbook(tmp_path / "log.xlsx"), **{"xl/_rels/workbook.xml.rels": replaced(("</Relationships>", link))}
    )
    assert notices(path) == {"excel_links": 1}


# Formulas and errors


def test_35_of_a_formula_the_outcome_counts(tmp_path: Path) -> None:
    table = [("zaak", "som", "woord"), ("Z-1", "=1+1", '="a"')]
    path = changed(
        workbook(tmp_path / "log.xlsx", table),
        sheet=replaced(
            ('<c r="B2"><f>1+1</f><v>0</v>', '<c r="B2"><f>1+1</f><v>2</v>'),
            ('<c r="C2"><f>"a"</f><v>0</v>', '<c r="C2" t="str"><f>"a"</f><v>a</v>'),
        ),
    )
    assert read(path) == [(2, "Z-1", "2", "a")]
    assert notices(path) == {"excel_formulas": 2}


@pytest.mark.parametrize("empty", ["<v></v>", "<v/>", ""])
def test_35_a_formula_without_outcome_is_a_problem(empty: str, tmp_path: Path) -> None:
    table = [("=1+1", "titel"), ("zaak", "som"), *((f"Z-{n}", "=1+1") for n in range(30))]
    path = changed(
        workbook(tmp_path / "log.xlsx", table), sheet=lambda text: text.replace("<v>0</v></c>", f"{empty}</c>")
    )
    with duckdb.connect() as connection, pytest.raises(Refusal) as refusal:
        read_excel(connection, path, FileForm(skip_rows=1))
    assert refusal.value.total == 30
    assert refusal.value.problems[0] == Problem("excel_formula", "log.xlsx", 3, "som")


def test_35_an_empty_text_is_an_outcome(tmp_path: Path) -> None:
    table = [("zaak", "som"), ("Z-1", "=1")]
    path = changed(
        workbook(tmp_path / "log.xlsx", table),
        sheet=replaced(('<c r="B2"><f>1</f><v>0</v>', '<c r="B2" t="str"><f>1</f><v></v>')),
    )
    assert read(path) == [(2, "Z-1", None)]


def errors(tmp_path: Path, at: int, word: str = "#N/A") -> Path:
    """A workbook with an error in the first row, in this column (0, 1, ...)."""
    first = [*ROWS[0], "2024-02-05", 12]
    first[at] = word
    table = [(*HEADER, "einddatum", "uren"), first, (*ROWS[1], "2024-02-20", 3)]
    path = workbook(tmp_path / "log.xlsx", table)
    place = f"{'ABCDEF'[at]}2"
    error = f'<c r="{place}" t="e"><v>{word}</v></c>'
    return changed(path, sheet=lambda text: re.sub(rf'<c r="{place}"[^>]*><v>[^<]*</v></c>', error, text))


@pytest.mark.parametrize(
    ("at", "code"),
    [(0, "value_is_error"), (1, "value_is_error"), (3, "date_wrong"), (4, "date_wrong"), (5, "number_wrong")],
)
def test_an_error_is_a_problem_where_it_matters(at: int, code: str, tmp_path: Path) -> None:
    mapping = mapped(tmp_path, '[attributes]\n"uren" = { as = "hours", type = "number" }\n')
    found = check(errors(tmp_path, at), mapping=mapping)
    names = (*HEADER, "einddatum", "uren")
    assert [(p.code, p.row, p.column, p.value) for p in found.problems] == [(code, 2, names[at], "#N/A")]


def test_an_error_elsewhere_is_its_word(tmp_path: Path) -> None:
    found, events = staged(errors(tmp_path, 2, "#REF!"))
    assert column(events, "partner") == ["#REF!", "Wijkteam"]
    assert counted(found) == {"excel_errors": 1, "damaged_error": 1}


# Files that are not what they should be


def test_35_macros_are_refused_whatever_the_name(tmp_path: Path) -> None:
    path = changed(workbook(tmp_path / "log.xlsx"), **{"xl/vbaProject.bin": b"x"})
    assert [p.code for p in check(path).problems] == ["excel_macros"]
    path = workbook(tmp_path / "log.xlsm")
    assert [p.code for p in check(path).problems] == ["excel_macros"]


def test_old_and_other_workbooks_and_passwords(tmp_path: Path) -> None:
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    locked = old + "EncryptedPackage".encode("utf-16-le")
    for name, data, code in [
        ("a.xls", old, "excel_form"),
        ("b.xlsx", old, "excel_form"),
        ("c.xlsx", locked, "excel_password"),
        ("d.xls", b"<html><table><tr><td>x", "kind_differs"),
        ("e.xls", b"a;b\n1;2\n", "kind_differs"),
    ]:
        assert [p.code for p in check(write(tmp_path, data, name)).problems] == [code], name


def test_a_workbook_without_its_parts(tmp_path: Path) -> None:
    for part, code in [("xl/workbook.xml", "kind_differs"), ("xl/_rels/workbook.xml.rels", "sheets_empty")]:
        path = changed(workbook(tmp_path / "log.xlsx"), **{part: None})
        assert [p.code for p in check(path).problems] == [code]
    assert len(read(changed(workbook(tmp_path / "log.xlsx"), **{"xl/styles.xml": None}))) == 3


@pytest.mark.parametrize(
    "broken",
    [
        lambda text: text[: len(text) // 2],
        lambda text: text.replace("</row>", "", 1),
        lambda text: text.replace("<worksheet", "<!DOCTYPE x [<!ENTITY a 'b'>]><worksheet", 1),
        lambda text: text.replace('<c r="B2"', '<c r="?2"', 1),
    ],
    ids=["cut", "tag", "doctype", "place"],
)
def test_a_damaged_sheet_is_refused(broken: Any, tmp_path: Path) -> None:
    assert refused(changed(workbook(tmp_path / "log.xlsx"), sheet=broken)) == Problem("excel_broken", "log.xlsx")


# Files that mean harm


def test_a_cell_far_away_is_refused_before_memory_is_asked(tmp_path: Path) -> None:
    far = '<row r="1048000"><c r="ALL1048000"><v>1</v></c></row></sheetData>'
    path = changed(workbook(tmp_path / "log.xlsx"), sheet=replaced(("</sheetData>", far)))
    assert refused(path) == Problem("excel_far", "log.xlsx", 1_048_000, "ALL")
    styled = far.replace("<v>1</v>", "")
    assert len(read(changed(workbook(tmp_path / "log.xlsx"), sheet=replaced(("</sheetData>", styled))))) == 3


def test_a_long_text_in_every_cell_is_refused_before_memory_is_asked(tmp_path: Path) -> None:
    lines = "".join(
        f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c><c r="B{n}"><v>1</v></c></row>' for n in range(2, 20_001)
    )
    path = changed(
        workbook(tmp_path / "log.xlsx", [("x" * 32_000, "b")]), sheet=replaced(("</sheetData>", lines + "</sheetData>"))
    )
    assert path.stat().st_size < 200_000
    found = refused(path)
    assert (found.code, dict(found.more)["found"]) == ("text_too_large", 610)


def test_a_sheet_that_unpacks_without_end_is_refused(tmp_path: Path) -> None:
    cells = b"<worksheet><sheetData><row><c><v>1</v></c><c><v>1</v></c></row><row><c><v>1</v></c><c><v>1</v></c></row>"
    bomb = cells + b" " * (300 << 20)
    found = refused(changed(workbook(tmp_path / "log.xlsx"), sheet=bomb))
    assert (found.code, found.value) == ("zip_bomb", SHEET)


def test_what_is_unpacked_twice_counts_once(tmp_path: Path) -> None:
    """A sheet with a formula is unpacked to look at it, to copy it and to parse it."""
    wide = " " * (60 << 20) + "</sheetData>"
    formula = ('<c r="A2" t="s">', '<c r="A2" t="s"><f>1</f>')
    path = changed(workbook(tmp_path / "log.xlsx"), sheet=replaced(("</sheetData>", wide), formula))
    assert len(read(path)) == 3


def test_a_sheet_wider_than_a_log(tmp_path: Path) -> None:
    path = workbook(tmp_path / "log.xlsx", [[f"k{n}" for n in range(1200)], [1] * 1200])
    assert refused(path) == Problem("too_many_columns", "log.xlsx", value="1200", allowed="1000")


# What is not plain


def plainly(text: str) -> SheetCells | None:
    """What the quick look says of a sheet, fed in pieces."""
    plain, data = PlainCells(), text.encode()
    for place in range(0, len(data), 997):
        plain.feed(data[place : place + 997])
    return plain.found


def sheet_of(path: Path) -> str:
    """The text of the first sheet."""
    with zipfile.ZipFile(path) as archive:
        return archive.read(SHEET).decode()


def test_the_quick_look_agrees_with_the_parser(tmp_path: Path) -> None:
    table: Rows = [[f"k{n}" for n in range(30)], *([n * m or None for n in range(30)] for m in range(200))]
    text = sheet_of(workbook(tmp_path / "log.xlsx", table)).replace('<row r="7" ', '<row r="7" hidden="1" ')
    plain, exact = plainly(text), parsed_cells("", [text.encode()])
    assert plain is not None
    for name in ("cells", "rows", "columns", "texts", "formulas", "hidden_rows", "errors"):
        assert getattr(plain, name) == getattr(exact, name), name
    assert (exact.first_row, exact.first_column, exact.cells) == (1, 1, 30 + 199 * 29)


@pytest.mark.parametrize(
    "odd",
    [
        replaced(('<c r="A2"', "<c r='A2'")),
        replaced(('<c r="A2"', '<c  r="A2"')),
        replaced(('<c r="A2"', '<c cm="1" r="A2"')),
        replaced(('<c r="A2"', "<c")),
        replaced(("<v>", "<f>1</f><v>")),
        replaced(("<sheetData>", "<!-- x --><sheetData>")),
        lambda text: (
            re.sub(r"<(/?)([a-z])", r"<\1x:\2", text).replace("xmlns=", "xmlns:x=").replace("<x:?xml", "<?xml")
        ),
    ],
    ids=["quotes", "blanks", "attribute", "no place", "formula", "comment", "prefix"],
)
def test_a_sheet_written_otherwise_is_not_plain_and_read_the_same(odd: Any, tmp_path: Path) -> None:
    path = workbook(tmp_path / "log.xlsx")
    expected = read(path)
    changed(path, sheet=odd)
    assert plainly(sheet_of(path)) is None
    assert read(path) == expected


def test_columns_are_counted_in_letters() -> None:
    for number, letters in [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA"), (16_384, "XFD")]:
        assert (column_letters(number), column_number(letters)) == (letters, number)
