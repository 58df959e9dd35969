"""What changed between two sets of facts; what widens the processing first, with the answers to look at again."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from schakel.report.privacy.facts import GrantFact, PrivacyFacts, SourceFact
from schakel.report.privacy.question import questions

# How a change reads: a source came, a field went, a term became longer. The texts know each by kind and how.
How = Literal["added", "removed", "wider", "narrower", "changed"]
_JUDGED = ("necessity", "proportionality", "subsidiarity", "weighing", "residual", "dpo")


@dataclass(frozen=True)
class Change:
    """One change. source, partner, purpose, value: what it is about; before and after: of a value that moved.

    questions: ids of the answers that must be looked at again; none for what narrows.
    """

    kind: str
    how: How
    source: str = ""
    partner: str = ""
    purpose: str = ""
    value: str = ""
    before: str = ""
    after: str = ""
    questions: tuple[str, ...] = ()

    @property
    def widens(self) -> bool:
        """Whether more is kept, or shown to more people, or for longer."""
        return self.how in ("added", "wider")


def changes(old: PrivacyFacts, new: PrivacyFacts) -> tuple[Change, ...]:
    """All changes, those that widen first. Of each only the questions that the new facts raise."""
    asked = {question.id for question in questions(new)}
    found = [*_whole(old, new), *_sources(old, new), *_grants(old, new)]
    told = [replace(one, questions=tuple(i for i in one.questions if i in asked)) for one in found]
    return tuple(sorted(told, key=lambda one: not one.widens))  # the order within stays


def look_again(found: tuple[Change, ...]) -> tuple[str, ...]:
    """Ids of all answers that must be looked at again."""
    return tuple(dict.fromkeys(name for change in found for name in change.questions))


def _whole(old: PrivacyFacts, new: PrivacyFacts) -> Iterator[Change]:
    if old.threshold != new.threshold:
        lower = new.threshold < old.threshold
        yield _moved("threshold", lower, str(old.threshold), str(new.threshold), ids=("weighing", "residual", "dpo"))
    if old.public != new.public:
        yield _moved("ids", new.public, "", "", ids=("key_holders", *_JUDGED))
    elif old.key_id != new.key_id:
        yield Change("key", "changed", before=old.key_id, after=new.key_id, questions=("key_holders",))


def _sources(old: PrivacyFacts, new: PrivacyFacts) -> Iterator[Change]:
    for source in new.sources:
        before = old.source(source.name)
        if before is None:
            again = tuple(
                f"{kind}:{source.name}" for kind in ("basis", "special", "compatible", "retention", "activity")
            )
            by = source.delivered_by
            yield Change("source", "added", source.name, by, questions=(*again, "joint", "information", *_JUDGED))
        else:
            yield from _source(before, source)
    for source in old.sources:
        if new.source(source.name) is None:
            yield Change("source", "removed", source.name, source.delivered_by)


def _source(old: SourceFact, new: SourceFact) -> Iterator[Change]:
    name = new.name
    for field in (one for one in new.fields if one not in old.fields):
        own = (f"basis:{name}", f"special:{name}")
        yield Change("field", "added", name, value=field, questions=(*own, *_JUDGED))
    for field in (one for one in old.fields if one not in new.fields):
        yield Change("field", "removed", name, value=field)
    if old.keep_months != new.keep_months:
        longer = new.keep_months is None or (old.keep_months is not None and new.keep_months > old.keep_months)
        months = ["" if n is None else str(n) for n in (old.keep_months, new.keep_months)]
        yield _moved("retention", longer, *months, source=name, ids=(f"retention:{name}", *_JUDGED))
    if old.since and new.since and old.since != new.since:
        earlier = new.since < old.since
        yield _moved("since", earlier, str(old.since), str(new.since), source=name, ids=_JUDGED)
    if old.own_key and not new.own_key:
        yield _moved("linked", True, "", "", source=name, ids=("key_holders", f"compatible:{name}", *_JUDGED))
    elif new.own_key and not old.own_key:
        yield _moved("linked", False, "", "", source=name)
    if old.delivered_by != new.delivered_by:
        ids = (f"basis:{name}", f"compatible:{name}", "joint")
        yield Change("deliverer", "changed", name, before=old.delivered_by, after=new.delivered_by, questions=ids)


def _grants(old: PrivacyFacts, new: PrivacyFacts) -> Iterator[Change]:
    before, after = _by_subject(old), _by_subject(new)
    known = {(grant.source, grant.receiver) for grant in old.grants}
    for subject, grant in after.items():
        again = (f"recipient:{subject}", f"basis:{grant.source}", *_JUDGED)
        who = (grant.source, grant.receiver, grant.purpose)
        if subject not in before:
            kind = "purpose" if (grant.source, grant.receiver) in known else "recipient"
            yield Change(kind, "added", *who, value=", ".join(grant.fields), questions=again)
            continue
        was = before[subject]
        for field in (one for one in grant.fields if one not in was.fields):
            yield Change("granted_field", "added", *who, value=field, questions=again)
        for field in (one for one in was.fields if one not in grant.fields):
            yield Change("granted_field", "removed", *who, value=field)
        if was.until != grant.until:
            longer = grant.until > was.until
            yield _moved("grant_until", longer, str(was.until), str(grant.until), who=who, ids=again)
    kept = {(grant.source, grant.receiver) for grant in new.grants}
    for subject, grant in before.items():
        if subject not in after:
            kind = "purpose" if (grant.source, grant.receiver) in kept else "recipient"
            yield Change(kind, "removed", grant.source, grant.receiver, grant.purpose)


def _by_subject(facts: PrivacyFacts) -> dict[str, GrantFact]:
    """Of each agreement the latest version: grants stand in the order of their versions."""
    return {grant.subject: grant for grant in facts.grants}


def _moved(
    kind: str,
    widens: bool,
    before: str,
    after: str,
    *,
    source: str = "",
    who: tuple[str, str, str] | None = None,
    ids: tuple[str, ...] = (),
) -> Change:
    how: How = "wider" if widens else "narrower"
    source, partner, purpose = who or (source, "", "")
    return Change(kind, how, source, partner, purpose, "", before, after, ids if widens else ())
