"""One row, several events: milestones, joins, rows that are no rows, and dates that mean none."""

from datetime import date
from pathlib import Path

import duckdb
import pytest

from schakel.chain.problem import Refusal
from schakel.data.check import check
from schakel.data.mapping import read_mapping
from schakel.data.source import look_at
from schakel.sharing.bsn import contains_bsn
from unit.data.log_building import csv_of, loaded, one_source, write

MAPPING = """\
[file]
delimiter = ";"
date_format = "dd-mm-yyyy"
infinite_dates = ["31-12-9999"]
unknown_dates = ["01-01-1900", "n.v.t."]
[file.drop_rows]
"Zaak" = ["Totaal", ""]
[columns]
case_id = "Zaak"
resident = "Cliënt"
partner = { value = "Gemeente" }
[[milestone]]
activity = "Aanvraag"
started = ["Aangevraagd", "Datum aanvraag"]
[[milestone]]
activity = "Besluit"
started = "Datum besluit"
[[milestone]]
activity = "Zorg"
started = "Start zorg"
ended = "Einde zorg"
requested = "Datum aanvraag"
partner = "Aanbieder"
outcome = "Reden"
"""
HEADER = "Zaak;Cliënt;Datum aanvraag;Datum besluit;Start zorg;Einde zorg;Aanbieder;Reden;Notitie"
ROWS = (
    "Z1;K1;01-02-2025;10-02-2025;01-03-2025;31-12-9999;Zorg A;;",
    "Z2;K2;03-02-2025;n.v.t.;;;;;gebeld",
    ";;;;;;;;",
    "Z3;K3;04-02-2025;05-02-2025;20-02-2025;01-04-2025;Zorg B;klaar;",
    "Totaal;3;;;;;;;",
    "Z4;K4;01-01-1900;;;;;;",
)


def of(*rows: str, mapping: str = MAPPING, header: str = HEADER) -> dict[str, str]:
    return one_source(csv_of(*rows, header=header), mapping=mapping)


def test_each_date_column_is_an_activity_and_an_empty_one_is_none(tmp_path: Path) -> None:
    made = loaded(tmp_path, of(*ROWS))
    told = [(s["activity"], s["partner"], s["started_on"], s["ended_on"], s["source_row"]) for s in made.steps]
    assert sorted(told, key=str) == sorted(
        [
            ("Aanvraag", "Gemeente", date(2025, 2, 1), date(2025, 2, 1), 2),
            ("Besluit", "Gemeente", date(2025, 2, 10), date(2025, 2, 10), 2),
            ("Zorg", "Zorg A", date(2025, 3, 1), None, 2),
            ("Aanvraag", "Gemeente", date(2025, 2, 3), date(2025, 2, 3), 3),
            ("Aanvraag", "Gemeente", date(2025, 2, 4), date(2025, 2, 4), 5),
            ("Besluit", "Gemeente", date(2025, 2, 5), date(2025, 2, 5), 5),
            ("Zorg", "Zorg B", date(2025, 2, 20), date(2025, 4, 1), 5),
        ],
        key=str,
    )
    assert [s["is_open"] for s in made.steps if s["activity"] == "Zorg"].count(True) == 1
    assert [s["e_outcome"] for s in made.steps if s["e_outcome"]] == ["klaar"]


def test_what_was_left_out_is_counted(tmp_path: Path) -> None:
    made = loaded(tmp_path, of(*ROWS))
    (delivery,) = made.snapshot.manifest.sources
    notices = {(notice.code, notice.column): notice.n for notice in delivery.notices}
    assert notices["rows_dropped", ""] == 2
    assert notices["dates_infinite", "Einde zorg"] == 1
    assert notices["dates_unknown", "Datum besluit"] == 1
    assert notices["dates_unknown", "Datum aanvraag"] == 1
    assert notices["rows_without_event", ""] == 1
    assert delivery.not_stored == ("Notitie",)


def test_milestones_of_one_day_keep_the_order_of_the_mapping(tmp_path: Path) -> None:
    made = loaded(tmp_path, of("Z1;K1;01-02-2025;01-02-2025;01-02-2025;;Zorg A;;"))
    assert made.column("activity") == ["Aanvraag", "Besluit", "Zorg"]


def test_a_column_may_have_another_name_in_another_month(tmp_path: Path) -> None:
    made = loaded(
        tmp_path,
        of(
            ROWS[0],
            header=HEADER.replace("Datum aanvraag", "Aangevraagd"),
            mapping=MAPPING.replace('requested = "Datum aanvraag"', 'requested = ["Datum aanvraag", "Aangevraagd"]'),
        ),
    )
    assert made.column("activity") == ["Aanvraag", "Besluit", "Zorg"]


