"""Grants that partners agreed in the workbench, as the DPIA asks for them."""

from importlib import import_module
from importlib.util import find_spec

from schakel.sharing.grant import Grant
from schakel.web.access.models import Network
from schakel.web.sharing_desk.clock import today

SIGHTS = "schakel.web.sharing_desk.sights"  # where versions of grants are kept; a workbench without it has none


def grants_of(network: Network) -> tuple[Grant, ...]:
    """Those that hold, and those that lie ahead; not what was ended."""
    if find_spec(SIGHTS) is None:
        return ()
    sights = import_module(SIGHTS)
    rows = sights.versions(network)
    ahead = [row for row in rows if row.ended_at is None and row.since > today()]
    return tuple(row.grant for row in (*sights.holding(rows), *ahead))
