"""What a reader delivers: rows of events, waiting in a DuckDB connection, and what is known of their source.

A reader makes one table or view in the connection. Its columns, always all of them, in this order:

case_id, resident, household VARCHAR   ids as delivered; resident and household are NULL where not delivered
activity, partner, to_partner VARCHAR  words after `[values.*]` of the mapping; partner may be NULL
started, ended, requested TIMESTAMP    UTC; a day-precise date is its local midnight; NULL is unknown or running
started_on, ended_on, requested_on     DATE, local (the mapping's time zone)
is_day BOOLEAN                         the event's dates are days, without a time of day
is_moment BOOLEAN                      its source gives one time only (then ended = started, touch time is unknown)
source VARCHAR, source_row BIGINT      where it stands, as the user counts
then one column per attribute          `c_<slug>` or `e_<slug>`; VARCHAR, DOUBLE or DATE

At least one of started and ended is known in every row; case_id and activity are never NULL or blank.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from schakel.chain.attribute import Attribute
from schakel.chain.problem import Notice

CaseUnit = Literal["resident", "household", "provision", "trajectory"]
Lifecycle = Literal["pair", "complete", "all"]
People = Literal["", "numbers", "custodian", "own", "several"]  # "": no residents, or not known
Kind = Literal["full", "period", "changes", "deletions"]
PIECEMEAL = ("changes", "deletions")  # what they leave unsaid of the period that is covered, says nothing about it

EVENT_COLUMNS = (
    "case_id",
    "resident",
    "household",
    "activity",
    "partner",
    "to_partner",
    "started",
    "ended",
    "requested",
    "started_on",
    "ended_on",
    "requested_on",
    "is_day",
    "is_moment",
    "source",
    "source_row",
)

# Attributes of DESIGN 3.1 with their level and type; others come from the mapping's [attributes].
STANDARD_ATTRIBUTES = (
    Attribute("law", "law", "case"),
    Attribute("municipality", "municipality", "case"),
    Attribute("neighbourhood", "neighbourhood", "case"),
    Attribute("client_group", "client_group", "case"),
    Attribute("question", "question", "case"),
    Attribute("life_domain", "life_domain", "event"),
    Attribute("line", "line", "event"),
    Attribute("product", "product", "event"),
    Attribute("function", "function", "event"),
    Attribute("outcome", "outcome", "event"),
    Attribute("outcome_score", "outcome_score", "event", "number"),
    Attribute("cost_cents", "cost_cents", "event", "number"),
)

# What messages tell of their own deadlines, by step: who had to answer, and in how many days it was told. Of working
# days there are two counts: Mondays to Fridays, and how many of those were public holidays.
PUNCTUALITY_ATTRIBUTES = (
    Attribute("answered_by", "beantwoord door", "event"),
    *(
        Attribute(f"{told}_{count}", f"{told} {count}", "event", "number")
        for told in ("answer", "start", "stop", "retour", "declaration")
        for count in ("days", "holidays")
    ),
    Attribute("answer_open", "answer open", "event", "number"),
    Attribute("decision_days", "decision days", "event", "number"),
    Attribute("residence_days", "residence days", "event", "number"),
)

# By which day a case must be done, as a source tells it: by law, and as promised.
NORM_ATTRIBUTES = (
    Attribute("term_on", "termijn", "case", "date"),
    Attribute("service_on", "servicetermijn", "case", "date"),
)


@dataclass(frozen=True)
class Delivery:
    """One file of a source as it was read. file: its name without folders; rows: as read; events: as staged.

    knows_ends: the source tells when a step ends, so an empty end means that it still runs.
    reference_date: until when it was seen, if declared. not_stored: column names that no mapping names.
    id: of its events among the deliveries that a log keeps; empty where they are not kept. turn: which delivery of
    its source it belongs to, from 1. kind, since, until: what it takes the place of, see `deliveries.effective`.
    counted: events that no later delivery took the place of; -1 is all. own_key: its numbers of residents mean nothing
    elsewhere, so that its cases stand beside those of other sources. people: how residents were called: by numbers, or
    by pseudonyms that a custodian's key made last, or the own key of one organisation; see `data.people`.
    """

    name: str
    file: str
    format: Literal["csv", "parquet", "xes", "excel", "ocel", "messages"]
    rows: int
    events: int
    knows_ends: bool
    lifecycle: Lifecycle = "all"
    time_zone: str = "Europe/Amsterdam"
    delivered_by: str = ""
    reference_date: date | None = None
    not_stored: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()
    id: str = ""
    turn: int = 1
    kind: Kind = "full"
    since: date | None = None
    until: date | None = None
    extracted: date | None = None
    counted: int = -1
    own_key: bool = False
    people: People = ""


@dataclass(frozen=True)
class Source:
    """What the deliveries of one source have in common. since, until: the period that was declared, or None."""

    name: str
    since: date | None
    until: date | None
    reference_date: date | None
    own_key: bool = False


@dataclass(frozen=True)
class Place:
    """Rank of an event within one day after its activity's: which source it is of, then which delivery and milestone.

    source: number of the source among `Staged.sources`.
    """

    source: int
    knows_ends: bool


@dataclass(frozen=True)
class Successor:
    """A concept that had another name then than it has today. kind: activity, partner or an attribute's slug."""

    kind: str
    then: str
    today: str


