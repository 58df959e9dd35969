"""The logs of a network, as they lie in its folder."""

from dataclasses import dataclass
from pathlib import Path

from django.http import Http404

from schakel.chain.problem import Refusal
from schakel.data.deliveries.sources import FILE, Sources
from schakel.data.deliveries.sources_file import read_sources
from schakel.data.log import SNAPSHOTS, current_id
from schakel.data.snapshot import MANIFEST, Snapshot, open_snapshot
from schakel.web.access.models import Network
from schakel.web.workspace import current_workspace


@dataclass(frozen=True)
class LogSeen:
    """A log with its newest snapshot. published: it is the one whose figures the network sees."""

    slug: str
    folder: Path
    snapshot: Snapshot
    published: bool

    @property
    def extendable(self) -> bool:
        """Whether a delivery can be added: all that it has was kept by itself."""
        return all(delivery.id for delivery in self.snapshot.manifest.sources)

    @property
    def source_names(self) -> list[str]:
        """Its sources, in order."""
        return list(dict.fromkeys(delivery.name for delivery in self.snapshot.manifest.sources))

    def sources(self) -> Sources:
        """What its sources file says; nothing where it cannot be read."""
        try:
            return read_sources(self.folder) if (self.folder / FILE).is_file() else Sources()
        except Refusal:
            return Sources()


def network_folder(network: Network) -> Path:
    """The folder of a network."""
    return current_workspace().network(network.slug)


def log_folder(network: Network, slug: str) -> Path:
    """The folder of one of its logs."""
    return network_folder(network) / "logs" / slug


def logs(network: Network) -> list[LogSeen]:
    """Logs with a snapshot: the published one first, then by name."""
    root = network_folder(network) / "logs"
    found = [seen for path in sorted(root.glob("*")) if (seen := _seen(network, path))]
    return sorted(found, key=lambda seen: (not seen.published, seen.slug))


def log_of(network: Network, slug: str) -> LogSeen:
    """The log with this name; 404 if there is none."""
    found = next((seen for seen in logs(network) if seen.slug == slug), None)
    if found is None:
        raise Http404
    return found


def snapshots(log: LogSeen) -> list[Snapshot]:
    """All snapshots that can be read, the newest made first."""
    folders = [path.parent for path in (log.folder / SNAPSHOTS).glob(f"*/{MANIFEST}")]
    ordered = sorted(folders, key=lambda folder: (folder / MANIFEST).stat().st_mtime, reverse=True)
    found = []
    for folder in ordered:
        try:
            found.append(open_snapshot(log.folder, folder.name))
        except Refusal:
            continue
    return found


def _seen(network: Network, folder: Path) -> LogSeen | None:
    if not folder.is_dir() or current_id(folder) is None:
        return None
    try:
        return LogSeen(folder.name, folder, open_snapshot(folder), folder.name == network.log)
    except Refusal:
        return None
