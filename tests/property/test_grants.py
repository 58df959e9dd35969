"""What a grant lets through equals the plain reading of it, and nothing that is hidden has a hand in it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oracle.chance import PARTNERS, logs
from oracle.events import Event, between_us, instant, local_day
from oracle.plenty import plenty
from oracle.relation import make_tables
from oracle.sight import Sight as Delivered
from oracle.sight import month_of
from oracle.steps import Case, Step, _tied, _wait, to_cases
from schakel.chain.attribute import Attribute
from schakel.chain.problem import Refusal
from schakel.chain.selection import Selection
from schakel.data.steps.schema import CASE_COLUMNS, STEP_COLUMNS
from schakel.insight.granted import granted
from schakel.insight.select import check_values
from schakel.insight.view import Stored, make_views
from schakel.sharing.grant import FIELDS, Grant, Sight, sight

SEEN_UNTIL, DAY = date(2024, 6, 1), date(2024, 5, 1)
GIVERS = {"source 0": "Toegang", "source 1": "Wijkteam", "source 2": "Aanbieder", "source 3": "Mantelzorger"}
READERS = ("Toegang", "Gemeente")
OF_CASES = ("client_group", "question")
EVERYTHING = frozenset((*FIELDS, "product", *OF_CASES))
ATTRIBUTES = (
    Attribute("product", "product", "event"),
    Attribute("client_group", "groep", "case"),
    Attribute("question", "vraag", "case"),
)
STORED = Stored(
    "SELECT *, 'p' || (source_row % 3) AS e_product FROM oracle_steps", "SELECT * FROM oracle_cases", ATTRIBUTES
)
ANOTHER = ("Een ander", "Weer een ander")
# Who delivered what is known of the sources, and no secret of a case.
DELIVERED = Delivered(
    frozenset((-1, name, month_of(date(2024, n, 1))) for name in (*PARTNERS[:-1], *ANOTHER) for n in range(1, 13))
)
BY_CHANCE = settings(
    deadline=None, derandomize=True, max_examples=plenty(40, 1_000), suppress_health_check=[HealthCheck.too_slow]
)  # some ten cases each: four hundred, or ten thousand


@st.composite
def sights(draw: st.DrawFn) -> Sight:
    """What a reader sees by grants of which some are not signed, have not begun, have ended, or are of another."""
    reader = draw(st.sampled_from(READERS))
    grants = []
    for source, giver in GIVERS.items():
        for version in range(draw(st.integers(0, 2))):
            since = DAY + timedelta(days=draw(st.sampled_from((-30, -30, 0, 1))))
            grants.append(
                Grant(
                    source,
                    draw(st.sampled_from((giver, giver, giver, "Inwoner"))),
                    draw(st.sampled_from((reader, reader, "Iemand anders"))),
                    draw(st.sampled_from(("sturing", "sturing", "onderzoek"))),
                    draw(st.one_of(st.just(EVERYTHING), st.frozensets(st.sampled_from(sorted(EVERYTHING))))),
                    since,
                    since + timedelta(days=draw(st.sampled_from((29, 30, 90)))),
                    version + 1,
                    frozenset({giver, reader} if draw(st.integers(0, 3)) else {giver}),
                )
            )
    return sight(reader, "sturing", DAY, grants, GIVERS)


def fields(seen: Sight, event: Event) -> frozenset[str] | None:
    """The fields of the event's source that may be read; None when it is cut."""
    for source, granted_fields in seen.sources:
        if source == f"source {event.place}":
            return EVERYTHING if granted_fields is None else granted_fields
    return None


def expected_steps(cases: Sequence[Case], seen: Sight) -> Iterator[dict[str, Any]]:
    """Each step that stays, from the events that may be read and nothing else."""
    for number, case in enumerate(cases, 1):
        pos = 0
        for place, step in enumerate(case.steps):
            event, may = step.event, fields(seen, step.event)
            if may is None:
                continue
            pos += 1
            following, before = step.next, case.steps[place - 1].event if place else None
            theirs = fields(seen, following) if following else frozenset[str]()
            yield {
                "case_no": number,
                "pos": pos,
                "source": f"source {event.place}",
                "activity": event.activity,
                "e_product": f"p{event.row % 3}" if "product" in may else None,
                **readable(event, may, seen),
                **onward(step, may, theirs),
                **waited(step, [one.event for one in case.steps[: place + 1]], may, theirs, seen),
                "is_first": None if before and fields(seen, before) is None else place == 0,
                "is_tied": tied(before, event, seen),
            }


