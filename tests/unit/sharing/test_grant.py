"""Which grants hold on a day, and what follows from them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from oracle.made_region import Made
from schakel.chain.problem import Refusal
from schakel.chain.selection import Selection
from schakel.insight.opened import open_log
from schakel.sharing.grant import FIELDS, Grant, in_force, sight

DAY = date(2026, 3, 1)
FIRST = Grant(
    source="wijkteam",
    giver="Wijkteam",
    receiver="Gemeente",
    purpose="sturing",
    fields=frozenset({"started", "ended"}),
    since=DAY,
    until=DAY + timedelta(days=30),
    signed=frozenset({"Wijkteam", "Gemeente"}),
)
NEXT = replace(FIRST, version=2, fields=frozenset({"started"}), since=DAY + timedelta(days=10))
DELIVERED_BY = {"wijkteam": "Wijkteam", "ggz": "GGZ", "loket": "Gemeente"}


def test_it_holds_on_its_first_and_last_day_and_not_beside_them() -> None:
    held = [in_force([FIRST], DAY + timedelta(days=n)) for n in (-1, 0, 30, 31)]
    assert held == [(), (FIRST,), (FIRST,), ()]


def test_the_latest_version_that_both_signed_and_that_began_counts() -> None:
    assert in_force([NEXT, FIRST], DAY) == (FIRST,)
    assert in_force([NEXT, FIRST], NEXT.since) == (NEXT,)
    assert in_force([FIRST, replace(NEXT, signed=frozenset({"Wijkteam"}))], NEXT.since) == (FIRST,)


def test_a_version_that_ended_brings_nothing_back() -> None:
    ended = replace(NEXT, until=NEXT.since)
    assert in_force([FIRST, ended], NEXT.since + timedelta(days=1)) == ()


def test_sight_is_ones_own_and_what_was_granted_by_who_delivers_it() -> None:
    not_theirs = replace(FIRST, source="ggz")
    seen = sight("Gemeente", "sturing", DAY, [FIRST, not_theirs], DELIVERED_BY)
    assert seen.sources == (("loket", None), ("wijkteam", FIRST.fields))
    assert seen.partners == {"Gemeente", "Wijkteam"}
    assert seen.grants == (FIRST.id,)
    assert sight("Gemeente", "onderzoek", DAY, [FIRST], DELIVERED_BY).sources == (("loket", None),)


def test_the_id_says_what_was_agreed_and_not_who_signed() -> None:
    assert replace(FIRST, signed=frozenset()).id == FIRST.id
    assert len({FIRST.id, NEXT.id, replace(FIRST, purpose="onderzoek").id}) == 3


@pytest.mark.parametrize("wrong", [{"fields": frozenset({"Zaak; DROP"})}, {"until": DAY - timedelta(days=1)}])
def test_what_cannot_be_a_grant_is_none(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"field|cannot end"):
        replace(FIRST, **wrong)  # type: ignore[arg-type]


def test_a_log_is_opened_as_somebody_may_see_it(tenth_of_region: Made) -> None:
    own, both = {"lindewaard": "Regio Lindewaard"}, frozenset({"Regio Lindewaard", "Gemeente"})
    whole = sight("Regio Lindewaard", "sturing", DAY, (), own)
    with open_log(tenth_of_region.log) as view, open_log(tenth_of_region.log, sight=whole) as same:
        for name in ("counts", "edges", "months", "routes"):
            assert same.figure(name).rows == view.figure(name).rows
        assert same.passport().id != view.passport().id
    terms = replace(FIRST, source="lindewaard", giver="Regio Lindewaard", fields=frozenset(FIELDS), signed=both)
    part = sight("Gemeente", "sturing", DAY, [terms], own)
    with open_log(tenth_of_region.log, sight=part) as view:
        assert view.figure("edges").rows
        assert view.rows("SELECT COUNT(*) FROM steps WHERE e_function IS NOT NULL") == [(0,)]
    nothing = sight("Iemand anders", "sturing", DAY, [terms], own)
    with open_log(tenth_of_region.log, sight=nothing) as view:
        assert view.rows("SELECT COUNT(*) FROM steps") == [(0,)]
    chosen = Selection((("function", "begeleiding"),))
    with pytest.raises(Refusal) as refused, open_log(tenth_of_region.log, sight=part, selection=chosen):
        pass
    assert "function" not in refused.value.problems[0].allowed
