"""Damaged copies of bytes: cut at many places, and with bits turned by three seeds; a tenth of them in `make test`."""

import random
from collections.abc import Iterator

from oracle.plenty import plenty

CUTS = plenty(20, 200)
SEEDS = (1, 2, 3)
FLIPS = plenty(5, 25)


def damaged(data: bytes, *, cuts: int = CUTS, flips: int = FLIPS) -> Iterator[bytes]:
    """Cut at `cuts` places spread over it, then `flips` copies for each seed with one to five bits turned."""
    for cut in range(cuts):
        yield data[: cut * len(data) // cuts]
    for seed in SEEDS:
        order = random.Random(seed)  # noqa: S311 -- chance, no secret
        for _ in range(flips):
            copy = bytearray(data)
            for _ in range(order.randrange(1, 6)):
                copy[order.randrange(len(copy))] ^= 1 << order.randrange(8)
            yield bytes(copy)
