"""Which organisations deliver, and so decide: those that a source says it comes from, or whose work a source shows."""

from schakel.chain.problem import Refusal
from schakel.data.manifest import Manifest
from schakel.data.snapshot import open_snapshot
from schakel.insight.definitions import definitions
from schakel.web.access.models import Hat, Network, Organisation
from schakel.web.workspace import current_workspace


def manifest_of(network: Network) -> Manifest | None:
    """The manifest of the snapshot that the network sees; None without data."""
    if not (network.log and network.snapshot):
        return None
    try:
        log = current_workspace().network(network.slug) / "logs" / network.log
        return open_snapshot(log, network.snapshot).manifest
    except Refusal:
        return None


def delivering(network: Network) -> list[Organisation]:
    """By name. Without data: the organisations that are in the network with a manager, since they will deliver."""
    known = network.organisations.order_by("name")
    manifest = manifest_of(network)
    if manifest is None:
        return list(known.filter(pk__in=with_manager(network)))
    acting = {name for name, months in manifest.coverage.partners.items() if set(months) & {"d", "p"}}
    by = acting | {source.delivered_by for source in manifest.sources}
    return list(known.filter(name__in=[name for name in by if not is_person(name)]))


def is_person(name: str) -> bool:
    """Whether a partner's name in the data means the resident or the own network: nobody who can reply or decide."""
    words = {d.name: d.value for d in definitions() if d.name in ("resident_partner", "informal_partner")}
    return name.strip().casefold() in {str(word) for value in words.values() for word in _listed(value)}


def _listed(value: object) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def with_manager(network: Network) -> set[int]:
    """Keys of the organisations of which somebody wears the hat that may reply and decide."""
    worn = Hat.objects.worn_now().filter(network=network, role="manager")
    return set(worn.values_list("organisation", flat=True))
