"""Steps and cases against the slow oracle, and the rules of days, order, parallel help and open cases one by one."""

import random
from collections import defaultdict
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from schakel.chain.attribute import Attribute
from schakel.data.staged import Delivery
from unit.data import steps_oracle as oracle
from unit.data.snapshot_building import Made, day, local_day, make, on_day, timed
from unit.data.steps_oracle import DAY, Event

ACTIVITIES = ["aanmelding", "intake", "hulp", "évaluatie", "afsluiting"]
START = datetime(2024, 3, 28, 22, 15)  # noqa: DTZ001
HOUR = 3_600_000_000


def random_events(seed: int, kind: str) -> list[Event]:
    """Some thirty cases around a change of the clock, with ties, open ends and unknown times."""
    draw = random.Random(seed)  # noqa: S311
    events = []
    for row in range(1, 161):
        case_id, activity = f"c{draw.randrange(30)}", draw.choice(ACTIVITIES)
        more: dict[str, Any] = {"partner": draw.choice(["A", "B", None])}
        moment = START + timedelta(hours=draw.randrange(80))
        if kind == "moments":
            events.append(timed(case_id, activity, row, moment, is_moment=True, knows_ends=False, **more))
        elif kind == "days" or (kind == "mixed" and draw.random() < 0.5):
            on = date(2024, 3, 28) + timedelta(days=draw.randrange(9))
            end = None if draw.random() < 0.2 else on + timedelta(days=draw.randrange(4))
            events.append(on_day(case_id, activity, row, on, end, **more))
        else:
            hours = None if draw.random() < 0.2 else draw.randrange(40)
            events.append(timed(case_id, activity, row, moment, hours, **more))
    draw.shuffle(events)
    return events


def by_case(made: Made) -> dict[str, tuple[list[dict[str, Any]], dict[str, Any]]]:
    """Steps and row of each case, by its id."""
    steps = defaultdict(list)
    for step in made.steps:
        steps[step["case_no"]].append(step)
    return {row["case_id"]: (steps[row["case_no"]], row) for row in made.cases}


def same(found: dict[str, Any], expected: dict[str, Any]) -> None:
    """Compare the columns that the oracle gives."""
    assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize("kind", ["moments", "days", "intervals", "mixed"])
@pytest.mark.parametrize("ranked", [False, True])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_equal_to_the_oracle(tmp_path: Path, kind: str, ranked: bool, seed: int) -> None:
    events = random_events(seed, kind)
    ranks = {"hulp": 1, "aanmelding": 2, "intake": 2} if ranked else {}
    made = make(tmp_path, events, ranks=ranks, closing=("afsluiting",) if ranked else ())
    cases = defaultdict(list)
    for event in events:
        cases[event.case_id].append(event)
    found = by_case(made)
    assert found.keys() == cases.keys()
    ties = 0
    for case_id, own in cases.items():
        expected = oracle.steps(own, ranks)
        steps, row = found[case_id]
        assert len(steps) == len(expected)
        for step, wanted in zip(steps, expected, strict=True):
            same(step, wanted)
        same(row, oracle.case(own, ranks, ("afsluiting",) if ranked else ()))
        ties += sum(step["is_tied"] for step in expected)
    assert made.manifest.counts["ties"] == ties > 0
    assert made.manifest.counts["events"] == len(events)


def test_a_referral_and_a_start_in_days_across_the_clock_change(tmp_path: Path) -> None:
    made = make(
        tmp_path,
        [
            on_day("c", "verwijzing", 1, date(2024, 2, 2), date(2024, 2, 2), is_moment=True, knows_ends=False),
            on_day("c", "start", 2, date(2024, 4, 7), date(2024, 4, 7), is_moment=True, knows_ends=False),
        ],
    )
    assert made.steps[0]["wait_us"] == made.steps[0]["gap_us"] == 65 * DAY
    assert made.cases[0]["duration_us"] == 65 * DAY


