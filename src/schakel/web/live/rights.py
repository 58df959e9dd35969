"""What the streams ask the database: who may listen, who still may, and which lines are new."""

from collections.abc import Set as AbstractSet

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db.models import Max
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from schakel.web.access.models import Hat, Person
from schakel.web.live.stream import Listener
from schakel.web.live.ticket import Ticket, mark_of
from schakel.web.record.models import Entry
from schakel.web.record.notices import kinds_of
from schakel.web.sharing_desk.sights import granted_to

MOST_LINES = 500  # at once


def listener_of(ticket: Ticket, session_key: str) -> Listener | None:
    """The listener of this ticket, if the session behind it is theirs and wears that hat; None if not."""
    if ticket.session != mark_of(session_key):
        return None
    session = SessionStore(session_key).load()
    hats = Hat.objects.worn_now().filter(pk=ticket.hat, person_id=ticket.person, network__slug=ticket.network)
    hat = hats.select_related("person", "organisation").first()
    if hat is None or session.get(SESSION_KEY) != str(ticket.person) or BACKEND_SESSION_KEY not in session:
        return None
    if not constant_time_compare(session.get(HASH_SESSION_KEY, ""), hat.person.get_session_auth_hash()):
        return None
    return Listener(
        person=ticket.person,
        hat=hat.pk,
        network=hat.network_id,
        kinds=frozenset(kinds_of(hat)),
        organisation=hat.organisation.name,
        session=session_key,
        mark=hat.person.session_mark,
        grants=granted_to({(hat.network_id, hat.organisation.name)})[hat.network_id, hat.organisation.name],
    )


def still_allowed(listeners: AbstractSet[Listener]) -> set[Listener]:
    """Those whose hat is still worn, whose session is still there, who did not end their sessions, and of whose
    organisation no grant ended, by somebody or at midnight."""
    hats = set(Hat.objects.worn_now().filter(pk__in={one.hat for one in listeners}).values_list("pk", flat=True))
    people = Person.objects.filter(pk__in={one.person for one in listeners}, is_active=True)
    marks = dict(people.values_list("pk", "session_mark"))
    keys = {one.session for one in listeners}
    now = timezone.now()
    open_keys = Session.objects.filter(session_key__in=keys, expire_date__gt=now).values_list("session_key", flat=True)
    sessions = set(open_keys)
    held = granted_to({(one.network, one.organisation) for one in listeners if one.grants})
    return {
        one
        for one in listeners
        if one.hat in hats
        and one.session in sessions
        and marks.get(one.person) == one.mark
        and one.grants <= held.get((one.network, one.organisation), frozenset())
    }


def latest() -> int:
    """The number of the last line of the record."""
    return Entry.objects.aggregate(last=Max("seq"))["last"] or 0


def lines_after(seq: int) -> list[Entry]:
    """The next lines after this one, at most MOST_LINES."""
    return list(Entry.objects.filter(seq__gt=seq).order_by("seq")[:MOST_LINES])
