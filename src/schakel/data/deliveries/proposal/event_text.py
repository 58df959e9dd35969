"""The events of a mapping: what happened and when, one for each row or a milestone for each date."""

from collections.abc import Iterator

from schakel.data.deliveries.proposal.column_look import ColumnLook
from schakel.data.deliveries.proposal.column_text import about, filled, theirs
from schakel.data.deliveries.proposal.dates_found import DatesFound
from schakel.data.deliveries.proposal.mapping_facts import Facts
from schakel.data.deliveries.proposal.remark import Remark, doubt, fact
from schakel.data.deliveries.proposal.row_shape import Span
from schakel.data.deliveries.proposal.source_found import SourceFound
from schakel.data.deliveries.proposal.toml_text import TomlText, quoted
from schakel.data.deliveries.proposal.usual_order import CLOSING
from schakel.texts import say

WORDS_SHOWN = 12
REFERRAL = ("verwij", "overdracht", "doorgelei", "toeleid", "referral", "handover")


def write_activity(text: TomlText, source: SourceFound, facts: Facts) -> None:
    """Write what happened, of rows that are one event each."""
    if source.shape.activity is None:
        name = source.shape.spans[0].activity
        text.entry("activity", f"{{ value = {quoted(name)} }}", [doubt("activity_none"), *source.shape.remarks])
        return
    column = source.columns[source.shape.activity]
    text.entry("activity", theirs(column), [filled(column), *source.shape.remarks])
    if facts.words:
        shown = ", ".join(f"{word} ({n})" for word, n in facts.words[:WORDS_SHOWN])
        text.comment(say("propose.fact.words", text.lang, words=shown))


def write_milestone(text: TomlText, source: SourceFound, facts: Facts, number: int) -> None:
    """Write the number-th milestone, from 0."""
    span = source.shape.spans[number]
    text.table("[[milestone]]")
    double = span.activity in [other.activity for other in source.shape.spans[:number]]
    told = [remark for remark in span.remarks if remark.code == "doubt.milestone_name"]
    text.entry("activity", quoted(span.activity), [*told, *([doubt("milestone_double")] if double else [])])
    write_times(text, source, span, facts)
    for ours in own_columns(source, span):
        if column := source.column(ours):
            text.entry(ours, theirs(column), [filled(column), *about(ours, column)])


def own_columns(source: SourceFound, span: Span) -> list[str]:
    """Columns that tell of this milestone and not of the others: whom a referral is for, how it ended."""
    if source.shape.kind != "milestones":
        return []
    word = span.activity.lower()
    told = (("to_partner", REFERRAL), ("outcome", CLOSING))
    return [ours for ours, words in told if any(part in word for part in words) and ours in source.roles.columns]


def write_times(text: TomlText, source: SourceFound, span: Span, facts: Facts) -> None:
    """Write the columns with the dates of an event."""
    text.remark(*(remark for remark in span.remarks if remark.code != "doubt.milestone_name"))
    if n := facts.turned.get(span, 0):
        text.remark(doubt("turned", n=n))
    for ours, place in (("started", span.started), ("ended", span.ended), ("requested", span.requested)):
        dates = source.dated(place)
        if place is not None and dates is not None:
            text.entry(ours, theirs(source.columns[place]), _date_remarks(source.columns[place], dates))


def _date_remarks(column: ColumnLook, dates: DatesFound) -> Iterator[Remark]:
    yield fact("dates", n=dates.dated, empty=column.rows - column.filled, form=" / ".join(dates.written))
    if dates.wrong:
        yield doubt("dates_wrong", n=dates.wrong, shape=dates.shape)
    if dates.early:
        yield doubt("dates_early", n=dates.early)
    if dates.late:
        yield doubt("dates_late", n=dates.late)
