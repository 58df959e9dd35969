"""Changing the network: read, change, keep the old text, write a line in the record, write the file.

The file is written last, inside the transaction of the record line. A crash between the two leaves a file and a record
that differ; that is told as "changed outside the workbench", as an edit by hand is, and the next change notes it.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction

from schakel.chain.problem import Refusal
from schakel.orchestration.changes import changes
from schakel.orchestration.network import Network
from schakel.orchestration.network_text import network_version, write_network
from schakel.web.access.models import Network as NetworkRow
from schakel.web.access.request import NetworkRequest
from schakel.web.orchestration_desk.kept import Kept, file_of, folder_of, hold, keep_before, kept
from schakel.web.record.append import append, note
from schakel.web.record.models import Entry

KINDS = (
    "network_started",
    "network_added",
    "network_changed",
    "network_dropped",
    "network_imported",
    "network_restored",
    "network_outside",
)
PRIVATE = ("person", "hat")  # their keys hold the names of people


def change(
    request: NetworkRequest, make: Callable[[Network], Network], what: str, kind: str = "", key: str = ""
) -> bool:
    """Write what `make` makes of the network as it is now; whether anything is otherwise.

    what: one of KINDS; kind, key: the item, "" for the whole. Refusal of `make`: nothing was written.
    """
    row = request.network
    hold(row)
    before = _readable(row)
    new = make(before.network if before else Network(row.name))
    version = network_version(new)
    if before and before.exists and before.version == version:
        return False
    folder_of(row).mkdir(parents=True, exist_ok=True)
    if before is None or is_outside(row, before):
        _note_outside(request, row, before)
    old = keep_before(row)
    fields = changed_fields(before.network, new, kind, key) if before and kind else []
    subject = f"{kind}:{'' if kind in PRIVATE else key}" if kind else ""
    with transaction.atomic():  # a view that shows the refusal of a write goes on, and its line must not
        note(request, what, subject, before=old, version=version, fields=fields)
        write_network(new, file_of(row))
    return True


def is_outside(row: NetworkRow, now: Kept) -> bool:
    """Whether the file is another than the workbench left: edited by hand, taken from git, or put back."""
    last = last_version(row)
    return bool(last) and last != now.version


def last_version(row: NetworkRow) -> str:
    """The version that the workbench knows of, "" while it never wrote one."""
    entry = entries(row).first()
    return str(entry.body.get("version", "")) if entry else ""


def entries(row: NetworkRow) -> Any:
    """Lines of the record about the network file, newest first."""
    rows = Entry.objects.filter(network=row, kind__in=KINDS).order_by("-seq")
    return rows.select_related("person", "hat__organisation")


def changed_fields(old: Network, new: Network, kind: str, key: str) -> list[str]:
    """Names of the fields of one item that differ; never what stands in them."""
    found: Iterable[Any] = (one for one in changes(old, new) if (one.kind, one.key) == (kind, key))
    return [name for one in found for name, _, _ in one.fields]


def _readable(row: NetworkRow) -> Kept | None:
    try:
        return kept(row)
    except Refusal:
        return None


def _note_outside(request: NetworkRequest, row: NetworkRow, before: Kept | None) -> None:
    body = {"version": before.version if before else "", "before": ""}
    append("network_outside", "", network=request.network, body=body)
