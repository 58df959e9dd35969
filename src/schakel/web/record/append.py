"""Adding a line to the record, in the transaction of the act it tells of."""

import re
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from schakel.web.access.models import Hat, Network, Person
from schakel.web.access.request import Request
from schakel.web.record.chain import START, Line, line_hash
from schakel.web.record.models import Entry, Head

_UNKEPT = re.compile("[\0\ud800-\udfff]")
_WHOLE = 1e15  # from here on Python writes a float with an exponent


def note(request: Request, kind: str, subject: str = "", **body: Any) -> Entry:
    """A line about what the person of this request did with the hat that is on."""
    person = request.user if isinstance(request.user, Person) else None
    number = getattr(request, "request_id", "")  # also of what the request read, see record.reading
    operation = UUID(hex=number) if number else None
    return append(
        kind, subject, network=request.network, person=person, hat=request.hat, body=body, operation=operation
    )


def append(
    kind: str,
    subject: str = "",
    *,
    network: Network | None = None,
    person: Person | None = None,
    hat: Hat | None = None,
    body: dict[str, Any] | None = None,
    operation: UUID | None = None,
) -> Entry:
    """A line about what happened; body: values that JSON knows, never a person's number. The new entry.

    What a database cannot keep, or keeps otherwise than it was given, is replaced before it is hashed.
    """
    with transaction.atomic():
        head = Head.objects.select_for_update().get_or_create(pk=1, defaults={"hash": START})[0]
        entry = Entry(
            seq=head.seq + 1,
            at=timezone.now(),
            network=network,
            person=person,
            hat=hat,
            kind=kind,
            subject=_kept(subject[:200]),
            body=_kept(body or {}),
            operation=operation or uuid4(),
            previous=head.hash,
        )
        entry.hash = line_hash(entry.previous, entry.seq, values_of(entry))
        entry.save(force_insert=True)
        head.seq, head.hash = entry.seq, entry.hash
        head.save()
    return entry


def _kept(value: Any) -> Any:
    """A value as every database gives it back: no NUL, no half characters, numbers in one form (JSON in PostgreSQL
    writes 1e16 as a whole number and knows no -0.0)."""
    if isinstance(value, str):
        return _UNKEPT.sub("\ufffd", value)
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) >= _WHOLE else value + 0.0
    if isinstance(value, dict):
        return {_kept(str(name)): _kept(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_kept(one) for one in value]
    return value


def values_of(entry: Entry) -> dict[str, Any]:
    """What a line says, as it is hashed."""
    return {
        "at": _utc(entry.at),
        "network": entry.network_id,
        "person": entry.person_id,
        "hat": entry.hat_id,
        "kind": entry.kind,
        "subject": entry.subject,
        "body": entry.body,
        "operation": str(entry.operation),
    }


def line_of(entry: Entry) -> Line:
    """The entry as the chain sees it."""
    return Line(entry.seq, values_of(entry), entry.previous, entry.hash)


def _utc(moment: datetime) -> str:
    return moment.astimezone(timezone.get_fixed_timezone(0)).isoformat(timespec="microseconds")
