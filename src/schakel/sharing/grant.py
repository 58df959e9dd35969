"""A grant (deelafspraak): who shares which fields of which source with whom, for which purpose, until when.

What somebody may see follows from the grants alone, on the day of asking: nothing is remembered of yesterday's.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from schakel.chain.attribute import SLUG

# The activity, the case and the resident's number within the log come with every grant: without them there is no step.
FIELDS = ("partner", "to_partner", "started", "ended", "requested", "household")


@dataclass(frozen=True)
class Grant:
    """One version of an agreement to share. It holds when both sides signed it, from `since` until and with `until`.

    fields: some of FIELDS, and slugs of attributes. signed: the organisations that signed this version. ValueError for
    a field that cannot be one, or a period that ends before it begins.
    """

    source: str
    giver: str
    receiver: str
    purpose: str
    fields: frozenset[str]
    since: date
    until: date
    version: int = 1
    signed: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        strange = sorted(field for field in self.fields if not SLUG.match(field))
        if strange:
            raise ValueError(f"no fields: {', '.join(strange)}")
        if self.until < self.since:
            raise ValueError(f"a grant of {self.since} cannot end on {self.until}")

    @property
    def subject(self) -> tuple[str, str, str, str]:
        """What its versions have in common: source, giver, receiver and purpose."""
        return self.source, self.giver, self.receiver, self.purpose

    @property
    def is_signed(self) -> bool:
        """Whether both sides signed."""
        return {self.giver, self.receiver} <= self.signed

    @property
    def id(self) -> str:
        """Sixteen hexadecimal digits over all of its terms, the signatures not among them."""
        terms = [*self.subject, sorted(self.fields), str(self.since), str(self.until), self.version]
        return _print(terms)


@dataclass(frozen=True)
class Sight:
    """What one organisation may see for one purpose on one day.

    sources: by name the fields it may read; None is all of them, for what it delivered itself. partners: the
    organisations whose name it may read as the one to whom was referred. grants: ids of what it rests on.
    """

    reader: str
    purpose: str
    day: date
    sources: tuple[tuple[str, frozenset[str] | None], ...]
    partners: frozenset[str]
    grants: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Sixteen hexadecimal digits over what may be seen; equal for equal sight on another day."""
        seen = [[name, None if fields is None else sorted(fields)] for name, fields in self.sources]
        return _print([self.reader, self.purpose, seen, sorted(self.partners), list(self.grants)])


def in_force(grants: Iterable[Grant], day: date) -> tuple[Grant, ...]:
    """Of each agreement the latest signed version that has begun, if it has not ended.

    A version that ended does not bring the one before it back to life.
    """
    latest: dict[tuple[str, str, str, str], Grant] = {}
    for grant in grants:
        before = latest.get(grant.subject)
        if grant.is_signed and grant.since <= day and (before is None or grant.version > before.version):
            latest[grant.subject] = grant
    return tuple(latest[subject] for subject in sorted(latest) if day <= latest[subject].until)


def sight(reader: str, purpose: str, day: date, grants: Iterable[Grant], delivered_by: Mapping[str, str]) -> Sight:
    """What an organisation may see. delivered_by: per source of the log the organisation that delivers it.

    A grant counts only when its giver is the one who delivers the source: nobody gives away what is not theirs.
    """
    ours = [
        grant
        for grant in in_force(grants, day)
        if grant.receiver == reader and grant.purpose == purpose and delivered_by.get(grant.source) == grant.giver
    ]
    seen: dict[str, frozenset[str] | None] = {grant.source: grant.fields for grant in ours}
    seen |= {source: None for source, giver in delivered_by.items() if giver == reader}
    partners = frozenset(delivered_by[source] for source in seen) | {reader}
    return Sight(reader, purpose, day, tuple(sorted(seen.items())), partners, tuple(sorted(g.id for g in ours)))


def _print(terms: object) -> str:
    text = json.dumps(terms, separators=(",", ":"), ensure_ascii=True)
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()
