"""The return list: it tells a partner what to do, and not one thing that stands in a cell."""

import io
import re
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
import python_calamine

from schakel.chain.problem import Refusal
from schakel.data.check import Checked, check
from schakel.data.checks import DATE_FORMS
from schakel.data.mapping import read_mapping
from schakel.report.files import slug
from schakel.report.masked import SAFE
from schakel.report.return_list import MOST, Examined, return_lists, write_return_lists
from unit.data import bad_files, bad_sources

TEXTS = Path(__file__).parents[3] / "src" / "schakel" / "texts"
OURS = f"{DATE_FORMS} 1250, 12,5 12.5"
NOT_OF_A_SOURCE = (
    "workbench_",
    "zgw_",
    "release_",
    "publication_",
    "key_",
    "keep_",
    "erase_",
    "network_",
    "toml_",
    "plant_",
    "steering_",
    "selection_",
    "section_",
    "map_",
    "option",
    "threshold_",
    "request_",
    "log_",
    "source_",
    "no_sources",
    "names_",
    "model_",
    "scenario_",
    "metric_",
    "causes_",
    "forecast_",
    "close",
    "dpia_",
    "snapshot_",
)
MAPPING = """
[file]
delimiter = ";"
decimal = ","
date_format = "dd-mm-yyyy"
delivered_by = "GGZ Ravelijn"

[columns]
case_id = "Dossier"
resident = "Klant"
activity = "Wat"
partner = "Wie"
started = "Van"
ended = "Tot"
cost_cents = "Bedrag"

[attributes]
"Nummer" = { as = "nummer" }

[values.partner]
closed_list = true
AMB = "Ambulant team"
"""
HEAD = "Dossier;Klant;Wat;Wie;Van;Tot;Bedrag;Nummer;Notitie\n"
PERSONAL = (
    "D-77001;K-88001;Begeleiding;J. de Vries;17-08-1987;;4321;;belde over schulden\n"
    "D-77002;K-88002;Begeleiding;AMB;31-02-1987;;4322;;=HYPERLINK(1)\n"
    "D-77003;K-88003;Begeleiding;AMB;19-03-1988;07-01-1988;4323;;geboren in Ravenzande\n"
    "D-77004;K-88004;Begeleiding;AMB;;;4324;;-\n"
    ";K-88005;Begeleiding;AMB;21-04-1989;;vijftig euro;;@naam\n"
    "D-77006;K-88006;Begeleiding;AMB;22-05-0089;;-4326;;+31\n"
)


def given(folder: Path, rows: str, mapping: str = MAPPING, name: str = "export.csv") -> Checked:
    """What the check says of rows under a mapping."""
    (folder / name).write_text(HEAD + rows, encoding="utf-8")
    (folder / "koppeling.toml").write_text(mapping, encoding="utf-8")
    return check(folder / name, mapping=read_mapping(folder / "koppeling.toml"), most=MOST)


