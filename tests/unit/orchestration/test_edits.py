"""Changes to a network: what a form or a request does, and what it may not do."""

import json
from dataclasses import replace
from datetime import date

import pytest

from schakel.chain.problem import Refusal
from schakel.orchestration.collaboration.partner import Partner
from schakel.orchestration.edits import about, add, as_values, drop, item_from, put, rename
from schakel.orchestration.expectations import side_by_side
from schakel.orchestration.network import KINDS, Network
from schakel.orchestration.network_file import network_from
from schakel.orchestration.network_text import item_text, network_text
from schakel.orchestration.references import references
from unit.orchestration.small_network import SMALL


def codes(caught: pytest.ExceptionInfo[Refusal]) -> dict[str, str]:
    return {one.column: one.code for one in caught.value.problems}


@pytest.mark.parametrize("kind", KINDS)
def test_values_of_an_item_go_through_json_and_back(kind: str) -> None:
    for item in SMALL.items(kind):
        values = json.loads(json.dumps(as_values(item)))
        assert item_from(kind, values) == item
        assert put(SMALL, kind, item) == SMALL
        assert item_text(kind, item) in network_text(SMALL) + "\n"


def test_an_item_is_put_in_place_of_the_one_with_its_key() -> None:
    changed = put(SMALL, "partner", replace(SMALL.partners[0], name="Sociaal team"))
    assert [one.name for one in changed.partners] == ["Sociaal team", "Schuldhulp"]
    assert put(SMALL, "partner", Partner("loket", "Loket")).partners[-1].key == "loket"


def test_what_is_added_never_takes_the_place_of_another() -> None:
    item = item_from("goal", {"statement": "Snel"})
    assert item.key == "snel"
    assert [one.key for one in add(SMALL, "goal", item).goals] == ["thuis", "snel", "snel-2"]
    with pytest.raises(Refusal) as caught:
        add(SMALL, "card", item_from("card", {"partner": "wijkteam"}))
    assert codes(caught) == {"partner": "network_double"}


def test_a_form_is_refused_field_by_field() -> None:
    with pytest.raises(Refusal) as caught:
        item_from("agreement", {"name": " ", "until": "31-12-2026", "steering": "soft", "wat": 1})
    assert codes(caught) == {
        "name": "network_needed",
        "promise": "network_needed",
        "parties": "network_needed",
        "until": "network_value",
        "steering": "network_value",
        "wat": "network_key_unknown",
    }
    with pytest.raises(Refusal) as caught:
        item_from("table", {"name": "T", "member": [{"person": "anna"}, {"person": "bob", "up_to_euro": -1}]})
    assert codes(caught) == {"member.2.up_to_euro": "network_value"}


def test_what_cannot_be_is_not_put() -> None:
    wrong = replace(SMALL.agreements[0], until=date(2025, 1, 1), parties=("wijkteam", "niemand"))
    with pytest.raises(Refusal) as caught:
        put(SMALL, "agreement", wrong)
    assert codes(caught) == {"until": "network_order", "parties": "network_reference"}


def test_what_others_point_at_is_not_dropped() -> None:
    with pytest.raises(Refusal) as caught:
        drop(SMALL, "person", "anna")
    assert [dict(one.more)["kind"] for one in caught.value.problems] == ["hat", "table"]
    with pytest.raises(KeyError):
        drop(SMALL, "person", "bob")
    assert drop(SMALL, "handover", "gesprek-budgetplan").handovers == ()


def test_a_card_goes_with_its_partner() -> None:
    lone = put(put(SMALL, "partner", Partner("loket", "Loket")), "card", item_from("card", {"partner": "loket"}))
    assert drop(lone, "partner", "loket") == SMALL


def test_everything_follows_a_key_that_changes() -> None:
    changed = rename(SMALL, "partner", "wijkteam", "sociaal-team")
    assert references(changed, "partner", "wijkteam") == ()
    before, after = references(SMALL, "partner", "wijkteam"), references(changed, "partner", "sociaal-team")
    assert [(one.kind, one.path) for one in before] == [(one.kind, one.path) for one in after]
    assert network_from(network_text(changed)) == changed
    assert rename(changed, "partner", "sociaal-team", "wijkteam") == SMALL
    for new in ("schuldhulp", "Sociaal team", ""):
        with pytest.raises(Refusal):
            rename(SMALL, "partner", "wijkteam", new)


def test_a_network_without_anything_can_be_filled() -> None:
    network = about(Network("x"), name="Nieuw", text="Over ons.")
    for kind, values in (
        ("partner", {"name": "Loket"}),
        ("partner", {"name": "Team"}),
        ("card", {"partner": "Loket", "want": ["Rust"], "expect": [{"of": "Team", "what": "Bel terug"}]}),
        ("agreement", {"name": "A", "promise": "P", "parties": ["Loket", "team"]}),
    ):
        network = add(network, kind, item_from(kind, values))
    assert network_from(network_text(network)) == network
    assert network.cards[0].key == "loket"
    assert [(one.by, one.of) for one in side_by_side(network)] == [("loket", "team")]
    with pytest.raises(Refusal):
        about(network, name=" ")


def test_expectations_stand_beside_what_the_other_can() -> None:
    found = side_by_side(SMALL)
    assert [(one.by, one.of, one.number, one.answer) for one in found] == [
        ("wijkteam", "schuldhulp", 1, ""),
        ("wijkteam", "*", 2, "no"),
    ]
    assert found[0].offers == ("Budgetplan",)
    assert side_by_side(SMALL, of="schuldhulp") == found
    assert side_by_side(SMALL, of="wijkteam") == ()
