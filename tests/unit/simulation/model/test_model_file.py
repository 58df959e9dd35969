"""MODEL.toml is read, written, and read again to the same; the tables of quantiles stand beside it."""

import re
import tomllib
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import duckdb
import pytest

from schakel.chain.problem import Refusal
from schakel.simulation.model.model_file import INLINE, read_model, write_model
from schakel.simulation.model.model_text import ALWAYS, WIDTH, model_text, number
from schakel.simulation.model.place import ARRAYS
from schakel.simulation.model.quantity import assumed, given
from unit.simulation.model.model_example import MODEL, TEXT, with_stage

LONG = tuple(turn / 7 for turn in range(INLINE + 5))


def write(folder: Path, text: str, name: str = "small.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_text_and_values_are_the_same_model(tmp_path: Path) -> None:
    assert read_model(write(tmp_path, TEXT)) == MODEL
    assert model_text(MODEL) == TEXT


def test_written_and_read_again_it_is_equal_and_the_bytes_are_the_same(tmp_path: Path) -> None:
    write_model(MODEL, tmp_path / "one.toml")
    write_model(read_model(tmp_path / "one.toml"), tmp_path / "two.toml")
    assert (tmp_path / "one.toml").read_bytes() == (tmp_path / "two.toml").read_bytes() == TEXT.encode()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.toml", "two.toml"]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("4", given(4)),
        ("4.25", given(4.25)),
        ("{value = 4}", given(4)),
        ('{value = 4, low = 3, high = 5, source = "assumed"}', assumed(4, 3, 5)),
        ('{value = 4, low = 3, source = "data"}', replace(given(4), low=3, source="data")),
    ],
)
def test_a_number_may_be_plain_or_have_a_range(tmp_path: Path, written: str, value: object) -> None:
    text = TEXT.replace("people = 5", f"people = {written}")
    assert read_model(write(tmp_path, text)).partners[0].people == value


def test_only_what_differs_is_written_and_what_a_person_edits() -> None:
    partner = tomllib.loads(model_text(MODEL))["partner"][0]
    assert list(partner) == ["name", "stages", "people", "slots", "absence"]  # and no helps
    assert "#" not in model_text(MODEL)


def test_what_is_always_written_exists() -> None:
    for row, names in ALWAYS.items():
        assert set(names) <= {one.name for one in fields(row)}
    assert {array.row for array in ARRAYS} < set(ALWAYS)


def test_lines_are_short_and_long_lists_are_broken(tmp_path: Path) -> None:
    many = {f"Municipality {turn}": assumed(1.25, 1, 1.5) for turn in range(4)}
    model = replace(
        with_stage(1, duration=tuple(assumed(turn, turn - 0.5, turn + 0.5) for turn in (4.5, 5, 6, 7))),
        municipalities=tuple(replace(MODEL.municipalities[0], name=name) for name in many),
        types=(replace(MODEL.types[0], factors=many),),
        solidarity=(),
        start=date(2027, 2, 28),
    )
    text = model_text(model)
    assert max(map(len, text.splitlines())) <= WIDTH
    assert '[type.factors]\n"Municipality 0" = {value = 1.25' in text
    assert read_model(write(tmp_path, text)) == model


@pytest.mark.parametrize("value", [0.1 + 0.2, 1e-7, 1e22, 5e-324, 123456789.0, -0.0, 1 / 3])
def test_numbers_survive_exactly(value: float) -> None:
    assert tomllib.loads(f"x = {number(value)}")["x"] == value


def test_a_long_table_stands_in_the_file_beside(tmp_path: Path) -> None:
    model = with_stage(2, table=LONG)
    for name in ("one", "two"):
        write_model(model, tmp_path / f"{name}.toml")
        assert read_model(tmp_path / f"{name}.toml") == model
    assert 'table = "Stay"' in (tmp_path / "one.toml").read_text(encoding="utf-8")
    first, second = ((tmp_path / f"{name}.tables.parquet").read_bytes() for name in ("one", "two"))
    assert first == second
    assert len(tomllib.loads(model_text(model))["stage"][2]["table"]) == len(LONG)


def test_a_table_may_have_another_name_and_its_places_count(tmp_path: Path) -> None:
    path = write(tmp_path, TEXT.replace("table = [1, 10, 100.5]", 'table = "long stay"'))
    _parquet(
        tmp_path, "SELECT 'long stay' AS name, (3 - i)::INTEGER AS place, 10.0::DOUBLE - i AS value FROM range(3) t(i)"
    )
    assert read_model(path).stages[2].table == (8, 9, 10)


@pytest.mark.parametrize(
    ("select", "code"),
    [
        ("SELECT 'other' AS name, 1::INTEGER AS place, 1.0::DOUBLE AS value", "model_table_unknown"),
        ("SELECT 'long stay' AS name, 1.5::DOUBLE AS value", "model_tables_columns"),
        ("SELECT 'long stay' AS name, 1::INTEGER AS place, NULL::DOUBLE AS value", "model_tables_empty"),
        ("SELECT 'long stay' AS name, 1::INTEGER AS place, 'nan'::DOUBLE AS value", "model_tables_empty"),
        ("", "model_table_unknown"),
    ],
)
def test_a_file_with_tables_that_does_not_fit_is_refused(tmp_path: Path, select: str, code: str) -> None:
    path = write(tmp_path, TEXT.replace("table = [1, 10, 100.5]", 'table = "long stay"'))
    if select:
        _parquet(tmp_path, select)
    with pytest.raises(Refusal) as refusal:
        read_model(path)
    assert refusal.value.problems[0].code == code


def test_a_damaged_file_with_tables_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, TEXT.replace("table = [1, 10, 100.5]", 'table = "long stay"'))
    (tmp_path / "small.tables.parquet").write_bytes(b"PAR1 and nothing")
    with pytest.raises(Refusal) as refusal:
        read_model(path)
    assert refusal.value.problems[0].code == "parquet_broken"


def test_two_long_tables_of_one_name_cannot_be_written(tmp_path: Path) -> None:
    model = with_stage(2, table=LONG, name="Help")
    stages = (model.stages[0], replace(model.stages[1], table=LONG), model.stages[2])
    with pytest.raises(ValueError, match="same name"):
        write_model(replace(model, stages=stages), tmp_path / "one.toml")


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refusal:
        write_model(MODEL, tmp_path / "nowhere" / "one.toml")
    assert refusal.value.problems[0].code == "not_writable"


def test_names_with_strange_signs_survive(tmp_path: Path) -> None:
    name = 'Zorg "\\ é]#=\u2028 [x'
    text = re.sub(r'"Care"', lambda _: "'" + name.replace("\u2028", "") + "'", TEXT)
    model = read_model(write(tmp_path, text))
    assert model.partners[1].name == name.replace("\u2028", "")
    write_model(model, tmp_path / "again.toml")
    assert read_model(tmp_path / "again.toml") == model


def _parquet(folder: Path, select: str) -> None:
    with duckdb.connect() as connection:
        connection.execute(f"COPY ({select}) TO '{folder / 'small.tables.parquet'}' (FORMAT parquet)").fetchall()