def everything(workbook: bytes) -> str:
    """All XML of a workbook."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as parts:
        return "\n".join(parts.read(name).decode() for name in parts.namelist())


def sheets(workbook: bytes) -> dict[str, list[list[Any]]]:
    """Rows of each sheet, as another program reads them."""
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(workbook))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def only(lists: dict[str, bytes]) -> bytes:
    ((_, workbook),) = lists.items()
    return workbook


def leaked(cells: set[str], workbook: bytes, ours: str) -> set[str]:
    """Cells of a source that stand anywhere in the workbook, its properties too, and are no words of ours."""
    text = re.sub(r"<[^>]*>", "\n", everything(workbook))
    return {cell for cell in cells if len(cell) > 2 and cell in text and cell not in ours}


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_no_cell_of_the_source_is_in_it(lang: str, tmp_path: Path) -> None:
    numbers = "".join(
        f"D-9{n};K-9{n};Begeleiding;AMB;01-06-2025;;1;{bsn};x\n" for n, bsn in enumerate(bad_files.elevenfold(30))
    )
    checked = given(tmp_path, PERSONAL + numbers)
    codes = {problem.code for problem in checked.problems}
    wanted = {"word_unknown", "date_wrong", "ends_before_start", "date_missing", "value_missing", "number_wrong"}
    assert wanted | {"date_out_of_range", "amount_negative", "bsn_column"} <= codes
    workbook = only(return_lists([Examined(checked, "koppeling.toml")], lang=lang))
    cells = {cell for line in (PERSONAL + numbers).splitlines() for cell in line.split(";")} - {"AMB"}
    assert not leaked(cells, workbook, "")


def test_not_even_of_a_file_without_headings(tmp_path: Path) -> None:
    path = tmp_path / "zonder.csv"
    path.write_text("Jansen,Ravenlaan,Ravenlaan,1987\nPietersen,Lindestraat,x,1988\n", encoding="utf-8")
    for first in ("Jansen,Ravenlaan,Ravenlaan,Vrouw", "Jansen,Ravenlaan,Klaasje,Vrouw"):
        path.write_text(f"{first}\nPietersen,Lindestraat,Bosweg,Man\n", encoding="utf-8")
        workbook = only(return_lists([Examined(check(path, most=MOST))]))
        cells = {"Jansen", "Ravenlaan", "Klaasje", "Vrouw", "Pietersen", "Lindestraat", "Bosweg", "Man"}
        assert not leaked(cells, workbook, "")


@pytest.mark.parametrize("bad", bad_sources.BAD, ids=lambda bad: f"{bad.case} {bad.what}")
def test_nor_in_any_source_that_is_refused(bad: bad_files.Bad, tmp_path: Path) -> None:
    checked = bad_sources.checked(bad, tmp_path)
    workbook = only(return_lists([Examined(checked, "mapping.toml" if bad.mapping else "")]))
    problems = list(sheets(workbook).values())[1]
    assert len(problems) == 1 + min(checked.total, 20)
    assert all(isinstance(row[2], str) and row[2] for row in problems[1:])
    if bad.file == "log.csv":
        text = (tmp_path / bad.file).read_bytes()[:100_000].decode("utf-8", "replace")
        cells = {cell.strip() for line in text.splitlines()[1:] for cell in re.split(r'[,;"]', line)}
        assert not leaked(cells, workbook, f"{OURS}\n{bad.mapping}\n{text.splitlines()[0] if text else ''}")


def test_every_problem_of_a_source_was_judged() -> None:
    """Whether its value and what is allowed may hold the text of a cell is decided by hand, in `masked.SAFE`."""
    sentences = tomllib.loads((TEXTS / "nl" / "data.toml").read_text(encoding="utf-8"))["problem"]
    risky = {code for code, text in sentences.items() if re.search(r"\{(?!file|row|column)\w+\}", str(text))}
    unjudged = {code for code in risky if not code.startswith(NOT_OF_A_SOURCE)} - set(SAFE)
    assert not unjudged, (
        f"say in report/masked.py, SAFE, which parts of {sorted(unjudged)} are never the text of a cell"
    )


@pytest.mark.parametrize(
    ("lang", "first", "problems"), [("nl", "Overzicht", "Problemen"), ("en", "Overview", "Problems")]
)
def test_it_says_where_what_and_when(lang: str, first: str, problems: str, tmp_path: Path) -> None:
    checked = given(tmp_path, PERSONAL)
    found = sheets(only(return_lists([Examined(checked, "koppeling.toml")], lang=lang)))
    assert list(found) == [first, problems]
    told = "\n".join(str(cell) for row in found[first] for cell in row)
    assert "GGZ Ravelijn" in told
    assert f"schakel check export.csv --mapping koppeling.toml{' --lang en' if lang == 'en' else ''}" in told
    assert {"Dossier", "Tot", "Bedrag"} <= {str(row[0]) for row in found[first]}
    counts = {(row[0], row[1]): row[2] for row in found[first] if isinstance(row[2], float)}
    assert (
        sum(n for (_, sort), n in counts.items() if sort)
        == checked.total
        == counts["Samen" if lang == "nl" else "Together", ""]
    )
    rows = found[problems]
    assert [row[:2] for row in rows[1:4]] == [[2.0, "Wie"], [3.0, "Van"], [4.0, "Tot"]]
    assert rows[1][3] == "AMB"
    assert all(len(str(row[2])) > 20 for row in rows[1:])


def test_sentences_are_whole(tmp_path: Path) -> None:
    checked = given(tmp_path, PERSONAL)
    rows = sheets(only(return_lists([Examined(checked)])))["Problemen"]
    said = {row[1]: row[2] for row in rows[1:]}
    assert (
        said["Dossier"] == "Hier staat niets. Elke gebeurtenis heeft een casus en een activiteit nodig. Vul de cel in."
    )
    assert said["Tot"] == (
        "Het einde ligt voor het begin (Van). Verbeter een van de twee. Loopt de hulp nog? Laat het einde dan leeg."
    )
    for row in rows[1:]:
        assert not re.search(r"[\ue000-\ue00f{}]|None", str(row[2]))


def test_ten_thousand_rows_and_the_count_of_all(tmp_path: Path) -> None:
    rows = "".join(f"D-{n};K-{n};Begeleiding;AMB;32-01-2025;;geen;;\n" for n in range(MOST // 2 + 500))
    checked = given(tmp_path, rows)
    assert checked.total == MOST + 1000
    found = sheets(only(return_lists([Examined(checked)])))
    assert len(found["Problemen"]) == 1 + MOST
    assert ["Van", "Geen datum, of een datum die niet bestaat", MOST / 2 + 500.0] in found["Overzicht"]
    assert any("11.000 problemen. De eerste 10.000" in str(row[1]) for row in found["Overzicht"])
    assert len(check(tmp_path / "export.csv", mapping=checked.mapping).problems) == 20


def test_text_is_never_a_formula(tmp_path: Path) -> None:
    signs = "=+-@"
    mapping = MAPPING.replace('"Van"', '"=Van"').replace('"Bedrag"', '"@Bedrag"').replace("GGZ Ravelijn", "=1+1")
    head = HEAD.replace("Van", "=Van").replace("Bedrag", "@Bedrag")
    (tmp_path / "-export.csv").write_text(head + PERSONAL, encoding="utf-8")
    (tmp_path / "koppeling.toml").write_text(mapping, encoding="utf-8")
    checked = check(tmp_path / "-export.csv", mapping=read_mapping(tmp_path / "koppeling.toml"), most=MOST)
    workbook = only(return_lists([Examined(checked)]))
    text = everything(workbook)
    assert "<f>" not in text
    assert "quotePrefix" in text
    told = [str(cell) for rows in sheets(workbook).values() for row in rows for cell in row]
    assert {"=Van", "@Bedrag"} <= set(told)
    assert any(cell[:1] in signs for cell in told if cell)


def test_a_list_for_each_partner(tmp_path: Path) -> None:
    sources = []
    for number, partner in enumerate(("GGZ Ravelijn", "GGZ ravelijn!", "GGZ Ravelijn", "")):
        folder = tmp_path / str(number)
        folder.mkdir()
        mapping = MAPPING.replace("GGZ Ravelijn", partner) if partner else MAPPING.replace("delivered_by", "# by")
        sources.append(Examined(given(folder, PERSONAL, mapping, f"deel {number}.csv"), "koppeling.toml"))
    lists = return_lists(sources)
    assert list(lists) == ["retour-ggz-ravelijn.xlsx", "retour-ggz-ravelijn-2.xlsx", "retour-deel-3.xlsx"]
    both = sheets(lists["retour-ggz-ravelijn.xlsx"])["Problemen"]
    assert both[0][0] == "Bestand"
    assert {row[0] for row in both[1:]} == {"deel 0.csv", "deel 2.csv"}
    assert 'schakel check "deel 2.csv"' in everything(lists["retour-ggz-ravelijn.xlsx"])


def test_a_number_of_a_person_in_the_name_of_a_file_is_not_told(tmp_path: Path) -> None:
    (number,) = bad_files.elevenfold(1)
    lists = return_lists(
        [Examined(given(tmp_path, PERSONAL, MAPPING.replace("delivered_by", "# by"), f"{number}.csv"))]
    )
    assert number not in f"{list(lists)} {everything(only(lists))}"


def test_equal_sources_give_equal_bytes_and_a_table_that_is_pleasant(tmp_path: Path) -> None:
    checked = given(tmp_path, PERSONAL)
    workbook = only(return_lists([Examined(checked)]))
    assert workbook == only(return_lists([Examined(checked)]))
    text = everything(workbook)
    assert 'state="frozen"' in text
    assert "<autoFilter" in text
    assert text.count("customHeight") > checked.total


def test_nothing_is_written_where_nothing_is_wrong(tmp_path: Path) -> None:
    good = "D-1;K-1;Begeleiding;AMB;01-02-2025;;100;;\n"
    assert not write_return_lists([Examined(given(tmp_path, good))], tmp_path / "lijst")
    assert not (tmp_path / "lijst").exists()


def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refusal:
        write_return_lists([Examined(given(tmp_path, PERSONAL))], tmp_path / "export.csv")
    assert refusal.value.problems[0].code == "not_writable"


def test_names_of_files() -> None:
    assert slug("Stichting ’t Veer & Zoon B.V.") == "stichting-t-veer-zoon-b-v"
    assert slug("Cliëntsteun") == "clientsteun"
    assert slug("../..") == "partner"
    assert len(slug("zeer lange naam " * 20)) <= 60
