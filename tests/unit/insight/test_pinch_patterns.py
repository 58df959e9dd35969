"""Rhythms and growing queues are found where they were planted, and hardly anywhere else."""

import random
from collections import Counter
from datetime import date
from functools import lru_cache

from oracle.pinch_log import FIRST, DayEvent, find
from schakel.chain.finding import Finding
from schakel.insight.sentences import sentence
from schakel.texts import LANGUAGES

DAYS, LAST = 731, date(2025, 12, 31)
PLAIN = [f"plain {n}" for n in range(20)]
BATCHED = {"fortnight": 14, "week": 7, "four weeks": 28}
GROWING = ["grows slowly", "grows fast"]


def weekday_after(day: int) -> int:
    """The same day, or the Monday after a weekend (day 0 is a Monday)."""
    return day + (0, 0, 0, 0, 0, 2, 1)[day % 7]


def draw_plain(draw: random.Random) -> list[tuple[int, int]]:
    """(ready, start): people come on any working day and wait for about three weeks, each for a time of their own."""
    ready = [weekday_after(day) for day in range(DAYS) if draw.random() < 0.8]
    return [(day, weekday_after(day + round(draw.expovariate(1 / 20)))) for day in ready]


def draw_batched(draw: random.Random, period: int) -> list[tuple[int, int]]:
    """Who is ready starts on the next day of the rhythm; one in ten on a day of its own."""
    found = []
    for day in (weekday_after(day) for day in range(DAYS) if draw.random() < 0.8):
        meeting = day + (3 - day) % period
        found.append((day, weekday_after(day + draw.randrange(9)) if draw.random() < 0.1 else meeting))
    return found


def draw_growing(draw: random.Random, served: float) -> list[tuple[int, int]]:
    """First come, first served; from day 365 on fewer are served than come."""
    free, found = 0.0, []
    for day in (weekday_after(day) for day in range(DAYS) if draw.random() < 0.8):
        start = max(free, day + draw.uniform(5, 20))
        free = start + (1.05 if start < 365 else 1 / served)
        found.append((day, round(start)))
    return found


def draw_all() -> list[DayEvent]:
    """One log of many moments that have nothing to do with one another."""
    draws = [(name, draw_plain(random.Random(name))) for name in PLAIN]  # noqa: S311
    draws += [(name, draw_batched(random.Random(name), period)) for name, period in BATCHED.items()]  # noqa: S311
    draws += [(GROWING[0], draw_growing(random.Random(1), 0.66)), (GROWING[1], draw_growing(random.Random(2), 0.4))]  # noqa: S311
    events, case = [], 0
    for name, waits in draws:
        for ready, start in waits:
            case += 1
            for activity, day in (("ready for " + name, ready), (name, start), ("Close", start)):
                if day < DAYS:
                    events.append(DayEvent(case, case, activity, "Team", None, day, day, ""))
    return events


@lru_cache(maxsize=1)
def findings() -> tuple[Finding, ...]:
    """Findings of that log: 18,000 cases."""
    return find(draw_all(), 10, reference=LAST)


def of(code: str) -> dict[str, Finding]:
    """Findings of one code by the name of their moment."""
    return {f.where.next_activity or f.where.activity: f for f in findings() if f.code == code and not f.hidden}


def test_every_rhythm_is_found_with_its_period_and_weekday_and_no_other() -> None:
    found = of("batching")
    assert {name: f.number("period").value for name, f in found.items()} == BATCHED
    assert {f.number("weekday").value for f in found.values()} == {3}


def test_a_rhythm_explains_the_wait_until_its_next_day() -> None:
    by_id = {f.id: f for f in findings()}
    for name, finding in of("batching").items():
        waits = [(r, s) for r, s in draw_batched(random.Random(name), BATCHED[name]) if s < DAYS]  # noqa: S311
        expected = sum(s - r for r, s in waits if (s - 3) % BATCHED[name] == 0) / len(waits)
        assert (
            finding.number("extra_days").value == expected or abs(finding.number("extra_days").value - expected) < 0.4
        )
        (explained,) = finding.explains
        assert by_id[explained].where.next_activity == name
        assert finding.number("weeks_explained").value <= by_id[explained].number("weeks_lost").value


def test_growing_queues_are_found_and_steady_ones_are_not() -> None:
    found = of("growing_stock")
    assert set(found) == set(GROWING)
    for name, finding in found.items():
        stock = Counter[bool]()
        served = {"grows slowly": 0.66, "grows fast": 0.4}[name]
        for ready, start in draw_growing(random.Random(1 + GROWING.index(name)), served):  # noqa: S311
            stock[ready < DAYS <= start] += 1
        assert finding.number("stock_now").value == stock[True]
        assert finding.number("stock_then").value >= 10
        assert date.fromisoformat(finding.where.since) >= FIRST
        assert finding.number("weeks_explained").value <= of("wait")[name].number("weeks_lost").value


SENDERS = ("East", "West")


@lru_cache(maxsize=1)
def of_one_queue() -> tuple[Finding, ...]:
    """Two teams refer to one clinic. First the eastern ones wait on and on, then the western: each link is long for a
    part of the year only, and neither grows over the whole of it, as all who wait for the clinic do.
    """
    draw, events, case = random.Random(5), [], 0  # noqa: S311
    for day in (weekday_after(day) for day in range(DAYS)):
        for sender in SENDERS:
            case += 1
            events.append(DayEvent(case, case, "Referral", sender, None, day, day, "Clinic"))
            rising = 10 + 60 * max(0, day - 365) / 365
            late = (day // 31 % 2 == 0) == (sender == "East")
            start = weekday_after(day + round(draw.uniform(0.9, 1.1) * (1.8 if late else 0.2) * rising))
            if start < DAYS:
                events.append(DayEvent(case, case, "Help", "Clinic", None, start, start, ""))
                events.append(DayEvent(case, case, "Close", "Clinic", None, start, start, ""))
    return find(events, 10, reference=LAST)


def test_those_who_wait_for_one_partner_are_one_queue_whoever_sent_them() -> None:
    (growing,) = (f for f in of_one_queue() if f.code == "growing_stock")
    assert (growing.where.activity, growing.where.partner) == ("", "")
    assert growing.where.next_partner == "Clinic"
    links = {f.id: f for f in of_one_queue() if f.code == "referral"}
    assert {links[one].where.partner for one in growing.explains} == set(SENDERS)
    assert growing.residents == max(links[one].residents for one in growing.explains)
    assert growing.number("weeks_explained").value <= sum(
        links[one].number("weeks_lost").value for one in growing.explains
    )


def test_a_queue_is_told_by_the_partner_that_is_waited_for() -> None:
    (growing,) = (f for f in of_one_queue() if f.code == "growing_stock")
    said = {lang: sentence(growing, lang) for lang in LANGUAGES}
    assert said["en"].startswith("For Clinic the queue is growing: from ")
    assert said["nl"].startswith("Voor Clinic")
    for words in said.values():
        assert f"{growing.number('stock_now').value:.0f}" in words
