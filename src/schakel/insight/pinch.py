"""Where it pinches: links and moments ranked by the weeks that residents lose there. Never a ranking of organisations.

Method and limits: docs/background/where-it-pinches.md.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from duckdb import DuckDBPyConnection

from schakel.chain.finding import Finding
from schakel.chain.passport import Passport
from schakel.data.sql import rows
from schakel.insight.findings import unseen
from schakel.insight.findings.batching import batching
from schakel.insight.findings.dead_end import Referrals, dead_ends, referrals
from schakel.insight.findings.lead_time import lead_time
from schakel.insight.findings.link import Key, Link, Params, links, lost_on
from schakel.insight.findings.rework import with_work
from schakel.insight.findings.stock import growing_stocks
from schakel.insight.findings.tables import waits_of
from schakel.insight.view import LogView

# Codes whose weeks_lost add up: each wait is in one of them at most. "open" waits have no finding of their own.
ADDITIVE = ("inflow", "referral", "request", "rework", "handover", "wait", "dead_end", "standstill")
EXPLAINING = ("batching", "growing_stock", "lead_time")
DEFAULT_THRESHOLD = 10
_KNOWN_AT_ALL = """
SELECT count(DISTINCT resident_no), count(CASE WHEN kind = 'inflow' THEN wait_us END) FROM pinch_waits
"""


def pinch(view: LogView, *, threshold: int = DEFAULT_THRESHOLD) -> tuple[Finding, ...]:
    """Findings in three parts: by weeks lost; those that explain weeks of others, by weeks; then those with `hidden`.

    No finding rests on fewer than threshold distinct residents who lost time. Deterministic: equal passport, equal
    findings. The view's cursor is used and left as it was.
    """
    passport = _passport(view, threshold)
    with waits_of(view, threshold) as connection:
        params = _params(connection)
        found, rest = _sorted_out(tuple(links(connection)), params, threshold)
        judged = referrals(connection)
        additive = {link.key: lost_on(link, params, threshold) for link in found}
        additive = with_work(connection, additive)
        additive |= dead_ends(judged, additive, params, threshold)
        explaining = list(_explaining(connection, view, additive, params, threshold))
        cannot = list(_unseen(connection, view, rest, judged, threshold))
    ranked = [*sorted(additive.values(), key=_rank), *sorted(explaining, key=_rank), *cannot]
    return tuple(replace(finding, passport_id=passport.id) for finding in ranked)


def _passport(view: LogView, threshold: int) -> Passport:
    passport = view.passport()
    return replace(passport, figure="pinch", parameters=(("follow", view.follow), ("threshold", str(threshold))))


def _params(connection: DuckDBPyConnection) -> Params:
    found = connection.execute("SELECT * FROM params")
    names = [column[0] for column in found.description or ()]
    return dict(zip(names, found.fetchall()[0], strict=True))


def _sorted_out(
    found: tuple[Link, ...], params: Params, threshold: int
) -> tuple[list[Link], tuple[list[Link], list[Link]]]:
    """Links that make a finding; and the rest: those whose waits are mostly unknown, those with too little to say."""
    shown, unknown, small = [], [], []
    for link in found:
        if link.share_known < float(params["wait_known_share"]):
            unknown.append(link)
        elif link.code in ADDITIVE and link.losing >= threshold and link.weeks >= float(params["finding_least_weeks"]):
            shown.append(link)
        else:
            small.append(link)
    return shown, (unknown, small)


def _explaining(
    connection: DuckDBPyConnection, view: LogView, found: dict[Key, Finding], params: Params, threshold: int
) -> Iterator[Finding]:
    yield from batching(connection, found, params, threshold)
    yield from growing_stocks(connection, found, params, view.manifest.reference_on, threshold)
    late = lead_time(connection, found, params, threshold)
    if late:
        yield late


def _unseen(
    connection: DuckDBPyConnection,
    view: LogView,
    rest: tuple[list[Link], list[Link]],
    judged: Iterable[Referrals],
    threshold: int,
) -> Iterator[Finding]:
    unknown, small = rest
    residents, asked = rows(connection, _KNOWN_AT_ALL)[0]
    if not asked:
        yield from unseen.no_request(residents, threshold)
        unknown = [link for link in unknown if link.code != "inflow"]
    yield from unseen.mostly_unknown(unknown, threshold)
    yield from unseen.out_of_sight(judged, threshold)
    if not view.manifest.closing:
        yield from unseen.no_ending(residents, threshold)
    yield from unseen.remainder(connection, [*unknown, *small], threshold)


def _rank(finding: Finding) -> tuple[bool, float, str]:
    """By weeks. Lead time comes last: its weeks are those of whole cases beyond a norm, and no weeks of waiting."""
    numbers = dict(finding.numbers)
    weeks = numbers.get("weeks_lost") or numbers.get("weeks_explained") or numbers["weeks_beyond"]
    return finding.code == "lead_time", -weeks.value, finding.id
