"""What counts as wider: one change at a time, and pairs of random configurations read both ways."""

import random
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from oracle.plenty import plenty
from schakel.report.privacy.change_section import change_section
from schakel.report.privacy.changes import changes, look_again
from schakel.report.privacy.facts import GrantFact, PrivacyFacts, SourceFact
from schakel.report.privacy.question import questions

DAY = date(2026, 6, 1)
DESK = SourceFact(
    "desk", "Town", ("case_id", "activity", "started"), keep_months=24, since=date(2025, 1, 1), activity="A"
)
CARE = SourceFact("care", "Care", ("case_id", "activity"), keep_months=12, activity="B")
GRANT = GrantFact("desk", "Town", "Care", "waits", ("started",), date(2026, 1, 1), date(2026, 12, 31))
BASE = PrivacyFacts("log", "s1", DAY, (DESK,), (GRANT,), key_id="kkk")
MIRRORED = {"added": "removed", "removed": "added", "wider": "narrower", "narrower": "wider", "changed": "changed"}


def with_desk(**values: object) -> PrivacyFacts:
    return replace(BASE, sources=(replace(DESK, **values),))  # type: ignore[arg-type]


def with_grant(**values: object) -> PrivacyFacts:
    return replace(BASE, grants=(replace(GRANT, **values),))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("new", "kind", "how", "again"),
    [
        (replace(BASE, sources=(DESK, CARE)), "source", "added", "basis:care"),
        (with_desk(fields=(*DESK.fields, "outcome")), "field", "added", "special:desk"),
        (with_desk(keep_months=36), "retention", "wider", "necessity"),
        (with_desk(keep_months=None), "retention", "wider", "retention:desk"),
        (with_desk(since=date(2020, 1, 1)), "since", "wider", "proportionality"),
        (replace(BASE, threshold=5), "threshold", "wider", "weighing"),
        (replace(BASE, key_id=""), "ids", "wider", "key_holders"),
        (
            replace(BASE, grants=(GRANT, replace(GRANT, receiver="Work"))),
            "recipient",
            "added",
            "recipient:desk|Work|waits",
        ),
        (replace(BASE, grants=(GRANT, replace(GRANT, purpose="cost"))), "purpose", "added", "recipient:desk|Care|cost"),
        (with_grant(fields=("outcome", "started")), "granted_field", "added", "recipient:desk|Care|waits"),
        (with_grant(until=date(2027, 12, 31)), "grant_until", "wider", "recipient:desk|Care|waits"),
    ],
)
def test_what_widens_says_which_answers_to_look_at_again(new: PrivacyFacts, kind: str, how: str, again: str) -> None:
    found = changes(BASE, new)
    assert [(one.kind, one.how) for one in found] == [(kind, how)]
    assert again in found[0].questions
    assert set(look_again(found)) <= {question.id for question in questions(new)}
    back = changes(new, BASE)
    assert [(one.kind, one.how) for one in back] == [(kind, MIRRORED[how])]
    assert not look_again(back)


def test_a_source_that_is_linked_from_now_on_is_wider() -> None:
    alone = with_desk(own_key=True)
    assert [(one.kind, one.how) for one in changes(alone, BASE)] == [("linked", "wider")]
    assert [(one.kind, one.how) for one in changes(BASE, alone)] == [("linked", "narrower")]


def test_a_month_more_of_the_same_is_no_change() -> None:
    assert changes(BASE, replace(BASE, snapshot="s2", day=date(2026, 7, 1))) == ()
    assert changes(BASE, with_desk(seen_until=date(2026, 7, 1))) == ()


def test_what_widens_stands_first() -> None:
    new = replace(BASE, threshold=5, sources=(replace(DESK, keep_months=6), CARE), grants=())
    found = changes(BASE, new)
    assert [one.widens for one in found] == sorted((one.widens for one in found), reverse=True)
    assert {one.kind for one in found if not one.widens} == {"retention", "recipient"}


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_kind_of_change_is_a_sentence(lang: str) -> None:
    chance = random.Random(7)  # noqa: S311 -- made-up configurations
    kinds = set()
    for _ in range(60):
        old, new = random_facts(chance), random_facts(chance)
        found = changes(old, new)
        kinds |= {(one.kind, one.how) for one in found}
        section = change_section(found, old, new, lang)
        assert section.blocks
    assert len(kinds) >= 20


def random_facts(chance: random.Random) -> PrivacyFacts:
    """Some of three sources, grants between them, and numbers that vary."""
    sources = tuple(
        SourceFact(
            name,
            chance.choice(["Town", "Care"]),
            tuple(field for field in ("activity", "partner", "outcome", "question") if chance.random() < 0.6),
            keep_months=chance.choice([None, 12, 24]),
            since=chance.choice([None, date(2024, 1, 1), date(2025, 1, 1)]),
            own_key=chance.random() < 0.3,
        )
        for name in ("a", "b", "c")
        if chance.random() < 0.8
    )
    grants = tuple(
        replace(GRANT, source=source, receiver=to, purpose=purpose, fields=fields, until=date(2026, month, 28))
        for source in ("a", "b")
        for to in ("Care", "Work")
        for purpose in ("waits", "cost")
        if chance.random() < 0.5
        for fields in [tuple(f for f in ("outcome", "started") if chance.random() < 0.5)]
        for month in [chance.choice([11, 12])]
    )
    key = chance.choice(["", "kkk", "mmm"])
    return PrivacyFacts("log", "s", DAY, sources, grants, threshold=chance.choice([5, 10]), key_id=key)


def test_read_backwards_every_change_is_its_mirror() -> None:
    chance = random.Random(11)  # noqa: S311 -- made-up configurations
    for _ in range(plenty(200, 2000)):
        old, new = random_facts(chance), random_facts(chance)
        there = Counter((one.kind, one.how, one.source, one.partner, one.purpose) for one in changes(old, new))
        back = Counter((one.kind, MIRRORED[one.how], one.source, one.partner, one.purpose) for one in changes(new, old))
        assert there == back
        assert changes(old, old) == ()
