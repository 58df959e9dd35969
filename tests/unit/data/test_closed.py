"""Closing a period: once, whole months, when all of it is there; and what it rests on stays."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from schakel.chain.problem import Refusal
from schakel.chain.selection import Period
from schakel.data.deliveries.closed import Closed, close, closed_snapshot, read_closed
from schakel.data.deliveries.load_log import load_log
from schakel.data.log import locked
from schakel.data.snapshot import open_snapshot
from unit.data.corrected_log import KEY, desk, first_load, second_load, team, write, write_sources

DAY = date(2025, 9, 1)
JANUARY, MARCH, JUNE = date(2025, 1, 31), date(2025, 3, 31), date(2025, 6, 30)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    first_load(tmp_path / "log")
    return tmp_path / "log"


def closed(log: Path, until: date, since: date | None = None, *, anyway: bool = False) -> Closed:
    return close(log, until, since=since, on=DAY, above=0.02, anyway=anyway)


def refusal(log: Path, until: date, since: date | None = None) -> tuple[str, str, str]:
    before = (log / "closed.toml").read_bytes() if (log / "closed.toml").exists() else b""
    with pytest.raises(Refusal) as refused:
        closed(log, until, since)
    assert ((log / "closed.toml").read_bytes() if before else b"") == before
    problem = refused.value.problems[0]
    return problem.code, problem.value, problem.allowed


def test_a_closed_period_is_kept_with_its_snapshot(log: Path) -> None:
    snapshot = open_snapshot(log)
    first = closed(log, MARCH)
    assert first == Closed(date(2025, 1, 1), MARCH, snapshot.id, DAY)
    second = closed(log, JUNE)
    assert (second.since, second.until) == (date(2025, 4, 1), JUNE)
    assert read_closed(log) == (first, second)
    found = tomllib.loads((log / "closed.toml").read_text(encoding="utf-8"))
    assert found["closed"][0] == {
        "from": date(2025, 1, 1), "until": MARCH, "snapshot": snapshot.id, "closed_on": DAY
    }  # fmt: skip


def test_what_is_closed_is_refused_with_what_stands(log: Path) -> None:
    closed(log, MARCH)
    assert refusal(log, MARCH) == ("close_overlaps", "2025-03-31", "2025-01-01..2025-03-31")
    assert refusal(log, JANUARY)[0] == "close_overlaps"
    assert refusal(log, JUNE, date(2025, 3, 1)) == (
        "close_overlaps", "2025-03-01..2025-06-30", "2025-01-01..2025-03-31"
    )  # fmt: skip
    assert closed(log, date(2025, 5, 31), date(2025, 5, 1)).since == date(2025, 5, 1)


def test_only_whole_months_that_were_seen(log: Path) -> None:
    assert refusal(log, date(2025, 3, 30)) == ("close_months", "2025-03-30", "2025-03-31")
    assert refusal(log, MARCH, date(2025, 1, 2)) == ("close_months", "2025-01-02", "2025-01-01")
    assert refusal(log, JANUARY, date(2025, 2, 1)) == ("close_order", "2025-01-31", "2025-02-01")
    assert refusal(log, date(2025, 7, 31)) == ("close_outside", "2025-01-01..2025-07-31", "2025-01 .. 2025-06")
    assert refusal(log, MARCH, date(2024, 12, 1))[0] == "close_outside"


def test_a_period_that_is_not_wholly_delivered(log: Path) -> None:
    write(log / "kort.csv", team(range(20)))
    write_sources(log, {"loket": "loket-1.csv", "team": "kort.csv"}, until=JUNE, taken=date(2025, 8, 15))
    text = (log / "sources.toml").read_text(encoding="utf-8").rpartition("until = 2025-06-30")
    (log / "sources.toml").write_text(f"{text[0]}until = 2025-04-10{text[2]}", encoding="utf-8")
    load_log(log, key=KEY)
    assert refusal(log, JUNE) == ("close_lacking", "Team (2025-04..2025-06)", "2025-01-01..2025-06-30")
    assert closed(log, MARCH).until == MARCH
    assert closed(log, JUNE, anyway=True).until == JUNE


def test_a_period_that_still_fills_up(log: Path) -> None:
    write_sources(log, {"loket": "loket-1.csv", "team": "team-1.csv"}, until=JUNE, taken=date(2025, 7, 3))
    load_log(log, key=KEY)
    assert refusal(log, JUNE) == ("close_filling", "loket (2025-06); team (2025-06)", "2025-01-01..2025-06-30")
    assert closed(log, date(2025, 5, 31)).until == date(2025, 5, 31)
    assert closed(log, JUNE, anyway=True).since == date(2025, 6, 1)


def test_the_share_above_which_a_month_is_not_final_is_given(log: Path) -> None:
    """The second delivery shows that two in a hundred rows of June come late."""
    for turn, rows in ((1, desk(range(60))), (2, desk(range(75)))):
        write(log / f"loket-{turn}.csv", rows)
    text = '[case]\ncontinued_days = 0\n[[source]]\nname = "loket"\nmapping = "m.toml"\n'
    for turn, (until, taken) in enumerate(((date(2025, 5, 31), date(2025, 6, 5)), (JUNE, date(2025, 7, 5))), 1):
        text += f'[[source.delivery]]\nfiles = "loket-{turn}.csv"\nkind = "full"\n'
        text += f"from = 2025-01-01\nuntil = {until}\nextracted = {taken}\n"
    (log / "sources.toml").write_text(text, encoding="utf-8")
    shares = [one.share for one in load_log(log, key=KEY).manifest.provisional if one.partner is None]
    (share,) = [share for share in shares if share is not None]
    with pytest.raises(Refusal, match="close_filling"):
        close(log, JUNE, since=None, on=DAY, above=share - 0.001, anyway=False)
    assert close(log, JUNE, since=None, on=DAY, above=share + 0.001, anyway=False).until == JUNE


def test_a_closed_snapshot_stays_whatever_is_loaded(log: Path) -> None:
    made = closed(log, MARCH)
    kept = {delivery.id for delivery in open_snapshot(log).manifest.sources}
    for n in range(3):
        second_load(log, more=f"[case]\ncontinued_days = {n}")
    assert closed_snapshot(log, made).id == made.snapshot
    assert kept <= {path.name for path in (log / "deliveries").iterdir()}
    assert open_snapshot(log).id != made.snapshot


def test_a_file_that_was_damaged_and_a_snapshot_that_is_gone(log: Path) -> None:
    made = closed(log, MARCH)
    with pytest.raises(Refusal, match="closed_gone"):
        closed_snapshot(log, Closed(made.since, made.until, "0" * 16, made.on))
    for text in ("[[closed]]\nfrom = 2025-01-01\n", "closed = 3\n", "[[clo"):
        (log / "closed.toml").write_text(text, encoding="utf-8")
        assert refusal(log, JUNE)[0] == "closed_broken"


def test_closing_waits_for_no_load_and_needs_a_log(log: Path, tmp_path: Path) -> None:
    with locked(log):
        assert refusal(log, MARCH)[0] == "log_busy"
    with pytest.raises(Refusal, match="log_missing"):
        closed(tmp_path / "nothing", MARCH)
    assert not (tmp_path / "nothing").exists()


@pytest.mark.parametrize(
    ("since", "until", "within"),
    [
        (date(2025, 2, 1), date(2025, 5, 31), True),
        (None, date(2025, 6, 30), True),
        (date(2025, 2, 1), date(2025, 7, 1), False),
        (date(2025, 2, 1), None, False),
        (date(2024, 12, 31), date(2025, 5, 31), False),
    ],
)
def test_which_periods_lie_within(since: date | None, until: date | None, within: bool) -> None:
    made = Closed(date(2025, 1, 1), JUNE, "x", DAY)
    assert made.holds(Period(since, until), first=date(2025, 1, 1)) is within
    assert not made.holds(Period(None, JUNE), first=date(2024, 1, 1))
    assert [month for month in ("2024-12", "2025-01", "2025-06", "2025-07") if made.has_month(month)] == [
        "2025-01", "2025-06"
    ]  # fmt: skip
