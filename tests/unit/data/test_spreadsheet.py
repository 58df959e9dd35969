"""Codes that a spreadsheet damaged are told by column, and taken in as they are."""

from datetime import date
from pathlib import Path

import duckdb
import pytest

from schakel.chain.problem import Notice
from schakel.data.check import check
from unit.data.source_examples import HEAD, column, mapped, parquet, staged, write
from unit.data.workbooks import HEADER, workbook

PRODUCT = (
    '[columns]\ncase_id = "zaaknummer"\nactivity = "activiteit"\npartner = "organisatie"\nstarted = "startdatum"\n'
    'product = "product"\n[attributes]\n"wijk" = { as = "quarter" }\n'
)


def told(path: Path, mapping: str = "") -> list[tuple[str, int, str, str]]:
    """Every notice of damage: code, number, column and examples."""
    found, _ = staged(path, mapped(path.parent, mapping) if mapping else None)
    return [
        (notice.code.removeprefix("damaged_"), notice.n, notice.column, str(dict(notice.more)["examples"]))
        for notice in found.deliveries[0].notices
        if notice.code.startswith("damaged_")
    ]


def source(folder: Path, products: list[str], cases: list[str] | None = None) -> Path:
    """A CSV with these products, and cases if they matter."""
    ids = cases or [f"Z-{place}" for place in range(len(products))]
    lines = (f'{case},Melding,Loket,2024-02-01,"{product}",Noord' for case, product in zip(ids, products, strict=True))
    return write(folder, f"{HEAD},product,wijk\n" + "\n".join(lines) + "\n")


@pytest.mark.parametrize(
    ("form", "values", "examples"),
    [
        ("scientific", ["5E+04", "1,23457E+12", "1.2E+5", "9e+15"], "1,23457E+12, 1.2E+5, 5E+04"),
        ("month", ["1-mei", "mei-01", "1-May", "12-okt-24", "sep-2024", "03-Mrt"], "03-Mrt, 1-May, 1-mei"),
        ("error", ["#NAAM?", "#NAME?", "#N/B", "#REF!", "####"], "####, #N/B, #NAAM?"),
        ("digits", ["1234567890123450", "98765432109876500000"], "9999999999999999, 99999999999999999999"),
    ],
)
def test_damage_is_counted_with_examples(form: str, values: list[str], examples: str, tmp_path: Path) -> None:
    path = source(tmp_path, [*values, "01A03", "Begeleiding - groep", ""])
    assert told(path, PRODUCT) == [(form, len(values), "product", examples)]
    _, events = staged(path, mapped(tmp_path, PRODUCT))
    assert column(events, "e_product")[0] == values[0]


def test_the_most_frequent_come_first_and_every_row_counts(tmp_path: Path) -> None:
    path = source(tmp_path, ["1-mei", "2-jun", "2-jun", "3-jul", "4-aug", "4-aug", "4-aug"])
    assert told(path, PRODUCT) == [("month", 7, "product", "4-aug, 2-jun, 1-mei")]


@pytest.mark.parametrize(
    "value",
    [
        "1e5",
        "5E4",
        "E+04",
        "mei",
        "1-mei-melding",
        "meid-01",
        "Z-1",
        "1-5",
        "2024-05-01",
        "#1",
        "C#",
        "12-345",
        "06+",
        "+",
    ],
)
def test_codes_that_only_look_like_it_are_not_told(value: str, tmp_path: Path) -> None:
    assert told(source(tmp_path, [value]), PRODUCT) == []


def test_one_long_number_in_ten_ends_in_a_zero(tmp_path: Path) -> None:
    numbers = [str(1234567890123401 + n) for n in range(30)]
    assert told(source(tmp_path, ["x"] * 30, numbers), PRODUCT) == []
    lost = [str((1234567890123401 + n) // 10 * 10) for n in range(30)]
    assert told(source(tmp_path, ["x"] * 30, lost), PRODUCT) == [("digits", 30, "zaaknummer", "9999999999999999")]


def test_ids_and_partners_of_any_kind_of_source(tmp_path: Path) -> None:
    text = f"{HEAD},inwoner\n5E+04,1-mei,#REF!,2024-02-01,1.5E+08\nZ-1,Melding,Loket,2024-02-02,7\n"
    found = told(write(tmp_path, text))
    assert sorted(found, key=lambda one: text.find(one[2])) == [
        ("scientific", 1, "zaaknummer", "5E+04"),
        ("month", 1, "activiteit", "1-mei"),
        ("error", 1, "organisatie", "#REF!"),
        ("scientific", 1, "inwoner", "1.5E+08"),
    ]
    select = "SELECT '5E+04' AS case_id, 'Melding' AS activity, '2024-02-01' AS started"
    assert told(parquet(tmp_path, select)) == [("scientific", 1, "case_id", "5E+04")]


def test_the_name_of_the_source_before_a_number_hides_nothing(tmp_path: Path) -> None:
    mapping = '[case]\nscope = "source"\nresidents = "source"\n'
    text = f"{HEAD},inwoner\n5E+04,Melding,Loket,2024-02-01,1-mei\n"
    assert [found[:3] for found in told(write(tmp_path, text), mapping)] == [
        ("scientific", 1, "zaaknummer"),
        ("month", 1, "inwoner"),
    ]


def test_a_word_that_the_mapping_repairs_is_not_told(tmp_path: Path) -> None:
    mapping = '[values.activity]\n"1-mei" = "Melding"\n'
    text = f"{HEAD}\nZ-1,1-mei,Loket,2024-02-01\n"
    assert told(write(tmp_path, text), mapping) == []


def test_a_date_cell_in_a_column_of_codes_is_told_of_a_workbook_only(tmp_path: Path) -> None:
    rows = [(*HEADER, "product", "wijk"), ("Z-1", "Melding", "Loket", date(2024, 2, 1), date(2024, 5, 1), "Noord")]
    path = workbook(tmp_path / "log.xlsx", rows)
    assert told(path, PRODUCT) == [("date", 1, "product", "2024-05-01")]
    dutch = PRODUCT + '[file]\ndate_format = "dd-mm-jjjj"\n'
    assert told(path, dutch) == [("date", 1, "product", "01-05-2024")]


@pytest.mark.parametrize("word", ["#N/B", "#NAAM?", "#REF!"])
@pytest.mark.parametrize("place", [0, 1, 4])
def test_an_error_makes_no_case_resident_or_activity(place: int, word: str, tmp_path: Path) -> None:
    names = [*HEAD.split(","), "inwoner"]
    row = ["Z-1", "Melding", "Loket", "2024-02-01", "7"]
    row[place] = word
    found = check(write(tmp_path, ",".join(names) + "\n" + ",".join(row) + "\n"))
    assert [(p.code, p.row, p.column, p.value) for p in found.problems] == [("value_is_error", 2, names[place], word)]


def test_equal_input_gives_equal_notices(tmp_path: Path) -> None:
    values = [f"{day}-mei" for day in range(1, 29)] * 3
    found: set[tuple[Notice, ...]] = set()
    for threads in (1, 2):
        with duckdb.connect(config={"threads": threads}):
            found.add(staged(source(tmp_path, values), mapped(tmp_path, PRODUCT))[0].deliveries[0].notices)
    assert len(found) == 1
