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


@dataclass(frozen=True)
class Delivery:
    """One source as it was read. file: its name without folders; rows: as read; events: as staged.

    knows_ends: the source tells when a step ends, so an empty end means that it still runs.
    reference_date: until when it was seen, if declared. not_stored: column names that no mapping names.
    """

    name: str
    file: str
    format: Literal["csv", "parquet", "xes"]
    rows: int
    events: int
    knows_ends: bool
    lifecycle: Lifecycle = "all"
    time_zone: str = "Europe/Amsterdam"
    delivered_by: str = ""
    reference_date: date | None = None
    not_stored: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True)
class Staged:
    """All that `data.snapshot` needs to turn the staged table into steps and cases.

    relation: name of the table or view. days and instants: whether rows of that precision occur. ranks: declared
    order of activities within a day. closing: activities (or outcomes, as "outcome=<value>") that close a case;
    empty when no ending is declared.
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
    closing: tuple[str, ...] = ()
    ranks: Mapping[str, int] = field(default_factory=dict)
    time_zone: str = "Europe/Amsterdam"
