"""What partners decide on record: only so do threshold, days to reply and definitions change."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from schakel.chain.problem import Refusal
from schakel.web.access.models import Hat, Network, Organisation, Person
from schakel.web.sharing_desk.agreed import decide, definitions_of, propose, speak, subjects
from schakel.web.sharing_desk.models import Proposal
from web.place import As

SECOND = "Wijkteam Lindehage"


@pytest.fixture
def managers(network: Network) -> tuple[Hat, Hat]:
    """Without data the organisations with a manager decide: two of them."""
    first = Hat.objects.get(network=network, role="manager")
    person = Person.objects.create_user("tweede@lindewaard.example", name="Tweede")
    who = Organisation.objects.get(network=network, name=SECOND)
    return first, Hat.objects.create(person=person, network=network, organisation=who, role="manager")


def analyst(network: Network) -> Hat:
    """Sem."""
    return Hat.objects.get(network=network, role="analyst")


def director(network: Network) -> Hat:
    """Noor."""
    return Hat.objects.get(network=network, role="director")


def test_it_holds_when_all_delivering_organisations_agreed(network: Network, managers: tuple[Hat, Hat]) -> None:
    proposal = propose(analyst(network), "threshold", "15", "Kleine gemeente")
    speak(proposal, managers[0], True, "")
    network.refresh_from_db()
    assert (network.threshold, proposal.settled) == (10, "")
    speak(proposal, managers[1], True, "")
    network.refresh_from_db()
    assert (network.threshold, proposal.settled) == (15, "agreed")


def test_an_objection_holds_it_until_the_director_decides_with_reasons(
    signed_in: As, network: Network, managers: tuple[Hat, Hat]
) -> None:
    proposal = propose(analyst(network), "reply_days", "14", "Vakantie")
    speak(proposal, managers[0], True, "")
    speak(proposal, managers[1], False, "Te lang voor ons")
    network.refresh_from_db()
    assert network.reply_days == 10
    with pytest.raises(Refusal):
        decide(proposal, director(network), True, "  ")
    decide(proposal, director(network), True, "De zomer begint")
    network.refresh_from_db()
    assert network.reply_days == 14
    shown = signed_in("council").get(f"/n/{network.slug}/sharing/decisions").content.decode()
    assert f"Bezwaar van {SECOND}: Te lang voor ons" in shown
    assert "De zomer begint" in shown
    with pytest.raises(Refusal):
        speak(proposal, managers[0], True, "")


def test_the_last_word_counts_and_all_words_stay(network: Network, managers: tuple[Hat, Hat]) -> None:
    proposal = propose(analyst(network), "threshold", "20", "x")
    speak(proposal, managers[0], False, "Nee")
    speak(proposal, managers[1], True, "")
    speak(proposal, managers[0], True, "Toch wel")
    assert (proposal.settled, proposal.voices.count()) == ("agreed", 3)


def test_a_definition_gets_the_agreed_value_and_a_version_of_its_own(
    network: Network, managers: tuple[Hat, Hat]
) -> None:
    for subject, told in (("definition.wait_norm", "14"), ("definition.repeat_normal", "evaluatie, overleg")):
        proposal = propose(analyst(network), subject, told, "Zo meten wij het")
        for manager in managers:
            speak(proposal, manager, True, "")
    found = {one.name: one for one in definitions_of(network)}
    assert (found["wait_norm"].value, found["wait_norm"].version) == (14, "1-own")
    assert found["repeat_normal"].value == ("evaluatie", "overleg")
    assert found["lead_time_norm"].version == "1"


def test_a_dropped_proposal_changes_nothing(network: Network, managers: tuple[Hat, Hat]) -> None:
    proposal = propose(analyst(network), "definition.wait_norm", "14", "x")
    decide(proposal, director(network), False, "Nog niet")
    assert {one.name: one.value for one in definitions_of(network)}["wait_norm"] == 0
    assert proposal.settled == "dropped"


@pytest.mark.parametrize(
    ("subject", "told"),
    [
        ("threshold", "4"),
        ("threshold", "1"),
        ("threshold", "-9"),
        ("threshold", "tien"),
        ("threshold", "101"),
        ("reply_days", "0"),
        ("definition.wait_norm", "-1"),
        ("definition.wait_norm", "nan"),
        ("definition.wait_norm", "inf"),
        ("definition.wait_norm", "veel"),
        ("definition.repeat_normal", " , "),
        ("definition.repeat_normal", "a|b"),
        ("definition.unknown", "1"),
        ("slug", "elders"),
        ("rule", " "),
    ],
)
def test_what_cannot_be_is_refused(network: Network, subject: str, told: str) -> None:
    with pytest.raises(Refusal):
        propose(analyst(network), subject, told, "Daarom")
    assert not Proposal.objects.exists()


def test_others_do_not_decide(signed_in: As, network: Network, managers: tuple[Hat, Hat]) -> None:
    proposal = propose(analyst(network), "threshold", "20", "x")
    with pytest.raises(PermissionDenied):
        speak(proposal, director(network), True, "")
    with pytest.raises(PermissionDenied):
        decide(proposal, managers[0], True, "x")
    home = f"/n/{network.slug}/sharing/decisions"
    assert signed_in("manager").get(f"{home}/new").status_code == 403
    assert (
        signed_in("analyst").post(f"{home}/{proposal.pk}/settle", {"holds": "yes", "reasons": "x"}).status_code == 403
    )
    assert signed_in("alderman").post(f"{home}/{proposal.pk}/voice", {"agrees": "yes"}).status_code == 403
    network.refresh_from_db()
    assert network.threshold == 10


def test_the_forms_work_and_another_networks_proposal_is_not_there(
    signed_in: As, network: Network, other_network: Network
) -> None:
    client: Client = signed_in("director")
    home = f"/n/{network.slug}/sharing/decisions"
    form = {"subject": "rule", "value": "Alleen kwartaalcijfers", "why": "Rust"}
    assert client.post(f"{home}/new", form).status_code == 302
    made = Proposal.objects.get()
    assert client.post(f"{home}/{made.pk}/settle", {"holds": "yes", "reasons": "Afgesproken"}).status_code == 302
    assert "Alleen kwartaalcijfers" in client.get(home).content.decode()
    theirs = propose(Hat.objects.get(network=other_network, role="analyst"), "threshold", "20", "x")
    assert client.post(f"{home}/{theirs.pk}/settle", {"holds": "yes", "reasons": "x"}).status_code == 404


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_everything_that_can_be_decided_has_words(signed_in: As, network: Network, lang: str) -> None:
    client = signed_in("analyst")
    client.cookies["schakel-lang"] = lang
    text = client.get(f"/n/{network.slug}/sharing/decisions/new").content.decode()
    for subject in subjects():
        assert f'value="{subject}"' in text
        assert f">{subject.removeprefix('definition.')} (" not in text
