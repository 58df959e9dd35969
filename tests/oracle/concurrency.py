"""How much help there is at once, from its definition."""

from collections.abc import Callable, Sequence
from typing import Any

from oracle.events import Event, instant, local_day
from oracle.figures import Row, distinct, grouped, of_steps, residents
from oracle.steps import Case, Step


def concurrency(cases: Sequence[Case]) -> list[Row]:
    """See concurrency.sql."""
    units: list[tuple[str, list[Step]]] = [("case", list(case.steps)) for case in cases]
    at_home = [s for s in of_steps(cases) if s.event.household is not None]
    units += [("household", own) for _, own in grouped(at_home, lambda s: s.event.household)]
    peaks = []
    for unit, steps in units:
        busy = [_at_once(step, steps) for step in steps]
        for counted in ("steps", "partners", *(["cases"] if unit == "household" else [])):
            peaks.append((unit, counted, max(moment[counted] for moment in busy), steps))
    return [
        {
            "unit": unit,
            "counted": counted,
            "at_once": number,
            "units": len(own),
            "residents": residents(s for *_, steps in own for s in steps),
        }
        for (unit, counted, number), own in grouped(peaks, lambda p: p[:3])
    ]


def _at_once(step: Step, steps: list[Step]) -> dict[str, int]:
    running = [step, *(other for other in steps if other is not step and _covers(other.event, step.event))]
    return {
        "steps": len(running),
        "partners": distinct(s.event.partner for s in running),
        "cases": distinct(s.case for s in running),
    }


def _covers(other: Event, event: Event) -> bool:
    if other.started is None or event.started is None:
        return False
    if not other.runs and (other.ended is None or instant(other.ended) <= instant(other.started)):
        return False
    clock: Callable[[Any], Any] = local_day if other.is_day or event.is_day else instant
    return clock(other.started) <= clock(event.started) and (
        other.ended is None or clock(other.ended) > clock(event.started)
    )
