"""What the files of one source are to each other: each one whole, each its own period, or what changed."""

import statistics

from duckdb import DuckDBPyConnection

from schakel.data.deliveries.proposal.source_found import SourceFound
from schakel.data.sql import one

MOSTLY = 0.5  # part of the rows of a file that come back in the next one, for it to be whole
HARDLY = 0.02


def delivery_kind(connection: DuckDBPyConnection, source: SourceFound, *, gone: bool) -> tuple[str, float]:
    """(full, period or changes; part of the rows that come back in the next file). "" where names tell no periods.

    gone: some rows take back an earlier one. The source has its table of days.
    """
    members = source.group.members
    if len({member.look.archive or member.look.name for member in members}) < max(2, len(members)):
        return "", 0.0  # what came in one zip is one delivery
    periods = [member.period for member in members]
    if any(period is None for period in periods):
        return "", 0.0
    row = f"hash(key, d{source.roles.dates[0]})"
    shares = []
    for place in range(len(members) - 1):
        (share,) = one(
            connection,
            f"SELECT avg(({row} IN (SELECT {row} FROM {source.days} WHERE file = {place + 1}))::INTEGER) "  # noqa: S608
            f"FROM {source.days} WHERE file = {place}",
        )
        shares.append(float(share or 0))
    share = statistics.median(shares)
    if gone and source.number is not None:
        return "changes", share
    if share >= MOSTLY:
        return "full", share
    return ("changes" if source.number is not None and share > HARDLY else "period"), share
