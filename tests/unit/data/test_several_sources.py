"""Several sources, one log: who delivered which month, what is out of sight, and adding one source to the others."""

from datetime import date
from pathlib import Path

import pytest

from schakel.chain.problem import Refusal
from schakel.data.deliveries.add_source import add_source
from schakel.data.deliveries.check_log import check_log
from schakel.data.deliveries.load_log import load_log
from schakel.data.deliveries.sources import ACTIVITY, DeliveryEntry, Sources
from schakel.data.deliveries.sources_file import read_sources
from schakel.data.deliveries.sources_text import to_toml
from schakel.data.load import load
from schakel.data.log import current_id
from schakel.data.mapping import read_mapping
from schakel.insight.opened import open_log
from unit.data.log_building import EVENTS, csv_of, loaded, rows_of, write

REFERRING = EVENTS + 'to_partner = "to"\n'
HEADER = "case,resident,activity,partner,start,end,to"
DESK = csv_of(
    "p1,r1,Report,Desk,2024-01-05,2024-01-05,",
    "p1,r1,Referral,Desk,2024-01-20,2024-01-20,Care",
    "p2,r2,Report,Desk,2024-05-05,2024-05-05,",
    "p2,r2,Referral,Desk,2024-05-20,2024-05-20,Care",
    "p3,r3,Report,Desk,2024-06-05,2024-06-05,",
    "p3,r3,Close,Desk,2024-06-20,2024-06-20,",
    header=HEADER,
)
CARE = csv_of("p1,r1,Help,Care,2024-02-10,2024-03-15,", "p1,r1,Close,Care,2024-03-20,2024-03-20,", header=HEADER)


def sources(care: str = "until = 2024-03-31", mapping: str = "m.toml", closing: str = 'closing = ["Close"]') -> str:
    return (
        f'[case]\nunit = "provision"\n{closing}\n'
        '[[source]]\nname = "desk"\nmapping = "m.toml"\nfiles = "desk.csv"\nfrom = 2024-01-01\nuntil = 2024-06-30\n'
        f'[[source]]\nname = "care"\nmapping = "{mapping}"\nfiles = "care.csv"\nfrom = 2024-02-01\n{care}\n'
    )


def files(**more: str) -> dict[str, str]:
    return {"sources.toml": sources(**more), "m.toml": REFERRING, "desk.csv": DESK, "care.csv": CARE}


def test_coverage_tells_partner_by_month(tmp_path: Path) -> None:
    made = loaded(tmp_path, files())
    coverage = made.snapshot.manifest.coverage
    assert coverage.months == ("2024-01", "2024-02", "2024-03", "2024-04", "2024-05", "2024-06")
    assert coverage.partners == {"Care": "nddnnn", "Desk": "dddddd"}


def test_a_wait_counts_only_in_months_that_both_delivered(tmp_path: Path) -> None:
    """The referral of January falls before the first month of the care partner: what came before it was not seen."""
    made = loaded(tmp_path, files())
    helped = next(s for s in made.steps if s["next_activity"] == "Help")
    assert (helped["wait_us"], helped["next_partner"]) == (None, None)
    reported = [s for s in made.steps if s["activity"] == "Report"]
    assert all(s["wait_us"] is not None for s in reported)
    assert made.snapshot.manifest.counts["unseen_waits"] == 1


def test_a_case_that_ends_at_a_partner_that_stopped_is_out_of_sight(tmp_path: Path) -> None:
    made = loaded(tmp_path, files())
    sight = {c["started_on"]: (c["is_open"], c["sight_until_on"]) for c in made.cases}
    assert sight == {
        date(2024, 1, 5): (False, None),
        date(2024, 5, 5): (True, date(2024, 5, 20)),
        date(2024, 6, 5): (False, None),
    }


def test_without_declared_endings_such_a_case_has_not_ended_either(tmp_path: Path) -> None:
    made = loaded(tmp_path, files(closing=""))
    assert [c["is_open"] for c in made.cases] == [True, True, False]  # the first was seen until days before the stop


def test_the_log_is_seen_until_the_sources_that_still_deliver(tmp_path: Path) -> None:
    manifest = loaded(tmp_path, files()).snapshot.manifest
    assert manifest.reference_on == date(2024, 6, 30)
    assert manifest.reference["care"].on == date(2024, 3, 31)


def test_sources_without_a_shared_key_stand_side_by_side(tmp_path: Path) -> None:
    own = REFERRING + '[case]\nscope = "source"\nresidents = "source"\n'
    made = loaded(tmp_path, files(care="until = 2024-06-30", mapping="own.toml") | {"own.toml": own})
    counts = made.snapshot.manifest.counts
    assert (counts["cases"], counts["residents"]) == (4, 4)
    with open_log(tmp_path) as view:
        assert list(view.figure("handovers").records()) == []
    # The referrals lead to a partner that cannot be followed from here.
    assert sorted(str(c["sight_until_on"]) for c in made.cases) == ["2024-01-20", "2024-05-20", "None", "None"]