def readable(event: Event, may: frozenset[str], seen: Sight) -> dict[str, Any]:
    """What the row says of itself."""
    times = {name: getattr(event, name) if name in may else None for name in ("started", "ended", "requested")}
    started, ended, requested = times.values()
    touch = own = None
    if started is not None and ended is not None and not event.is_moment:
        touch = between_us(started, ended, in_days=event.is_day)
    if started is not None and requested is not None:
        own = between_us(requested, started, in_days=event.is_day)
    return {
        "partner": event.partner if "partner" in may else None,
        "to_partner": event.to_partner if "to_partner" in may and event.to_partner in seen.partners else None,
        **{name: at if at is None else instant(at) for name, at in times.items()},
        **{f"{name}_on": at if at is None else local_day(at) for name, at in times.items()},
        "precision": ("day" if event.is_day else "instant") if may & set(times) else None,
        "touch_us": touch,
        "own_wait_us": own,
        "is_open": event.runs if "ended" in may else None,
    }


def onward(step: Step, may: frozenset[str], theirs: frozenset[str] | None) -> dict[str, Any]:
    """What came next, if that may be read."""
    event, shown = step.event, step.next if theirs is not None else None
    begun = shown.started if shown and "started" in (theirs or ()) else None
    gap = None
    if shown and begun is not None and event.ended is not None and "ended" in may:
        gap = between_us(event.ended, begun, in_days=event.is_day or shown.is_day)
    return {
        "next_activity": shown.activity if shown else None,
        "next_partner": step.next_partner if both(may, theirs) else None,
        "next_started": instant(begun) if begun is not None else None,
        "gap_us": gap,
        "is_last": None if theirs is None else step.next is None,
    }


def waited(
    step: Step, so_far: list[Event], may: frozenset[str], theirs: frozenset[str] | None, seen: Sight
) -> dict[str, Any]:
    """The wait, if all ends so far and the next start may be read, and who did both steps."""
    known = all("ended" in (fields(seen, one) or ()) for one in so_far)
    if not known or "started" not in (theirs or ()):
        return {"wait_us": None, "is_parallel": None}
    wait_us, is_parallel = _wait(so_far, step.next)
    return {"wait_us": wait_us if both(may, theirs) and not step.is_untold else None, "is_parallel": is_parallel}


def both(may: frozenset[str], theirs: frozenset[str] | None) -> bool:
    """Whether who did both steps may be read, and to whom was referred."""
    return {"partner", "to_partner"} <= may and "partner" in (theirs or ())


def tied(before: Event | None, event: Event, seen: Sight) -> bool | None:
    """Whether only the rank tells it from the step before, if both times may be read."""
    timed = [{"started", "ended"} <= (fields(seen, one) or frozenset()) for one in (before, event) if one]
    if not all(timed):
        return None
    return before is not None and _tied(before, event)


def expected_cases(cases: Sequence[Case], rows: list[dict[str, Any]], seen: Sight) -> dict[int, dict[str, Any]]:
    """Of each case in sight: itself when it is wholly so, else its beginning."""
    whole = [all(fields(seen, s.event) is not None and _all(seen, s.event) for s in case.steps) for case in cases]
    found = {}
    for number, (case, is_whole, row) in enumerate(zip(cases, whole, rows, strict=True), 1):
        if not any(fields(seen, step.event) is not None for step in case.steps):
            continue
        others = [w for w, other in zip(whole, rows, strict=True) if other["resident_no"] == row["resident_no"]]
        kept = dict.fromkeys(row) | {"case_no": number, "resident_no": row["resident_no"]}
        timed = [s.event for s in case.steps if {"started", "ended"} <= (fields(seen, s.event) or frozenset())]
        if is_whole:
            kept = {**row}
        elif case.steps[0].event in timed:
            kept["started"] = min(instant(event.placed) for event in timed)
            kept["started_on"] = min(local_day(event.placed) for event in timed)
        for name in OF_CASES:
            shared = all(name in (fields(seen, step.event) or ()) for step in case.steps)
            kept[f"c_{name}"] = row[f"c_{name}"] if shared else None
        if not all(others):
            kept |= {"is_return": None, "since_previous_days": None}
        found[number] = kept
    return found


