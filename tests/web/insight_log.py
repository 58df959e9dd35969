"""A tenth of the fictional region as the log of the network under test."""

import shutil
from pathlib import Path

from schakel.data.snapshot import open_snapshot
from schakel.web.access.models import Network
from schakel.web.workspace import current_workspace

LOG = "lindewaard"


def lay_log(network: Network, made: Path) -> None:
    """Put a made log in the workspace of the test, once, and publish its snapshot."""
    log = current_workspace().network(network.slug) / "logs" / LOG
    if not log.is_dir():
        shutil.copytree(made, log)
    network.log, network.snapshot = LOG, open_snapshot(log).id
    network.save()
