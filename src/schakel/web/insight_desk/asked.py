"""What a hat may look at here: the one place where a request becomes a look of the stored data.

Who analyses for the network sees all of it. Anybody else sees what the own organisation delivered and was granted for
one purpose, worked out anew at each request; or nothing. An address holds the purpose and never the sight, so that it
shows its reader what that reader may see.
"""

from django.core.exceptions import PermissionDenied

from schakel.chain.problem import Problem, Refusal
from schakel.sharing.grant import Sight
from schakel.web.access.models import Hat
from schakel.web.access.policy import may
from schakel.web.access.reach import reach
from schakel.web.insight_desk.look import PURPOSE, Look, Query, listed, safe
from schakel.web.sharing_desk.sights import sights_of


def sights_here(hat: Hat) -> tuple[Sight, ...]:
    """Through what this hat may look, the usual one first; none for who sees all, and for who sees nothing."""
    if reach(hat).free or not may(hat, "filter_insight"):
        return ()
    return sights_of(hat)


def may_look(hat: Hat) -> bool:
    """Whether there is anything of the stored data that this hat may look at."""
    return reach(hat).free or bool(sights_here(hat))


def look_for(hat: Hat, screen: str, query: Query) -> Look:
    """The look that this hat asks for, through its sight. PermissionDenied for a hat that may look at nothing.

    KeyError for a screen that does not exist. Refusal for what the address asks and this hat cannot have: the words
    are those of something that is not there at all.
    """
    network = hat.network
    if reach(hat).free:
        return Look.of(network, screen, query)
    found = sights_here(hat)
    if not found:
        raise PermissionDenied("sight")
    asked = [str(value).strip() for key, values in query.lists() if key == PURPOSE for value in values]
    purpose = next(filter(None, asked), found[0].purpose)
    for sight in found:
        if sight.purpose == purpose:
            return Look.of(network, screen, query, sight=sight)
    allowed = listed(sight.purpose for sight in found)
    raise Refusal((Problem("workbench_filter_value", column=PURPOSE, value=safe(purpose), allowed=allowed),))
