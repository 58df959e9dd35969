"""Whether an address exists and the hat may open it: what a menu, a question or a link may offer."""

from django.urls import NoReverseMatch, resolve, reverse

from schakel.web.access.models import Hat


def door(name: str, hat: Hat, **more: str) -> str:
    """The address of this URL name in the hat's network, or "" if there is none or this hat may not open it."""
    try:
        address = reverse(name, kwargs={"network": hat.network.slug, **more})
    except NoReverseMatch:
        return ""
    policy = getattr(resolve(address).func, "policy", None)
    return address if policy is not None and (policy.everyone or hat.role in policy.roles) else ""


def first_door(names: tuple[str, ...], hat: Hat) -> str:
    """The first of these addresses that exists and that the hat may open, or ""."""
    return next(filter(None, (door(name, hat) for name in names)), "")
