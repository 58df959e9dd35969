"""The network of the region: who is in it, also who is in no log, and what was agreed, also what never happens."""

from datetime import date
from importlib.resources import files
from itertools import product

from oracle.made_region import Made
from schakel.insight.opened import open_log
from schakel.orchestration import lindewaard
from schakel.orchestration.compare import compare
from schakel.orchestration.lindewaard import FILE, NETWORK, lindewaard_network
from schakel.orchestration.names import partner_called
from schakel.orchestration.network import KINDS
from schakel.orchestration.network_file import network_from, read_network
from schakel.orchestration.network_text import network_text
from schakel.orchestration.seen import seen_in
from schakel.orchestration.sentences import sign_sentence
from schakel.orchestration.signs import signs
from schakel.orchestration.whom_to_call import questions, steps, whom_to_call
from schakel.sharing.gate import Gate
from schakel.simulation.model.route import END
from schakel.simulation.region.base import base
from schakel.simulation.region.facts import facts
from schakel.simulation.region.plants.one_word import OneWord

ABSENT = ("Verblijf", "Evaluatie")
NET = lindewaard_network()
REFERENCE = date(2025, 12, 31)


def test_the_packaged_file_is_as_it_would_be_written() -> None:
    text = (files(lindewaard.__package__) / FILE).read_text(encoding="utf-8")
    assert network_text(network_from(text)) == text


def test_the_log_keeps_the_network_beside_its_source(tenth_of_region: Made) -> None:
    assert read_network(tenth_of_region.log / "source" / NETWORK) == NET


def test_everything_is_filled_in() -> None:
    for kind in KINDS:
        assert NET.items(kind), kind
    for card in NET.cards:
        assert card.want, card.partner
        assert card.can, card.partner
        assert card.expect, card.partner
        assert card.reach, card.partner
    assert {card.partner for card in NET.cards} == {one.key for one in NET.partners}
    hats = [hat.person for hat in NET.hats]
    assert sum(hats.count(person) > 1 for person in set(hats)) >= 5
    assert {word.status for word in NET.words} == {"open", "agreed", "not_the_same"}
    assert len(NET.words) >= 8
    assert len(NET.tables) >= 4
    assert len(NET.agreements) >= 6
    assert all(one.means and one.resident_does for one in NET.activities)


def test_partners_are_those_of_the_region() -> None:
    for name, known in facts().partners.items():
        partner = partner_called(NET, name)
        assert partner is not None, name
        assert (partner.function, partner.line, partner.delivers) == (known.function, known.line, known.delivers)
    names = {one.name for one in NET.partners}
    assert {one.name for one in base().partners} < names
    assert {f"Gemeente {one.name}" for one in facts().municipalities.values()} < names


def test_handovers_are_those_of_the_chain_before_anything_was_put_into_it() -> None:
    doers: dict[str, set[str]] = {}
    for row in base().partners:
        for stage in row.stages:
            doers.setdefault(stage, set()).add(row.name)
    routes = {
        (route.stage, route.to, *pair)
        for route in base().routes
        if route.to != END and doers[route.stage] != doers[route.to]
        for pair in product(doers[route.stage], doers[route.to])
    }
    names = {one.key: one.name for one in NET.partners}
    agreed = {
        (one.activity, one.next_activity, names[here], names[there])
        for one in NET.handovers
        for here, there in product(one.partners, one.next_partners)
    }
    assert agreed == routes
    assert ABSENT in {(one.activity, one.next_activity) for one in NET.handovers}


def test_questions_and_steps_are_those_of_the_region() -> None:
    assert set(questions(NET)) == set(facts().questions)
    assert {one.name for one in NET.activities} == {one.name for one in base().stages} == set(steps(NET))


def test_the_planted_word_is_there_and_only_when_it_was_planted() -> None:
    word = NET.find("word", "begeleiding")
    assert word is not None
    assert word.status == "not_the_same"
    assert {(one.partner, one.activity) for one in word.meaning} >= {
        ("thuisbegeleiding-lindestee", "Begeleiding"),
        ("werkbedrijf-lindewaard", "Traject"),
    }
    bare = lindewaard_network(()).find("word", "begeleiding")
    assert bare is not None
    assert "werkbedrijf-lindewaard" not in {one.partner for one in bare.meaning}
    other = lindewaard_network((OneWord("x", "GGZ Lindewaard", "GGZ-behandeling", "Zitting"),)).find("word", "zitting")
    assert other is not None
    assert [(one.partner, one.activity) for one in other.meaning] == [("ggz-lindewaard", "GGZ-behandeling")]


def test_what_is_agreed_and_never_happens_is_found_by_comparing(tenth_of_region: Made) -> None:
    with open_log(tenth_of_region.log) as view:
        found = compare(NET, seen_in(view, Gate()))
    states = {match.names: match.state for match in found.links}
    assert states[ABSENT] == "only_card"
    assert states["Melding", "Crisisopvang"] == "both"
    assert states["Traject", "Plaatsing beschut"] == "not_seen"
    partners = {match.names[0]: match.state for match in found.partners}
    assert partners["Netwerkregisseur Lindewaard"] == "not_seen"
    assert partners["Loket Lindewaard"] == "both"
    assert {match.names[0] for match in found.activities if match.state == "only_log"} == {"Afsluiting"}
    assert all(match.residents is None or match.residents.value % 10 == 0 for match in found.partners)
    never = [sign for sign in signs(NET, REFERENCE, found) if sign.code == "handover_never"]
    assert dict(never[0].values)["activity"] in {match.names[0] for match in found.of("only_card").links}
    for sign in signs(NET, REFERENCE, found):
        assert sign_sentence(sign, "nl") != sign_sentence(sign, "en")


def test_there_is_something_of_most_kinds_to_talk_about() -> None:
    codes = {sign.code for sign in signs(NET, REFERENCE)}
    assert codes >= {
        "agreement_ended",
        "agreement_ends_soon",
        "agreement_without_end",
        "agreement_without_figure",
        "agreement_without_room",
        "expectation_no",
        "expectation_partly",
        "expectation_unanswered",
        "goal_without_figure",
        "guess_unjudged",
        "hat_ended",
        "hats_conflict",
        "hats_unsaid",
        "member_without_mandate",
        "table_large",
        "word_misread",
        "word_open",
    }


def test_whom_to_call_is_found_by_question_step_and_words() -> None:
    by_question = [found.partner.key for found in whom_to_call(NET, question="Geldzorgen")]
    assert "schuldhulp-lindewaard" in by_question
    by_step = whom_to_call(NET, activity="Crisisopvang")
    assert [found.partner.name for found in by_step] == ["Crisisopvang Lindewacht"]
    assert "dag en nacht" in by_step[0].reach
    assert [person.name for person in by_step[0].people] == ["Youssef Amrani"]
    assert [found.partner.name for found in whom_to_call(NET, "ontruiming")] == ["Schuldhulp Lindewaard"]
    teams = whom_to_call(NET, activity="Keukentafelgesprek", municipality="Ravenzande")
    assert [found.partner.name for found in teams] == ["Wijkteam Ravenzande"]
    assert whom_to_call(NET, "onderwaterhockey") == ()