def _all(seen: Sight, event: Event) -> bool:
    return dict(seen.sources)[f"source {event.place}"] is None


@pytest.fixture(scope="module")
def connection() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config={"threads": 1})


def records(connection: duckdb.DuckDBPyConnection, text: str) -> list[dict[str, Any]]:
    found = connection.execute(text)
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def seen_of(connection: duckdb.DuckDBPyConnection, cases: Sequence[Case], seen: Sight) -> tuple[list[Any], list[Any]]:
    """Steps and cases as they may be seen."""
    make_tables(connection, cases)
    stored = granted(connection, STORED, seen)
    steps = records(connection, f"{stored.steps} ORDER BY case_no, pos")
    return steps, records(connection, f"{stored.cases} ORDER BY case_no")


@BY_CHANCE
@given(events=logs(shared=4, most_cases=20), seen=sights())
def test_steps_and_cases_equal_the_plain_reading(
    connection: duckdb.DuckDBPyConnection, events: list[Event], seen: Sight
) -> None:
    cases = to_cases(events, seen_until=SEEN_UNTIL)
    steps, found = seen_of(connection, cases, seen)
    wanted = list(expected_steps(cases, seen))
    assert len(steps) == len(wanted)
    for step, want in zip(steps, wanted, strict=True):
        assert {name: step[name] for name in want} == want
        assert set(want) >= {*STEP_COLUMNS} - {"resident_no", "household_no", "source_row"}
    rows = records(connection, "SELECT * FROM oracle_cases ORDER BY case_no")
    assert {*CASE_COLUMNS} <= set(rows[0])
    assert {row["case_no"]: row for row in found} == expected_cases(cases, rows, seen)


def other(event: Event, may: frozenset[str] | None, seen: Sight) -> Event:
    """The same place in its case, and something else in all that may not be read."""
    hidden = EVERYTHING - may if may is not None else EVERYTHING
    made: dict[str, Any] = {} if may is not None else {"activity": "Iets anders"}
    if "partner" in hidden:
        made["partner"] = ANOTHER[0]
    if "to_partner" in hidden or event.to_partner not in seen.partners:
        made["to_partner"] = event.to_partner and ANOTHER[1]
    if "requested" in hidden:
        made["requested"] = None if event.requested else event.started
    for name in hidden.intersection(OF_CASES):
        made[name] = "geheim"
    if "ended" in hidden and event.started is not None and not event.is_moment:
        made["ended"] = None if event.ended else event.started
    return replace(event, **made)


@settings(BY_CHANCE, max_examples=plenty(16, 400))
@given(events=logs(shared=4, most_cases=20), seen=sights())
def test_what_may_not_be_read_has_no_hand_in_what_is_seen(
    connection: duckdb.DuckDBPyConnection, events: list[Event], seen: Sight
) -> None:
    cases = to_cases(events, seen_until=SEEN_UNTIL, delivered=DELIVERED)
    shown = seen_of(connection, cases, seen)
    changed = [other(event, fields(seen, event), seen) for event in events]
    assert seen_of(connection, to_cases(changed, seen_until=SEEN_UNTIL, delivered=DELIVERED), seen) == shown


@settings(BY_CHANCE, max_examples=plenty(10, 200))
@given(events=logs(shared=4, most_cases=20), seen=sights())
def test_lists_and_refusals_name_only_what_is_seen(
    connection: duckdb.DuckDBPyConnection, events: list[Event], seen: Sight
) -> None:
    cases = to_cases(events, seen_until=SEEN_UNTIL)
    make_tables(connection, cases)
    with connection.cursor() as cursor:
        stored = granted(cursor, STORED, seen)
        make_views(cursor, stored)
        shown = {step["partner"] for step in expected_steps(cases, seen)} - {None}
        rows = records(connection, "SELECT * FROM oracle_cases ORDER BY case_no")
        groups = {row["c_client_group"] for row in rows} - {None}
        read = {row["c_client_group"] for row in expected_cases(cases, rows, seen).values()} - {None}
        for key, values, may in (("partner", {*PARTNERS}, shown), ("client_group", groups, read)):
            with pytest.raises(Refusal) as refused:
                check_values(cursor, Selection(((key, "bestaat niet"),)), stored.attributes)
            told = {word.strip() for word in refused.value.problems[0].allowed.split(",")}
            assert told & values == may
