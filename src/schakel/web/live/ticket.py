"""A ticket for a stream: signed, for one session in which one hat is on, for a short while."""

import hashlib
from dataclasses import dataclass

from django.core import signing

from schakel.web.access.models import Hat

SALT = "schakel.live"
LIFE_S = 120  # long enough for a page to open its stream; a page asks a new one whenever it needs one


@dataclass(frozen=True)
class Ticket:
    """Who may listen: numbers of person and hat, slug of the network, mark of the session in which it was given."""

    person: int
    hat: int
    network: str
    session: str


def ticket_for(hat: Hat, session_key: str) -> str:
    """A ticket for the session that wears this hat; another hat gives the session another key."""
    return signing.dumps([hat.person_id, hat.pk, hat.network.slug, mark_of(session_key)], salt=SALT)


def read_ticket(text: str) -> Ticket | None:
    """What the ticket says; None if it is not ours or too old."""
    try:
        person, hat, network, session = signing.loads(text, salt=SALT, max_age=LIFE_S)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Ticket(int(person), int(hat), str(network), str(session))


def mark_of(session_key: str) -> str:
    """What a ticket says of its session: enough to know it again, and no use to who finds the ticket."""
    return hashlib.sha256(session_key.encode()).hexdigest()[:24]
