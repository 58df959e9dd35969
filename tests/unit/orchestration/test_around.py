"""What stands around a partner and a step, what a goal points at, and what two networks differ in."""

from dataclasses import replace

import pytest

from oracle.made_region import Made
from schakel.chain.passport import Passport
from schakel.chain.selection import Selection
from schakel.chain.table import Column, Table
from schakel.insight.opened import open_log
from schakel.orchestration.around import around_partner, around_step
from schakel.orchestration.changes import changes
from schakel.orchestration.compare import compare
from schakel.orchestration.edits import drop, put, rename
from schakel.orchestration.governance.agreement import Agreement
from schakel.orchestration.lindewaard import lindewaard_network
from schakel.orchestration.names import handovers_between, partner_called
from schakel.orchestration.network import KINDS, Network
from schakel.orchestration.pointed_at import pointed_at
from schakel.orchestration.seen import Seen, SeenRow
from schakel.orchestration.strategy.goal import Goal
from schakel.sharing.gate import Approximate
from unit.orchestration.small_network import SMALL


def test_everything_around_a_partner() -> None:
    found = around_partner(SMALL, "wijkteam")
    assert found.card == SMALL.cards[0]
    assert found.people == SMALL.people
    assert (found.worn, found.opposite) == (SMALL.hats, ())
    assert [one.of for one in found.expects] == ["schuldhulp", "*"]
    assert found.expected == ()
    assert found.words == SMALL.words
    assert found.goals == SMALL.goals
    assert found.tables == SMALL.tables
    assert found.agreements == SMALL.agreements
    assert found.activities == SMALL.activities
    assert (found.inward, found.outward) == ((), SMALL.handovers)
    other = around_partner(SMALL, "schuldhulp")
    assert (other.opposite, other.inward, other.tables) == (SMALL.hats, SMALL.handovers, ())
    assert [one.by for one in other.expected] == ["wijkteam", "wijkteam"]
    with pytest.raises(KeyError):
        around_partner(SMALL, "niemand")


def test_everything_around_a_step_also_by_another_name_or_without_a_card() -> None:
    for name in ("Gesprek", "huisbezoek"):
        found = around_step(SMALL, name)
        assert found.name == "Gesprek"
        assert found.doers == found.offering == (SMALL.partners[0],)
        assert found.words == SMALL.words
        assert (found.before, found.after) == ((), SMALL.handovers)
    bare = around_step(SMALL, "Melding")
    assert (bare.activity, bare.doers) == (None, ())
    assert bare.goals == (SMALL.goals[1],)
    assert around_step(SMALL, "Budgetplan").before == SMALL.handovers


def test_a_handover_is_found_by_names_as_in_the_log() -> None:
    assert handovers_between(SMALL, partner="wt  noord", next_partner="SCHULDHULP") == SMALL.handovers
    assert handovers_between(SMALL, activity="Huisbezoek", next_activity="Budgetplan") == SMALL.handovers
    assert handovers_between(SMALL, partner="Schuldhulp") == ()
    assert handovers_between(SMALL, partner="Onbekend") == ()
    assert partner_called(SMALL, "WT Noord") == SMALL.partners[0]


def test_a_pointer_chooses_rows_by_columns_and_cases_by_the_rest() -> None:
    goal = replace(SMALL.goals[1], where=("activity = melding", "municipality=Aa"))
    found = pointed_at(goal)
    assert found is not None
    assert found.rows == (("activity", "melding"),)
    assert found.selection == Selection((("municipality", "Aa"),))
    columns = (Column("activity", "dimension"), Column("residents", "residents"))
    table = Table("edges", columns, (("Melding", 12), ("Gesprek", 30)), Passport("edges", "s", "c"))
    assert found.rows_of(table).rows == (("Melding", 12),)
    assert pointed_at(SMALL.goals[0]) is None


def test_all_pointers_of_the_region_point_at_something(tenth_of_region: Made) -> None:
    network = lindewaard_network()
    items: tuple[Goal | Agreement, ...] = (*network.goals, *network.agreements)
    with open_log(tenth_of_region.log) as view:
        empty = {
            item.key
            for item in items
            if (found := pointed_at(item)) and not found.rows_of(view.figure(found.figure)).rows
        }
    assert empty == {"na-verblijf", "terug-na-verblijf"}, "what never happens has no row"


