"""What a network sees is in memory before anybody asks for it."""

from schakel.web.access.models import Network
from schakel.web.engine import engine
from schakel.web.insight_desk.warm import warm


def test_published_snapshots_are_read_and_others_left(loaded: Network, other_network: Network) -> None:
    other_network.log, other_network.snapshot = "absent", "0" * 16
    other_network.save()
    assert warm() == [loaded.snapshot]
    assert (loaded.snapshot, "case") in engine()._kept
