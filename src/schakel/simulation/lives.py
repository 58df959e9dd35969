"""All residents of the region at once: who comes when, and who waits for whom at the one scarce place."""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass

from schakel.simulation.draws import Draws
from schakel.simulation.facts import Facts
from schakel.simulation.journey import DAY, Journey, Resident, working
from schakel.simulation.routes import Route, walk

# What a stream of draws is for.
_HOUSEHOLD, _CASE = 1, 2


@dataclass
class _Places:
    """The scarce place: a fixed number of starts a week, first come first served. free: minute of the next one."""

    facts: Facts
    scale: float
    free: float = 0.0

    def take(self, waiting_since: int) -> int:
        plants = self.facts.plants
        fewer_from = (plants.treatment_fewer_from - self.facts.first_day).days * DAY
        start = max(self.free, float(waiting_since))
        a_week = plants.treatment_starts_per_week if start < fewer_from else plants.treatment_starts_per_week_after
        self.free = start + 7 * DAY / (a_week * self.scale)
        return int(start)


def journeys(facts: Facts, seed: int, scale: float) -> list[Journey]:
    """Every case, in no order that means anything. Steps may lie after the reference date."""
    made: list[Journey] = []
    lives = [_life(journey, made, facts, seed, number) for number, journey in enumerate(_arrivals(facts, seed, scale))]
    places = _Places(facts, scale)
    waiting: list[tuple[int, int]] = []
    for number, life in enumerate(lives):
        _go_on(life, None, number, waiting)
    while waiting:
        since, number = heapq.heappop(waiting)
        _go_on(lives[number], places.take(since), number, waiting)
    return made


def _go_on(life: Route, free: int | None, number: int, waiting: list[tuple[int, int]]) -> None:
    """Let one life go on until it waits for a place or is told to its end."""
    try:
        since = next(life) if free is None else life.send(free)
    except StopIteration:
        return
    heapq.heappush(waiting, (since, number))


def _life(first: Journey, made: list[Journey], facts: Facts, seed: int, number: int) -> Route:
    """A case and, for some, a return with the same question after it was closed."""
    yield from walk(first)
    made.append(first)
    if first.closed and first.chance("returns"):
        again = Journey(facts, Draws(seed, _CASE, number, 1), first.resident, first.question, first.later("return"))
        yield from walk(again)
        made.append(again)


def _arrivals(facts: Facts, seed: int, scale: float) -> Iterator[Journey]:
    """First cases of residents: household by household, some with a second question beside the first."""
    number = resident = 0
    days = (facts.reference_date - facts.first_day).days + 1
    for household in range(round(facts.households * scale)):
        draws = Draws(seed, _HOUSEHOLD, household)
        municipality = facts.municipalities[draws.place([m.share for m in facts.municipalities])]
        neighbourhood = municipality.neighbourhoods[int(draws.unit() * len(municipality.neighbourhoods))]
        day = int(draws.unit() * days)
        for _ in range(draws.place(facts.household_sizes) + 1):
            someone = Resident(resident, household, municipality, neighbourhood)
            resident += 1
            for _ in range(1 + draws.chance(facts.shares["second_question"])):
                yield _case(facts, draws, someone, day, Draws(seed, _CASE, number))
                number += 1
            day += draws.whole(facts.waits["next_in_household"])


def _case(facts: Facts, draws: Draws, someone: Resident, day: int, own: Draws) -> Journey:
    question = facts.questions[draws.place([q.share for q in facts.questions])]
    return Journey(facts, own, someone, question, working(day * DAY))
