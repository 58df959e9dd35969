"""A request as the workbench knows it: with a language, and behind a network's policy with a hat and a network."""

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from schakel.web.access.models import Hat, Network, Person
from schakel.web.access.wardrobe import Wardrobe


class Request(HttpRequest):
    """Any request. hat, network: None without a hat. wardrobe: the hats this session may put on."""

    lang: str
    wardrobe: Wardrobe
    hat: Hat | None
    network: Network | None
    htmx: HtmxDetails
    user: Person | AnonymousUser
    refused_by_policy: bool  # set when the policy of the view refused the hat, as the matrix test wants to know


class PersonRequest(Request):
    """A request of somebody who is signed in, with a hat or without."""

    user: Person


class NetworkRequest(PersonRequest):
    """A request that passed a policy of a network: somebody is signed in and wears a hat of this network."""

    hat: Hat
    network: Network
