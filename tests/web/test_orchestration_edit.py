"""Changing the network file by forms: what is kept, what is refused, who may, and two people at once."""

from collections.abc import Iterator
from typing import Any

import pytest

from schakel.orchestration.inputs import inputs
from schakel.orchestration.network_file import read_network
from schakel.texts import shown
from schakel.web.access.models import Network
from schakel.web.orchestration_desk.kept import file_of, folder_of
from schakel.web.orchestration_desk.posted import as_filled
from schakel.web.orchestration_desk.sides import visible
from schakel.web.record.models import Entry
from schakel.web.version import version_of
from web.orchestration_file import laid_down, region
from web.place import As

ROOT = "/n/lindewaard/orchestration/"
OWN = "jeugdhulp-oeverlinde"  # of the manager of the demo
KEY = frozenset({"key"})
ANSWERS = frozenset({"key", "partner", "expectation.answer", "expectation.said"})


@pytest.fixture
def laid(network: Network) -> Iterator[Network]:
    """Lindewaard with its network file."""
    with laid_down(network, region()) as row:
        yield row


def form(kind: str, key: str, changed: dict[str, Any] | None = None, hidden: frozenset[str] = KEY) -> dict[str, Any]:
    """What a browser sends back of the form of an item, with some boxes otherwise."""
    item = region().find(kind, key)
    seen = visible(kind, item, hidden)
    return {**seen, "version": version_of(seen), "save": "1", **(changed or {})}


def now(row: Network) -> Any:
    """The network as it stands in its file."""
    return read_network(file_of(row))


@pytest.mark.parametrize(
    "kind", ["partner", "person", "hat", "word", "goal", "table", "agreement", "activity", "handover"]
)
def test_an_unchanged_form_changes_nothing(signed_in: As, laid: Network, kind: str) -> None:
    client = signed_in("director")
    before = file_of(laid).read_bytes()
    item = region().items(kind)[0]
    answer = client.post(f"{ROOT}edit/{kind}/{item.key}", form(kind, item.key))
    assert answer.status_code == 302, answer.content.decode()
    assert file_of(laid).read_bytes() == before
    assert not Entry.objects.filter(kind="network_changed").exists()


def test_a_change_is_written_recorded_and_the_old_text_kept(signed_in: As, laid: Network) -> None:
    before = file_of(laid).read_bytes()
    changed = form("agreement", region().agreements[0].key, {"name": "Anders genoemd", "until": "2031-01-31"})
    key = region().agreements[0].key
    assert signed_in("director").post(f"{ROOT}edit/agreement/{key}", changed).status_code == 302
    item = now(laid).find("agreement", key)
    assert (item.name, item.until.isoformat()) == ("Anders genoemd", "2031-01-31")
    entry = Entry.objects.get(kind="network_changed")
    assert sorted(entry.body["fields"]) == ["name", "until"]
    assert "Anders" not in str(entry.body) + entry.subject
    assert (folder_of(laid) / "history" / entry.body["before"]).read_bytes() == before