def test_a_day_beside_an_instant_counts_whole_days(tmp_path: Path) -> None:
    morning = datetime(2024, 5, 3, 7, 0)  # noqa: DTZ001
    made = make(tmp_path, [on_day("c", "a", 1, date(2024, 5, 1), date(2024, 5, 1)), timed("c", "b", 2, morning, 1)])
    assert made.steps[0]["wait_us"] == 2 * DAY


def test_parallel_help_is_no_wait(tmp_path: Path) -> None:
    events = [timed("c", "lang", 1, START, 100), timed("c", "kort", 2, START + timedelta(hours=1), 1)]
    events.append(timed("c", "later", 3, START + timedelta(hours=50), 1))
    events.append(timed("c", "erna", 4, START + timedelta(hours=103), 1))
    steps = make(tmp_path, events).steps
    assert [step["is_parallel"] for step in steps] == [True, True, False, None]
    assert [step["wait_us"] for step in steps] == [None, None, 3 * HOUR, None]
    assert steps[2]["gap_us"] == 52 * HOUR


def test_what_still_runs_overlaps_all_that_follows(tmp_path: Path) -> None:
    steps = make(tmp_path, [timed("c", "loopt", 1, START), timed("c", "b", 2, START + timedelta(days=9), 1)]).steps
    assert (steps[0]["is_open"], steps[0]["is_parallel"], steps[0]["wait_us"], steps[0]["gap_us"]) == (
        True,
        True,
        None,
        None,
    )
    assert not steps[1]["is_open"]


def test_a_moment_is_not_open_and_has_no_touch_time(tmp_path: Path) -> None:
    (step,) = make(tmp_path, [timed("c", "a", 1, START, is_moment=True, knows_ends=False)]).steps
    assert (step["is_open"], step["touch_us"], step["ended"]) == (False, None, START)


def test_same_day_is_not_parallel(tmp_path: Path) -> None:
    events = [
        on_day("c", "a", 1, date(2024, 1, 1), date(2024, 1, 5)),
        on_day("c", "b", 2, date(2024, 1, 5), date(2024, 1, 6)),
    ]
    step = make(tmp_path, events).steps[0]
    assert (step["is_parallel"], step["wait_us"]) == (False, 0)


def test_observed_until_the_reference_date(tmp_path: Path) -> None:
    delivery = Delivery("bron", "b.csv", "csv", 2, 2, True, reference_date=date(2024, 4, 30))
    made = make(
        tmp_path,
        [on_day("open", "a", 1, date(2024, 4, 1)), on_day("dicht", "a", 2, date(2024, 4, 1), date(2024, 4, 3))],
        deliveries=[delivery],
    )
    rows = {row["case_id"]: row for row in made.cases}
    assert rows["open"]["observed_us"] == 29 * DAY
    assert rows["open"]["duration_us"] is rows["open"]["ended_on"] is None
    assert rows["dicht"]["observed_us"] == rows["dicht"]["duration_us"] == 2 * DAY
    assert made.manifest.endings == "declared"


def test_open_instants_are_observed_until_the_end_of_the_declared_day(tmp_path: Path) -> None:
    delivery = Delivery("bron", "b.csv", "csv", 1, 1, True, reference_date=date(2024, 4, 1))
    made = make(tmp_path, [timed("c", "a", 1, datetime(2024, 4, 1, 10))], deliveries=[delivery])  # noqa: DTZ001
    assert made.cases[0]["observed_us"] == 12 * HOUR  # local midnight is 22:00 UTC


