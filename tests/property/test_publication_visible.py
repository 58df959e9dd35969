"""Who sees a publication from when, against an oracle that walks through the days one by one."""

import random
from datetime import date, timedelta

import pytest

from schakel.web.access.role import ROLES, Role
from schakel.web.sharing_desk.visible import Reader, Terms, knows_of, opens_on, sees, state, waits

START = date(2026, 3, 20)  # the days run over the change to summer time
NAMES = ("Aan", "Bij", "Cas", "Dok", "Gemeente")
SPAN = 25
EARLY = {"publisher": {"director", "analyst", "privacy"}, "partner": {"manager", "professional"}}


def random_terms(rng: random.Random) -> Terms:
    """Any publication: partners, days to reply, who agreed when (also twice, early, or without being named)."""
    partners = tuple(rng.sample(NAMES, rng.randint(0, 4)))
    agreed = tuple((rng.choice(NAMES), START + timedelta(rng.randint(-2, SPAN))) for _ in range(rng.randint(0, 5)))
    withdrawn = START + timedelta(rng.randint(0, SPAN)) if rng.random() < 0.3 else None
    return Terms("Gemeente", partners, START, rng.randint(0, 14), agreed, withdrawn)


def oracle(terms: Terms, reader: Reader, until: date) -> tuple[bool, bool, str]:
    """(sees, knows of, state) on a day, by living through each day from the one on which it was asked."""
    opened, day = False, terms.asked_on
    withdrawn = False
    if until < terms.asked_on:
        return False, False, "proposed"
    while day <= until:
        if terms.withdrawn_on == day:
            withdrawn = True
        done = 0
        for partner in terms.partners:
            over = (day - terms.asked_on).days >= terms.reply_days
            said = any(name == partner and when <= day for name, when in terms.agreed)
            done += partner == terms.publisher or over or said
        if done == len(terms.partners) and (not withdrawn or terms.withdrawn_on == day):
            opened = True
        day += timedelta(1)
    allowed = EARLY["publisher"] if reader.organisation == terms.publisher else set()
    if reader.organisation in terms.partners:
        allowed = allowed | EARLY["publisher"] | EARLY["partner"]
    knows = reader.reads_published and (opened or reader.role in allowed)
    return knows and not withdrawn, knows, "withdrawn" if withdrawn else "open" if opened else "proposed"


@pytest.mark.parametrize("seed", range(20))
def test_equal_to_living_through_the_days(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 -- a test's own chance
    for _ in range(100):
        terms = random_terms(rng)
        role: Role = rng.choice(ROLES)
        reader = Reader(rng.choice(NAMES), role, role != "administrator")
        on = START + timedelta(rng.randint(-3, SPAN + 5))
        seen, known, found = oracle(terms, reader, on)
        assert (sees(terms, reader, on), knows_of(terms, reader, on)) == (seen, known), (terms, reader, on)
        if on >= START:
            assert state(terms, on) == found, (terms, on)


def test_what_was_visible_stays_visible_until_it_is_withdrawn() -> None:
    rng = random.Random(7)  # noqa: S311 -- a test's own chance
    for _ in range(300):
        terms = random_terms(rng)
        reader = Reader(rng.choice(NAMES), rng.choice(ROLES))
        days = [START + timedelta(n) for n in range(SPAN + 5)]
        seen = [sees(terms, reader, day) for day in days if terms.withdrawn_on is None or day < terms.withdrawn_on]
        assert seen == sorted(seen)


def test_a_partner_never_hears_of_a_figure_later_than_others() -> None:
    rng = random.Random(8)  # noqa: S311 -- a test's own chance
    for _ in range(300):
        terms = random_terms(rng)
        day = START + timedelta(rng.randint(0, SPAN))
        stranger = sees(terms, Reader("Elders", "manager"), day)
        for partner in terms.partners:
            assert sees(terms, Reader(partner, "manager"), day) >= stranger


def test_governing_hats_wait_for_the_partners_also_at_home() -> None:
    terms = Terms("Gemeente", ("Aan",), START, 10)
    for role in ("alderman", "council", "clerk", "resident"):
        reader = Reader("Gemeente", role)
        assert not knows_of(terms, reader, START + timedelta(9))
        assert sees(terms, reader, START + timedelta(10))


def test_a_figure_that_names_nobody_is_open_at_once() -> None:
    terms = Terms("Gemeente", (), START, 10)
    assert opens_on(terms) == START
    assert waits(Terms("Gemeente", ("Gemeente",), START, 10)) == {}