def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(signed_in: As, laid: Network) -> None:
    sent = form("table", "tafel-jeugd", {"member.2.until": "volgende week", "name": "Tafel met een fout"})
    answer = signed_in("director").post(f"{ROOT}edit/table/tafel-jeugd", sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#f-member-2-until"' in page
    assert 'value="volgende week"' in page
    assert "Tafel met een fout" in page
    assert now(laid).find("table", "tafel-jeugd").name == "Tafel jeugd"


def test_rows_that_are_emptied_go_and_an_error_finds_its_row(signed_in: As, laid: Network) -> None:
    sent = form("table", "tafel-jeugd")
    sent = {name: value for name, value in sent.items() if not name.startswith("member.2.")}
    assert signed_in("director").post(f"{ROOT}edit/table/tafel-jeugd", sent).status_code == 302
    assert [one.person for one in now(laid).find("table", "tafel-jeugd").member] == [
        "willem-oosting",
        "farid-azzouz",
        "eline-roos",
    ]
    table = now(laid).find("table", "tafel-jeugd")
    again = {**as_filled("table", table), "version": version_of(visible("table", table, {"key"}))}
    again |= {"member.7.person": ["niemand"]}
    page = signed_in("director").post(f"{ROOT}edit/table/tafel-jeugd", again).content.decode()
    assert 'href="#f-member-7-person"' in page


def test_more_rows_keep_what_was_typed(signed_in: As, laid: Network) -> None:
    client = signed_in("director")
    first = client.get(f"{ROOT}edit/table/tafel-jeugd").content.decode()
    assert 'name="member.7.person"' in first
    assert 'name="member.8.person"' not in first
    sent = form("table", "tafel-jeugd", {"more": "member", "rows.member": "7", "stage": "nog niet opgeslagen"})
    page = client.post(f"{ROOT}edit/table/tafel-jeugd", sent).content.decode()
    assert 'name="member.10.person"' in page
    assert "nog niet opgeslagen" in page
    assert now(laid) == region()


def test_every_input_says_what_it_serves(signed_in: As, laid: Network) -> None:
    page = signed_in("director").get(f"{ROOT}edit/agreement").content.decode()
    asked = [one for one in inputs()["agreement"].fields if one.name != "key"]
    assert page.count("Dient om te beslissen") == len(asked)
    total = shown(sum(one.minutes for one in asked), "number", "nl")
    assert f"ongeveer {total} minuten. U hoeft" in page


def test_two_at_once_meet_both_sides(signed_in: As, laid: Network) -> None:
    key = region().words[0].key
    first, second = form("word", key, {"term": "Eerste"}), form("word", key, {"term": "Tweede"})
    client = signed_in("director")
    assert client.post(f"{ROOT}edit/word/{key}", first).status_code == 302
    answer = client.post(f"{ROOT}edit/word/{key}", second)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Eerste" in page
    assert "Tweede" in page
    assert now(laid).find("word", key).term == "Eerste"


def test_another_item_is_no_conflict(signed_in: As, laid: Network) -> None:
    one, other = region().words[0].key, region().words[1].key
    client = signed_in("director")
    second = form("word", other, {"term": "Tweede"})
    assert client.post(f"{ROOT}edit/word/{one}", form("word", one, {"term": "Eerste"})).status_code == 302
    assert client.post(f"{ROOT}edit/word/{other}", second).status_code == 302
    assert [now(laid).find("word", key).term for key in (one, other)] == ["Eerste", "Tweede"]


def test_what_is_pointed_at_stays_and_says_by_what(signed_in: As, laid: Network) -> None:
    client = signed_in("director")
    answer = client.post(f"{ROOT}drop/partner/ggz-lindewaard", form("partner", "ggz-lindewaard"))
    assert answer.status_code == 422
    assert f"{ROOT}edit/hat/" in answer.content.decode()
    assert now(laid) == region()
    key = region().handovers[-1].key
    assert client.post(f"{ROOT}drop/handover/{key}", form("handover", key)).status_code == 302
    assert now(laid).find("handover", key) is None
    assert client.post(f"{ROOT}rename/goal/op-tijd", {"key": "snel-gehoord"}).status_code == 302
    assert now(laid).find("goal", "een-verhaal").parent == "snel-gehoord"
    assert client.post(f"{ROOT}rename/goal/snel-gehoord", {"key": "Fout!"}).status_code == 422


def test_a_manager_changes_what_is_of_the_own_organisation_only(signed_in: As, laid: Network) -> None:
    client = signed_in("manager")
    assert client.get(f"{ROOT}edit/card/{OWN}").status_code == 200
    for place in ("card/ggz-lindewaard", f"partner/{OWN}", "person/daan-weerts", "goal/op-tijd", "word", "agreement"):
        assert client.get(f"{ROOT}edit/{place}").status_code == 403, place
        assert client.post(f"{ROOT}edit/{place}", {"name": "x"}).status_code == 403, place
    for place in ("start", "propose", "history/restore", "rename/goal/op-tijd"):
        assert client.post(ROOT + place).status_code == 403, place
    moved = {"name": "Nieuwe Collega", "organisation": "ggz-lindewaard", "save": "1"}
    assert client.post(f"{ROOT}edit/person", moved).status_code == 302
    assert now(laid).find("person", "nieuwe-collega").organisation == OWN
    assert "nieuwe" not in str(Entry.objects.get(kind="network_added").subject).casefold()


def test_a_manager_does_not_answer_for_another_on_the_own_card(signed_in: As, laid: Network) -> None:
    old = region().find("card", OWN)
    assert old is not None
    place, said = next((n, one) for n, one in enumerate(old.expect, 1) if one.answer)
    sent = form("card", OWN, {f"expect.{place}.answer": "no", "reach": "Bel ons."}, ANSWERS)
    assert signed_in("manager").post(f"{ROOT}edit/card/{OWN}", sent).status_code == 302
    card = now(laid).find("card", OWN)
    assert card.reach == "Bel ons."
    assert card.expect[place - 1] == said
    sent = {**visible("card", card, ANSWERS), f"expect.{place}.what": "Iets heel anders", "save": "1"}
    sent["version"] = version_of(visible("card", card, ANSWERS))
    assert signed_in("manager").post(f"{ROOT}edit/card/{OWN}", sent).status_code == 302
    changed = now(laid).find("card", OWN)
    assert changed is not None
    assert changed.expect[place - 1].answer == ""


def test_a_partner_answers_what_is_expected_of_it(signed_in: As, laid: Network) -> None:
    owner, number, one = next(
        (card.partner, n, one) for card in region().cards for n, one in enumerate(card.expect, 1) if one.of == OWN
    )
    other = next(
        (c.partner, n) for c in region().cards for n, one in enumerate(c.expect, 1) if one.of not in (OWN, "*")
    )
    client, address = signed_in("manager"), f"{ROOT}answer/{owner}/{number}"
    version = version_of({"answer": one.answer, "said": one.said, "what": one.what})
    sent = {"answer": "partly", "said": "Alleen op maandag.", "version": version}
    assert client.get(address).status_code == 200
    assert client.post(address, sent).status_code == 302
    found = now(laid).find("card", owner).expect[number - 1]
    assert (found.what, found.answer, found.said) == (one.what, "partly", "Alleen op maandag.")
    assert client.post(address, sent).status_code == 409
    assert client.get(f"{ROOT}answer/{other[0]}/{other[1]}").status_code == 403
    assert client.get(f"{ROOT}answer/{owner}/99").status_code == 404


def test_a_partner_says_what_it_means_by_a_word(signed_in: As, laid: Network) -> None:
    word = next(one for one in region().words if all(said.partner != OWN for said in one.meaning))
    client, address = signed_in("manager"), f"{ROOT}words/{word.key}/own"
    guesses = {f"judged.{at}": one.judged for at, one in enumerate(word.guess, 1) if one.of == OWN}
    empty = {"meaning": "", "activity": "", **guesses}
    sent = {**empty, "meaning": "Iets van ons.", "version": version_of(empty | {"what": ""})}
    assert client.post(address, sent).status_code == 302
    changed = now(laid).find("word", word.key)
    assert changed.meaning[:-1] == word.meaning
    assert (changed.meaning[-1].partner, changed.meaning[-1].meaning) == (OWN, "Iets van ons.")
    assert client.post(address, sent).status_code == 409


def test_a_number_that_may_be_a_bsn_is_not_taken(signed_in: As, laid: Network) -> None:
    sent = form("person", "daan-weerts", {"phone": "111222333"})
    answer = signed_in("director").post(f"{ROOT}edit/person/daan-weerts", sent)
    assert answer.status_code == 422
    assert now(laid) == region()
