"""From what the screens show to the shapes of the API."""

from django.utils import timezone

from schakel.chain.passport import Passport
from schakel.draw.picture import Twin
from schakel.report.document import Findings
from schakel.web.access.models import Hat, Network
from schakel.web.api.shapes import (
    CommentOut,
    FigureOut,
    PassportOut,
    PublicationOut,
    PublishedOut,
    SnapshotOut,
    TableOut,
)
from schakel.web.insight_desk.addresses import Addresses
from schakel.web.insight_desk.choices import snapshot_of
from schakel.web.insight_desk.look import Look
from schakel.web.insight_desk.shown import Shown
from schakel.web.sharing_desk.comments import Said, comments_of, disputed_by, of_publication
from schakel.web.sharing_desk.frozen import folder_of, thaw
from schakel.web.sharing_desk.models import Publication


def figure_out(network: Network, look: Look, shown: Shown, hat: Hat) -> FigureOut:
    """A view with everything that stands on its screen."""
    sentences = [
        item.sentence
        for section in shown.sections
        for block in section.blocks
        if isinstance(block, Findings)
        for item in block.items
    ]
    said = comments_of(network, [passport.id for passport in shown.passports], hat)
    return FigureOut(
        screen=look.screen,
        address=Addresses(network.slug, look).of(look),
        few=shown.few,
        residents=shown.residents,
        tables=[table_out(twin) for twin in shown.tables],
        sentences=sentences,
        passports=[passport_out(passport) for passport in shown.passports],
        comments=[comment_out(one) for one in said],
    )


def table_out(twin: Twin) -> TableOut:
    """A table."""
    return TableOut(caption=twin.caption, columns=list(twin.columns), rows=[list(row) for row in twin.rows])


def passport_out(passport: Passport) -> PassportOut:
    """A passport."""
    return PassportOut(
        id=passport.id,
        figure=passport.figure,
        snapshot=passport.snapshot,
        code=passport.code,
        selection=str(passport.selection),
        disclosure=passport.disclosure,
        definitions={name: f"{version}: {value}" for name, version, value in passport.definitions},
    )


def comment_out(one: Said) -> CommentOut:
    """A comment without the passports it stands beside: those stand around it."""
    return CommentOut(
        partner=one.partner,
        on=one.on,
        text=one.text,
        disputed=one.disputed,
        correction=one.correction,
        answer=one.answer,
        answered_on=one.answered_on,
    )


def publication_out(one: Publication, lang: str) -> PublicationOut:
    """A publication in a list."""
    return PublicationOut(
        id=one.pk,
        title=one.title(lang),
        href=f"/n/{one.network.slug}/sharing/p/{one.pk}",
        asked_on=timezone.localdate(one.asked_at),
        snapshot=one.snapshot,
        disputed_by=disputed_by(of_publication(one)),
    )


def published_out(one: Publication, lang: str, hat: Hat) -> PublishedOut:
    """A publication with what was frozen of it."""
    frozen = thaw(folder_of(one.network, one.pk), one.seal, lang)
    ids = [str(passport["id"]) for passport in one.passports]
    return PublishedOut(
        **publication_out(one, lang).dict(),
        tables=[table_out(twin) for twin in frozen.tables],
        comments=[comment_out(said) for said in comments_of(one.network, ids, hat)],
    )


def snapshot_out(network: Network, name: str, *, exact: bool) -> SnapshotOut:
    """A snapshot; its counts only for who analyses."""
    manifest = snapshot_of(network, name).manifest
    return SnapshotOut(
        id=name,
        published=name == network.snapshot,
        seen_until=manifest.reference_on,
        cases=int(manifest.counts["cases"]) if exact else None,
        residents=int(manifest.counts["residents"]) if exact else None,
    )
