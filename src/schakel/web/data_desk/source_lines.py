"""The sources of a log as lines of a table: who delivered what and when, and until when it was seen."""

from dataclasses import dataclass
from datetime import date

from schakel.data.manifest import Manifest
from schakel.draw.wording import month_text
from schakel.report.source_facts import SourceFacts, sources_of
from schakel.web.data_desk.seen_by import Sight

MONTHS = 6  # named one by one
BEHIND_DAYS = 62  # as data.manifest.main_reference: then a source has stopped


@dataclass(frozen=True)
class SourceLine:
    """One source. since, until: of all its deliveries; seen: the day until when it was seen; behind: it stopped."""

    facts: SourceFacts
    partner: str
    last: date | None
    since: date | None
    until: date | None
    seen: date
    behind: bool

    @property
    def files(self) -> int:
        """How many files."""
        return len(self.facts.files)


def source_lines(manifest: Manifest, seen_by: Sight) -> list[SourceLine]:
    """The sources that may be shown."""
    newest = max(reference.on for reference in manifest.reference.values())
    found = []
    for facts in sources_of(manifest):
        if not seen_by.may_see(facts.delivered_by, facts.name):
            continue
        days = [file for file in facts.files if file.since and file.until]
        reference = manifest.reference.get(facts.name)
        seen = reference.on if reference else manifest.last_on
        found.append(
            SourceLine(
                facts,
                facts.delivered_by or facts.name,
                max((file.extracted for file in facts.files if file.extracted), default=None),
                min((file.since for file in days if file.since), default=None),
                max((file.until for file in days if file.until), default=None),
                seen,
                (newest - seen).days > BEHIND_DAYS,
            )
        )
    return found


@dataclass(frozen=True)
class OwnMonths:
    """The months of one partner. first, last: of the log, in words; missing: those not or not wholly delivered."""

    delivered: int
    total: int
    first: str
    last: str
    missing: str


def own_months(manifest: Manifest, partner: str, lang: str) -> OwnMonths | None:
    """Which months of this partner's own work were delivered; None for one that the log does not know."""
    coverage = manifest.coverage
    letters = coverage.partners.get(partner)
    if not letters:
        return None
    lacking = [month_text(month, lang) for month, letter in zip(coverage.months, letters, strict=True) if letter != "d"]
    shown = ", ".join(lacking[:MONTHS]) + (f" (+{len(lacking) - MONTHS})" if len(lacking) > MONTHS else "")
    first, last = (month_text(coverage.months[place], lang) for place in (0, -1))
    return OwnMonths(letters.count("d"), len(letters), first, last, shown)
