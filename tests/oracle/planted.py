"""What was put into a region against what is found in its log, and what the run itself says of the rest."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from schakel.chain.finding import Finding
from schakel.simulation.kernel import codes as c
from schakel.simulation.region.lived import Lived

PLACES = ("activity", "next_activity", "partner", "next_partner", "municipality")
NOT_ARRIVED = (c.O_LOST, c.O_ESCALATED, c.O_REFUSED)
Truth = dict[str, str]


def planted(log: Path) -> list[Truth]:
    """The truths beside a region's log."""
    found: list[Truth] = json.loads((log / "source" / "truth.json").read_text(encoding="utf-8"))
    return found


def overlaps_by_half(one: Truth, finding: Finding) -> bool:
    """Whether the shared days are at least half of the longer period; an empty date is that of the plant."""
    since, until = date.fromisoformat(one["from"]), date.fromisoformat(one["to"])
    begin = date.fromisoformat(finding.where.since) if finding.where.since else since
    end = date.fromisoformat(finding.where.until) if finding.where.until else until
    shared = (min(until, end) - max(since, begin)).days
    return shared * 2 >= max((until - since).days, (end - begin).days)


def matches(one: Truth, finding: Finding) -> bool:
    """Whether a finding tells a truth: code and all filled fields agree, and the periods overlap by half."""
    places = all(one[place] in ("", getattr(finding.where, place)) for place in PLACES)
    return finding.code == one["finding_code"] and not finding.hidden and places and overlaps_by_half(one, finding)


@dataclass(frozen=True)
class Fate:
    """Referrals from one partner to another: how many, and how many never arrived there, as the run knows."""

    referrals: int
    lost: int


def fates(made: Lived) -> dict[tuple[str, str], Fate]:
    """By sender and receiver, of all referrals since the first day whose end is known."""
    run = made.run
    rows = np.concatenate([run.steps(), run.departures()])
    moment = np.where(np.isnan(rows["started"]), rows["ended"], rows["started"])
    rows = rows[np.lexsort((moment, rows["episode"], rows["key"]))]
    names = [partner.name for partner in made.model.partners]
    counts: dict[tuple[str, str], list[int]] = {}
    sent = (rows["to_partner"][:-1] >= 0) & ~np.isnan(rows["started"][:-1]) & (rows["ended"][:-1] >= run.warm_up)
    same = (rows["key"][1:] == rows["key"][:-1]) & (rows["episode"][1:] == rows["episode"][:-1])
    for place in np.flatnonzero(sent & same):
        one, following = rows[place], rows[place + 1]
        count = counts.setdefault((names[one["partner"]], names[one["to_partner"]]), [0, 0])
        count[0] += 1
        count[1] += bool(np.isnan(following["started"]) and following["outcome"] in NOT_ARRIVED)
    return {pair: Fate(*count) for pair, count in counts.items()}


def queue(made: Lived, partner: str, since: date, until: date) -> tuple[float, float]:
    """The mean number of those who wait at a partner, all its stages, in the first and the last third of a period."""
    desks = [place for place, desk in enumerate(made.run.layout.desks) if desk[0] == partner]
    weekly = made.run.series["queue"][made.run.warm_up :, desks].sum(axis=1)
    first = made.model.start
    at = slice((since - first).days // 7, (until - first).days // 7 + 1)
    third = max(1, len(weekly[at]) // 3)
    return float(weekly[at][:third].mean()), float(weekly[at][-third:].mean())


def false_findings(made: Lived, truths: list[Truth], findings: tuple[Finding, ...]) -> Iterator[Finding]:
    """Findings of what can be planted that no truth tells, and that did not happen in the run either.

    A rhythm must be planted. A queue must really have grown by a tenth. Of referrals the run must have lost at least
    the lower bound that the finding gives, less one in fifty that still wait.
    """
    lost = fates(made)
    for finding in findings:
        if finding.hidden or any(matches(one, finding) for one in truths):
            continue
        where = finding.where
        if finding.code == "batching":
            yield finding
        elif finding.code == "growing_stock":
            until = date.fromisoformat(where.until)
            before, after = queue(made, where.next_partner, until - timedelta(days=730), until)
            if after < 1.1 * before:
                yield finding
        elif finding.code == "dead_end":
            fate = lost.get((where.partner, where.next_partner), Fate(1, 0))
            low = finding.number("share").low or 0.0
            if fate.lost / fate.referrals < low - 0.02:
                yield finding
