"""The sources of a log as lines of a table: who delivered what and when, and until when it was seen."""

from dataclasses import dataclass
from datetime import date

from schakel.data.manifest import Manifest
from schakel.report.source_facts import SourceFacts, sources_of
from schakel.web.data_desk.seen_by import Sight

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
