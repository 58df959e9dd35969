"""What came in from whom, and a source that its owner takes back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from schakel.chain.problem import Refusal
from schakel.data.manifest import Manifest
from schakel.data.snapshot import open_snapshot
from schakel.report.source_facts import sources_of
from schakel.web.access.models import Hat, Network
from schakel.web.access.policy import may
from schakel.web.sharing_desk.clock import now
from schakel.web.sharing_desk.models import Publication, WithdrawnSource
from schakel.web.sharing_desk.publishing import withdraw
from schakel.web.workspace import current_workspace


@dataclass(frozen=True)
class Incoming:
    """A source in a line. by: who delivers it, "" if nobody said; turns: deliveries; withdrawn: None if not."""

    name: str
    by: str
    turns: int
    files: int
    seen_until: date
    withdrawn: WithdrawnSource | None


def came_in(network: Network, manifest: Manifest | None) -> list[Incoming]:
    """The sources of the snapshot that the network sees, with those that were withdrawn."""
    if manifest is None:
        return []
    gone = {one.source: one for one in WithdrawnSource.objects.filter(network=network)}
    return [
        Incoming(
            source.name,
            source.delivered_by,
            source.turns,
            len(source.files),
            manifest.reference[source.name].on,
            gone.get(source.name),
        )
        for source in sources_of(manifest)
    ]


def may_withdraw(hat: Hat) -> bool:
    """Whether this hat is one that may take a source back at all."""
    return may(hat, "withdraw_source")


def withdrawable(hat: Hat, sources: Sequence[Incoming]) -> list[Incoming]:
    """The sources that this hat may take back: the privacy officer of who analyses any, others those they deliver."""
    if not may_withdraw(hat):
        return []
    every = hat.role == "privacy" and hat.organisation.analyses
    return [one for one in sources if not one.withdrawn and (every or one.by == hat.organisation.name)]


def resting_on(network: Network, source: str) -> list[Publication]:
    """Publications that are not withdrawn and whose snapshot was made from this source too."""
    holding: dict[str, bool] = {}
    found = []
    for one in Publication.objects.filter(network=network, withdrawn_at=None).select_related("asked_by__organisation"):
        if one.snapshot not in holding:
            holding[one.snapshot] = _holds(network, one.snapshot, source)
        if holding[one.snapshot]:
            found.append(one)
    return found


def withdraw_source(hat: Hat, source: Incoming, why: str) -> WithdrawnSource:
    """Mark it, and close the publications that rest on it."""
    made = WithdrawnSource.objects.create(
        network=hat.network, source=source.name, snapshot=hat.network.snapshot, hat=hat, at=now(), why=why
    )
    for publication in resting_on(hat.network, source.name):
        withdraw(publication, hat, "", source=source.name)
    return made


def _holds(network: Network, snapshot: str, source: str) -> bool:
    """Whether a snapshot was made from this source; one that is gone or unreadable is taken to be."""
    try:
        log = current_workspace().network(network.slug) / "logs" / network.log
        return source in {one.name for one in open_snapshot(log, snapshot).manifest.sources}
    except Refusal:
        return True
