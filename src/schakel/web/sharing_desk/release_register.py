"""The release register of a network: what its readers hold, and whether one more publication may join.

One file for each group of readers, networks/<slug>/released/<group>.jsonl; all who read in a network are one group, as
every publication opens to all of them. A line is one table of one publication. What is withdrawn stays: it was seen.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from django.db import transaction

from schakel.chain.problem import Problem, Refusal
from schakel.insight.opened import open_log
from schakel.insight.signatures import signed
from schakel.insight.view import LogView
from schakel.sharing.let_out import REST, LetOut, Untrue, release_of, tables_of
from schakel.sharing.passed import PassedView
from schakel.sharing.register import Register, Verdict, read_register, write_register
from schakel.sharing.release import Release
from schakel.sharing.selections import LEAF, NAME, selection_of, told_before
from schakel.sharing.transitions import Square, release_of_square, square_of
from schakel.web.access.models import Network
from schakel.web.engine import engine
from schakel.web.insight_desk.choices import snapshot_of
from schakel.web.sharing_desk.agreed import definitions_of
from schakel.web.sharing_desk.models import Publication
from schakel.web.workspace import current_workspace

FOLDER, GROUP = "released", "network"
TOLD_CELLS = 3  # that a refusal names
OURS = "\N{HORIZONTAL ELLIPSIS}"  # begins the names of rows of our own
OWN_CODES = {"release_exposed": "publication_exposed", "release_exposed_together": "publication_exposed_together"}


def register_file(network: Network) -> Path:
    """Where the register of all who read in a network is."""
    return current_workspace().network(network.slug) / FOLDER / f"{GROUP}.jsonl"


def name_of(publication: Publication) -> str:
    """How the lines of a publication are called: its number, and its seal, as a number may come back."""
    return f"{publication.pk} {publication.seal[:16]}"


def held_by(network: Network) -> Register:
    """What the readers of a network received. Refusal if the register cannot be read.

    Lines of a publication that was never committed were never seen, and are left out.
    """
    register = read_register(register_file(network), GROUP)
    known = {name_of(one) for one in Publication.objects.filter(network=network)}
    return replace(register, releases=tuple(one for one in register.releases if one.name in known))


def judged(network: Network, snapshot: str, views: Sequence[PassedView]) -> tuple[Release, ...]:
    """The releases of a publication, still without a name. Refusal, with the reason, if they may not join."""
    register, found = held_by(network), list[Release]()
    for view in views:
        with _whole(network, snapshot, view) as whole:
            makers = [partial(_release, whole, out, network.threshold) for out in tables_of(view, snapshot)]
            if square := square_of(view, snapshot):
                makers.append(partial(_square, whole, square, view.selection, network.threshold))
            for make in makers:
                release = make(register)
                _refuse(_near(register, release).consider(release), release, view.selection)
                register = replace(register, releases=(*register.releases, release))
                found.append(release)
    return tuple(found)


def keep(network: Network, publication: Publication, releases: Sequence[Release]) -> None:
    """Write a publication's releases down, on the disk before this returns. In the transaction that makes it."""
    name = name_of(publication)
    held = [one for one in held_by(network).releases if one.name != name]  # of an attempt that was not committed
    named = [replace(one, name=name) for one in releases]
    file = register_file(network)
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_register(file, Register(GROUP, (*held, *named)))


@transaction.atomic
def forget_snapshot(network: Network, snapshot: str) -> int:
    """Take out all that was let out of a snapshot whose data were destroyed. How many lines that were.

    In a transaction, so that no publication joins meanwhile.
    """
    lock(network)
    register = read_register(register_file(network), GROUP)
    left = register
    for population in {one.population for one in register.releases if one.population.split(" ")[0] == snapshot}:
        left = left.without(population)
    gone = len(register.releases) - len(left.releases)
    if gone:
        write_register(register_file(network), left)
    return gone


def lock(network: Network) -> None:
    """Until the end of the transaction nobody else publishes here. (SQLite has one writer at a time anyway.)"""
    Network.objects.select_for_update().get(pk=network.pk)


@contextmanager
def _whole(network: Network, snapshot: str, view: PassedView) -> Iterator[LogView]:
    opened = snapshot_of(network, snapshot)
    with (
        engine().turn() as connection,
        engine().rows_of(opened, view.follow) as stored,
        open_log(
            opened,
            follow=view.follow,
            names=view.names,
            chosen=definitions_of(network),
            connection=connection,
            stored=stored,
            checked=True,
        ) as whole,
    ):
        yield whole


def _square(whole: LogView, square: Square, selection: str, threshold: int, _register: Register) -> Release:
    chosen = [selection_of(selection)] if selection else []
    sign = "1" if selection else LEAF
    counts = {
        name: {key: n for (key, signature), n in signed(whole, whose, chosen).items() if signature.endswith(sign)}
        for name, whose in square.whose().items()
    }
    return release_of_square("", square, counts, threshold)


def _release(whole: LogView, out: LetOut, threshold: int, register: Register) -> Release:
    held = [one for one in register.releases if one.population == out.population]
    selections = list(told_before(held))
    if out.selection and out.selection not in selections:
        selections.append(out.selection)
    whose = out.table.whose
    if whose is None:
        raise ValueError(f"{out.table.name}: nobody knows whose it is")
    counts = signed(whole, whose, [selection_of(text) for text in selections])
    try:
        return release_of("", out, counts, selections, threshold, held)
    except Untrue:
        raise Refusal((Problem("release_contradicts", value=out.table.name, allowed=out.population),)) from None


def _near(register: Register, release: Release) -> Register:
    """The register with only what can have to do with a release: of rows without a total, the same rows.

    No sum runs over such rows, so what is told of one tells nothing of another; leaving the others out saves time only.
    """
    first = release.dimensions[0]
    if any(each.key[0] in (first.root, REST) for each in release.told) or release.dimensions[-1].name != NAME:
        return register
    rows = {each.key[0] for each in release.told}
    near = [
        replace(
            held,
            told=tuple(each for each in held.told if each.key[0] in rows),
            needs=tuple(need for need in held.needs if need.key[0] in rows),
        )
        for held in register.beside(release)
    ]
    return replace(register, releases=tuple(near))


def _refuse(verdict: Verdict, release: Release, selection: str) -> None:
    """The register's reason in the words of people: which rows, and beside which publications. Nothing if it passed.

    Rows of our own ("…residents") have no name; then the selection is named.
    """
    if verdict.passed:
        return
    problem = verdict.problems[0]
    cells = [found.need.key for found in verdict.attack.exposed] if verdict.attack else []
    places = [at for at, dimension in enumerate(release.dimensions) if dimension.name != NAME]
    rows = dict.fromkeys(" → ".join(key[at] for at in places if key[at][:1] != OURS) for key in cells)
    named = "; ".join(list(filter(None, rows))[:TOLD_CELLS]) or str(selection_of(selection)) or "–"
    numbers = ", ".join(sorted({name.split(" ")[0] for name in verdict.beside if name}, key=int))
    code = OWN_CODES.get(problem.code, problem.code)
    more = (("n", len(cells)),) if cells else problem.more
    raise Refusal((Problem(code, value=problem.value or "–", column=named, allowed=numbers or "–", more=more),))
