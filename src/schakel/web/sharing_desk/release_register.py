"""The release register of a network: what its readers hold, and whether one more publication may join.

One file for each group of readers, networks/<slug>/released/<group>.jsonl; all who read in a network are one group, as
every publication opens to all of them, and a report that is taken along may be read by any. A line is one table of one
publication or report. What is withdrawn stays: it was seen.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction

from schakel.chain.problem import Problem, Refusal
from schakel.sharing.register import Register, read_register, write_register
from schakel.sharing.release import Release
from schakel.web.access.models import Network
from schakel.web.sharing_desk.judging import GROUP, register_file
from schakel.web.sharing_desk.models import Publication
from schakel.web.workspace import current_workspace

if TYPE_CHECKING:
    from schakel.web.report_desk.models import Report

REPORT = "R"  # begins the names of what was taken along


def name_of(publication: Publication) -> str:
    """How the lines of a publication are called: its number, and its seal, as a number may come back."""
    return f"{publication.pk} {publication.seal[:16]}"


def name_of_made(report: "Report") -> str:
    """How the lines of a report are called: its number, and the sums of its files."""
    sums = " ".join(sorted(one["sha256"] for one in report.files.values()))
    return f"{REPORT}{report.pk} {hashlib.sha256(sums.encode()).hexdigest()[:16]}"


def names_out(network: Network) -> frozenset[str]:
    """The names of all that went out."""
    return frozenset(map(name_of, Publication.objects.filter(network=network))).union(
        map(name_of_made, network.reports.all())
    )


def held_by(network: Network) -> Register:
    """What the readers of a network received. Refusal if the register cannot be read.

    Lines of what was never committed were never seen, and are left out.
    """
    register = read_register(_file(network), GROUP)
    known = names_out(network)
    return replace(register, releases=tuple(one for one in register.releases if one.name in known))


def keep(network: Network, name: str, releases: Sequence[Release], beside: Iterable[str]) -> None:
    """Write releases down under a name, on the disk before this returns. In the transaction that makes the row.

    beside: the names of what they were judged beside. Refusal `publication_meanwhile` if more went out by now.
    """
    lock(network)
    out = held_by(network).releases
    if {one.name for one in out} - set(beside) - {name}:
        raise Refusal((Problem("publication_meanwhile"),))
    held = [one for one in out if one.name != name]  # of an attempt that was not committed
    named = [replace(one, name=name) for one in releases]
    file = _file(network)
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_register(file, Register(GROUP, (*held, *named)))


@transaction.atomic
def forget_snapshot(network: Network, snapshot: str) -> int:
    """Take out all that was let out of a snapshot whose data were destroyed. How many lines that were.

    In a transaction, so that no publication joins meanwhile.
    """
    lock(network)
    register = read_register(_file(network), GROUP)
    left = register
    for population in {one.population for one in register.releases if one.population.split(" ")[0] == snapshot}:
        left = left.without(population)
    gone = len(register.releases) - len(left.releases)
    if gone:
        write_register(_file(network), left)
    return gone


def lock(network: Network) -> None:
    """Until the end of the transaction nobody else publishes here. (SQLite has one writer at a time anyway.)"""
    Network.objects.select_for_update().get(pk=network.pk)


def _file(network: Network) -> Path:
    return register_file(current_workspace().network(network.slug))
