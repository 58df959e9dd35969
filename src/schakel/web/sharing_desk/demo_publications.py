"""What the demo shows of publishing: an open figure, one that partners see first with a dispute, and a proposal."""

from datetime import timedelta

from schakel.texts import say
from schakel.web.access.models import Hat, Network
from schakel.web.record.append import append
from schakel.web.sharing_desk.agreed import propose
from schakel.web.sharing_desk.clock import at, now
from schakel.web.sharing_desk.from_insight import asked_from
from schakel.web.sharing_desk.models import Comment, Publication
from schakel.web.sharing_desk.publishing import publish

OPEN, FIRST = "flow", "handovers"  # screens of the insight desk
AGO = {OPEN: timedelta(days=20), FIRST: timedelta(days=3)}


def fill_sharing(network: Network) -> None:
    """Two publications, a dispute and a proposal, by the people of the demo; nothing without its people."""
    analyst = Hat.objects.filter(network=network, role="analyst").first()
    manager = Hat.objects.filter(network=network, role="manager").first()
    if analyst is None or manager is None:
        return
    moment = now()
    for screen in (OPEN, FIRST):
        with at(moment - AGO[screen]):
            made = publish(asked_from(network, screen, ""), analyst)
    if manager.organisation.name in made.partners:
        _dispute(made, manager)
    propose(analyst, "definition.wait_norm", "14", say("sharing_desk.demo.why", "nl"))


def _dispute(publication: Publication, hat: Hat) -> None:
    comment = Comment.objects.create(
        network=publication.network,
        publication=publication,
        snapshot=publication.snapshot,
        organisation=hat.organisation,
        hat=hat,
        at=now() - timedelta(days=1),
        text=say("sharing_desk.demo.text", "nl"),
        disputed=True,
        correction=say("sharing_desk.demo.correction", "nl"),
    )
    body = {"comment": comment.pk, "for": [publication.publisher, *publication.partners]}
    subject = f"publication:{publication.pk}"
    append("figure_disputed", subject, network=publication.network, person=hat.person, hat=hat, body=body)