def test_changes_are_told_by_item_and_field() -> None:
    assert changes(SMALL, SMALL) == ()
    other = put(SMALL, "partner", replace(SMALL.partners[0], name="Sociaal team"))
    (change,) = changes(SMALL, other)
    assert (change.what, change.kind, change.key) == ("changed", "partner", "wijkteam")
    assert change.fields == (("name", "Wijkteam", "Sociaal team"),)
    assert [(one.what, one.key) for one in changes(SMALL, drop(SMALL, "handover", "gesprek-budgetplan"))] == [
        ("dropped", "gesprek-budgetplan")
    ]
    renamed = {(one.what, one.kind) for one in changes(SMALL, rename(SMALL, "person", "anna", "anne"))}
    assert renamed == {("added", "person"), ("dropped", "person"), ("changed", "hat"), ("changed", "table")}
    turned = replace(SMALL, partners=SMALL.partners[::-1], name="Anders")
    assert [(one.what, one.kind) for one in changes(SMALL, turned)] == [("changed", "network"), ("moved", "partner")]


Rows = tuple[tuple[tuple[str, ...], Approximate], ...]
FEW, SOME = Approximate(10, "<"), Approximate(20)


def seen(partners: Rows = (), activities: Rows = (), handovers: Rows = (), links: Rows = ()) -> Seen:
    made = [tuple(SeenRow(*row) for row in part) for part in (partners, activities, handovers, links)]
    return Seen(made[0], made[1], made[2], made[3])


def test_states_of_what_is_compared() -> None:
    network = put(SMALL, "partner", replace(SMALL.partners[1], delivers=True))
    nothing = compare(network, Seen())
    assert {one.state for part in (nothing.partners, nothing.handovers, nothing.links) for one in part} == {"only_card"}
    assert compare(SMALL, Seen()).links[0].state == "not_seen"
    assert compare(network, Seen(apart=("Schuldhulp",))).handovers[0].state == "not_seen"
    found = compare(
        network,
        seen(
            partners=(
                (("WT Noord",), SOME),
                (("Vreemd",), FEW),
            ),
            activities=((("Huisbezoek",), SOME),),
            handovers=(
                (("WT Noord", "Schuldhulp"), FEW),
                (("Schuldhulp", "Vreemd"), FEW),
                (("a", "b"), SOME),
            ),
            links=((("Huisbezoek", "Budgetplan"), SOME),),
        ),
    )
    assert [(one.names[0], one.state) for one in found.partners] == [
        ("Wijkteam", "both"),
        ("Schuldhulp", "only_card"),
        ("Vreemd", "only_log"),
    ]
    assert found.activities[0].state == found.links[0].state == "both"
    assert [(one.names, one.state) for one in found.handovers] == [
        (("Wijkteam", "Schuldhulp"), "both"),
        (("a", "b"), "only_log"),
    ]
    assert found.hidden == 1, "a handover that is in the log only, of fewer than ten residents"


def test_a_word_explains_a_step_that_is_called_otherwise() -> None:
    word = replace(SMALL.words[0], meaning=(replace(SMALL.words[0].meaning[0], activity="Gesprek"),))
    found = compare(replace(SMALL, words=(word,)), seen(activities=((("Intake",), SOME),)))
    assert (found.activities[0].state, found.activities[0].words) == ("only_card", ("intake",))


def test_a_network_of_nothing_compares_and_is_around_nothing() -> None:
    empty: Network = SMALL
    for kind in ("card", "table", "hat", "word", "handover", "agreement", "activity", "person", "goal", "partner"):
        for item in empty.items(kind)[::-1]:
            empty = drop(empty, kind, item.key)
    assert not any(empty.items(kind) for kind in KINDS)
    assert compare(empty, seen(partners=((("Loket",), SOME),))).partners[0].state == "only_log"
    assert around_step(empty, "Melding").activity is None
