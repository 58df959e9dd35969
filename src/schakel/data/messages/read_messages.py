"""Messages as a source like any other: all of them together become a table of events with columns of their own.

What one message says, another takes back or completes; so a source is all its messages at once. They are parsed one
by one, their lines wait in DuckDB, and one resident at a time is folded: memory does not grow with their number.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

from duckdb import DuckDBPyConnection

from schakel.chain.attribute import Attribute
from schakel.chain.problem import SHOWN, Notice, Problem, Refusal
from schakel.data.mapping import CaseRule, Mapping, Origin
from schakel.data.messages import tally as rules
from schakel.data.messages.archive import Found, laid_out
from schakel.data.messages.codes import CONTINUED, table, word
from schakel.data.messages.door import Door, passing_door
from schakel.data.messages.elements import MAX_SIZE
from schakel.data.messages.event import ACTIVITIES, LAW_WORDS, REJECTION, Event, events
from schakel.data.messages.history import history
from schakel.data.messages.lines_table import BATCH, KEPT, TABLES, Counted, LinesTable, insert
from schakel.data.messages.message import Message
from schakel.data.messages.read_message import read_message
from schakel.data.readers.name import shown_name
from schakel.data.readers.raw import Raw, RawColumn
from schakel.data.sql import drop, identifier, one, run
from schakel.data.staged import PUNCTUALITY_ATTRIBUTES

OnRead = Callable[[float], None]
PARSED_SHARE = 0.7  # of the time that reading takes
_ANSWERED_BY, *_NUMBERED = PUNCTUALITY_ATTRIBUTES
_DAY_COLUMNS = {attribute.slug: attribute.label for attribute in _NUMBERED}
# heading of the source = what it becomes
_COLUMNS = {"case_id": "casus", "resident": "inwoner", "activity": "activiteit", "partner": "partner",
            "to_partner": "naar", "started": "begin", "ended": "einde", "requested": "gevraagd", "law": "wet",
            "municipality": "gemeente", "product": "product", "outcome": "uitkomst",
            "cost_cents": "kosten in centen"}  # fmt: skip
_TEXTS = {"reason": "reden", "inferred": "afgeleid", "confidence": "zekerheid", "referrer": "verwijzer",
          _ANSWERED_BY.slug: _ANSWERED_BY.label}  # fmt: skip
PROVISION = "voorziening"
_NUMBERS = frozenset((_COLUMNS["cost_cents"], *_DAY_COLUMNS.values()))
_RULE_NOTICES = (rules.NO_ASSIGNMENT, rules.OVERLAP, rules.OTHER_PRODUCT, rules.ON_DELETED)


def read_messages(
    connection: DuckDBPyConnection,
    path: Path,
    *,
    beside: Sequence[Path] = (),
    door: Door | None = None,
    schemas: str = "",
    on_read: OnRead | None = None,
) -> Raw:
    """The events that all messages of a source tell, as relation `raw`.

    beside: further files of the same delivery. door: where numbers of people are taken out; None forgets its key at
    once. schemas: folder with the official schemas, "" for none. on_read gets the share that is done, 0 to 1.
    Refusal with file, line, element and what is allowed, for every message that is wrong; then nothing is taken in.
    """
    tell = on_read or (lambda _share: None)
    door = door or passing_door()
    label = f"{path.name} (+{len(beside)})" if beside else path.name
    try:
        lines = LinesTable(connection)
        with laid_out(path, beside) as (files, notices):
            foreign, unseen = _parsed(files, lines, door, schemas, tell)
        counted = lines.settle()
        made, counts = _folded(connection, lines, door, lambda share: tell(PARSED_SHARE + (1 - PARSED_SHARE) * share))
        if not made:
            raise Refusal((Problem("messages_no_events", label, more=(("n", counted.messages),)),))
    except BaseException:
        drop(connection, "raw")
        raise
    finally:
        drop(connection, *TABLES)
    counts |= Counter(foreign=foreign, unseen=unseen)
    heads = tuple(RawColumn(name, identifier(name), "number" if name in _NUMBERS else "text") for name in _headings())
    told = (*notices, *_notices(label, counted, counts))
    return Raw("messages", label, "raw", heads, made, notices=told)


def default_mapping() -> Mapping:
    """What the columns mean. A case is all that one law does for one resident, until the help has ended."""
    columns = tuple((ours, Origin(theirs)) for ours, theirs in _COLUMNS.items())
    attributes = [(theirs, Attribute(slug, theirs, "event")) for slug, theirs in _TEXTS.items()]
    attributes += [(theirs, Attribute(slug, theirs, "event", "number")) for slug, theirs in _DAY_COLUMNS.items()]
    ended = [word(outcome) for outcome in table("words") if outcome != CONTINUED]
    return Mapping(
        columns=columns,
        attributes=tuple(attributes),
        case=CaseRule(closing=(REJECTION, *(f"outcome={one}" for one in ended))),
        ranks=tuple((activity, rank) for rank, activity in enumerate(ACTIVITIES, 1)),
    )


def _parsed(files: Sequence[Found], lines: LinesTable, door: Door, schemas: str, tell: OnRead) -> tuple[int, int]:
    """All messages into the table; how many foreign elements there were, and messages that no schema describes."""
    problems: list[Problem] = []
    total = foreign = unseen = 0
    validate = _validation(schemas)
    for place, file in enumerate(files):
        if place % 500 == 0:
            tell(PARSED_SHARE * place / len(files))
        try:
            message, described = _one(file, door, validate)
        except Refusal as refusal:
            if refusal.problems[0].code == "zip_bomb":
                raise  # of the zip as a whole: what comes after it would be too much as well
            problems += refusal.problems[: SHOWN - len(problems)]
            total += refusal.total
            continue
        if not total:
            lines.add(message)
        foreign += message.foreign
        unseen += not described
    if total:
        raise Refusal(tuple(problems), total)
    return foreign, unseen


Validation = Callable[[bytes, str], tuple[Problem, ...] | None]


def _validation(folder: str) -> Validation | None:
    if not folder:
        return None
    from schakel.data.messages.schemas import read_schemas  # the library only where schemas are given

    return read_schemas(Path(folder)).problems


def _one(file: Found, door: Door, validate: Validation | None) -> tuple[Message, bool]:
    """One message, and whether a schema looked at it. What a schema says goes before what we say of values."""
    name = shown_name(file.name)
    if validate is None:
        return read_message(file.blocks(), name, door), True
    data = _whole(file)
    refused: Refusal | None = None
    message = None
    try:
        message = read_message((data,), name, door)
    except Refusal as refusal:
        if refusal.problems[0].code not in _OF_CONTENT:
            raise  # no XML, or none that may be handed to another parser
        refused = refusal
    found = validate(data, name)
    if found:
        raise Refusal(found)
    if refused or message is None:
        raise refused or AssertionError
    return message, found is not None


def _whole(file: Found) -> bytes:
    """All bytes of a message, or so many that it is refused for its size."""
    data = bytearray()
    for block in file.blocks():
        data += block
        if len(data) > MAX_SIZE:
            break
    return bytes(data)


_OF_CONTENT = frozenset(("message_element", "message_twice", "message_value", "message_missing", "message_code",
                         "message_parties", "ends_before_start"))  # fmt: skip


def _folded(connection: DuckDBPyConnection, lines: LinesTable, door: Door, tell: OnRead) -> tuple[int, Counter[str]]:
    """The events of one resident after the other into `raw`; how many, and what was counted."""
    headings = _headings()
    typed = ", ".join(f"{identifier(name)} {'DOUBLE' if name in _NUMBERS else 'VARCHAR'}" for name in headings)
    run(connection, f"CREATE OR REPLACE TABLE raw (row BIGINT, {typed})")
    residents, last = one(connection, f"SELECT count(DISTINCT resident), max(dated) FROM {KEPT}")  # noqa: S608
    counts: Counter[str] = Counter()
    waiting: list[tuple[object, ...]] = []
    made = 0
    for done, sent in enumerate(lines.by_resident(), 1):
        found = history(sent)
        counts.update(rules.tally(found))
        counts["lapsed"] += rules.lapsed(found, last or date.max)
        for row in sorted(map(_row_maker(door), events(found)), key=_order):
            made += 1
            waiting.append((made, *row))
        if len(waiting) >= BATCH:
            tell(done / residents)
            insert(connection, "raw", ("row", *headings), waiting)
            waiting = []
    insert(connection, "raw", ("row", *headings), waiting)
    return made, counts


def _headings() -> tuple[str, ...]:
    return (*_COLUMNS.values(), PROVISION, *_TEXTS.values(), *_DAY_COLUMNS.values())


def _row_maker(door: Door) -> Callable[[Event], tuple[str | int | None, ...]]:
    def row(event: Event) -> tuple[str | int | None, ...]:
        law = LAW_WORDS[event.law]
        return (
            door.case(f"{event.resident}.{law}"),
            event.resident,
            event.activity,
            event.partner,
            event.to_partner or None,
            event.started,
            event.ended or None,
            event.requested or None,
            law,
            event.municipality,
            event.product,
            event.outcome or None,
            event.cost_cents,
            door.case(f"{law}.{event.municipality}.{event.provision}"),
            event.reason or None,
            event.inferred or None,
            event.confidence or None,
            event.referrer or None,
            event.answered_by or None,
            *(event.days.get(name) for name in _DAY_COLUMNS),
        )

    return row


def _order(row: Sequence[str | int | None]) -> tuple[str, int, str]:
    return str(row[5]), ACTIVITIES.index(str(row[2])), repr(row)


def _notices(file: str, counted: Counted, counts: Counter[str]) -> Iterator[Notice]:
    """What was counted, each under the rule that says why it is no reason to refuse."""
    yield Notice("messages_read", counted.messages, file, more=(("retours", counted.retours),))
    simple = {"messages_double": counted.double, "messages_rejected": counted.rejected, "messages_loose": counted.loose}
    simple |= {f"messages_{name}": counts[name] for name in ("never_sent", "continued", "handovers", "start_declared",
               "lapsed", "credit", "foreign", "unseen")}  # fmt: skip
    yield from (Notice(code, n, file) for code, n in simple.items() if n)
    for rule in _RULE_NOTICES:
        if counts[rule]:
            yield Notice(f"messages_rule_{rule}", counts[rule], file)
    begun = counts["assignments"] - counts["not_begun"]
    if begun > counts["with_start"]:
        yield Notice("messages_without_start", begun - counts["with_start"], file, more=(("of", begun),))
