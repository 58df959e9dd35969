"""How far a hat reaches into the data by its role: who analyses may filter freely, others read what is published.

What others see beside that, by what they delivered and were granted, is worked out in `sharing_desk/sights.py`.
"""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied

from schakel.web.access.models import Hat
from schakel.web.access.role import ANALYSING, GOVERNING


@dataclass(frozen=True)
class Reach:
    """free: may choose any selection of the stored data, and sees it through the gate at the network's threshold.

    own: the organisation whose deliveries are all that this hat may see of what was loaded; empty for no limit (who
    analyses for the network, and its privacy officer).
    at_home: it is of the organisation that analyses, whatever its role.
    cases: may see single cases (nobody may in the workbench: always False). governing: sees news only from the chain
    goal and agreements. threshold: the least number of residents behind a figure.
    """

    free: bool
    threshold: int
    own: str
    at_home: bool = False
    governing: bool = False
    cases: bool = False


def reach(hat: Hat) -> Reach:
    """The reach of the active hat."""
    free = hat.role in ANALYSING and hat.organisation.analyses
    all_sources = free or (hat.role == "privacy" and hat.organisation.analyses)
    return Reach(
        free=free,
        threshold=hat.network.threshold,
        own="" if all_sources else hat.organisation.name,
        at_home=hat.organisation.analyses,
        governing=hat.role in GOVERNING,
    )


def require_free(hat: Hat) -> None:
    """PermissionDenied (403) for a hat that may not choose freely among the stored data."""
    if not reach(hat).free:
        raise PermissionDenied("reach")