def test_a_wrong_date_is_told_with_its_own_column_and_once(tmp_path: Path) -> None:
    write(tmp_path, of("Z1;K1;31-02-2025;10-02-2025;01-03-2025;2025;Zorg A;;"))
    checked = check(tmp_path / "a.csv", mapping=read_mapping(tmp_path / "m.toml"))
    told = [(p.code, p.row, p.column, p.value) for p in checked.problems]
    assert sorted(told) == [("date_wrong", 2, "Datum aanvraag", "31-02-2025"), ("date_wrong", 2, "Einde zorg", "2025")]


def test_a_row_without_a_case_is_one_problem_however_many_milestones(tmp_path: Path) -> None:
    write(
        tmp_path,
        of(";K1;01-02-2025;10-02-2025;;;;;", mapping=MAPPING.replace('["Totaal", ""]', '["Totaal"]')),
    )
    checked = check(tmp_path / "a.csv", mapping=read_mapping(tmp_path / "m.toml"))
    assert [(p.code, p.row, p.column) for p in checked.problems] == [("value_missing", 2, "Zaak")]
    assert checked.total == 1


def test_a_number_of_a_person_is_refused_also_in_the_column_of_one_milestone(tmp_path: Path) -> None:
    numbers = [str(n) for n in range(100_000_000, 100_000_900) if contains_bsn(str(n))][:40]
    assert len(numbers) == 40
    rows = [f"Z{n};K{n};01-02-2025;;01-03-2025;;{number};;" for n, number in enumerate(numbers)]
    write(tmp_path, of(*rows))
    checked = check(tmp_path / "a.csv", mapping=read_mapping(tmp_path / "m.toml"))
    assert [(p.code, p.column) for p in checked.problems] == [("bsn_column", "Aanbieder")]


def test_a_source_without_any_date_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        loaded(tmp_path, of("Z1;K1;;;;;;;"))
    assert [p.code for p in refused.value.problems] == ["no_milestones"]


CLIENTS = "Clientnr;Gemeente\nK1;Eikdorp\nK2;Beekstad\n"
CARE = """\
Voorziening;Cliënt;Start;Einde;Soort
V1;K1;01-03-2025;01-05-2025;Begeleiding
V2;K2;01-03-2025;;Begeleiding
V3;K9;01-03-2025;;Begeleiding
"""
JOINED = """\
[file]
delimiter = ";"
date_format = "dd-mm-yyyy"
[columns]
case_id = "Voorziening"
resident = "Cliënt"
activity = "Soort"
partner = { value = "Zorg" }
started = "Start"
ended = "Einde"
municipality = "Gemeente"
[[join]]
files = "client*.csv"
key = "Clientnr"
to = "Cliënt"
"""
SOURCES = '[[source]]\nname = "zorg"\nmapping = "m.toml"\nfiles = "in/*.csv"\n'


def joined(clients: str = CLIENTS, mapping: str = JOINED) -> dict[str, str]:
    return {"sources.toml": SOURCES, "m.toml": mapping, "in/clienten.csv": clients, "in/voorzieningen.csv": CARE}


def test_files_of_one_source_are_set_side_by_side(tmp_path: Path) -> None:
    made = loaded(tmp_path, joined())
    assert sorted(made.column("c_municipality", "cases"), key=str) == ["Beekstad", "Eikdorp", None]
    (delivery,) = made.snapshot.manifest.sources
    assert [(n.code, n.n, n.column) for n in delivery.notices if n.code == "join_alone"] == [
        ("join_alone", 1, "Cliënt")
    ]


@pytest.mark.parametrize(
    ("files", "code", "column"),
    [
        (joined(CLIENTS + "K1;Elders\n"), "join_key_double", "Clientnr"),
        (joined(mapping=JOINED.replace('key = "Clientnr"', 'key = "Nummer"')), "join_key_missing", "Nummer"),
        (joined(mapping=JOINED.replace("client*", "personen*")), "join_file_missing", ""),
    ],
)
def test_what_keeps_files_from_being_joined_is_named(
    tmp_path: Path, files: dict[str, str], code: str, column: str
) -> None:
    with pytest.raises(Refusal) as refused:
        loaded(tmp_path, files)
    assert {(p.code, p.column) for p in refused.value.problems} >= {(code, column)}


def test_nothing_is_left_in_the_connection_after_a_refusal(tmp_path: Path) -> None:
    write(tmp_path, of("Z1;K1;31-02-2025;;;;;;"))
    with duckdb.connect() as con:
        look = look_at(con, tmp_path / "a.csv", mapping=read_mapping(tmp_path / "m.toml"))
        assert look.staged is None
        left = con.execute(
            "SELECT table_name FROM duckdb_tables() UNION SELECT view_name FROM duckdb_views() WHERE NOT internal"
        ).fetchall()
    assert left == []
