"""Months of the processing log that were kept long enough go by a purge too; an anchor keeps the chain checkable."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from schakel.chain.problem import Problem, Refusal
from schakel.data.processed import line, processing_log
from schakel.data.removal.first_day import first_day
from schakel.sharing.processing_log import ANCHOR, NotLogged
from schakel.sharing.subject_names import SubjectNames

SUBJECT = "dpl.core.data_subject_id"


def processing_due(log: Path, day: date, months: int) -> tuple[str, ...]:
    """The months that a purge on this day takes away: those before the one with the first day that stays."""
    return processing_log(log.resolve()).before(f"{first_day(day, months):%Y-%m}")


def purge_processing(log: Path, day: date, months: int, step: Callable[[], None]) -> tuple[str, ...]:
    """Take them away, with the names of persons of whom no line is left. Only call it while holding the log.

    Refusal `not_logged` when the anchor cannot be written.
    """
    known = processing_log(log.resolve())
    try:
        anchor = line(log, ANCHOR, [], datetime.now(UTC))
        gone = known.take_away(f"{first_day(day, months):%Y-%m}", anchor, step)
    except NotLogged:
        raise Refusal((Problem("not_logged", log.name),)) from None
    if gone:
        left = (one["attributes"].get(SUBJECT) for month in known.months() for one in known.lines(month))
        SubjectNames(known.folder).keep({name for name in left if name})
    return gone
