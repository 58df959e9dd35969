"""What this desk shows to whom: who analyses sees all of it, others what the own organisation delivered."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied

from schakel.web.access.reach import reach
from schakel.web.access.request import NetworkRequest


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
