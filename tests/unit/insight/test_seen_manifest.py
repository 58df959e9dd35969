"""What is told of a snapshot through a grant: nothing that rests on what may not be read."""

from datetime import date
from pathlib import Path

import pytest

from schakel.data.manifest import NEVER, Manifest, Reference
from schakel.insight.opened import open_log
from schakel.insight.pinch import pinch
from schakel.sharing.grant import Grant, sight
from unit.data.log_building import EVENTS, csv_of, loaded

HEADER = "case,resident,activity,partner,start,end"
FILES = {
    "sources.toml": '[case]\nunit = "provision"\nclosing = ["Close"]\n'
    '[[source]]\nname = "desk"\nmapping = "m.toml"\nfiles = "desk.csv"\ndelivered_by = "Desk"\n'
    '[[source]]\nname = "care"\nmapping = "m.toml"\nfiles = "care.csv"\ndelivered_by = "Care"\n',
    "m.toml": EVENTS,
    "desk.csv": csv_of(
        "p1,r1,Report,Desk,2024-02-05,2024-02-05", "p2,r2,Report,Other,2024-03-05,2024-03-06", header=HEADER
    ),
    "care.csv": csv_of(
        "p1,r1,Help,Care,2024-04-10,2024-06-15", "p3,r3,Close,Care,2024-01-03,2024-01-03", header=HEADER
    ),
}
DAY, BY = date(2024, 7, 1), {"desk": "Desk", "care": "Care"}
TIMES = frozenset({"started", "ended"})


def manifest_for(folder: Path, reader: str, fields: frozenset[str] = TIMES) -> Manifest:
    """What a reader is told who has a grant on the desk's source."""
    log = loaded(folder, FILES).snapshot
    both = frozenset({"Desk", reader})
    grant = Grant("desk", "Desk", reader, "test", fields, DAY, DAY, signed=both)
    with open_log(log, sight=sight(reader, "test", DAY, [grant], BY)) as view:
        found: Manifest = view.manifest
        assert found.id == log.id
        return found


def test_another_s_source_is_told_without_what_is_the_matter_with_it(tmp_path: Path) -> None:
    told = manifest_for(tmp_path, "Town")
    assert [(one.name, one.file, one.rows, one.notices) for one in told.sources] == [("desk", "", 0, ())]
    assert {name: n for name, n in told.counts.items() if n} == {
        "events": 2,
        "cases": 2,
        "residents": 2,
        "activities": 1,
    }
    assert (told.first_on, told.last_on) == (date(2024, 2, 5), date(2024, 3, 6))
    assert told.reference == {"desk": Reference(date(2024, 3, 6), False)}
    assert told.coverage.months == ("2024-02", "2024-03")
    assert told.coverage.partners == {}, "no name of a partner was granted"
    assert told.closing == ()
    assert not told.attributes


def test_a_partner_is_told_when_its_name_may_be_read(tmp_path: Path) -> None:
    told = manifest_for(tmp_path, "Town", TIMES | {"partner"})
    assert set(told.coverage.partners) == {"Desk", "Other"}


@pytest.mark.parametrize("fields", [frozenset({"partner"}), frozenset({"household"})])
def test_without_times_there_is_no_first_and_no_last_day(tmp_path: Path, fields: frozenset[str]) -> None:
    told = manifest_for(tmp_path, "Town", fields)
    assert (told.first_on, told.last_on, told.reference_on) == (NEVER, NEVER, NEVER)
    assert told.coverage.months == ()


def test_one_s_own_source_is_told_as_it_is(tmp_path: Path) -> None:
    told = manifest_for(tmp_path, "Care")
    own = next(one for one in told.sources if one.name == "care")
    assert (own.file, own.rows) == ("care.csv", 2)
    assert told.closing == ("Close",)
    assert told.last_on == date(2024, 6, 15)


def test_where_it_pinches_can_be_asked_without_any_day(tmp_path: Path) -> None:
    """Who may read to whom was referred and no time of it: no finding, and no mistake."""
    log = loaded(tmp_path, FILES | {
        "m.toml": EVENTS + 'to_partner = "to"\n',
        "desk.csv": csv_of("p1,r1,Report,Desk,2024-02-05,2024-02-05,Desk", header=f"{HEADER},to"),
        "care.csv": csv_of("p1,r1,Help,Care,2024-04-10,2024-06-15,", header=f"{HEADER},to"),
    }).snapshot  # fmt: skip
    fields = frozenset({"partner", "to_partner"})
    grant = Grant("desk", "Desk", "Town", "test", fields, DAY, DAY, signed=frozenset({"Desk", "Town"}))
    with open_log(log, sight=sight("Town", "test", DAY, [grant], BY)) as view:
        assert view.rows("SELECT to_partner FROM steps") == [("Desk",)]
        assert list(pinch(view, threshold=5)) == []
