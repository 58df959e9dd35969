"""The beginning of a network that is no demo: its analysing organisation, and an invitation for its administrator."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.text import slugify

from schakel.chain.problem import Problem, Refusal
from schakel.web.access.hats import Terms, invite
from schakel.web.access.models import Network, Organisation
from schakel.web.record.append import append


def make_network(name: str, organisation: str, administrator: str, email: str) -> tuple[Network, str]:
    """The network, and the token with which its administrator comes in once.

    organisation: the one that analyses for the network. Refusal for a name that is taken or an address that is none.
    """
    slug = slugify(name)[:40].strip("-")
    if not slug or Network.objects.filter(slug=slug).exists():
        raise Refusal((Problem("workbench_network_there", value=name),))
    try:
        validate_email(email)
    except ValidationError:
        raise Refusal((Problem("workbench_email", value=email),)) from None
    with transaction.atomic():
        network = Network.objects.create(slug=slug, name=name)
        analysing = Organisation.objects.create(network=network, name=organisation, analyses=True)
        _, token = invite(email, administrator, Terms(analysing, "administrator"))
        append("network_made", f"network:{network.pk}", network=network, body={"name": name})
    return network, token
