"""Publishing a view: what it names, from which day whom, and the row and the files that keep it."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from schakel.data.snapshot import open_snapshot
from schakel.sharing.release import Release
from schakel.web.access.models import Hat, Network
from schakel.web.access.policy import may
from schakel.web.record.append import append
from schakel.web.sharing_desk.agreed import definitions_of
from schakel.web.sharing_desk.asked import Asked
from schakel.web.sharing_desk.clock import now, today
from schakel.web.sharing_desk.delivering import is_person
from schakel.web.sharing_desk.frozen import folder_of, freeze
from schakel.web.sharing_desk.judging import Court, read_held
from schakel.web.sharing_desk.models import Publication
from schakel.web.sharing_desk.release_register import keep, lock, name_of
from schakel.web.sharing_desk.visible import Reader, Terms, knows_of, sees, state
from schakel.web.workspace import current_workspace


def reader_of(hat: Hat) -> Reader:
    """The hat as visibility sees it."""
    return Reader(hat.organisation.name, hat.role, may(hat, "enter_insight"))  # type: ignore[arg-type]  # a Role


def terms_of(asked: Asked, hat: Hat) -> Terms:
    """What would decide if this hat published it today."""
    return Terms(hat.organisation.name, _partners(asked), today(), hat.network.reply_days)


def published(network: Network, asked: Asked) -> Publication | None:
    """The same view of the same snapshot, if it was published and not withdrawn."""
    same = Publication.objects.filter(network=network, look_key=asked.key, snapshot=asked.snapshot, withdrawn_at=None)
    return same.first()


def publish(asked: Asked, hat: Hat) -> Publication:
    """Judge and publish at once, where nobody waits (the desk asks for a job, `publish_job`). Errors as of `settle`.

    Refusal, with the reason, if together with what went out of the snapshot it would give somebody away.
    """
    _must(hat)
    if standing := published(hat.network, asked):
        return standing
    folder = current_workspace().network(hat.network.slug)
    held, judged = read_held(folder), tuple[Release, ...]()
    if asked.passed:
        snapshot = open_snapshot(folder / "logs" / hat.network.log, asked.snapshot)
        judged = Court(snapshot, hat.network.threshold, definitions_of(hat.network)).judged(held, asked.passed)
    return settle(asked, hat, judged, {one.name for one in held.releases})


def settle(asked: Asked, hat: Hat, judged: Sequence[Release], beside: Iterable[str]) -> Publication:
    """Keep a view that was judged for ever; the one that stands if there is one. PermissionDenied for other hats.

    Row, files and lines of the register come in one act or not at all. beside: as of `release_register.keep`.
    """
    _must(hat)
    with transaction.atomic():
        lock(hat.network)
        return published(hat.network, asked) or _kept(asked, hat, judged, beside)


def _must(hat: Hat) -> None:
    if not may(hat, "publish") or not hat.organisation.analyses:
        raise PermissionDenied("publish")


def _kept(asked: Asked, hat: Hat, judged: Sequence[Release], beside: Iterable[str]) -> Publication:
    publication = Publication.objects.create(
        network=hat.network,
        look=dict(asked.look),
        look_key=asked.key,
        titles=dict(asked.titles),
        partners=list(_partners(asked)),
        snapshot=asked.snapshot,
        threshold=hat.network.threshold,
        passports=[asdict(passport) | {"id": passport.id} for passport in asked.passports],
        asked_by=hat,
        asked_at=now(),
        reply_days=hat.network.reply_days,
    )
    publication.seal = freeze(folder_of(hat.network, publication.pk), asked.shown)
    publication.save(update_fields=["seal"])
    keep(hat.network, name_of(publication), judged, beside)
    record("published", publication, hat, seal=publication.seal, snapshot=asked.snapshot)
    return publication


def record(kind: str, publication: Publication, hat: Hat, **body: Any) -> None:
    """A line about a publication. It holds no title: who may not see it must not learn of whom it tells.

    `for`: the organisations that may hear of it before it is open; empty when everybody may.
    """
    early = [] if state(publication.terms, today()) == "open" else [publication.publisher, *publication.partners]
    append(
        kind,
        f"publication:{publication.pk}",
        network=publication.network,
        person=hat.person,
        hat=hat,
        body={"for": sorted(set(early)), **body},
    )


def known_to(hat: Hat, publications: Iterable[Publication] | None = None) -> list[Publication]:
    """Publications of the hat's network of which it may know today, newest first."""
    reader, on = reader_of(hat), today()
    every = _of(hat.network) if publications is None else publications
    return [one for one in every if knows_of(one.terms, reader, on)]


def seen_by(hat: Hat) -> list[Publication]:
    """Those of which it sees the figures today."""
    reader, on = reader_of(hat), today()
    return [one for one in _of(hat.network) if sees(one.terms, reader, on)]


def open_publications(network: Network) -> list[Publication]:
    """Those that everybody who may read in the network sees today, newest first."""
    on = today()
    return [one for one in _of(network) if state(one.terms, on) == "open"]


def withdraw(publication: Publication, hat: Hat, why: str, *, source: str = "") -> None:
    """Nobody sees its figures from now on; that it was withdrawn, and why, stays. source: what was taken back."""
    publication.withdrawn_at, publication.withdrawn_by = now(), hat
    publication.withdrawn_why, publication.withdrawn_source = why, source
    publication.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why", "withdrawn_source"])
    record("publication_withdrawn", publication, hat)


def _partners(asked: Asked) -> tuple[str, ...]:
    """Alphabetically, without what means the resident or the own network."""
    return tuple(sorted((name for name in set(asked.partners) if not is_person(name)), key=str.casefold))


def _of(network: Network) -> Iterable[Publication]:
    rows = Publication.objects.filter(network=network).select_related("asked_by__organisation", "network")
    return rows.prefetch_related("consents__organisation")
