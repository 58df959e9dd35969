"""Lead time beyond a norm: how many of the cases that can be judged took longer, and on which links they lost time."""

from collections.abc import Mapping

from duckdb import DuckDBPyConnection

from schakel.chain.finding import Finding, Number, Where
from schakel.insight.findings.interval import wilson
from schakel.insight.findings.link import WEEK_US, Params, finding, share_of
from schakel.insight.findings.tables import records

LEAST_PART = 0.05  # of the weeks lost in late cases: links with less are not named


def lead_time(
    connection: DuckDBPyConnection, found: Mapping[int, Finding], params: Params, threshold: int
) -> Finding | None:
    """The finding, or None when too few residents are late. Cases count that began a norm before the reference date."""
    cases, known, late, residents, beyond_us = (int(n) for n in records(connection, "lead_time")[0])
    if not cases or residents < threshold or known / cases < float(params["wait_known_share"]):
        return None
    low, high = wilson(late, known, share_of(params))
    numbers = (
        ("share", Number(late / known, low, high, "share")),
        ("late", Number(late, unit="cases")),
        ("cases", Number(known, unit="cases")),
        ("residents", Number(residents, unit="residents")),
        ("weeks_beyond", Number(beyond_us / WEEK_US, unit="weeks")),
        ("share_known", Number(known / cases, unit="share")),
        ("norm", Number(float(params["lead_time_norm_days"]), unit="days")),
    )
    made = finding("lead_time", numbers, Where(), residents)
    return Finding(**{**made.__dict__, "explains": _links_of_late(connection, found)})


def _links_of_late(connection: DuckDBPyConnection, found: Mapping[int, Finding]) -> tuple[str, ...]:
    lost = {int(no): int(us) for no, us in records(connection, "lead_time_links")}
    least = LEAST_PART * sum(lost.values())
    parts = sorted((-lost[no], found[no].id) for no in found if lost.get(no, 0) >= max(1, least))
    return tuple(identity for _, identity in parts)
