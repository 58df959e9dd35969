"""What a finding says: the same in both languages, with the numbers that the finding holds and no other."""

import re

import pytest

from schakel.chain.finding import Finding, Number, Where
from schakel.insight.pinch import ADDITIVE, EXPLAINING
from schakel.insight.sentences import detail, record, sentence
from schakel.texts import LANGUAGES, PLACEHOLDER, room, shown

LINK = Where("Referral", "Start", "Team", "Clinic", since="2024-10-01", until="2025-12-31")
NUMBERS = {
    "weeks_lost": Number(1930.4, unit="weeks"),
    "weeks_per_resident": Number(9.02, 8.1, 10.4, "weeks"),
    "residents": Number(214, unit="residents"),
    "share_known": Number(0.81, unit="share"),
    "count": Number(230, unit="waits"),
    "norm": Number(14, unit="days"),
    "open": Number(37, unit="waits"),
    "share": Number(0.083, 0.061, 0.112, "share"),
    "lost": Number(96, unit="referrals"),
    "referrals": Number(1157, unit="referrals"),
    "repeats": Number(43, unit="steps"),
    "work_weeks": Number(52, unit="weeks"),
    "weeks_explained": Number(640, unit="weeks"),
    "extra_days": Number(5.3, 4.9, 5.7, "days"),
    "period": Number(14, unit="days"),
    "weekday": Number(3, unit="weekday"),
    "rounds": Number(50, unit="rounds"),
    "stock_then": Number(38, unit="waits"),
    "stock_now": Number(248, unit="waits"),
    "growth_per_month": Number(14.6, unit="waits"),
    "months": Number(15, unit="months"),
    "late": Number(2717, unit="cases"),
    "cases": Number(4026, unit="cases"),
    "weeks_beyond": Number(4692, unit="weeks"),
    "links": Number(28, unit="links"),
}
REASONS = (
    *("mostly_unknown", "mostly_not_delivered", "no_request", "no_ending", "remainder"),
    *("partner_not_seen", "partner_not_then", "partner_other_key"),
)


def finding(code: str, where: Where = LINK, hidden: str = "", **other: Number) -> Finding:
    """A finding with every number there is."""
    return Finding(code, tuple((NUMBERS | other).items()), where, 214, hidden=hidden)


def test_every_kind_has_a_name_a_sentence_and_a_detail() -> None:
    for lang in LANGUAGES:
        texts = room(lang, "insight")
        assert set(texts["finding"]) - {"dead_end_most"} == {*ADDITIVE, *EXPLAINING}
        assert set(texts["finding_detail"]) == {*ADDITIVE, *EXPLAINING}
        assert set(texts["kind"]) == {*ADDITIVE, *EXPLAINING, "remainder"}
        assert set(texts["unseen"]) == set(REASONS)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("code", [*ADDITIVE, *EXPLAINING])
def test_every_number_in_a_sentence_is_one_of_the_finding(code: str, lang: str) -> None:
    texts = room(lang, "insight")
    for text, said in (("finding", sentence(finding(code), lang)), ("finding_detail", detail(finding(code), lang))):
        for name, kind in PLACEHOLDER.findall(texts[text][code]):
            if name in NUMBERS:
                assert shown(NUMBERS[name].value, kind or "text", lang) in said
        assert "{" not in said
        assert said[0] == said[0].upper()


def test_the_tone_is_that_of_a_link_or_a_moment() -> None:
    first = "Between Referral (Team) and the first step at Clinic 1,930 resident-weeks are lost, 9 weeks per resident."
    assert sentence(finding("referral"), "en") == first
    assert sentence(finding("referral"), "nl") == (
        "Tussen Referral (Team) en de eerste stap bij Clinic gaan 1.930 inwonerweken verloren, 9 weken per inwoner."
    )
    assert detail(finding("referral"), "nl") == (
        "Bekend bij 81 % van de wachttijden · 214 inwoners · per inwoner 8,1 tot 10 weken · "
        "37 wachttijden lopen nog · na aftrek van de norm van 14 dagen"
    )
    assert sentence(finding("dead_end"), "nl") == "Ongeveer 1 op de 12 verwijzingen van Team naar Clinic komt niet aan."
    most = finding("dead_end", share=Number(0.7, 0.6, 0.8, "share"))
    assert sentence(most, "nl") == "70 % van de verwijzingen van Team naar Clinic komt niet aan."


@pytest.mark.parametrize(
    ("period", "dutch", "english"),
    [
        (7, "elke donderdag", "every Thursday"),
        (14, "om de twee weken op donderdag", "every second Thursday"),
        (28, "om de 4 weken op donderdag", "every 4 weeks on Thursday"),
    ],
)
def test_a_rhythm_is_told_in_words(period: int, dutch: str, english: str) -> None:
    meeting = finding("batching", Where("Decision", partner="Desk"), period=Number(period, unit="days"))
    assert sentence(meeting, "nl") == f"Decision (Desk) gebeurt {dutch}. Dat verklaart 5,3 dagen wachten per inwoner."
    assert (
        sentence(meeting, "en")
        == f"Decision (Desk) takes place {english}. That explains 5.3 days of waiting per resident."
    )


def test_short_waits_are_told_in_days_and_one_partner_is_named_once() -> None:
    short = Number(0.5, 0.3, 0.7, "weeks")
    wait = finding("wait", Where("Report", "Triage", "Desk", "Desk"), weeks_per_resident=short)
    assert (
        sentence(wait, "nl")
        == "Tussen Report en Triage (Desk) gaan 1.930 inwonerweken verloren, 3,5 dagen per inwoner."
    )
    assert "per inwoner 2,1 tot 4,9 dagen" in detail(wait, "nl")


def test_a_place_without_partner_or_interval_is_still_a_sentence() -> None:
    bare = finding("handover", Where("A", "B"), weeks_per_resident=Number(3, unit="weeks"))
    assert sentence(bare, "en") == "In the handover from A to B 1,930 resident-weeks are lost, 3 weeks per resident."
    assert "too few residents for a margin" in detail(bare, "en")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("reason", REASONS)
def test_what_cannot_be_seen_says_why_and_has_no_detail(reason: str, lang: str) -> None:
    said = sentence(finding("wait", hidden=reason), lang)
    assert said.endswith(".")
    assert "{" not in said
    if reason != "remainder":
        assert re.search(r"niet te zien.*, want|cannot be seen.*, because|cannot be seen, because", said)
    assert detail(finding("wait", hidden=reason), lang) == ""


def test_a_record_holds_numbers_by_name_and_both_languages() -> None:
    entry = record(finding("wait"))
    assert entry["numbers"]["weeks_lost"] == {"value": 1930.4, "low": None, "high": None, "unit": "weeks"}
    assert set(entry["sentence"]) == set(entry["detail"]) == set(LANGUAGES)
    assert entry["where"]["next_partner"] == "Clinic"
