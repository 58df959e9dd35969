"""Figures about the data as delivered, from their definitions: rows as dictionaries, in no order."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from itertools import permutations

from oracle.events import local_day
from oracle.figures import Row, grouped, of_steps, residents
from oracle.numbers import quantile
from oracle.steps import Case, Step


def link_rates(cases: Sequence[Case]) -> list[Row]:
    """See link_rates.sql."""
    people = {place: {s.resident for s in own} for place, own in grouped(of_steps(cases), lambda s: s.event.place)}
    return [
        {
            "source": f"source {one}",
            "other_source": f"source {other}",
            "source_residents": len(people[one]),
            "residents": len(people[one] & people[other]),
            "share": len(people[one] & people[other]) / len(people[one]),
        }
        for one, other in permutations(people, 2)
    ]


def _turns(cases: Sequence[Case]) -> list[tuple[date, str, Step]]:
    """Starts and ends of steps that last until a later day, or still run."""
    found = []
    for step in of_steps(cases):
        event = step.event
        if event.started is None:
            continue
        start = local_day(event.started)
        end = None if event.ended is None else local_day(event.ended)
        if event.runs or (end is not None and end > start):
            found.append((start, "starts", step))
        if end is not None and end > start:
            found.append((end, "ends", step))
    return found


def peak_dates(cases: Sequence[Case], factor: float, least: int) -> list[Row]:
    """See peak_dates.sql."""
    rows = []
    for kind, turns in grouped(_turns(cases), lambda t: t[1]):
        days = len({day for day, *_ in turns})
        rows += [
            {
                "day": day,
                "kind": kind,
                "steps": len(own),
                "residents": residents(step for *_, step in own),
                "usual_per_day": len(turns) / days,
                "times_usual": len(own) * days / len(turns),
            }
            for day, own in grouped(turns, lambda t: t[0])
            if len(own) * days > factor * len(turns) and len(own) >= least
        ]
    return rows


def year_days(cases: Sequence[Case]) -> list[Row]:
    """See year_days.sql."""
    return [
        {"day": day, "kind": kind, "steps": len(own), "residents": residents(step for *_, step in own)}
        for (day, kind), own in grouped(_turns(cases), lambda t: (f"{t[0]:%m-%d}", t[1]))
    ]


def returns(cases: Sequence[Case], returner: int) -> list[Row]:
    """See returns.sql."""

    def band(case: Case) -> str:
        if not case.is_return:
            return "within gap"
        return "returner" if (case.since_previous_days or 0) > returner else "early returner"

    again = [case for case in cases if case.since_previous_days is not None]
    return [
        {
            "band": name,
            "cases": len(own),
            "residents": residents(own),
            "p50_days": quantile([case.since_previous_days or 0 for case in own], Fraction(1, 2)),
        }
        for name, own in grouped(again, band)
    ]
