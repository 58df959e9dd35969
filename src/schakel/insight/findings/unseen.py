"""What cannot be seen, and why: a place that is silent in the data is no place where all is well."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from duckdb import DuckDBPyConnection

from schakel.chain.finding import Finding, Number, Where
from schakel.insight.findings.dead_end import SEEN, Referrals
from schakel.insight.findings.link import WEEK_US, Link, finding
from schakel.insight.findings.tables import records

# Why the answers to referrals cannot be seen, by their sight.
UNSEEN = {"none": "partner_not_seen", "months": "partner_not_then", "key": "partner_other_key"}


def hidden(code: str, reason: str, numbers: tuple[tuple[str, Number], ...], where: Where, residents: int) -> Finding:
    """A finding without rank. Its id differs from that of the finding it stands for."""
    made = finding(f"{code}.{reason}", numbers, where, residents)
    return replace(made, code=code, hidden=reason)


def no_request(residents: int, threshold: int) -> Iterator[Finding]:
    """Nobody recorded when residents asked, so the wait for the first step is told once to be out of sight."""
    if residents >= threshold:
        yield hidden("inflow", "no_request", (), Where(), residents)


def mostly_unknown(links: Iterable[Link], threshold: int) -> Iterator[Finding]:
    """Links where too few waits are known; of most of the others a date is missing, or what a partner delivered."""
    for link in links:
        if link.all_residents >= threshold:
            reason = "mostly_not_delivered" if 2 * link.untold > link.waits - link.known else "mostly_unknown"
            numbers = (
                ("share_known", Number(link.share_known, unit="share")),
                ("residents", Number(link.all_residents, unit="residents")),
            )
            yield hidden(link.code, reason, numbers, link.where, link.all_residents)


def no_ending(residents: int, threshold: int) -> Iterator[Finding]:
    """Nothing says when a question is closed, so none can be seen to stand still."""
    if residents >= threshold:
        yield hidden("standstill", "no_ending", (), Where(), residents)


def out_of_sight(judged: Iterable[Referrals], threshold: int) -> Iterator[Finding]:
    """Referrals to partners of which no answer could be seen, and none was."""
    for link in judged:
        if link.sight != SEEN and link.lost_residents >= threshold:
            _, activity, partner, _, to_partner = link.key
            numbers = (("residents", Number(link.lost_residents, unit="residents")),)
            where = Where(activity, partner=partner, next_partner=to_partner)
            yield hidden("dead_end", UNSEEN[link.sight], numbers, where, link.lost_residents)


def remainder(connection: DuckDBPyConnection, threshold: int) -> Iterator[Finding]:
    """The weeks in no finding, together: links with too few residents or weeks, and waits for nobody knows what."""
    lost_us, links, residents = (int(n) for n in records(connection, "remainder")[0])
    if residents >= threshold:
        numbers = (
            ("weeks_lost", Number(lost_us / WEEK_US, unit="weeks")),
            ("links", Number(links, unit="links")),
            ("residents", Number(residents, unit="residents")),
        )
        yield hidden("remainder", "remainder", numbers, Where(), residents)