def test_plans_are_kept_apart(tmp_path: Path) -> None:
    delivery = Delivery("bron", "b.csv", "csv", 3, 3, True, reference_date=date(2024, 4, 10))
    made = make(
        tmp_path,
        [
            on_day("c", "a", 1, date(2024, 4, 1), date(2024, 4, 30)),
            on_day("c", "b", 2, date(2024, 4, 11), date(2024, 4, 12)),
            on_day("gepland", "a", 3, date(2024, 5, 1), date(2024, 5, 2)),
        ],
        deliveries=[delivery],
    )
    assert [step["activity"] for step in made.steps] == ["a"]
    assert made.steps[0]["is_open"]
    assert made.steps[0]["ended_on"] is None
    assert [row["case_no"] for row in made.cases] == [1]
    counts = made.manifest.counts
    assert (counts["plans"], counts["planned_ends"], counts["open_cases"]) == (2, 1, 1)
    assert {notice.code: notice.n for notice in made.manifest.notices} == {"plans": 2, "planned_ends": 1}


def test_nothing_declared_means_all_closed(tmp_path: Path) -> None:
    made = make(tmp_path, [timed("c", "a", 1, START, is_moment=True, knows_ends=False)])
    assert made.manifest.endings == "none declared"
    assert not made.cases[0]["is_open"]


def test_closing_by_outcome(tmp_path: Path) -> None:
    events = [timed(c, "a", n, START, 1) for n, c in enumerate("pqr")]
    outcome = Attribute("outcome", "resultaat", "event")
    made = make(
        tmp_path,
        events,
        closing=("outcome=doel bereikt",),
        attributes=(outcome,),
        columns={"e_outcome": ("VARCHAR", ["doel bereikt", "verhuisd", None])},
    )
    assert [(row["case_id"], row["is_open"], row["outcome"]) for row in made.cases] == [
        ("p", False, "doel bereikt"),
        ("q", True, "verhuisd"),
        ("r", True, None),
    ]


def test_a_closing_word_that_never_occurs_leaves_all_open(tmp_path: Path) -> None:
    made = make(tmp_path, [timed("c", "a", 1, START, 1)], closing=("bestaat niet",))
    assert made.cases[0]["is_open"]


@pytest.mark.parametrize(("gap", "cases"), [(30, 1), (31, 1), (32, 2)])
def test_a_return_after_more_than_31_days(tmp_path: Path, gap: int, cases: int) -> None:
    end = date(2024, 3, 10)
    again = end + timedelta(days=gap)
    made = make(
        tmp_path,
        [
            on_day("x", "a", 1, date(2024, 3, 1), end, resident="r"),
            on_day("y", "b", 2, again, again, resident="r"),
            on_day("z", "a", 3, date(2024, 3, 2), date(2024, 3, 2), resident="s"),
        ],
        unit="trajectory",
    )
    assert made.manifest.counts["cases"] == cases + 1
    own = [row for row in made.cases if row["resident"] == "r"]
    assert [(row["case_id"], row["is_return"]) for row in own] == [("r-1", False), ("r-2", True)][:cases]
    assert len({row["resident_no"] for row in own}) == 1
    assert [row["case_no"] for row in made.cases] == list(range(1, cases + 2))


def test_a_gap_counts_from_the_latest_end(tmp_path: Path) -> None:
    made = make(
        tmp_path,
        [
            on_day("x", "lang", 1, date(2024, 1, 1), date(2024, 6, 1), resident="r"),
            on_day("x", "kort", 2, date(2024, 1, 2), date(2024, 1, 3), resident="r"),
            on_day("x", "later", 3, date(2024, 6, 20), date(2024, 6, 21), resident="r"),
        ],
        unit="trajectory",
    )
    assert made.manifest.counts["cases"] == 1


def test_provisions_of_one_resident(tmp_path: Path) -> None:
    made = make(
        tmp_path,
        [timed("p1", "a", 1, START, 1, resident="r"), timed("p2", "a", 2, START + timedelta(days=40), 1, resident="r")],
    )
    assert [row["is_return"] for row in made.cases] == [False, True]
    assert [row["since_previous_days"] for row in made.cases] == [None, 40]
    assert made.manifest.counts["residents"] == 1
    assert made.manifest.residents == "delivered"


