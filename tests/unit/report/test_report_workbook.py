"""The workbook of a report: numbers are numbers, days are days, and they are those of the report."""

import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import python_calamine

from schakel.insight.definitions import definitions
from schakel.insight.opened import open_log
from schakel.report.chain_report import chain_report, write_report
from schakel.report.document import Document, Findings, Grid
from schakel.report.report_workbook import report_workbook
from schakel.texts import shown
from unit.report.conftest import make_log, small_rows

Rows = list[list[Any]]


def read(content: bytes) -> dict[str, Rows]:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


@pytest.fixture(scope="module")
def made(region_log: Path) -> tuple[Document, dict[str, Rows]]:
    """The report and its workbook."""
    with open_log(region_log) as view:
        return chain_report(view), read(report_workbook(view))


def test_it_begins_with_contents_and_ends_with_what_it_rests_on(made: tuple[Document, dict[str, Rows]]) -> None:
    document, sheets = made
    names = list(sheets)
    assert names[0] == "Inhoud"
    assert names[-2:] == ["Afspraken", "Paspoorten"]
    assert [row[0] for row in sheets["Inhoud"] if row[0] in names] == names[1:-2]
    facts = {row[0]: row[1] for row in sheets["Inhoud"]}
    assert facts["Vanaf"] == date(2021, 1, 4)
    assert facts["Tot en met"] == date(2025, 12, 31)
    assert facts["Keuze van zaken"] == "alle zaken"
    assert facts["Status"] == document.badge
    assert len(sheets["Afspraken"]) == len(definitions()) + 1
    held = {row[1] for row in sheets["Paspoorten"][1:]}
    told = {one for row in sheets["Inhoud"] if row[0] in names for one in row[3].split(", ") if one}
    assert told
    assert told <= held
    assert held <= {p.id for p in document.passports} | {p for p in held if p in told}


def test_counts_are_numbers_and_months_are_days(made: tuple[Document, dict[str, Rows]]) -> None:
    _, sheets = made
    months = sheets["Instroom en stand"]
    assert months[1][0] == date(2021, 1, 1)
    assert all(isinstance(cell, float) or cell == "" for row in months[1:] for cell in row[1:])
    assert len(months) == 61
    handed = sheets["Overdrachten"]
    assert all(isinstance(row[2], float) for row in handed[1:])
    values = {row[0]: row[2] for row in sheets["Afspraken"]}
    assert values["lead_time_norm"] == 182.0
    assert "doel bereikt" in values["goal_outcome"]
    assert sheets["Bronnen"][1] == ["lindewaard", date(2025, 12, 31)]


def test_numbers_are_those_of_the_report(made: tuple[Document, dict[str, Rows]]) -> None:
    document, sheets = made
    blocks = {section.id: section.blocks for section in document.sections}
    (routes,) = [p for p in document.pictures() if p.name == "routes-picture"]
    assert len(sheets["Routes"]) - 1 == len({row[0] for row in routes.twin.rows})
    (handed,) = [p for p in document.pictures() if p.name == "handover-chart"]
    in_report = {(row[0], row[1]): row[2:4] for row in handed.twin.rows}
    for row in sheets["Overdrachten"][1:-1]:
        assert in_report[row[0], row[1]] == tuple(shown(n, "int", "nl") for n in row[2:4])
    (referred,) = [b.twin for b in blocks["handovers"] if isinstance(b, Grid)]
    assert len(referred.rows) == len(sheets["Verwijzingen"]) - 1
    for told, row in zip(referred.rows, sheets["Verwijzingen"][1:], strict=True):
        assert told[:2] == tuple(row[:2])
        assert told[2] == shown(row[2], "int", "nl")
    sentences = [item.sentence for b in blocks["pinch"] if isinstance(b, Findings) for item in b.items]
    assert set(sentences) <= {row[0] for row in sheets["Bevindingen"]}
    assert len(sentences) > 6


def test_nothing_below_the_threshold_is_in_it(small_log: Path) -> None:
    with open_log(small_log) as view:
        sheets = read(report_workbook(view))
    every = [cell for rows in sheets.values() for row in rows for cell in row]
    assert "Melding" in every
    assert not [cell for cell in every if isinstance(cell, str) and ("Zeldzame" in cell or "Kleine partner" in cell)]
    heads = ("Inwoners", "Zaken", "Keren", "Instroom", "Uitstroom", "Stand aan het eind", "Aangekomen")
    for name in list(sheets)[1:-2]:
        head, *rows = sheets[name]
        counted = [place for place, text in enumerate(head) if text in heads]
        assert not [row for row in rows for place in counted if row[place] != "" and row[place] % 10], name


def test_a_name_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    rows = [["=1+1" if cell == "Wijkteam" else cell for cell in row] for row in small_rows()]
    with open_log(make_log(tmp_path, rows)) as view:
        content = report_workbook(view, sections=("partners", "handovers"))
    assert "=1+1" in [row[0] for row in read(content)["Partners"]]
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sheets = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) > 3
    assert not [sheet for sheet in sheets if "<f>" in sheet]
    assert sum('state="frozen"' in sheet for sheet in sheets) == len(sheets) - 1


def test_equal_views_give_equal_bytes_in_both_languages(small_log: Path, tmp_path: Path) -> None:
    with open_log(small_log) as view:
        (written,) = write_report(view, tmp_path / "cijfers.xlsx", lang="en", sections=("routes",))
        assert written.read_bytes() == report_workbook(view, lang="en", sections=("routes",))
    assert list(read(written.read_bytes())) == ["Contents", "Routes", "Routes by step", "Definitions", "Passports"]


def test_too_few_residents_leave_no_table(small_log: Path) -> None:
    with open_log(small_log) as view:
        sheets = read(report_workbook(view, threshold=200))
    assert list(sheets) == ["Inhoud", "Afspraken", "Paspoorten"]
    assert "minder dan 200 inwoners" in " ".join(str(cell) for row in sheets["Inhoud"] for cell in row)
