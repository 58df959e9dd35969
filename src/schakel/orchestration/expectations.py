"""Expectations set side by side: what one partner expects, and what the other says that it can."""

from dataclasses import dataclass

from schakel.orchestration.network import Network


@dataclass(frozen=True)
class Expected:
    """One expectation. by, of: keys; of is "*" for all. number: its place on the card of `by`, from 1.

    answer, said: what `of` said to it. offers: all that `of` says it can do, in its own words; none for "*".
    """

    by: str
    of: str
    number: int
    what: str
    answer: str
    said: str
    offers: tuple[str, ...]


def side_by_side(network: Network, *, by: str = "", of: str = "") -> tuple[Expected, ...]:
    """Every expectation in the order of the cards. by, of: keys of one partner; what is expected of all is of each."""
    offers = {card.partner: tuple(offer.what for offer in card.can) for card in network.cards}
    return tuple(
        Expected(card.partner, one.of, number, one.what, one.answer, one.said, offers.get(one.of, ()))
        for card in network.cards
        for number, one in enumerate(card.expect, 1)
        if by in ("", card.partner) and (of in ("", one.of) or (one.of == "*" and of != card.partner))
    )
