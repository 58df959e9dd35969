"""Weeks lost per link, counted slowly by hand on whole days, equal what the SQL finds; each week is counted once."""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from oracle.pinch import Key, by_hand, key_of_finding
from oracle.pinch_log import FIRST, REFERENCE, DayEvent, find, find_delivered
from oracle.pinch_sight import pinch_sight
from oracle.plenty import plenty
from schakel.chain.finding import Finding
from schakel.insight.pinch import ADDITIVE

ACTIVITIES = ("Intake", "Plan", "Help", "Check", "Evaluatie")
PARTNERS = ("Desk", "Team", "Care", "Clinic", "")
UNTIL = {"clinic": 250}


def draw_log(seed: int, cases: int = 80) -> list[DayEvent]:
    """A log in which every rule gets its turn: parallel help, running steps, requests, referrals, repeats, closings."""
    draw = random.Random(seed)  # noqa: S311 (a test, no secret)
    events: list[DayEvent] = []
    for case in range(cases):
        route = draw_fixed(draw) if draw.random() < 0.4 else draw_free(draw)
        day = asked = draw.randrange(200)
        for activity, partner, referred, gap, long in route:
            day += gap
            asked = asked if draw.random() < 0.3 else day - draw.choice((-2, 0, 3, 30))
            requested = asked if draw.random() < 0.3 else None
            ended = None if draw.random() < 0.03 else day + long
            events.append(DayEvent(case, case % 45, activity, partner, requested, day, ended, referred))
            day += long if draw.random() < 0.7 else 0
    return [event for event in events if event.started <= (REFERENCE - FIRST).days]


def draw_free(draw: random.Random) -> Iterator[tuple[str, str, str, int, int]]:
    """Steps that go anywhere: activity, partner, to whom it refers, days before it, days it lasts."""
    partner = draw.choice(PARTNERS)
    for _ in range(draw.randint(1, 5)):
        referred = draw.choice((*PARTNERS[:4], "Unseen")) if draw.random() < 0.3 else ""
        yield draw.choice(ACTIVITIES), partner, referred, draw.choice((0, 1, 5, 9)), draw.choice((0, 0, 3, 20))
        partner = referred if referred in PARTNERS and draw.random() < 0.7 else draw.choice(PARTNERS)
    if draw.random() < 0.5:
        yield "Close", partner, "", draw.choice((0, 4)), 0
        if draw.random() < 0.4:
            yield "Aftercare", "Team", "", 30, 5


def draw_fixed(draw: random.Random) -> Iterator[tuple[str, str, str, int, int]]:
    """A route that most who begin it go on with, with waits so long that an open one is not soon a dead end."""
    steps = (
        ("Start", "Desk", "", 5),
        ("Sort", "Team", "", 60),
        ("Send", "Team", "Clinic", 7),
        ("Treat", "Clinic", "", 90),
    )
    some = steps[: draw.choice((1, 2, 2, 2, 3, 4, 4))]
    for activity, partner, referred, gap in some:
        yield activity, partner, referred, gap + draw.randrange(30), 0
    if len(some) == 2 and draw.random() < 0.6:
        yield "Other", "Care", "", 70, 0


def draw_delivered(seed: int) -> list[DayEvent]:
    """The same in three files, in their order: Clinic stops in September, and Home knows nobody by another's number."""
    draw = random.Random(seed)  # noqa: S311 (a test, no secret)
    found: list[DayEvent] = []
    for event in draw_log(seed):
        source = "clinic" if event.partner == "Clinic" else "region"
        to_partner = "Home" if event.to_partner and draw.random() < 0.1 else event.to_partner
        if event.activity == "Other":
            found[-1].to_partner = "Home"  # so that it tells nothing of where people go from there
        found.append(replace(event, source=source, to_partner=to_partner))
    for event in draw_log(seed + 1, 20):
        partner = "Home" if event.partner == "Clinic" or draw.random() < 0.5 else event.partner
        case, resident = 1000 + event.case, 1000 + event.resident
        found.append(replace(event, source="home", partner=partner, case=case, resident=resident))
    stop = UNTIL["clinic"]
    for event in found:
        if event.source == "clinic" and event.ended is not None and event.ended > stop:
            event.ended = None  # it still ran on the last day that was seen
    kept = [event for event in found if event.source != "clinic" or event.started <= stop]
    order = list(dict.fromkeys(event.source for event in kept))
    return sorted(kept, key=lambda event: order.index(event.source))


@settings(max_examples=plenty(4, 12), deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate])
@given(seed=st.integers(0, 10**6), norm=st.sampled_from((0, 0, 4)))
def test_weeks_lost_per_link_are_those_counted_by_hand(seed: int, norm: int) -> None:
    events = draw_log(seed)
    assert_as_counted(find(events, wait_norm=norm), by_hand(events, norm))


@settings(max_examples=plenty(3, 8), deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate])
@given(seed=st.integers(0, 10**6))
def test_with_several_sources_weeks_lost_are_those_counted_by_hand(seed: int) -> None:
    events = draw_delivered(seed)
    counted = by_hand(events, 0, pinch_sight(events, UNTIL, ("home",)))
    assert_as_counted(find_delivered(events, UNTIL, ("home",)), counted)


def assert_as_counted(findings: Sequence[Finding], counted: tuple[dict[Key, float], dict[Key, int], float]) -> None:
    """Each finding that adds up, the residents behind it, and the weeks of all together."""
    weeks, residents, total = counted
    additive = {key_of_finding(f): f for f in findings if f.code in ADDITIVE and not f.hidden}
    losing = {key: lost for key, lost in weeks.items() if lost and key[0] != "open"}
    found = {key: f.number("weeks_lost").value for key, f in additive.items() if f.number("weeks_lost").value}
    unknown = {key_of_finding(f) for f in findings if f.hidden in ("mostly_unknown", "mostly_not_delivered")}
    assert found == pytest.approx({key: lost for key, lost in losing.items() if key not in unknown})
    for key in found:
        if key[0] != "dead_end":
            assert additive[key].residents == residents[key]
    rest = sum(f.number("weeks_lost").value for f in findings if f.hidden == "remainder")
    assert sum(found.values()) + rest == pytest.approx(total)


def test_every_kind_has_its_turn_in_the_drawn_logs() -> None:
    kinds = Counter(key[0] for seed in range(5) for key, lost in by_hand(draw_log(seed), 0)[0].items() if lost)
    assert {*ADDITIVE, "open"} <= set(kinds)