@pytest.mark.parametrize(
    ("unit", "expected"), [("resident", ["r", "s"]), ("household", ["h"]), ("provision", ["p", "q"])]
)
def test_units(tmp_path: Path, unit: str, expected: list[str]) -> None:
    events = [
        timed("p", "a", 1, START, 1, resident="r", household="h"),
        timed("q", "b", 2, START + timedelta(hours=3), 1, resident="s", household="h"),
    ]
    made = make(tmp_path, events, unit=unit)
    assert [row["case_id"] for row in made.cases] == expected
    assert made.manifest.counts["residents"] == 2
    assert sorted({step["resident_no"] for step in made.steps}) == [1, 2]
    assert {step["household_no"] for step in made.steps} == {1}


def test_an_event_without_a_start_is_placed_by_its_end(tmp_path: Path) -> None:
    on = START + timedelta(hours=5)
    events = [timed("c", "a", 1, START, 1), Event("c", "b", None, on, None, local_day(on), 2)]
    events.append(timed("c", "d", 3, START + timedelta(hours=9), 1))
    steps = make(tmp_path, events).steps
    assert [step["activity"] for step in steps] == ["a", "b", "d"]
    assert (steps[0]["next_started"], steps[0]["wait_us"], steps[0]["is_parallel"]) == (None, None, None)
    assert steps[1]["wait_us"] == 4 * HOUR


def test_an_unknown_end_gives_no_wait(tmp_path: Path) -> None:
    events = [Event("c", "a", START, None, local_day(START), None, 1, knows_ends=False)]
    events.append(timed("c", "b", 2, START + timedelta(hours=1), is_moment=True, knows_ends=False))
    step = make(tmp_path, events).steps[0]
    assert (step["is_open"], step["wait_us"], step["gap_us"], step["is_parallel"]) == (False, None, None, None)


def test_own_wait_from_the_request(tmp_path: Path) -> None:
    event = timed(
        "c", "a", 1, START, 1, requested=START - timedelta(days=2), requested_on=local_day(START) - timedelta(days=2)
    )
    assert make(tmp_path, [event]).steps[0]["own_wait_us"] == 2 * DAY


def test_case_attributes_take_the_first_value_and_tell(tmp_path: Path) -> None:
    events = [
        timed("c", "a", 1, START, 1),
        timed("c", "b", 2, START + timedelta(hours=2), 1),
        timed("d", "a", 3, START, 1),
    ]
    made = make(
        tmp_path,
        events,
        attributes=(Attribute("law", "Wet", "case"), Attribute("cost_cents", "kosten", "event", "number")),
        columns={"c_law": ("VARCHAR", ["Wmo", "Jeugdwet", None]), "e_cost_cents": ("DOUBLE", [1.5, None, 2.0])},
    )
    assert [row["c_law"] for row in made.cases] == ["Wmo", None]
    assert [step["e_cost_cents"] for step in made.steps] == [1.5, None, 2.0]
    assert [(n.code, n.n, n.column) for n in made.manifest.notices] == [("not_constant", 1, "Wet")]


def test_a_missing_resident_counts_as_its_own(tmp_path: Path) -> None:
    made = make(tmp_path, [timed("p", "a", 1, START, 1, resident="r"), timed("q", "a", 2, START, 1)])
    assert made.manifest.counts["residents"] == 2
    assert [(n.code, n.n) for n in made.manifest.notices] == [("resident_unknown", 1)]


def test_words_that_look_like_sql(tmp_path: Path) -> None:
    word = "'); DROP TABLE coded; --"
    steps = make(tmp_path, [timed("c'\"", word, 1, START, 1, partner='"x"')], closing=(word,)).steps
    assert (steps[0]["activity"], steps[0]["partner"]) == (word, '"x"')


def test_days_are_local(tmp_path: Path) -> None:
    assert day(date(2024, 7, 1)) == datetime(2024, 6, 30, 22)  # noqa: DTZ001
    made = make(tmp_path, [on_day("c", "a", 1, date(2024, 7, 1), date(2024, 7, 1))])
    assert made.cases[0]["started_on"] == date(2024, 7, 1)
