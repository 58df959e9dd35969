"""What a hat may see of the stored data beside what is published: what its organisation delivered itself, and what
others granted it for one purpose. Asked anew at each request: nothing is remembered of a minute ago."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet

from schakel.chain.problem import Refusal
from schakel.sharing.grant import Grant, Sight, in_force
from schakel.sharing.grant import sight as made_sight
from schakel.web.access.models import Hat, Network
from schakel.web.insight_desk.choices import snapshot_of
from schakel.web.sharing_desk.clock import today
from schakel.web.sharing_desk.grant_models import GrantVersion
from schakel.web.sharing_desk.models import WithdrawnSource


def delivered_by(network: Network) -> dict[str, str]:
    """Per source of what the network sees the organisation that delivers it.

    Without sources that were taken back, that nobody says to deliver, or that two say to deliver.
    """
    try:
        manifest = snapshot_of(network, network.snapshot).manifest
    except Refusal:
        return {}
    said: dict[str, set[str]] = {}
    for source in manifest.sources:
        said.setdefault(source.name, set()).update({source.delivered_by} - {""})
    gone = set(WithdrawnSource.objects.filter(network=network).values_list("source", flat=True))
    return {name: next(iter(by)) for name, by in said.items() if len(by) == 1 and name not in gone}


def versions(network: Network) -> list[GrantVersion]:
    """All versions of all agreements of a network, with what is read of them, in the order in which they were made."""
    rows = GrantVersion.objects.filter(network=network).select_related("giver", "receiver", "proposed_by__person")
    return list(rows.prefetch_related("signatures__organisation", "signatures__hat__person"))


def holding(rows: Iterable[GrantVersion]) -> list[GrantVersion]:
    """Those of these versions that hold now: signed by both, begun, not over, not ended, and the latest that began.

    A version that was ended does not bring the one before it back, unless it was ended before it began.
    """
    began = [one for one in rows if not one.never_began]
    held = {(grant.subject, grant.version) for grant in in_force((one.grant for one in began), today())}
    return [one for one in began if one.ended_at is None and (one.grant.subject, one.version) in held]


def granted_to(readers: AbstractSet[tuple[int, str]]) -> dict[tuple[int, str], frozenset[str]]:
    """Ids of the grants that hold now, per network (its key) and receiver. Asks nothing when there is nobody."""
    found: dict[tuple[int, str], set[str]] = {reader: set() for reader in readers}
    for network in Network.objects.filter(pk__in={network for network, _ in readers}):
        for one in holding(versions(network)):
            key = (network.pk, one.receiver.name)
            if key in found:
                found[key].add(one.grant.id)
    return {reader: frozenset(ids) for reader, ids in found.items()}


def sights_of(hat: Hat) -> tuple[Sight, ...]:
    """What this hat's organisation may see, one for each purpose; the first is the usual one. None: nothing.

    Without a grant there is one without a purpose, of its own deliveries.
    """
    return sights_for(hat.network, hat.organisation.name)


def sights_for(network: Network, reader: str) -> tuple[Sight, ...]:
    """The same for an organisation of this name."""
    by = delivered_by(network)
    grants = [one.grant for one in holding(versions(network)) if one.receiver.name == reader]
    return _sights(reader, grants, by)


def _sights(reader: str, grants: list[Grant], by: Mapping[str, str]) -> tuple[Sight, ...]:
    given = sorted({grant.purpose for grant in grants if by.get(grant.source) == grant.giver}, key=str.casefold)
    found = (made_sight(reader, purpose, today(), grants, by) for purpose in given or [""])
    return tuple(one for one in found if one.sources)
