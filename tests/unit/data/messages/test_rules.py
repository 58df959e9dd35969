"""The rules of the standard, one by one: which line counts, what takes back what, and what is no ending."""

import itertools
import random
from datetime import date

import pytest

from schakel.data.messages.event import Event, events
from schakel.data.messages.history import History
from schakel.data.messages.message import Law
from unit.data.messages.message_texts import (
    OTHER,
    PROVIDER,
    answer,
    assigned,
    assignment,
    codes,
    declaration,
    folded,
    message,
    only,
    product,
    request,
    retour_of,
    start,
    started,
    stop,
    stopped,
)


def spells(found: History) -> list[tuple[str, str, str]]:
    return [
        (str(spell.since), str(spell.until or ""), spell.outcome)
        for of_one in found.spells.values()
        for spell in of_one
    ]


def deliveries(found: History) -> list[Event]:
    return sorted((one for one in events(found) if one.activity.startswith("Levering")), key=lambda one: one.started)


def test_a_number_is_unique_only_within_a_law_and_a_municipality() -> None:
    body = assignment(assigned(1, "2025-02-01"))
    jw = assignment(assigned(1, "2025-02-01", what=product("45", "45A01")))
    found = only([message("301", body), message("301", body, municipality="9902"), message("301", jw, law="jw")])
    assert sorted(one.key for one in found.assignments) == [
        ("jw", "9901", "1"),
        ("wmo", "9901", "1"),
        ("wmo", "9902", "1"),
    ]


def test_the_latest_decision_wins_whatever_the_order_or_the_date_of_the_message() -> None:
    late = assignment(assigned(1, "2025-02-01", "2025-06-30", decided="2025-03-01T09:00:01"))
    early = assignment(assigned(1, "2025-02-01", "2025-12-31", decided="2025-03-01T09:00:00"))
    texts = [message("301", late, number=1, dated="2025-03-01"), message("301", early, number=2, dated="2025-03-09")]
    for order in itertools.permutations(texts):
        (one,) = only(order).assignments
        assert one.until == date(2025, 6, 30)
        assert len(one.versions) == 2


def test_an_assignment_that_is_repeated_is_one_version() -> None:
    body = assignment(assigned(1, "2025-02-01"))
    texts = [message("301", body, number=number, dated=f"2025-01-{10 + number}") for number in (1, 2, 3)]
    (one,) = only(texts).assignments
    assert [version.dated for version in one.versions] == [date(2025, 1, 11)]


@pytest.mark.parametrize(("reason", "until", "gone"), [
    ("13", "2025-02-01", True), ("01", "2025-02-01", True), ("13", "2025-03-01", False), ("05", "2025-02-01", False),
])  # fmt: skip
def test_never_sent_is_deleted_on_its_first_day(reason: str, until: str, gone: bool) -> None:
    found = only([
        message("301", assignment(assigned(1, "2025-02-01", "2025-12-31")), number=2),
        message("301", assignment(assigned(1, "2025-02-01", until, decided="2025-01-20T08:00:00", reason=reason))),
        message("305", start(started(1, "2025-02-03")), dated="2025-02-04"),
    ])  # fmt: skip
    assert found.assignments[0].never_sent is gone
    assert bool(found.spells) is not gone
    assert bool(list(events(found))) is not gone


def test_a_deletion_goes_before_its_replacement_in_one_message() -> None:
    both = start(started(1, "2025-02-10"), started(1, "2025-02-03", status="3"))
    found = only([
        message("305", start(started(1, "2025-02-03")), number=1, dated="2025-02-04"),
        message("305", both, number=2, dated="2025-02-12"),
    ])  # fmt: skip
    assert spells(found) == [("2025-02-10", "", "")]


def test_a_deletion_and_the_same_again_in_one_message_leave_it_there() -> None:
    both = start(started(1, "2025-02-03"), started(1, "2025-02-03", status="3"))
    assert spells(only([message("305", both)])) == [("2025-02-03", "", "")]


def test_a_deletion_of_the_same_day_takes_back_whatever_comes_first() -> None:
    texts = [
        message("305", start(started(1, "2025-02-03")), number=9, dated="2025-02-04"),
        message("305", start(started(1, "2025-02-03", status="3")), number=2, dated="2025-02-04"),
        message("301", assignment(assigned(1, "2025-02-01"))),
    ]
    for order in itertools.permutations(texts):
        assert not spells(only(order))


