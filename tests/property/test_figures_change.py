"""What must not change when a log is told in another order, with other names, or of another time."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oracle.chance import logs
from oracle.events import Event, Moment, instant
from oracle.plenty import plenty
from oracle.staging import Told, view_of
from schakel.insight.figure import figure_names

FEW = settings(deadline=None, derandomize=True, max_examples=plenty(3, 8), suppress_health_check=list(HealthCheck))
BY_NAME = ("own_strength",)  # looks at the names themselves
BY_TIME = ("months", "peak_dates", "year_days")  # say when
PREFIX = "De "  # keeps the order of names


def every_figure(events: Sequence[Event], told: Told, *, but: Sequence[str] = ()) -> dict[str, Any]:
    """Rows of every figure, by name."""
    with view_of(events, told) as view:
        return {name: view.figure(name).rows for name in figure_names() if name not in but}


def without_ties(events: Sequence[Event]) -> list[Event]:
    """Only events that no other of their case shares its day or instant with."""
    kept: dict[tuple[str, object], Event] = {}
    for event in events:
        kept.setdefault((event.case, instant(event.placed).date()), event)
    return list(kept.values())


@FEW
@given(events=logs(), seed=st.integers(0, 1000))
def test_the_order_of_rows_is_no_matter_without_ties(events: list[Event], seed: int) -> None:
    told = Told(seen_until=date(2024, 6, 1))
    plain = [event for event in without_ties(events) if not event.is_day] or events[:1]
    shuffled = random.Random(seed).sample(plain, len(plain))  # noqa: S311
    again = [replace(event, row=row) for row, event in enumerate(shuffled, 1)]
    assert every_figure(again, told) == every_figure(plain, told)


@FEW
@given(events=logs())
def test_other_names_for_partners_change_names_only(events: list[Event]) -> None:
    told = Told(seen_until=date(2024, 6, 1))

    def named(name: str | None) -> str | None:
        return None if name is None else PREFIX + name

    renamed = [replace(e, partner=named(e.partner), to_partner=named(e.to_partner)) for e in events]
    found = every_figure(renamed, told, but=BY_NAME)
    back = {
        name: tuple(tuple(v.removeprefix(PREFIX) if isinstance(v, str) else v for v in row) for row in rows)
        for name, rows in found.items()
    }
    assert back == every_figure(events, told, but=BY_NAME)


@FEW
@given(events=logs(), weeks=st.integers(1, 200))
def test_days_are_the_same_at_another_time_of_the_year(events: list[Event], weeks: int) -> None:
    days = [event for event in events if event.is_day] or [replace(events[0], started=date(2024, 3, 28), ended=None)]
    days = [replace(event, requested=None) for event in days]

    def later(moment: Moment | None) -> Moment | None:
        return None if moment is None else moment + timedelta(weeks=weeks)

    shifted = [replace(e, started=later(e.started), ended=later(e.ended)) for e in days]
    before = every_figure(days, Told(seen_until=date(2024, 6, 1)), but=BY_TIME)
    after = every_figure(shifted, Told(seen_until=date(2024, 6, 1) + timedelta(weeks=weeks)), but=BY_TIME)
    assert after == before