def test_nobody_is_found_in_two_sources_by_chance(tmp_path: Path) -> None:
    """Equal numbers of two sources are two residents where one of them says that its numbers are its own."""
    own = REFERRING + '[case]\nscope = "source"\nresidents = "source"\n'
    made = loaded(tmp_path, files(mapping="own.toml") | {"own.toml": own})
    by_source: dict[str, set[int]] = {s["source"]: set() for s in made.steps}
    for step in made.steps:
        by_source[step["source"]].add(step["resident_no"])
    assert not by_source["desk"] & by_source["care"]


def test_one_file_with_a_fault_refuses_all_and_the_old_snapshot_stands(tmp_path: Path) -> None:
    loaded(tmp_path, files())
    before, kept = current_id(tmp_path), sorted(p.name for p in (tmp_path / "deliveries").iterdir())
    write(tmp_path, {"care.csv": CARE.replace("2024-02-10", "2024-02-31"), "desk.csv": DESK.replace("2024-06-05", "x")})
    with pytest.raises(Refusal) as refused:
        load_log(tmp_path)
    assert {(p.file, p.code) for p in refused.value.problems} == {
        ("care: care.csv", "date_wrong"),
        ("desk: desk.csv", "date_wrong"),
    }
    assert current_id(tmp_path) == before
    assert sorted(p.name for p in (tmp_path / "deliveries").iterdir()) == kept
    assert [one.checked.total for one in check_log(tmp_path)] == [2, 1]


def test_no_number_of_a_person_is_kept(tmp_path: Path) -> None:
    rows = DESK.replace("r1", "person-77").replace("p1", "case-77")
    loaded(tmp_path, files() | {"desk.csv": rows})
    for path in (tmp_path / "deliveries").rglob("*"):
        if path.is_file():
            assert b"person-77" not in path.read_bytes()
            assert b"case-77" not in path.read_bytes()


def test_the_same_files_give_the_same_bytes(tmp_path: Path) -> None:
    write(tmp_path / "one", files())
    write(tmp_path / "two", files())
    (tmp_path / "one" / "key").write_text("ab" * 32 + "\n")
    (tmp_path / "two" / "key").write_text("ab" * 32 + "\n")
    one, two = load_log(tmp_path / "one"), load_log(tmp_path / "two")
    assert one.id == two.id
    for path in one.folder.rglob("*.parquet"):
        assert path.read_bytes() == (two.folder / path.relative_to(one.folder)).read_bytes()


def test_a_source_is_added_to_the_others_and_replaced(tmp_path: Path) -> None:
    write(tmp_path, files())
    log, mapping = tmp_path / "log", read_mapping(tmp_path / "m.toml")
    add_source(tmp_path / "desk.csv", log, "desk", mapping=mapping)
    made = rows_of(add_source(tmp_path / "care.csv", log, "care", mapping=mapping))
    assert set(made.column("source")) == {"desk", "care"}
    assert len(made.steps) == 8
    (tmp_path / "care.csv").write_text(csv_of("p1,r1,Help,Care,2024-02-11,2024-03-15,", header=HEADER))
    made = rows_of(add_source(tmp_path / "care.csv", log, "care", mapping=mapping))
    assert [s["started_on"] for s in made.steps if s["source"] == "care"] == [date(2024, 2, 11)]
    assert len(made.steps) == 7
    assert rows_of(load_log(log)).snapshot.id == made.snapshot.id


def test_a_delivery_of_a_period_leaves_the_rest_of_its_source(tmp_path: Path) -> None:
    write(tmp_path, files())
    log, mapping = tmp_path / "log", read_mapping(tmp_path / "m.toml")
    add_source(tmp_path / "desk.csv", log, "desk", mapping=mapping)
    (tmp_path / "may.csv").write_text(csv_of("p9,r9,Report,Desk,2024-05-06,2024-05-06,", header=HEADER))
    may = DeliveryEntry((), None, date(2024, 5, 1), date(2024, 5, 31), date(2024, 6, 3))
    made = rows_of(add_source(tmp_path / "may.csv", log, "desk", mapping=mapping, entry=may))
    assert sorted(s["started_on"] for s in made.steps) == [
        date(2024, 1, 5), date(2024, 1, 20), date(2024, 5, 6), date(2024, 6, 5), date(2024, 6, 20),
    ]  # fmt: skip
    assert [d.counted for d in made.snapshot.manifest.sources] == [4, 1]
    assert rows_of(load_log(log)).snapshot.id == made.snapshot.id


