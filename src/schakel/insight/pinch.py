"""Where it pinches: links and moments ranked by the weeks that residents lose there. Never a ranking of organisations.

Method and limits: docs/background/where-it-pinches.md.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from duckdb import DuckDBPyConnection

from schakel.chain.finding import Finding
from schakel.chain.passport import Passport
from schakel.data.sql import run
from schakel.insight.findings import unseen
from schakel.insight.findings.batching import batching, cycle_days
from schakel.insight.findings.dead_end import Referrals, dead_ends, referrals
from schakel.insight.findings.lead_time import lead_time
from schakel.insight.findings.link import WEEK_US, Link, Params, links, lost_on
from schakel.insight.findings.rework import with_work
from schakel.insight.findings.stock import growing_stocks
from schakel.insight.findings.tables import records, waits_of
from schakel.insight.view import LogView

# Codes whose weeks_lost add up: each wait is in one of them at most. "open" waits have no finding of their own.
ADDITIVE = ("inflow", "referral", "request", "rework", "handover", "wait", "dead_end", "standstill")
EXPLAINING = ("batching", "growing_stock", "lead_time")
DEFAULT_THRESHOLD = 10
_FOUND = "CREATE OR REPLACE TEMP TABLE pinch_found AS SELECT unnest(CAST(? AS INTEGER[])) AS key_no"


def pinch(view: LogView, *, threshold: int = DEFAULT_THRESHOLD) -> tuple[Finding, ...]:
    """Findings in three parts: by weeks lost; those that explain weeks of others, by weeks; then those with `hidden`.

    No finding rests on fewer than threshold distinct residents who lost time. Deterministic: equal passport, equal
    findings. The view's cursor is used and left as it was.
    """
    passport_id = _passport(view, threshold).id
    params = _params(view.connection)
    with waits_of(view, threshold, cycle_days(params)) as connection:
        residents, asked, lost_us = (int(n) for n in records(connection, "overall")[0])
        least = max(float(params["finding_least_weeks"]), float(params["finding_part_share"]) * lost_us / WEEK_US)
        found, unknown = _sorted_out(links(connection), params, threshold, least)
        run(connection, _FOUND, [[link.no for link in found]])
        judged = referrals(connection)
        additive = with_work(connection, {link.key: lost_on(link, params, threshold) for link in found})
        additive |= dead_ends(judged, additive, params, threshold)
        by_number = {link.no: additive[link.key] for link in found}
        explaining = list(_explaining(connection, view, by_number, params, threshold))
        cannot = list(_unseen(connection, unknown, judged, threshold))
        if not asked:
            cannot = [*unseen.no_request(residents, threshold), *(f for f in cannot if f.code != "inflow")]
        if not view.manifest.closing:
            cannot += unseen.no_ending(residents, threshold)
    ranked = [*sorted(additive.values(), key=_rank), *sorted(explaining, key=_rank), *cannot]
    return tuple(replace(finding, passport_id=passport_id) for finding in ranked)


def _passport(view: LogView, threshold: int) -> Passport:
    passport = view.passport()
    return replace(passport, figure="pinch", parameters=(("follow", view.follow), ("threshold", str(threshold))))


def _params(connection: DuckDBPyConnection) -> Params:
    found = connection.execute("SELECT * FROM params")
    names = [column[0] for column in found.description or ()]
    return dict(zip(names, found.fetchall()[0], strict=True))


def _sorted_out(
    all_links: Iterable[Link], params: Params, threshold: int, least: float
) -> tuple[list[Link], list[Link]]:
    """Links that make a finding, and those whose waits are mostly unknown; the others have too little to say."""
    shown, unknown = [], []
    for link in all_links:
        if link.share_known < float(params["wait_known_share"]):
            unknown.append(link)
        elif link.code in ADDITIVE and link.losing >= threshold and link.weeks >= least:
            shown.append(link)
    return shown, unknown


def _explaining(
    connection: DuckDBPyConnection, view: LogView, found: dict[int, Finding], params: Params, threshold: int
) -> Iterator[Finding]:
    yield from batching(connection, found, params, threshold)
    yield from growing_stocks(connection, found, params, view.manifest.reference_on, threshold)
    late = lead_time(connection, found, params, threshold)
    if late:
        yield late


def _unseen(
    connection: DuckDBPyConnection, unknown: list[Link], judged: Iterable[Referrals], threshold: int
) -> Iterator[Finding]:
    yield from unseen.mostly_unknown(unknown, threshold)
    yield from unseen.out_of_sight(judged, threshold)
    yield from unseen.remainder(connection, threshold)


def _rank(finding: Finding) -> tuple[bool, float, str]:
    """By weeks. Lead time comes last: its weeks are those of whole cases beyond a norm, and no weeks of waiting."""
    numbers = dict(finding.numbers)
    weeks = numbers.get("weeks_lost") or numbers.get("weeks_explained") or numbers["weeks_beyond"]
    return finding.code == "lead_time", -weeks.value, finding.id
