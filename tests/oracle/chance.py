"""Small logs by chance, with all that makes order and waiting hard."""

from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from oracle.events import Event, Moment

ACTIVITIES = ("Melding", "Onderzoek", "Besluit", "Start hulp", "Einde hulp")
PARTNERS = ("Toegang", "Wijkteam", "Aanbieder", "Inwoner", "Mantelzorger", None)
FIRST = datetime(2024, 3, 28, 6)  # noqa: DTZ001 (UTC, naive); the clock changes on the 31st


@st.composite
def instants(draw: st.DrawFn) -> datetime:
    """Whole hours, so that they often coincide, and now and then a microsecond more."""
    hours = draw(st.integers(0, 24 * 6))
    odd = draw(st.sampled_from((0, 0, 0, 1)))
    return FIRST + timedelta(hours=hours, microseconds=odd)


@st.composite
def days(draw: st.DrawFn) -> date:
    """Days around the change of the clock."""
    return (FIRST + timedelta(days=draw(st.integers(0, 8)))).date()


@st.composite
def times(draw: st.DrawFn, *, of: st.SearchStrategy[Moment]) -> dict[str, Any]:
    """Start, end and request of one event: running, unknown or a moment as well."""
    kind = draw(st.sampled_from(("span", "span", "moment", "open", "unknown start")))
    asked, first, second = sorted((draw(of), draw(of), draw(of)), key=str)
    requested = draw(st.sampled_from((None, asked)))
    if kind == "moment":
        return {"started": first, "ended": first, "requested": requested, "is_moment": True}
    if kind == "open":
        return {"started": first, "ended": None, "requested": requested}
    started = None if kind == "unknown start" else first
    return {"started": started, "ended": second, "requested": requested}


def _later(times: dict[str, Any], days: int) -> dict[str, Any]:
    return {name: at + timedelta(days=days) if isinstance(at, date) else at for name, at in times.items()}


@st.composite
def logs(draw: st.DrawFn, *, most_cases: int = 7, shared: int = 1, apart: int = 0, far: bool = False) -> list[Event]:
    """Up to seven cases of up to six events, in any order of rows.

    shared, apart: sources that share a key, which come first, and sources that do not. far: cases lie months apart.
    """
    events: list[Event] = []
    for case in range(draw(st.integers(1, most_cases))):
        alone = draw(st.integers(0, apart))
        prefix = f"{alone}:" if alone else ""
        later = draw(st.sampled_from((0, 30, 45, 150))) if far else 0
        resident = draw(st.sampled_from(("r1", "r2", "r3", None)))
        household = draw(st.sampled_from(("h1", "h2", None)))
        who: dict[str, Any] = {
            "resident": resident and prefix + resident,
            "household": household and prefix + household,
            "client_group": draw(st.sampled_from(("jeugd", "ouderen", None))),
            "question": draw(st.sampled_from(("wonen", None))),
        }
        for _ in range(draw(st.integers(1, 6))):
            of = draw(st.sampled_from((instants(), instants(), days())))
            made: dict[str, Any] = {
                "activity": draw(st.sampled_from(ACTIVITIES)),
                "partner": draw(st.sampled_from(PARTNERS)),
                "to_partner": draw(st.sampled_from((*PARTNERS[:3], None, None, None))),
                "row": len(events) + 1,
                "place": shared - 1 + alone if alone else draw(st.integers(0, shared - 1)),
                **_later(draw(times(of=of)), later),
            }
            events.append(Event(case=f"c{case}", **who, **made))
    return events
