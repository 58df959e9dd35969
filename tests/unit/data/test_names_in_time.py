"""Names of then and of today: a merger is never an outflow and an inflow."""

from pathlib import Path

import pytest

from schakel.chain.problem import Refusal
from schakel.insight.naming import Names
from schakel.insight.opened import open_log
from unit.data.log_building import EVENTS, csv_of, loaded, one_source, write

HEAD = "kind,municipality,law,source_code,concept,valid_from,valid_to,successor\n"
MERGER = (
    HEAD
    + "partner,,,AAA,Care A,,2024-06-30,Care\npartner,,,BBB,Care B,,2024-06-30,Care\npartner,,,AAA,Care,2024-07-01,,\n"
)
ROWS = csv_of(
    "p1,r1,Intake,Desk,2024-01-05,2024-01-05",
    "p1,r1,Help,AAA,2024-02-01,2024-06-30",
    "p1,r1,Help,AAA,2024-07-01,2024-09-30",
    "p2,r2,Intake,Desk,2024-01-05,2024-01-05",
    "p2,r2,Advice,BBB,2024-06-01,2024-06-20",
    "p2,r2,Help,AAA,2024-07-10,2024-09-30",
)


@pytest.mark.parametrize(
    ("names", "partners"), [("today", {"Desk", "Care"}), ("then", {"Desk", "Care", "Care A", "Care B"})]
)
def test_a_merger_is_no_handover_under_either_name(tmp_path: Path, names: Names, partners: set[str]) -> None:
    made = loaded(tmp_path, one_source(ROWS) | {"names.csv": MERGER})
    assert made.snapshot.manifest.counts["continued"] == 1  # the help that the merger cut in two
    with open_log(tmp_path, names=names) as view:
        shown = {row["partner"] for row in view.figure("partners").records()}
        handed = {(row["partner"], row["next_partner"]) for row in view.figure("handovers").records()}
    assert shown == partners
    care = {name for name in partners if name.startswith("Care")}
    assert not {(one, other) for one, other in handed if one in care and other in care}
    assert {one for one, _ in handed} == {"Desk"}


def test_a_renamed_activity_gives_one_route_today_and_two_then(tmp_path: Path) -> None:
    rows = csv_of("p1,r1,OLD,Desk,2024-01-05,2024-01-05", "p2,r2,OLD,Desk,2024-09-05,2024-09-05")
    names = HEAD + "activity,,,OLD,Support,,2024-06-30,Guidance\nactivity,,,OLD,Guidance,2024-07-01,,\n"
    loaded(tmp_path, one_source(rows) | {"names.csv": names})
    found = {}
    both: tuple[Names, Names] = ("today", "then")
    for when in both:
        with open_log(tmp_path, names=when) as view:
            found[when] = sorted((row["activity"], row["steps"]) for row in view.figure("activities").records())
            routes = list(view.figure("routes").records())
            assert len(routes) == (1 if when == "today" else 2)
    assert found == {"today": [("Guidance", 2)], "then": [("Guidance", 1), ("Support", 1)]}


def test_the_passport_tells_names_of_then(tmp_path: Path) -> None:
    loaded(tmp_path, one_source(ROWS) | {"names.csv": MERGER})
    with open_log(tmp_path, names="then") as then, open_log(tmp_path) as today:
        assert ("names", "then") in then.passport().parameters
        assert then.passport().id != today.passport().id


def test_one_code_means_something_else_in_another_municipality_and_law(tmp_path: Path) -> None:
    mapping = EVENTS + 'municipality = "town"\nlaw = "law"\n'
    header = "case,resident,activity,partner,start,end,town,law"
    rows = csv_of(
        "p1,r1,01,Desk,2024-01-05,2024-01-05,Oak,Wmo",
        "p2,r2,01,Desk,2024-01-05,2024-01-05,Elm,Wmo",
        "p3,r3,01,Desk,2024-01-05,2024-01-05,Oak,Jeugdwet",
        header=header,
    )
    names = HEAD + "activity,,,01,Report,,,\nactivity,Elm,,01,Question,,,\nactivity,,Jeugdwet,01,Referral,,,\n"
    made = loaded(tmp_path, one_source(rows, mapping=mapping) | {"names.csv": names})
    assert sorted(made.column("activity")) == ["Question", "Referral", "Report"]


def test_overlaps_and_unknown_codes_are_listed_with_counts(tmp_path: Path) -> None:
    names = (
        HEAD + "partner,,,AAA,Care A,,2024-07-15,\npartner,,,AAA,Care,2024-07-01,,\npartner,,,BBB,Care B,2025-01-01,,\n"
    )
    made = loaded(tmp_path, one_source(ROWS, 'unit = "provision"\ncontinued_days = 0') | {"names.csv": names})
    found = {(n.kind, n.code, n.why): n.n for n in made.snapshot.manifest.names}
    assert found == {
        ("partner", "AAA", "overlap"): 2,
        ("partner", "BBB", "outside"): 1,
        ("partner", "Desk", "unknown"): 2,
    }


@pytest.mark.parametrize(
    ("line", "code", "row"),
    [
        ("partner,,,A,X,,,Y\npartner,,,B,Y,,,X", "names_cycle", 2),
        ("partner,,,A,X,,,Y\npartner,,,B,X,,,Z", "names_split", 3),
        ("partner,,,,X,,,", "names_empty", 2),
        ("partner,,,A,X,01-01-2024,,", "date_wrong", 2),
        ("partner,,,A,X,2024-02-01,2024-01-01,", "ends_before_start", 2),
        ("planet,,,A,X,,,", "toml_value", 2),
        ('partner,,,"' + "A" * 200_000, "cell_too_large", 2),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, line: str, code: str, row: int) -> None:
    with pytest.raises(Refusal) as refused:
        loaded(tmp_path, one_source(ROWS) | {"names.csv": HEAD + line + "\n"})
    assert next((p.code, p.row) for p in refused.value.problems if p.code == code) == (code, row)


def test_changed_names_need_no_file_read_again(tmp_path: Path) -> None:
    loaded(tmp_path, one_source(ROWS))
    (tmp_path / "a.csv").rename(tmp_path / "b.csv")
    (tmp_path / "b.csv").rename(tmp_path / "a.csv")
    kept = sorted(path.stat().st_mtime_ns for path in tmp_path.glob("deliveries/*/events.parquet"))
    made = loaded(write(tmp_path, {"names.csv": MERGER}))
    assert "Care" in made.column("partner")
    assert sorted(path.stat().st_mtime_ns for path in tmp_path.glob("deliveries/*/events.parquet")) == kept
