"""Seeds of replications, from one base seed by counter."""

_ROOM = (1 << 64) - 1
_GOLDEN = 0x9E3779B97F4A7C15
_POSITIVE = (1 << 63) - 1


def seeds(base: int, n: int, first: int = 0) -> tuple[int, ...]:
    """Seeds of replications first to first + n - 1. Each follows from base and its number alone, so more can be added.

    Mixing is that of splitmix64 (Steele, Lea and Flood 2014), twice; seeds lie below 2**63.
    """
    if n < 0 or first < 0:
        raise ValueError("n and first are not negative")
    root = _mixed(base & _ROOM)
    return tuple(_mixed((root + _GOLDEN * (number + 1)) & _ROOM) & _POSITIVE for number in range(first, first + n))


def _mixed(x: int) -> int:
    x = (x + _GOLDEN) & _ROOM
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9 & _ROOM
    x = (x ^ (x >> 27)) * 0x94D049BB133111EB & _ROOM
    return x ^ (x >> 31)
