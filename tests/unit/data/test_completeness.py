"""Months that still fill up: known late shares come out, and what cannot be told is not."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from schakel.data.deliveries.completeness import Life, factors, month_of, of_source, states, still_to_come
from schakel.data.deliveries.load_log import load_log
from schakel.data.manifest import from_json, to_json
from schakel.data.staged import Delivery, Kind, Provisional
from schakel.sharing.pseudonym import Key

KEY = Key(bytes(range(32)))
MONTHS = range(1, 9)  # of 2025
LATE = {"Snel": (40, 0, 0), "Traag": (48, 9, 3)}  # events of each month that are known 1, 2 and 3 months later
MAPPING = """[columns]
case_id = "zaak"
partner = "wie"
activity = "wat"
started = "op"
"""


def taken(month: int) -> date:
    """A delivery comes on the fifth of the month after."""
    return date(2025, month + 1, 5)


def write_delivery(path: Path, until: int) -> None:
    """All that is known after month `until` is over."""
    lines = ["zaak;wie;wat;op"]
    for month in range(1, until + 1):
        for partner, late in LATE.items():
            known = sum(late[: until - month + 1])
            lines += [f"{partner[0]}{month}-{n};{partner};Hulp;2025-{month:02}-{n % 28 + 1:02}" for n in range(known)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_log(folder: Path, kind: str, names: str = "") -> Path:
    folder.mkdir()
    (folder / "m.toml").write_text(MAPPING, encoding="utf-8")
    (folder / "names.csv").write_text(names, encoding="utf-8")
    text = ["[[source]]", 'name = "bron"', 'mapping = "m.toml"']
    for month in MONTHS:
        write_delivery(folder / f"{month}.csv", month)
        until = date(2025, month + 1, 1) - timedelta(days=1)
        text += ["[[source.delivery]]", f'files = "{month}.csv"', f'kind = "{kind}"', "from = 2025-01-01"]
        text += [f"until = {until}", f"extracted = {taken(month)}"]
    (folder / "sources.toml").write_text("\n".join(text) + "\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize("kind", ["full", "period"])
def test_known_late_shares_come_out(kind: str, tmp_path: Path) -> None:
    manifest = load_log(write_log(tmp_path / "log", kind), key=KEY).manifest
    # Of 100 events of both partners 88, 97 and 100 are known; of the 60 of the slow one 48, 57 and 60.
    assert manifest.provisional == (
        Provisional("bron", None, "2025-07", 0.03),
        Provisional("bron", None, "2025-08", 0.12),
        Provisional("bron", "Traag", "2025-07", 0.05),
        Provisional("bron", "Traag", "2025-08", 0.2),
    )
    assert from_json(to_json(manifest)).provisional == manifest.provisional


def test_partners_are_told_under_their_names(tmp_path: Path) -> None:
    names = "kind,source_code,concept\npartner,Traag,Aanbieder Traag\n"
    manifest = load_log(write_log(tmp_path / "log", "full", names), key=KEY).manifest
    assert {one.partner for one in manifest.provisional} == {None, "Aanbieder Traag"}


def source(kind: Kind, *, until: date | None = None, day: date | None = None, since: date | None = None) -> Delivery:
    """A delivery that is known by its dates alone."""
    return Delivery(
        "b",
        "b.csv",
        "csv",
        1,
        1,
        knows_ends=False,
        kind=kind,
        since=since,
        until=until,
        extracted=day,
    )


def shares(
    deliveries: Sequence[Delivery], lives: Iterable[tuple[str, int, int | None, int]]
) -> dict[str, float | None]:
    """Months of the whole source that are not final. lives: month, turn in which it came, in which it went, events."""
    turned = [replace(one, turn=turn) for turn, one in enumerate(deliveries, 1)]
    made = [Life("p", month_of(date.fromisoformat(f"{month}-01")), turn, ended, n) for month, turn, ended, n in lives]
    return {one.month: one.share for one in of_source("b", states(turned), made) if one.partner is None}


def test_one_delivery_tells_nothing_of_its_last_month() -> None:
    lives = [(f"2025-{month:02}", 1, None, 50) for month in range(1, 13)]
    year = date(2025, 12, 31)
    assert shares([source("full", until=year, day=date(2026, 1, 5))], lives) == {"2025-12": None}
    assert shares([source("full", until=year, day=date(2026, 1, 31))], lives) == {"2025-12": None}
    assert shares([source("full", until=year, day=date(2026, 2, 1))], lives) == {}
    assert shares([source("full", until=date(2025, 12, 20), day=date(2026, 6, 1))], lives) == {"2025-12": None}
    assert shares([source("full", day=date(2025, 11, 10))], lives) == {"2025-10": None, "2025-11": None}


def test_a_source_that_does_not_say_when_it_was_taken_is_not_judged() -> None:
    assert states([source("full", until=date(2025, 12, 31))]) == []


def test_corrections_that_lower_a_month_leave_nothing_to_come() -> None:
    deliveries = [source("full", until=date(2025, m, 28), day=date(2025, m + 1, 5)) for m in (1, 2, 3)]
    lives = [("2025-01", 1, 2, 100), ("2025-01", 2, None, 90), ("2025-02", 2, 3, 100), ("2025-02", 3, None, 80)]
    assert shares(deliveries, [*lives, ("2025-03", 3, None, 100)]) == {}


def test_a_month_that_later_deliveries_pass_over_is_final() -> None:
    deliveries = [
        source("period", since=date(2025, m, 1), until=date(2025, m, 28), day=date(2025, m + 1, 5)) for m in (1, 2, 3)
    ]
    lives = [(f"2025-{m:02}", m, None, 100) for m in (1, 2, 3)]
    assert shares(deliveries, lives) == {"2025-03": None}


def test_growth_from_nothing_has_no_size() -> None:
    deliveries = [source("full", until=date(2025, m, 28), day=date(2025, m + 1, 5)) for m in (1, 2, 3)]
    lives = [("2025-01", 2, None, 40), ("2025-02", 3, None, 40)]
    assert shares(deliveries, lives) == {"2025-03": None}


def test_between_deliveries_a_quarter_apart_a_month_grows_evenly() -> None:
    assert factors({0: {1: 60.0, 4: 120.0}}) == {1: 80 / 60, 2: 100 / 80, 3: 120 / 100}
    assert still_to_come({1: 80 / 60, 2: 1.25, 3: 1.2}, 1) == pytest.approx(0.5)
    assert still_to_come({1: 80 / 60, 2: 1.25, 3: 1.2}, 4) == 0


def test_a_small_partner_grows_as_its_source_does() -> None:
    own = {0: {0: 10.0, 1: 30.0}, 1: {0: 40.0, 1: 44.0}}
    assert factors(own, {0: 9.0, 5: 1.5}) == {0: 74 / 50, 5: 1.5}
    assert factors({0: {0: 10.0, 1: 30.0}}, {0: 1.1}) == {0: 1.1}
    assert still_to_come({0: None, 1: 1.1}, 0) is None
    assert still_to_come({0: None, 1: 1.1}, 1) == pytest.approx(1 - 1 / 1.1)


def test_changes_tell_of_every_month() -> None:
    full = source("full", since=date(2025, 1, 1), until=date(2025, 1, 31), day=date(2025, 2, 5))
    later = [source("changes", until=date(2025, m, 28), day=date(2025, m + 1, 5)) for m in (2, 3)]
    lives = [("2025-01", 1, None, 80), ("2025-01", 2, None, 20), ("2025-02", 2, None, 80), ("2025-02", 3, None, 20)]
    assert shares([full, *later], [*lives, ("2025-03", 3, None, 80)]) == {"2025-03": pytest.approx(0.2)}
    gone = source("deletions", day=date(2025, 4, 6))
    assert shares([full, *later, gone], [*lives, ("2025-03", 3, None, 80)]) == {"2025-03": pytest.approx(0.2)}
