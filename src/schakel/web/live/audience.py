"""Which lines of the record are news, and for which hats. One rule for live screens and for "what is new"."""

from schakel.web.access.role import ANALYSING, EVERY_ROLE, GOVERNING, ROLES, Role
from schakel.web.record.models import Entry

ONLY_FOR = "only_for"  # in the body of a line: names of the organisations that may know of it; absent: everybody

_PARTNERS: frozenset[Role] = frozenset({"manager", "professional"})
# Governing hats hear of the chain goal and of agreements, never of incidents or single figures.
NEWS: dict[str, frozenset[Role]] = {
    "goal_signal": EVERY_ROLE,
    "goal_set": EVERY_ROLE,
    "agreement_made": EVERY_ROLE,
    "agreement_ended": EVERY_ROLE,
    "snapshot_published": ANALYSING | {"manager", "privacy"},
    "data_loaded": ANALYSING | {"privacy"},
    "job_done": ANALYSING | {"facilitator"},
    "job_failed": ANALYSING | {"facilitator"},
    "announced": ANALYSING | _PARTNERS,
    "published": EVERY_ROLE - GOVERNING - {"administrator"},
    "publication_withdrawn": EVERY_ROLE - GOVERNING - {"administrator"},
    "commented": ANALYSING | _PARTNERS,
    "correction_asked": ANALYSING | {"manager"},
    "correction_answered": ANALYSING | {"manager"},
    "decided": ANALYSING | {"manager"},
    "network_changed": EVERY_ROLE - GOVERNING - {"administrator"},
    "hat_given": frozenset({"administrator"}),
    "hat_withdrawn": frozenset({"administrator"}),
    "invitation_accepted": frozenset({"administrator"}),
}


def kinds_for(role: str) -> frozenset[str]:
    """The kinds of lines that a hat of this role hears of; none for a role that does not exist."""
    return frozenset(kind for kind, roles in NEWS.items() if role in roles) if role in ROLES else frozenset()


def hears(role: str, organisation: str, entry: Entry) -> bool:
    """Whether a hat of this role at this organisation hears of the line. Who analyses hears what concerns others."""
    if entry.kind not in kinds_for(role):
        return False
    only = entry.body.get(ONLY_FOR)
    return only is None or role in ANALYSING or organisation in only
