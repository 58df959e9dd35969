"""Which part was in time, as far as it can be told without giving few residents away."""

from schakel.sharing.gate import Approximate, Gate

Counted = tuple[int, int]  # how many, and of how many residents


def share_in_time(in_time: Counted, late: Counted, gate: Gate) -> Approximate | None:
    """The part in time; None where that part, or what is left of it, is much of few residents, or all is too little."""
    for n, residents in (in_time, late):
        if n >= gate.threshold > residents:
            return None
    return gate.share(in_time[0], in_time[0] + late[0])
