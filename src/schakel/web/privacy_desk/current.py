"""The DPIA of a network as it is now, for one hat: facts, answers, and what it was when it was last assessed.

An officer of who analyses sees all of it. One of a partner sees no grants in which that partner has no part.
"""

from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from schakel.chain.problem import Refusal
from schakel.data.snapshot import open_snapshot
from schakel.insight.opened import open_log
from schakel.report.privacy.changes import Change, changes
from schakel.report.privacy.dpia import Dpia
from schakel.report.privacy.facts import PrivacyFacts, from_json
from schakel.report.privacy.gathered import facts_of
from schakel.report.privacy.question import Answer
from schakel.sharing.grant import Grant
from schakel.web.access.models import Hat, Network
from schakel.web.access.policy import may
from schakel.web.access.reach import reach
from schakel.web.engine import engine
from schakel.web.insight_desk.choices import snapshot_of
from schakel.web.privacy_desk.agreed_grants import grants_of
from schakel.web.privacy_desk.models import DpiaAnswer, DpiaAssessment
from schakel.web.record.reading import read
from schakel.web.sharing_desk.clock import day_of, today
from schakel.web.workspace import current_workspace


def may_assess(hat: Hat) -> bool:
    """Whether this hat answers questions and assesses: the privacy officer of who analyses."""
    return may(hat, "assess_privacy") and reach(hat).at_home


def facts_now(network: Network) -> PrivacyFacts | None:
    """The facts of what the network sees; None without data."""
    if not (network.log and network.snapshot):
        return None
    log = current_workspace().network(network.slug) / "logs" / network.log
    try:
        found = _facts(log, network.snapshot, grants_of(network), network.threshold, today(), _stamp(log))
        read(log, snapshot_of(network, network.snapshot).manifest, "dpia")
    except Refusal:
        return None
    return found


def dpia_for(hat: Hat) -> Dpia | None:
    """The DPIA as this hat may see it; None without data."""
    facts = facts_now(hat.network)
    if facts is None:
        return None
    last = last_assessment(hat.network)
    before = seen_by(hat, from_json(last.facts)) if last else None
    return Dpia(seen_by(hat, facts), answers_of(hat.network), before)


def seen_by(hat: Hat, facts: PrivacyFacts) -> PrivacyFacts:
    """The facts without what this hat's organisation has no part in."""
    if may_assess(hat):
        return facts
    own = hat.organisation.name
    return replace(facts, grants=tuple(one for one in facts.grants if own in (one.giver, one.receiver)))


def wider(dpia: Dpia) -> tuple[Change, ...]:
    """What widened since the last assessment; nothing where there was none."""
    found = changes(dpia.before, dpia.facts) if dpia.before else ()
    return tuple(change for change in found if change.widens)


def answers_of(network: Network) -> dict[str, Answer]:
    """The last answer to each question, with the organisation of who gave it."""
    rows = DpiaAnswer.objects.filter(network=network).select_related("hat__person", "hat__organisation")
    return {
        row.question: Answer(
            row.text, f"{row.hat.person.name}, {row.hat.organisation.name}", day_of(row.at).isoformat()
        )
        for row in rows
    }


def last_assessment(network: Network) -> DpiaAssessment | None:
    """The last time that it was assessed."""
    rows = DpiaAssessment.objects.filter(network=network).select_related("hat__person", "hat__organisation")
    return rows.last()


def _stamp(log: Path) -> tuple[tuple[str, int], ...]:
    """What people wrote beside the data: a term of retention counts from the moment on which it is written."""
    return tuple(sorted((path.name, path.stat().st_mtime_ns) for path in log.glob("*.toml")))


@lru_cache(maxsize=16)
def _facts(
    log: Path,
    name: str,
    grants: tuple[Grant, ...],
    threshold: int,
    day: date,
    _written: tuple[tuple[str, int], ...],
) -> PrivacyFacts:
    snapshot = open_snapshot(log, name)
    with (
        engine().turn() as connection,
        engine().rows_of(snapshot) as stored,
        open_log(snapshot, connection=connection, stored=stored) as view,
    ):
        return facts_of(view, log, grants, day=day, threshold=threshold)
