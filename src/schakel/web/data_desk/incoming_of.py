"""What came in, for a step of the wizard."""

from collections.abc import Sequence
from uuid import UUID

from django.http import Http404

from schakel.web.access.request import NetworkRequest
from schakel.web.data_desk.looking import looked
from schakel.web.data_desk.models import Incoming
from schakel.web.data_desk.seen_by import Sight, sight
from schakel.web.jobs.kinds import Json
from schakel.web.record.reading import rows_shown

STEPS = ("upload", "mapping", "check", "load", "done")


def incoming_of(request: NetworkRequest, number: UUID, *, lock: bool = False) -> Incoming:
    """The upload with this number in this network; 404 if there is none. lock: to change it."""
    rows = Incoming.objects.select_for_update() if lock else Incoming.objects.select_related("network", "sent_by")
    found = rows.filter(network=request.network, pk=number).first()
    if found is None:
        raise Http404
    return found


def look_of(incoming: Incoming, seen_by: Sight) -> Json | None:
    """What was seen of it, limited to what may be shown; None while nobody looked."""
    found = looked(incoming.folder)
    if found is None:
        return None
    sources = [one for one in found["sources"] if seen_by.may_see(one["delivered_by"], one["name"])]
    returns = [one for one in found["returns"] if seen_by.may_see(one["partner"])]
    return {**found, "sources": sources, "returns": returns}


def tell_shown(incoming: Incoming, sources: Sequence[Json]) -> None:
    """Tell the processing log of the network of whom first rows are shown; there is no log of events yet."""
    shown = [(str(one["name"]), str(row.get("subject", ""))) for one in sources for row in one["first"]]
    rows_shown(incoming.folder.parent.parent, shown)


def seen(request: NetworkRequest, number: UUID) -> tuple[Incoming, Json | None, Sight]:
    """The upload, what may be shown of it, and to whom; 404 for a manager of whose delivery nothing is in it."""
    incoming, seen_by = incoming_of(request, number), sight(request)
    look = look_of(incoming, seen_by)
    if seen_by.own and not (look and look["sources"]):
        raise Http404
    return incoming, look, seen_by
