"""Whole sources: real logs, and the same events however they are written."""

from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schakel.data.check import check
from schakel.data.staged import EVENT_COLUMNS
from unit.data.source_examples import column, counted, parquet, staged, write

IDS = (
    st.text(
        st.characters(exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp")) | st.sampled_from("\",;'|#=+-@ 0"), min_size=1
    )
    .map(str.strip)
    .filter(lambda text: text and text.isprintable())
)
FEW = settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.shared
def test_patients_complete_only(shared_data: Path) -> None:
    found, events = staged(shared_data / "eventlogs" / "patients.csv.gz", lifecycle="complete")
    assert (len(events), len(set(column(events, "case_id")))) == (2721, 500)
    assert found.deliveries[0].rows == 5442
    assert found.deliveries[0].not_stored == ()


@pytest.mark.shared
def test_patients_pairs_by_default(shared_data: Path) -> None:
    found, events = staged(shared_data / "eventlogs" / "patients.csv.gz")
    assert (found.deliveries[0].lifecycle, found.deliveries[0].knows_ends, len(events)) == ("pair", True, 2721)
    assert all(event["started"] <= event["ended"] for event in events)


@pytest.mark.shared
def test_receipt_is_read_as_the_shaped_rows_of_any_source(shared_data: Path) -> None:
    found, events = staged(shared_data / "eventlogs" / "receipt.xes.gz")
    assert (len(events), len(set(column(events, "case_id"))), len(set(column(events, "activity")))) == (8577, 1434, 27)
    assert tuple(events[0]) == EVENT_COLUMNS
    assert "case:responsible" in found.deliveries[0].not_stored


@pytest.mark.shared
@pytest.mark.parametrize("name", ["handoff-test", "manual_log_1", "manual_log_5"])
def test_logs_with_start_and_end_columns(name: str, shared_data: Path) -> None:
    found, events = staged(shared_data / "eventlogs" / "wta" / f"{name}.csv")
    assert found.deliveries[0].knows_ends
    assert not any(column(events, "is_moment"))


def without_rows(events: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return [tuple(value for name, value in event.items() if name not in ("source", "source_row")) for event in events]


@pytest.mark.shared
def test_csv_and_parquet_of_one_log_give_the_same_events(shared_data: Path, tmp_path: Path) -> None:
    log = shared_data / "eventlogs" / "patients.csv.gz"
    typed = parquet(
        tmp_path,
        f"SELECT * FROM read_csv('{log}', types={{'patient': 'VARCHAR', 'handling_id': 'VARCHAR'}})",  # noqa: S608
    )
    assert without_rows(staged(typed)[1]) == without_rows(staged(log)[1])


def quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


@FEW
@given(
    ids=st.lists(IDS, min_size=1, max_size=30),
    delimiter=st.sampled_from(",;\t|"),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_ids_survive(ids: list[str], delimiter: str, end: str, tmp_path: Path) -> None:
    lines = [delimiter.join(("zaaknummer", "activiteit", "organisatie", "datum"))]
    lines += [delimiter.join((quoted(i), "Melding", quoted(i), "2024-02-01")) for i in ids]
    _, events = staged(write(tmp_path, end.join((*lines, ""))))
    assert column(events, "case_id") == ids
    assert column(events, "partner") == ids


@FEW
@given(order=st.permutations(range(5)))
def test_the_order_of_columns_does_not_matter(order: list[int], tmp_path: Path) -> None:
    header = ["zaaknummer", "activiteit", "organisatie", "begindatum", "einddatum"]
    rows = [[f"Z-{i % 3}", f"Stap {i}", "Loket", f"2024-02-{i + 1:02d}", f"2024-03-{i + 1:02d}"] for i in range(9)]

    def text(places: list[int]) -> str:
        return "".join(",".join(row[place] for place in places) + "\n" for row in (header, *rows))

    plain = staged(write(tmp_path, text(list(range(5)))))[1]
    assert staged(write(tmp_path, text(order)))[1] == plain


def test_a_check_says_what_a_load_would_do(tmp_path: Path) -> None:
    found = check(write(tmp_path, "zaaknummer;activiteit;datum;notitie\nZ-1;Melding;2024-02-01;x\n"))
    assert found.total == 0
    assert found.delivery is not None
    assert found.delivery.not_stored == ("notitie",)
    assert [notice.code for notice in found.notices] == ["delimiter_found"]
    assert dict(found.mapping.columns)["case_id"].name == "zaaknummer"


def test_a_check_finds_everything_at_once(tmp_path: Path) -> None:
    rows = ",Melding,2024-02-01,", "Z-1,,x,", "Z-1,a,,", "Z-1,a,2024-02-03,2024-02-01"
    text = "\n".join(("zaaknummer,activiteit,begindatum,einddatum", *rows, ""))
    found = check(write(tmp_path, text))
    assert sorted((problem.row or 0, problem.code) for problem in found.problems) == [
        (2, "value_missing"),
        (3, "date_wrong"),
        (3, "value_missing"),
        (4, "date_missing"),
        (5, "ends_before_start"),
    ]


def test_no_message_holds_an_id_or_a_name(tmp_path: Path) -> None:
    text = "zaaknummer,activiteit,begindatum\nZ-1,Melding,mevrouw De Vries 123456782\n"
    (problem,) = check(write(tmp_path, text)).problems
    assert problem.value == "aaaaaaa Aa Aaaaa 9999999…"


def test_staging_again_replaces_what_was_there(tmp_path: Path) -> None:
    from schakel.data.source import stage

    first = write(tmp_path, "zaaknummer,activiteit,datum\nZ-1,Melding,2024-02-01\n", "a.csv")
    second = parquet(tmp_path, "SELECT 'Z-2' AS case_id, 'Start' AS activity, DATE '2024-02-01' AS started")
    with duckdb.connect() as connection:
        for path, case in ((first, "Z-1"), (second, "Z-2"), (first, "Z-1")):
            stage(connection, path)
            assert connection.execute("SELECT case_id FROM events").fetchall() == [(case,)]


def test_lifecycle_words_choose_the_events(tmp_path: Path) -> None:
    text = "zaaknummer,activiteit,tijd,transition\nZ-1,Melding,2024-02-01 10:00,{}\nZ-1,Melding,2024-02-01 11:00,{}\n"
    both = write(tmp_path, text.format("START", "complete"))
    assert [len(staged(both, lifecycle=chosen)[1]) for chosen in (None, "pair", "complete", "all")] == [1, 1, 1, 2]
    assert counted(staged(both, lifecycle="complete")[0]) == {"lifecycle_left_out": 1}
    assert len(staged(write(tmp_path, text.format("complete", "complete")))[1]) == 2
    none = check(write(tmp_path, text.format("start", "start")), lifecycle="complete")
    assert [problem.code for problem in none.problems] == ["no_events_left"]
