"""Grants that partners agreed in the workbench, as the DPIA asks for them."""

from schakel.sharing.grant import Grant
from schakel.web.access.models import Network
from schakel.web.sharing_desk.clock import today
from schakel.web.sharing_desk.sights import holding, versions


def grants_of(network: Network) -> tuple[Grant, ...]:
    """Those that hold, and those that lie ahead; not what was ended."""
    rows = versions(network)
    ahead = [row for row in rows if row.ended_at is None and row.since > today()]
    return tuple(row.grant for row in (*holding(rows), *ahead))
