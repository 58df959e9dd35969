"""From a name in the log to its card, and back."""

from schakel.orchestration.collaboration.activity import Activity
from schakel.orchestration.collaboration.handover import Handover
from schakel.orchestration.collaboration.partner import Partner
from schakel.orchestration.network import Network


def same(one: str, other: str) -> bool:
    """Whether two names are one, apart from capitals and spaces."""
    return plain(one) == plain(other)


def plain(name: str) -> str:
    """A name without capitals and double spaces."""
    return " ".join(name.casefold().split())


def partner_called(network: Network, name: str) -> Partner | None:
    """The partner with this name in the log, also one of its other names; None if it is on no card."""
    return next((one for one in network.partners if plain(name) in map(plain, (one.name, *one.also))), None)


def activity_called(network: Network, name: str) -> Activity | None:
    """The activity with this name in the log, also one of its other names; None if it is on no card."""
    return next((one for one in network.activities if plain(name) in map(plain, (one.name, *one.also))), None)


def handovers_between(
    network: Network, *, activity: str = "", partner: str = "", next_activity: str = "", next_partner: str = ""
) -> tuple[Handover, ...]:
    """The agreed handovers that fit all that is given, by names as in the log; what is "" fits all."""
    return tuple(
        one
        for one in network.handovers
        if (not activity or _is_step(network, activity, one.activity))
        and (not next_activity or _is_step(network, next_activity, one.next_activity))
        and (not partner or _is_of(network, partner, one.partners))
        and (not next_partner or _is_of(network, next_partner, one.next_partners))
    )


def _is_step(network: Network, name: str, agreed: str) -> bool:
    known = activity_called(network, agreed)
    return same(name, agreed) or (known is not None and known == activity_called(network, name))


def _is_of(network: Network, name: str, keys: tuple[str, ...]) -> bool:
    found = partner_called(network, name)
    return found is not None and found.key in keys
