"""How many places give the wait that people know: Erlang C, turned around."""

FULLEST = 0.9  # of the places, so that a season or a bad month does not make a queue that stays


def chance_of_waiting(places: int, load: float) -> float:
    """Erlang C: the chance that all places are taken. load: mean number of clients helped at once, below places."""
    blocked = 1.0
    for k in range(1, places + 1):
        blocked = load * blocked / (k + load * blocked)
    full = load / places
    return blocked / (1 - full + full * blocked)


def mean_wait(places: int, load: float, weeks: float) -> float:
    """Mean weeks of waiting when help lasts so many weeks on average; Poisson arrivals, exponential help."""
    return chance_of_waiting(places, load) * weeks / (places - load)


def places_for(wait: float, load: float, weeks: float) -> int:
    """The fewest places with which the mean wait is no longer than `wait` and no more than FULLEST is in use."""
    places = max(1, int(load / FULLEST) + 1)
    while mean_wait(places, load, weeks) > max(wait, 0.01):
        places += 1
    return places