def test_a_stop_is_deleted_by_its_reason_and_end_too() -> None:
    found = only([
        message("305", start(started(1, "2025-02-03")), dated="2025-02-04"),
        message("307", stop(stopped(1, "2025-02-03", "2025-05-01", "19")), number=2, dated="2025-05-02"),
        message("307", stop(stopped(1, "2025-02-03", "2025-05-02", "19", status="3")), number=3, dated="2025-05-03"),
    ])  # fmt: skip
    assert spells(found) == [("2025-02-03", "2025-05-01", "planned")]


def test_a_temporary_stop_pauses_and_a_second_start_resumes() -> None:
    found = only([
        message("301", assignment(assigned(1, "2025-02-01"))),
        message("305", start(started(1, "2025-02-03")), dated="2025-02-04"),
        message("307", stop(stopped(1, "2025-02-03", "2025-04-01", "20")), dated="2025-04-02"),
        message("305", start(started(1, "2025-06-01")), number=2, dated="2025-06-02"),
    ])  # fmt: skip
    first, second = deliveries(found)
    assert (first.activity, first.ended, first.outcome) == ("Levering", "2025-04-01", "")
    assert (second.activity, second.started, second.ended) == ("Levering hervat", "2025-06-01", "")


def test_a_stop_for_good_may_follow_a_pause() -> None:
    found = only([
        message("305", start(started(1, "2025-02-03")), dated="2025-02-04"),
        message("307", stop(stopped(1, "2025-02-03", "2025-04-01", "20")), dated="2025-04-02"),
        message("307", stop(stopped(1, "2025-02-03", "2025-05-15", "21")), number=2, dated="2025-05-16"),
    ])  # fmt: skip
    assert spells(found) == [("2025-02-03", "2025-04-01", "drop_out_client")]


def test_without_a_start_the_first_declared_period_tells_it_and_says_so() -> None:
    found = only([
        message("301", assignment(assigned(1, "2025-02-01"))),
        message("323", declaration((1, "2025-03-01", 5000, "D"), (1, "2025-04-01", 6000, "D")), dated="2025-05-01"),
    ])  # fmt: skip
    (one,) = deliveries(found)
    assert (one.started, one.inferred, one.cost_cents) == ("2025-03-01", "begin uit declaratie", 11000)


def test_credit_is_taken_off_and_a_month_without_anything_left_is_no_start() -> None:
    lines = declaration((1, "2025-02-01", 5000, "D"), (1, "2025-02-01", 5000, "C"), (1, "2025-03-01", 700, "D"))
    found = only([message("301", assignment(assigned(1, "2025-02-01"))), message("323", lines, dated="2025-05-01")])
    (months,) = found.declared.values()
    assert [(one.month, one.cents, one.volume) for one in months] == [("2025-03", 700, 10)]
    assert deliveries(found)[0].started == "2025-03-01"


def test_a_start_without_a_number_is_joined_by_provider_product_and_first_day() -> None:
    found = only([
        message("301", assignment(assigned(1, "2025-02-01"), assigned(2, "2025-03-01"))),
        message("305", start(started("", "2025-03-04", assigned_on="2025-03-01")), dated="2025-03-05"),
    ])  # fmt: skip
    assert list(found.spells) == [("wmo", "9901", "2")]


def test_starts_without_a_number_and_an_assignment_are_kept_apart_by_product() -> None:
    other = product("07", "07A01")
    found = only([
        message("305", start(started("", "2025-03-04"), started("", "2025-03-05", what=other)), dated="2025-03-05"),
        message("305", start(started("", "2025-03-06")), number=2, dated="2025-03-07", provider=OTHER),
    ])  # fmt: skip
    assert [(one.activity, one.product) for one in deliveries(found)] == [
        ("Levering", "Wmo 02 02A03"), ("Levering", "Wmo 07 07A01"), ("Levering", "Wmo 02 02A03"),
    ]  # fmt: skip


def test_a_product_may_be_absent_or_have_no_code() -> None:
    aspecific = "<Product><b:Categorie>02</b:Categorie></Product>"
    found = only(
        [message("301", assignment(assigned(1, "2025-02-01", what=""), assigned(2, "2025-02-01", what=aspecific)))]
    )
    assert {one.product for one in events(found)} == {"Wmo", "Wmo 02"}


def test_an_answer_finds_its_request_by_the_reference_of_the_provider() -> None:
    texts = [
        message("315", request("A"), dated="2025-01-06"),
        message("315", request("A"), dated="2025-01-07", provider=OTHER),
        message("319", answer("A", "2"), dated="2025-01-08"),
        message("319", answer("A", "1", "7"), number=2, dated="2025-01-20"),
        message("319", answer("B", "1", "7"), number=3, dated="2025-01-20"),
    ]
    found, counted = folded(texts)
    assert {one.asked.provider: one.outcome for one in found[0].requests} == {PROVIDER: "rejected", OTHER: "open"}
    assert counted.loose == 1


