"""What this desk shows to whom: who analyses sees all of it, others what the own organisation delivered."""

from dataclasses import dataclass, replace

from django.core.exceptions import PermissionDenied
from django.http import Http404

from schakel.chain.problem import Refusal
from schakel.data.snapshot import Snapshot, open_snapshot
from schakel.web.access.reach import reach
from schakel.web.access.request import NetworkRequest
from schakel.web.data_desk.logs import LogSeen, logs, snapshots


@dataclass(frozen=True)
class Sight:
    """exact: counts as they are (who analyses). own: the organisation to which all is limited, "" for no limit."""

    exact: bool
    own: str = ""

    def may_see(self, delivered_by: str, name: str = "") -> bool:
        """Whether a source with this deliverer may be shown."""
        return not self.own or self.own.casefold() in (delivered_by.casefold(), name.casefold())


def sight(request: NetworkRequest) -> Sight:
    """The sight of the active hat."""
    found = reach(request.hat)
    return Sight(exact=found.free, own=found.own)


def logs_for(request: NetworkRequest) -> list[LogSeen]:
    """The logs that the active hat may see: all for who analyses, for others what was published and nothing else."""
    found = logs(request.network)
    if reach(request.hat).free:
        return found
    return [replace(log, snapshot=one) for log in found if log.published and (one := _published(request, log))]


def log_for(request: NetworkRequest, slug: str) -> LogSeen:
    """The log with this name, as far as the active hat may see it; 404 if there is none."""
    found = next((log for log in logs_for(request) if log.slug == slug), None)
    if found is None:
        raise Http404
    return found


def snapshots_for(request: NetworkRequest, log: LogSeen) -> list[Snapshot]:
    """Its snapshots that the active hat may see, the newest made first."""
    return snapshots(log) if reach(request.hat).free else [log.snapshot]


def _published(request: NetworkRequest, log: LogSeen) -> Snapshot | None:
    try:
        return open_snapshot(log.folder, request.network.snapshot) if request.network.snapshot else None
    except Refusal:
        return None


def require_loader(request: NetworkRequest) -> None:
    """403 unless this analyst is of the organisation that analyses for the network."""
    if not reach(request.hat).free:
        raise PermissionDenied


def require_whole(request: NetworkRequest) -> Sight:
    """The sight of a hat that may see all sources; 403 for one that is limited to its own."""
    found = sight(request)
    if found.own:
        raise PermissionDenied
    return found
