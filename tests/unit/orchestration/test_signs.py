"""Signs: each is told when it is so, and not when it is not; none is a score."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import schakel.orchestration.signs
from schakel.orchestration.collaboration.word import Word
from schakel.orchestration.governance.hat import Hat
from schakel.orchestration.network import Network
from schakel.orchestration.sentences import sign_sentence
from schakel.orchestration.signs import signs
from schakel.texts import room
from unit.orchestration.small_network import SMALL

TODAY = date(2026, 6, 1)


def codes(network: Network, today: date = TODAY) -> list[str]:
    found = signs(network, today)
    for sign in found:
        assert sign_sentence(sign, "nl") != sign_sentence(sign, "en")
    return [sign.code for sign in found]


def test_what_the_small_network_leaves_to_talk_about() -> None:
    assert codes(SMALL) == [
        "expectation_unanswered",
        "expectation_no",
        "card_without_reach",
        "card_without_want",
        "word_misread",
        "agreement_without_end",
        "agreement_without_figure",
        "agreement_without_room",
    ]


@pytest.mark.parametrize(
    ("kind", "change", "code"),
    [
        ("agreements", {"until": date(2026, 5, 31)}, "agreement_ended"),
        ("agreements", {"until": date(2026, 6, 1)}, "agreement_ends_soon"),
        ("agreements", {"until": date(2026, 8, 30)}, "agreement_ends_soon"),
        ("goals", {"by": date(2026, 5, 31)}, "goal_past"),
        ("goals", {"owner": ""}, "goal_without_owner"),
        ("hats", {"until": date(2026, 5, 31)}, "hat_ended"),
        ("tables", {"member": ()}, "table_without_members"),
        ("activities", {"partners": ()}, "step_by_nobody"),
        ("words", {"status": "open"}, "word_open"),
        ("words", {"reason": ""}, "word_without_reason"),
        ("cards", {"can": ()}, "card_without_can"),
    ],
)
def test_a_change_of_the_first_item_gives_its_sign(kind: str, change: dict[str, Any], code: str) -> None:
    first, *rest = getattr(SMALL, kind)
    changed: dict[str, Any] = {kind: (replace(first, **change), *rest)}
    assert code not in codes(SMALL)
    assert code in codes(replace(SMALL, **changed))


def test_an_agreement_that_lasts_is_no_sign() -> None:
    lasting = replace(SMALL.agreements[0], until=date(2026, 8, 31))
    assert not {"agreement_ended", "agreement_ends_soon", "agreement_without_end"} & set(
        codes(replace(SMALL, agreements=(lasting,)))
    )


def test_members_without_mandate_and_with_one_that_ended() -> None:
    table = SMALL.tables[0]
    for change, code in (({"decides": ""}, "member_without_mandate"), ({"until": date(2026, 5, 31)}, "mandate_ended")):
        member = replace(table.member[0], **change)
        assert code in codes(replace(SMALL, tables=(replace(table, member=(member,)),)))


def test_hats_that_are_not_told_apart_or_pull_at_each_other() -> None:
    second = Hat("anna-opdrachtnemer", "anna", "wijkteam", "contractor", "schuldhulp", "cursus")
    both = replace(SMALL, hats=(*SMALL.hats, second))
    assert {"hats_unsaid", "hats_conflict"} <= set(codes(both))
    said = replace(both, hats=tuple(replace(hat, said_in_meetings=True) for hat in both.hats))
    assert "hats_unsaid" not in codes(said)
    apart = replace(both, hats=(SMALL.hats[0], replace(second, about="iets anders")))
    assert "hats_conflict" not in codes(apart)


def test_a_guess_waits_for_who_was_guessed_about() -> None:
    word = replace(SMALL.words[0], guess=(replace(SMALL.words[0].guess[0], judged=""),))
    assert "guess_unjudged" in codes(replace(SMALL, words=(word,)))
    right = replace(SMALL.words[0], guess=(replace(SMALL.words[0].guess[0], judged="right"),))
    assert not {"guess_unjudged", "word_misread"} & set(codes(replace(SMALL, words=(right,))))
    assert "word_open" not in codes(replace(SMALL, words=(Word("nieuw", "Nieuw"),)))


def test_every_sign_has_its_sentence_and_every_sentence_its_sign() -> None:
    source = Path(schakel.orchestration.signs.__file__).read_text(encoding="utf-8")
    made = set(re.findall(r'"((?:[a-z]+_)+[a-z]+)", "[a-z]+", ', source)) | {"expectation_no", "expectation_partly"}
    assert made == set(room("nl", "orchestration")["sign"])