def test_a_request_that_is_assigned_says_how_long_it_waited() -> None:
    found = only([
        message("315", request("A"), dated="2025-01-06"),
        message("301", assignment(assigned(1, "2025-02-01", reference="A")), dated="2025-01-10"),
    ])  # fmt: skip
    (asked, given) = sorted(events(found), key=lambda one: one.started)
    assert asked.days == {"answer_days": 4, "answer_holidays": 0}
    assert (given.activity, given.requested, given.to_partner) == ("Toewijzing", "2025-01-06", f"AGB {PROVIDER}")


def test_what_a_retour_rejects_was_never_sent() -> None:
    good, bad = assigned(1, "2025-02-01"), assigned(2, "2025-02-01")
    retour = assignment(assigned(2, "2025-02-01", retour=codes("9332")), codes=codes("0200"))
    found, counted = folded([message("301", assignment(good, bad)), retour_of("302", retour)])
    assert [one.key[2] for one in found[0].assignments] == ["1"]
    assert (counted.messages, counted.retours, counted.rejected) == (1, 1, 1)
    assert next(iter(events(found[0]))).days == {"retour_days": 2, "retour_holidays": 0}


@pytest.mark.parametrize(("header", "within", "left"), [
    ((), "", 2), (("0200",), "", 2), (("8848",), "", 0), (("0001",), "", 0), (("0200",), "0233", 2),
    (("0200",), "9056", 0),
])  # fmt: skip
def test_a_retour_may_reject_a_whole_message_or_a_client(header: tuple[str, ...], within: str, left: int) -> None:
    both = assignment(assigned(1, "2025-02-01"), assigned(2, "2025-02-01"))
    told = assignment(assigned(1, "2025-02-01"), assigned(2, "2025-02-01"), codes=codes(within)) if within else ""
    found, _ = folded([message("301", both), retour_of("302", told, codes=header)])
    assert sum(len(one.assignments) for one in found) == left


def test_the_same_message_twice_counts_once() -> None:
    text = message("323", declaration((1, "2025-03-01", 5000, "D")))
    found, counted = folded([text, text])
    assert counted.double == 1
    assert [one.cents for months in found[0].declared.values() for one in months] == [5000]


CONTINUES = ("03", "04", "08", "10", "11", "12", "13", "14")


@pytest.mark.parametrize("reason", [f"{number:02d}" for number in range(1, 15)])
@pytest.mark.parametrize("law", ["wmo", "jw"])
def test_a_continuation_is_no_ending_and_no_handover(reason: str, law: Law) -> None:
    planned, what = ("19", product()) if law == "wmo" else ("31", product("45", "45A01"))
    later = product(*(("02", "02B01") if law == "wmo" else ("45", "45B01")))

    def told(kind: str, body: str, number: int, dated: str, provider: str = PROVIDER) -> str:
        return message(kind, body, number=number, dated=dated, provider=provider, law=law)

    ended = assigned(1, "2025-01-01", "2025-06-30", decided="2025-06-01T09:00:00", reason=reason, what=what)
    next_one = assigned(2, "2025-07-01", decided="2025-06-01T10:00:00", what=later)
    for ending in (planned, "38"):
        found = only([
            told("301", assignment(assigned(1, "2025-01-01", what=what)), 1, "2025-01-01"),
            told("305", start(started(1, "2025-01-02", what=what)), 1, "2025-01-03"),
            told("301", assignment(ended), 2, "2025-06-01"),
            told("301", assignment(next_one), 3, "2025-06-01", OTHER),
            told("307", stop(stopped(1, "2025-01-02", "2025-06-30", ending).replace(product(), what)), 1, "2025-07-01"),
        ])  # fmt: skip
        one = deliveries(found)[0]
        if reason in CONTINUES:
            assert (one.outcome, one.to_partner) == ("voortgezet onder andere toewijzing", "")
            assert not found.handovers
        else:
            is_transfer = ending == "38" or reason == "09"
            assert bool(one.to_partner) is is_transfer
            assert one.outcome == ("overstap naar andere aanbieder" if ending == "38" else "volgens plan beëindigd")


def test_a_continuation_needs_the_same_help() -> None:
    ended = assigned(1, "2025-01-01", "2025-06-30", decided="2025-06-01T09:00:00", reason="03")
    other = assigned(2, "2025-07-01", decided="2025-06-01T10:00:00", what=product("07", "07A01"))
    found = only([message("301", assignment(ended, other))])
    assert not found.continued


