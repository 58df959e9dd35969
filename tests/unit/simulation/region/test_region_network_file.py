"""The network as a file: who is in it, also who is in no log, and what was agreed, also what never happens."""

import tomllib
from typing import Any

import pytest

from oracle.made_region import Made
from schakel.insight.opened import open_log
from schakel.simulation.region.facts import facts
from schakel.simulation.region.region_log import NETWORK

ABSENT = ("Verblijf", "Evaluatie")


@pytest.fixture(scope="module")
def network(tenth_of_region: Made) -> dict[str, Any]:
    found: dict[str, Any] = tomllib.loads((tenth_of_region.log / "source" / NETWORK).read_text(encoding="utf-8"))
    return found


def test_it_says_of_what_network_it_is(network: dict[str, Any]) -> None:
    assert network["network"] == {"name": "Lindewaard", "format": 1}
    assert set(network) == {"network", "partner", "handover", "word"}


def test_who_is_in_no_log_stands_in_it(network: dict[str, Any]) -> None:
    in_log = {one["name"]: one["in_log"] for one in network["partner"]}
    assert {name for name, is_in in in_log.items() if not is_in} == {
        "Netwerkregisseur Lindewaard",
        "Werkplaats Lindeploeg",
    }
    assert set(facts().partners) < set(in_log)


def test_a_handover_that_was_agreed_and_never_happens_stands_in_it(
    network: dict[str, Any], tenth_of_region: Made
) -> None:
    agreed = {(one["activity"], one["next_activity"]) for one in network["handover"]}
    with open_log(tenth_of_region.log) as view:
        happens = {(row["activity"], row["next_activity"]) for row in view.figure("edges").records()}
    assert ABSENT in agreed
    assert ABSENT not in happens
    assert ABSENT[0] in {one for one, _ in happens}


def test_handovers_are_between_partners_of_the_network(network: dict[str, Any]) -> None:
    names = {one["name"] for one in network["partner"]}
    for one in network["handover"]:
        assert one["partner"] != one["next_partner"]
        assert {one["partner"], one["next_partner"]} <= names


def test_a_word_that_means_something_else_is_explained(network: dict[str, Any]) -> None:
    assert network["word"] == [{"partner": "Werkbedrijf Lindewaard", "word": "Begeleiding", "meaning": "Traject"}]