@dataclass(frozen=True)
class NameCount:
    """A code that the list of names does not tell apart, and in how many events. why: overlap, unknown or outside."""

    kind: str
    code: str
    why: str
    n: int


@dataclass(frozen=True)
class Provisional:
    """A month of which a source still has more to tell. partner: None for the whole source, "" for nobody's work.

    month: "2025-12". share: of its final number of events, as far as earlier months tell (0..1); None is unknown.
    """

    source: str
    partner: str | None
    month: str
    share: float | None


@dataclass(frozen=True)
class Staged:
    """All that `data.snapshot` needs to turn the staged table into steps and cases.

    relation: name of the table or view. continued_days: as `mapping.CaseRule`. continued: pieces of help that were
    joined to the step before. keyed: case_id is what is followed already, whatever the unit. days and instants: whether
    rows of that precision occur. ranks: declared order of activities within a day. closing: activities (or outcomes, as
    "outcome=<value>") that close a case; empty when no ending is declared. places: where the relation has a column
    `place`, what its values 0, 1, ... stand for; else a delivery is a place. successors: concepts of then and today;
    names: codes that the list of names does not tell apart. provisional: months that still fill up.
    """

    relation: str
    deliveries: tuple[Delivery, ...]
    attributes: tuple[Attribute, ...] = ()
    days: bool = False
    instants: bool = True
    has_resident: bool = False
    has_household: bool = False
    unit: CaseUnit = "provision"
    gap_days: int = 31
    continued_days: int = 0
    continued: int = 0
    keyed: bool = False
    places: tuple["Place", ...] = ()
    successors: tuple["Successor", ...] = ()
    names: tuple["NameCount", ...] = ()
    provisional: tuple["Provisional", ...] = ()
    closing: tuple[str, ...] = ()
    ranks: Mapping[str, int] = field(default_factory=dict)
    time_zone: str = "Europe/Amsterdam"

    @property
    def sources(self) -> tuple[Source, ...]:
        """The sources in the order in which they stand; of several deliveries the earliest start and the last day.

        Until when a source was seen is declared only when every delivery that may reach furthest says so.
        """
        found: dict[str, Source] = {}
        silent = {d.name for d in self.deliveries if d.kind in ("full", "period") and not d.reference_date}
        for delivery in self.deliveries:
            said = delivery.name not in silent
            known = found.get(delivery.name, Source(delivery.name, delivery.since, None, None))
            found[delivery.name] = Source(
                delivery.name,
                known.since if delivery.kind in PIECEMEAL else _least(known.since, delivery.since),
                _most(known.until, delivery.until) if said else None,
                _most(known.reference_date, delivery.reference_date)
                if said and delivery.kind != "deletions"
                else known.reference_date,
                delivery.own_key,
            )
        return tuple(found.values())

    def key_group(self, source: int) -> int:
        """Sources with a shared key are together in group 0; one with a key of its own is a group of its own."""
        return source + 1 if self.sources[source].own_key else 0

    @property
    def ordered_places(self) -> tuple[Place, ...]:
        """The places as given, else one for each delivery."""
        numbers = {source.name: number for number, source in enumerate(self.sources)}
        return self.places or tuple(Place(numbers[d.name], d.knows_ends) for d in self.deliveries)


def _least(one: date | None, other: date | None) -> date | None:
    return min(one, other) if one and other else None


def _most(one: date | None, other: date | None) -> date | None:
    return max((day for day in (one, other) if day), default=None)