def test_a_client_who_left_left_also_when_the_contract_changed() -> None:
    ended = assigned(1, "2025-01-01", "2025-06-30", decided="2025-06-01T09:00:00", reason="03")
    found = only([
        message("301", assignment(ended, assigned(2, "2025-07-01", decided="2025-06-01T10:00:00"))),
        message("305", start(started(1, "2025-01-02")), dated="2025-01-03"),
        message("307", stop(stopped(1, "2025-01-02", "2025-06-30", "21")), dated="2025-07-01"),
    ])  # fmt: skip
    assert found.continued
    assert deliveries(found)[0].outcome == "uitval door cliënt"


def handed_over(*, stop_reason: str, change: str, others: int = 1) -> History:
    texts = [
        message(
            "301", assignment(assigned(1, "2025-01-01", "2025-06-30", decided="2025-06-01T09:00:00", reason=change))
        ),
        message("305", start(started(1, "2025-01-02")), dated="2025-01-03"),
        message("307", stop(stopped(1, "2025-01-02", "2025-06-30", stop_reason)), dated="2025-07-01"),
    ]
    for place in range(others):
        given = assignment(assigned(10 + place, "2025-07-01", decided="2025-06-02T09:00:00"))
        texts.append(message("301", given, number=9, provider=f"9900001{place}"))
        texts.append(
            message("305", start(started(10 + place, f"2025-07-1{place}")), number=8, provider=f"9900001{place}")
        )
    return only(texts)


@pytest.mark.parametrize(("stop_reason", "change", "others", "confidence"), [
    ("38", "09", 1, "hoog"), ("38", "", 1, "midden"), ("19", "09", 1, "midden"), ("38", "09", 2, "laag"),
    ("19", "", 1, ""), ("38", "09", 0, ""),
])  # fmt: skip
def test_a_handover_is_inferred_with_a_confidence(stop_reason: str, change: str, others: int, confidence: str) -> None:
    one = deliveries(handed_over(stop_reason=stop_reason, change=change, others=others))[0]
    assert one.confidence == confidence
    assert one.to_partner == ("AGB 99000010" if confidence else "")
    assert ("overdracht" in one.inferred) is bool(confidence)


@pytest.mark.parametrize(("reason", "outcome"), [("02", "overleden"), ("06", "uitstroom naar ander domein"),
                                                ("07", "verhuisd naar andere gemeente"), ("05", "")])  # fmt: skip
def test_where_no_stop_tells_it_the_assignment_does(reason: str, outcome: str) -> None:
    given = assigned(1, "2025-01-01", "2025-06-30", decided="2025-06-01T09:00:00", reason=reason)
    found = only([
        message("301", assignment(given)),
        message("305", start(started(1, "2025-01-02")), dated="2025-01-03"),
    ])  # fmt: skip
    (one,) = deliveries(found)
    assert one.outcome == outcome
    assert (one.ended, "einde uit toewijzing" in one.inferred) == (("2025-06-30", True) if outcome else ("", False))


def test_no_order_of_messages_changes_anything() -> None:
    texts = [
        message("315", request("A"), dated="2025-01-06"),
        message("319", answer("A", "2"), dated="2025-01-08"),
        message("301", assignment(assigned(1, "2025-02-01", "2025-12-31", reference="A")), dated="2025-01-20"),
        message("305", start(started(1, "2025-02-03")), dated="2025-02-04"),
        message(
            "305", start(started(1, "2025-02-03", status="3"), started(1, "2025-02-05")), number=2, dated="2025-02-09"
        ),
        message("307", stop(stopped(1, "2025-02-05", "2025-04-01", "20")), dated="2025-04-02"),
        message("305", start(started(1, "2025-06-01")), number=3, dated="2025-06-02"),
        message("323", declaration((1, "2025-02-01", 5000, "D"), (1, "2025-02-01", 1000, "C")), dated="2025-03-02"),
        message(
            "301",
            assignment(assigned(1, "2025-02-01", "2025-08-31", decided="2025-08-01T12:00:00", reason="09")),
            number=2,
        ),
        message("301", assignment(assigned(2, "2025-09-01", decided="2025-08-01T12:00:00")), number=3, provider=OTHER),
    ]
    expected = sorted(map(repr, events(only(texts))))
    random.seed(1)
    for _ in range(20):
        random.shuffle(texts)
        assert sorted(map(repr, events(only(texts)))) == expected
