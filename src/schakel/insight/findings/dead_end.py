"""Dead ends: referrals that do not arrive, and questions on which nobody works any more."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from duckdb import DuckDBPyConnection

from schakel.chain.finding import Finding, Number, Where
from schakel.insight.findings.interval import wilson
from schakel.insight.findings.link import Key, Params, finding, share_of
from schakel.insight.findings.tables import records

SEEN = "seen"


@dataclass(frozen=True)
class Referrals:
    """Referrals of one link that could have been answered. residents: of all; lost_residents: of those that were not.

    sight: "seen", or why an answer would be out of sight: that partner delivers nothing ("none") or nothing of that
    month ("months"), or only under numbers of residents of its own ("key").
    """

    key: Key
    sight: str
    mature: int
    lost: int
    residents: int
    lost_residents: int


def referrals(connection: DuckDBPyConnection) -> tuple[Referrals, ...]:
    """Referrals per link and sight, by name."""
    return tuple(
        Referrals(("dead_end", activity, partner, "", to_partner), sight, *(int(n) for n in numbers))
        for activity, partner, to_partner, sight, *numbers in records(connection, "dead_end")
    )


def dead_ends(
    judged: tuple[Referrals, ...], found: Mapping[Key, Finding], params: Params, threshold: int
) -> dict[Key, Finding]:
    """Findings of referrals that do not arrive: their share (Wilson) beside the weeks lost that `found` has by key.

    Where the cases were closed all the same no week is lost, and the share is the finding.
    """
    made: dict[Key, Finding] = {}
    for link in judged:
        if link.sight != SEEN or not link.lost or link.lost_residents < threshold:
            continue
        low, high = wilson(link.lost, link.mature, share_of(params))
        numbers = (
            ("share", Number(link.lost / link.mature, low, high, "share")),
            ("lost", Number(link.lost, unit="referrals")),
            ("referrals", Number(link.mature, unit="referrals")),
        )
        here = found.get(link.key) or _without_weeks(link)
        residents = Number(link.lost_residents, unit="residents")
        kept = tuple((name, residents if name == "residents" else value) for name, value in here.numbers)
        made[link.key] = replace(here, numbers=(*kept, *numbers), residents=link.lost_residents)
    return made


def _without_weeks(link: Referrals) -> Finding:
    _, activity, partner, _, to_partner = link.key
    numbers = (("weeks_lost", Number(0.0, unit="weeks")), ("residents", Number(0, unit="residents")))
    return finding("dead_end", numbers, Where(activity, partner=partner, next_partner=to_partner), 0)