def test_a_sources_file_of_people_is_not_written_over(tmp_path: Path) -> None:
    loaded(tmp_path, files())
    text = (tmp_path / "sources.toml").read_text()
    with pytest.raises(Refusal) as refused:
        load(tmp_path / "desk.csv", tmp_path)
    assert refused.value.problems[0].code == "log_has_sources"
    with pytest.raises(Refusal) as refused:
        add_source(tmp_path / "desk.csv", tmp_path, "desk")
    assert refused.value.problems[0].code == "source_in_file"
    mapping = read_mapping(tmp_path / "m.toml")
    add_source(tmp_path / "care.csv", tmp_path, "third", mapping=mapping)
    assert (tmp_path / "sources.toml").read_text().startswith(text.rstrip("\n"))
    assert [one.source for one in check_log(tmp_path)] == ["desk", "care", "third"]


@pytest.mark.parametrize(
    ("text", "code", "column"),
    [
        ("", "source_none", ""),
        ('[[source]]\nname = "a"\n', "toml_value", "source.1.files"),
        ('[[source]]\nfiles = "a.csv"\n', "toml_value", "source.1.name"),
        ('[[source]]\nname = "a"\nfile = "a.csv"\nfiles = "a.csv"\n', "toml_key_unknown", "source.1.file"),
        ('[[source]]\nname = "a"\nfiles = "b.csv"\n', "source_files_missing", "b.csv"),
        (
            '[[source]]\nname = "a"\nfiles = "a.csv"\nfrom = 2024-02-01\nuntil = 2024-01-01\n',
            "toml_value",
            "source.1.until",
        ),
        ('[[source]]\nname = "a"\nfiles = "a.csv"\nkind = "all"\n', "toml_value", "source.1.kind"),
        ('[[source]]\nname = "a"\nfiles = "a.csv"\nkeep_months = 0\n', "toml_value", "source.1.keep_months"),
        ('[[source]]\nname = "a"\nfiles = "a.csv"\nkeep_months = true\n', "toml_value", "source.1.keep_months"),
        ('[[source]]\nname = "a"\nfiles = "a.csv"\nkeep_months = "24"\n', "toml_value", "source.1.keep_months"),
        ('processing_activity = 7\n[[source]]\nname = "a"\nfiles = "a.csv"\n', "toml_value", "processing_activity"),
        ('[[source]]\nname = "a"\nfiles = "a.csv"\n[[source]]\nname = "a"\nfiles = "a.csv"\n', "source_double", ""),
        ('[[source]]\nname = "a"\nfiles = "a.csv"\nmapping = "none.toml"\n', "toml_missing", ""),
    ],
)
def test_a_slip_in_the_sources_file_is_named(tmp_path: Path, text: str, code: str, column: str) -> None:
    write(tmp_path, {"sources.toml": text, "a.csv": csv_of("p,r,Help,Care,2024-01-01,2024-01-02")})
    with pytest.raises(Refusal) as refused:
        load_log(tmp_path)
    assert (code, column) in {(p.code, p.column) for p in refused.value.problems}
    assert current_id(tmp_path) is None


def test_how_long_a_source_is_kept_is_written_as_it_was_read(tmp_path: Path) -> None:
    text = (
        'processing_activity = "urn:all"\n[[source]]\nname = "a"\nfiles = "a.csv"\nkeep_months = 24\n'
        'processing_activity = "urn:own"\n[[source]]\nname = "b"\nfiles = "b.csv"\n'
    )
    write(tmp_path, {"sources.toml": text})
    read = read_sources(tmp_path)
    assert [source.keep_months for source in read.sources] == [24, None]
    assert [read.activity_of(name) for name in ("a", "b", "unknown")] == ["urn:own", "urn:all", "urn:all"]
    assert Sources().activity_of("a") == ACTIVITY
    write(tmp_path, {"sources.toml": to_toml(read)})
    assert read_sources(tmp_path) == read


def test_a_further_delivery_keeps_what_is_said_of_its_source(tmp_path: Path) -> None:
    write(tmp_path, {"desk.csv": DESK, "m.toml": REFERRING})
    log = tmp_path / "log"
    mapping = read_mapping(tmp_path / "m.toml")
    add_source(tmp_path / "desk.csv", log, "desk", mapping=mapping)
    text = (log / "sources.toml").read_text()
    write(log, {"sources.toml": text.replace('name = "desk"', 'name = "desk"\nkeep_months = 12')})
    add_source(tmp_path / "desk.csv", log, "desk", mapping=mapping)
    assert [source.keep_months for source in read_sources(log).sources] == [12]
