"""Reading what the networks see into memory before the first reader asks."""

import logging

from django.db import connection

from schakel.chain.problem import Refusal
from schakel.web.access.models import Network
from schakel.web.engine import MOST_KEPT, engine
from schakel.web.insight_desk.choices import snapshot_of, warmed

LOG = logging.getLogger(__name__)


def warm() -> list[str]:
    """Read the published snapshots of the first networks, as many as memory keeps; the ids of those that were read.

    One that cannot be read is left to whoever asks for it.
    """
    found = []
    for network in Network.objects.exclude(snapshot="").order_by("pk")[:MOST_KEPT]:
        try:
            with engine().rows_of(snapshot_of(network, network.snapshot)):
                warmed(network, network.snapshot)
        except (Refusal, OSError):
            LOG.warning("not warmed")
        else:
            found.append(network.snapshot)
    return found


def warm_aside() -> None:
    """The same in a thread of its own, whose connection is given back."""
    try:
        warm()
    finally:
        connection.close()
