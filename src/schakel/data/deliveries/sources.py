"""The sources of a log: who delivers what, how it is read, and which deliveries there were."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from schakel.data.mapping import CaseRule
from schakel.data.staged import Kind

FILE = "sources.toml"
PeriodBy = Literal["started", "active"]
# Months of whole lines in the processing log: five years, as long as a claim for damage can be made.
KEEP_PROCESSING = 60
ACTIVITY = "urn:schakel:processing-activity:chain-analysis"  # until the register of processing activities has its own


@dataclass(frozen=True)
class DeliveryEntry:
    """One delivery: its files (patterns from the folder of the sources file), and what it takes the place of.

    since, until: the period that it covers, both inclusive. extracted: the day on which it was taken from the partner's
    system. reference_date: until when that system was seen. kind None: a period where one is given behind an earlier
    delivery, else all of the source.
    """

    files: tuple[str, ...]
    kind: Kind | None = None
    since: date | None = None
    until: date | None = None
    extracted: date | None = None
    reference_date: date | None = None

    def kind_at(self, turn: int) -> Kind:
        """What it is as the turn-th delivery of its source, from 1."""
        if self.kind:
            return self.kind
        return "period" if turn > 1 and self.since and self.until else "full"

    @property
    def seen_until(self) -> date | None:
        """The reference date: as declared, else the end of the period, else the day of extraction."""
        return self.reference_date or self.until or self.extracted


@dataclass(frozen=True)
class SourceEntry:
    """One source. mapping: path of its mapping file, empty to propose one. period_by: which rows a period holds.

    keep_months: a purge removes rows whose last known moment lies more than so many whole months before its day; None
    keeps them. processing_activity: what the register of processing activities calls this; empty is as the log says.
    """

    name: str
    delivered_by: str = ""
    mapping: str = ""
    period_by: PeriodBy = "started"
    deliveries: tuple[DeliveryEntry, ...] = ()
    keep_months: int | None = None
    processing_activity: str = ""


@dataclass(frozen=True)
class Sources:
    """All of a sources file. ranks: order of activities within one day; empty: as the mappings say.

    processing_activity: of the sources that name none of their own. keep_processing_months: a purge removes months of
    the processing log that lie more than so many whole months back.
    """

    case: CaseRule = field(default_factory=CaseRule)
    ranks: tuple[tuple[str, int], ...] = ()
    sources: tuple[SourceEntry, ...] = ()
    processing_activity: str = ""
    keep_processing_months: int = KEEP_PROCESSING

    def source(self, name: str) -> SourceEntry | None:
        """A source by its name."""
        return next((source for source in self.sources if source.name == name), None)

    def activity_of(self, name: str) -> str:
        """The processing activity that a source falls under: its own, else the log's, else the one that stands in."""
        known = self.source(name)
        return (known.processing_activity if known else "") or self.processing_activity or ACTIVITY
