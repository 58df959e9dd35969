"""What a row is: one event, or several milestones each with a date of its own."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from schakel.data.deliveries.proposal.column_look import ColumnLook
from schakel.data.deliveries.proposal.column_roles import Roles
from schakel.data.deliveries.proposal.heading_words import DateHeading, date_heading, milestone_name
from schakel.data.deliveries.proposal.remark import Remark, doubt
from schakel.data.propose import normal

# Headings that may as well say how things stand now as what happened.
WEAK = {"status", "actie", "event", "taak"}


@dataclass(frozen=True)
class Span:
    """Dates of one event: places of the columns with its start, its end and when it was asked for.

    activity: its name, "" where the headings only say begin and end.
    """

    started: int | None
    ended: int | None
    requested: int | None = None
    activity: str = ""
    remarks: tuple[Remark, ...] = ()

    @property
    def places(self) -> tuple[int, ...]:
        """Places of its columns."""
        return tuple(place for place in (self.started, self.ended, self.requested) if place is not None)


@dataclass(frozen=True)
class RowShape:
    """kind: one event per row, several milestones, or none when no date tells that anything happened.

    activity: place of the column that says what happened; None where the milestones do, or nothing.
    """

    kind: Literal["events", "milestones", "none"]
    spans: tuple[Span, ...] = ()
    activity: int | None = None
    remarks: tuple[Remark, ...] = ()


def row_shape(columns: Sequence[ColumnLook], roles: Roles, told: int | None = None) -> RowShape:
    """Decide by the headings of the dates and by whether some column says what happened.

    told: the column whose values do so, where no heading does.
    """
    if not roles.dates:
        return RowShape("none")
    said = {place: date_heading(columns[place].heading) for place in roles.dates}
    spans = _spans(columns, said)
    asked = [span for span in spans if _is_request(span, said)]
    done = [span for span in spans if span not in asked]
    activity, remarks = _activity(columns, roles, told, lasts=any(span.ended is not None for span in done))
    is_events = len(done) <= 1 and len(asked) <= 1 and (activity is not None or not asked)
    if activity is not None and normal(columns[activity].heading) in WEAK and len(roles.dates) > 3:
        is_events = False
    if is_events:
        return _events(done, asked, activity, remarks)
    if activity is not None and roles.columns.get("activity") == activity:
        remarks = (doubt("activity_and_dates", column=columns[activity].heading, n=len(spans)),)
    else:
        remarks = ()
    asked_for = asked[0].started if len(asked) == 1 else None
    made = [_with_request(span, asked_for) for span in spans]
    return RowShape("milestones", tuple(made), None, remarks)


def _events(done: list[Span], asked: list[Span], activity: int | None, remarks: tuple[Remark, ...]) -> RowShape:
    if not done:
        return RowShape("events", tuple(asked), activity, remarks)
    first = done[0]
    requested = asked[0].started if asked else None
    return RowShape("events", (replace(first, requested=requested),), activity, remarks)


def _activity(
    columns: Sequence[ColumnLook], roles: Roles, told: int | None, *, lasts: bool
) -> tuple[int | None, tuple[Remark, ...]]:
    """The column that says what happened; where none does, the one whose values do, or the product that was given."""
    named, product = roles.columns.get("activity"), roles.columns.get("product")
    if named is not None and columns[named].filled < columns[named].rows * 0.99:
        named = None
    usable = product is not None and columns[product].is_word_list
    usable = usable and product is not None and columns[product].filled >= columns[product].rows * 0.999
    if named is None and told is not None and told != product:
        return told, (doubt("activity_by_values", column=columns[told].heading),)
    weak = named is not None and normal(columns[named].heading) in WEAK
    if named is not None and not (weak and lasts and usable):
        return named, (doubt("activity_weak", column=columns[named].heading),) if weak else ()
    if product is not None and usable:
        return product, (doubt("activity_is_product", column=columns[product].heading),)
    return None, ()


def _is_request(span: Span, said: dict[int, DateHeading]) -> bool:
    return span.ended is None and span.started is not None and said[span.started].is_request


def _with_request(span: Span, asked: int | None) -> Span:
    if span.ended is None or asked is None or span.started == asked:
        return span
    return replace(span, requested=asked)


def _spans(columns: Sequence[ColumnLook], said: dict[int, DateHeading]) -> list[Span]:
    """Begin and end of the same words belong together; one that stands alone is a moment."""
    loose = list(said)
    pairs: list[tuple[int, int, tuple[Remark, ...]]] = []
    for end in [place for place in said if said[place].side == "end"]:
        for side in ("start", ""):
            begin = next(
                (p for p in loose if said[p].side == side and said[p].what == said[end].what and p != end), None
            )
            if begin is not None:
                pairs.append((begin, end, ()))
                loose = [place for place in loose if place not in (begin, end)]
                break
    for end in [place for place in loose if said[place].ends]:
        begin = _begun(said, loose, end)
        if begin is not None:
            remark = doubt("pair", start=columns[begin].heading, end=columns[end].heading)
            pairs.append((begin, end, (remark,)))
            loose = [place for place in loose if place not in (begin, end)]
    begins, ends = ([p for p in loose if said[p].side == side] for side in ("start", "end"))
    if len(begins) == len(ends) == 1 and not (said[begins[0]].what and said[ends[0]].what):
        remark = doubt("pair", start=columns[begins[0]].heading, end=columns[ends[0]].heading)
        pairs.append((begins[0], ends[0], (remark,)))
        loose = [place for place in loose if place not in (begins[0], ends[0])]
    spans = [
        Span(begin, end, activity=milestone_name(columns[begin].heading, paired=True), remarks=remarks)
        for begin, end, remarks in pairs
    ]
    for place in loose:
        spans.append(Span(place, None, activity=milestone_name(columns[place].heading)))
    return sorted(spans, key=lambda span: span.started if span.started is not None else -1)


def _begun(said: dict[int, DateHeading], loose: Sequence[int], end: int) -> int | None:
    """What is ended by a date that is called finished: the same words, or the one word that ends in its word."""
    sought = said[end].ends
    open_ones = [place for place in loose if place != end and said[place].side != "end" and not said[place].ends]
    same = [place for place in open_ones if said[place].what == sought]
    if not same and len(sought) == 1:
        same = [place for place in open_ones if said[place].what and said[place].what[-1].endswith(sought[0])]
    return same[0] if len(same) == 1 else None


def named(shape: RowShape, word: str) -> RowShape:
    """The shape with a name for every event that its headings do not name."""
    spans = []
    for span in shape.spans:
        remarks = span.remarks if span.activity else (*span.remarks, doubt("milestone_name"))
        spans.append(replace(span, activity=span.activity or word, remarks=remarks))
    return replace(shape, spans=tuple(spans))
