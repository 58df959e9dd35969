"""The DPIA in the workbench: the officer reads, answers and assesses it, and hears of everything that widens."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction

from schakel.data.deliveries.drop_source import drop_source
from schakel.data.deliveries.load_log import load_log
from schakel.data.snapshot import open_snapshot
from schakel.report.privacy.changes import changes
from schakel.report.privacy.facts import from_json
from schakel.web.access.models import Hat, Network, Organisation, Person
from schakel.web.privacy_desk.current import facts_now
from schakel.web.privacy_desk.models import DpiaAnswer, DpiaAssessment
from schakel.web.privacy_desk.news import news
from schakel.web.record.models import Entry
from schakel.web.sharing_desk.granting import end
from unit.data.log_building import write
from web.granted_log import chance_rows
from web.granting_people import agreed, manager_of, see
from web.place import PARTNERS, ROOT, As
from web.test_sharing_source import FILES

PAGE = "/n/lindewaard/sharing/dpia/"
MORE = """
[[source]]
name = "debts"
delivered_by = "Budgetkompas"
mapping = "m.toml"
files = "debts.csv"
"""
ROWS = "case,resident,activity,partner,start,end\np1,r1,Debts,Debts desk,2024-04-10,2024-05-15\n"


@pytest.fixture
def shared(network: Network) -> Iterator[Path]:
    """The network sees a log of two sources; its folder."""
    log = ROOT / "networks" / network.slug / "logs" / "dpia"
    write(log, FILES)
    load_log(log)
    network.log, network.snapshot = "dpia", open_snapshot(log).id
    network.save()
    yield log
    import shutil

    shutil.rmtree(log)


def officer(network: Network) -> Hat:
    """Hakan."""
    return Hat.objects.get(network=network, role="privacy")


def form_of(page: str, question: str) -> dict[str, str]:
    """The hidden fields of the form of a question."""
    found = re.search(
        rf'name="question" value="{re.escape(question)}"><input type="hidden" name="version" value="(\w+)"', page
    )
    assert found, question
    return {"question": question, "version": found[1]}


def assess(client: object, page: str, remark: str = "") -> object:
    found = re.search(r'name="facts" value="(\w+)"', page)
    assert found
    return client.post(f"{PAGE}assess", {"facts": found[1], "remark": remark})  # type: ignore[attr-defined]


def test_without_data_there_is_nothing_to_assess(network: Network, signed_in: As) -> None:
    client = signed_in("privacy")
    assert "nog geen gegevens" in client.get(PAGE).content.decode()
    assert client.get(f"{PAGE}file/html").status_code == 404
    assert client.post(f"{PAGE}assess", {"facts": "x"}).status_code == 404
    assert news(officer(network), "nl") == []


def test_the_officer_answers_and_it_comes_back_in_the_document(shared: Path, network: Network, signed_in: As) -> None:
    client = signed_in("privacy")
    page = client.get(PAGE).content.decode()
    fields = form_of(page, "basis:care")
    done = client.post(f"{PAGE}answer", {**fields, "text": "Publieke taak, <Wmo>"})
    assert done.status_code == 302
    page = client.get(PAGE).content.decode()
    assert "Publieke taak, &lt;Wmo&gt;" in page
    document = client.get(f"{PAGE}file/html").content.decode()
    assert "Publieke taak, &lt;Wmo&gt;" in document
    assert "Open vraag basis:care:" not in document
    assert "Open vraag basis:desk:" in document
    line = Entry.objects.get(kind="dpia_answered")
    assert line.body == {"question": "basis", "is_open": False}
    again = client.post(f"{PAGE}answer", {**fields, "text": "Van een oud blad"})
    assert again.status_code == 409
    assert DpiaAnswer.objects.count() == 1
    client.post(f"{PAGE}answer", {**form_of(page, "basis:care"), "text": ""})
    assert "Open vraag basis:care:" in client.get(f"{PAGE}file/html").content.decode()


def test_the_document_is_a_file_in_three_forms(shared: Path, signed_in: As) -> None:
    client = signed_in("privacy")
    for form, begin in (("html", b"<!DOCTYPE html>"), ("pdf", b"%PDF-"), ("json", b"{")):
        answer = client.get(f"{PAGE}file/{form}")
        assert answer.content.startswith(begin)
        assert answer["Content-Disposition"] == f'attachment; filename="dpia-lindewaard.{form}"'
    assert client.get(f"{PAGE}file/docx").status_code == 404
    assert {source.name for source in from_json(client.get(f"{PAGE}file/json").content.decode()).sources} == {
        "desk",
        "care",
    }


def test_what_widens_after_assessing_waits_for_the_officer(shared: Path, network: Network, signed_in: As) -> None:
    client = signed_in("privacy")
    assert ["nog niet beoordeeld" in one.sentence for one in news(officer(network), "nl")] == [True]
    page = client.get(PAGE).content.decode()
    client.post(f"{PAGE}answer", {**form_of(page, "dpo"), "text": "Akkoord."})
    assert assess(client, page, "Tot de zomer").status_code == 302  # type: ignore[attr-defined]
    made = DpiaAssessment.objects.get()
    assert made.open == 24 - 1
    assert Entry.objects.get(kind="dpia_assessed").body == {"facts": made.facts_id, "open": made.open}
    assert news(officer(network), "nl") == []
    assert "Sindsdien is er niets veranderd" in client.get(PAGE).content.decode()

    said = shared / "sources.toml"
    said.write_text(said.read_text(encoding="utf-8") + MORE, encoding="utf-8")
    (shared / "debts.csv").write_text(ROWS, encoding="utf-8")
    network.snapshot = load_log(shared).id
    network.save()
    assert [one.sentence for one in news(officer(network), "nl")] == ["Nieuwe bron: debts, geleverd door Budgetkompas."]
    start = client.get(f"/n/{network.slug}/").content.decode()
    assert "Nieuwe bron: debts, geleverd door Budgetkompas." in start
    assert (
        "Nieuwe bron: debts, geleverd door Budgetkompas." in client.get(f"/n/{network.slug}/sharing/").content.decode()
    )
    page = client.get(PAGE).content.decode()
    assert page.index("Nieuwe bron: debts") < page.index("Open vraag")
    assert "antwoord om opnieuw te bekijken" in page  # the advice of the data protection officer
    assert assess(client, page).status_code == 302  # type: ignore[attr-defined]
    assert news(officer(network), "nl") == []


def test_what_narrows_is_told_and_waits_for_nobody(shared: Path, network: Network, signed_in: As) -> None:
    client = signed_in("privacy")
    assess(client, client.get(PAGE).content.decode())
    made = drop_source(shared, "care")
    assert made is not None
    network.snapshot = made.id
    network.save()
    assert news(officer(network), "nl") == []
    assert "Bron weg: care" in client.get(PAGE).content.decode()


def test_a_threshold_that_goes_down_and_a_term_that_goes_up_are_noticed_too(
    shared: Path, network: Network, signed_in: As
) -> None:
    said = shared / "sources.toml"
    said.write_text(said.read_text(encoding="utf-8").replace('name = "desk"', 'name = "desk"\nkeep_months = 12'))
    client = signed_in("privacy")
    assess(client, client.get(PAGE).content.decode())
    said.write_text(said.read_text(encoding="utf-8").replace("keep_months = 12", "keep_months = 60"))
    network.threshold = 5
    network.save()
    told = [one.sentence for one in news(officer(network), "en")]
    assert told[0] == "The threshold is lower: 5 residents, before 10."
    assert "The source desk is kept longer: 60 months" in told[1]


def test_what_was_read_is_what_is_assessed(shared: Path, network: Network, signed_in: As) -> None:
    client = signed_in("privacy")
    page = client.get(PAGE).content.decode()
    network.threshold = 6
    network.save()
    assert assess(client, page).status_code == 422  # type: ignore[attr-defined]
    assert not DpiaAssessment.objects.exists()


def test_a_number_of_a_person_is_not_kept_and_no_question_is_no_answer(shared: Path, signed_in: As) -> None:
    client = signed_in("privacy")
    page = client.get(PAGE).content.decode()
    fields = form_of(page, "dpo")
    assert client.post(f"{PAGE}answer", {**fields, "text": "zie 123456782"}).status_code == 422
    assert client.post(f"{PAGE}answer", {**fields, "text": "x" * 5001}).status_code == 422
    assert client.post(f"{PAGE}answer", {**fields, "question": "basis:elsewhere", "text": "ja"}).status_code == 404
    assert not DpiaAnswer.objects.exists()


def test_the_officer_of_a_partner_reads_and_changes_nothing(shared: Path, network: Network, signed_in: As) -> None:
    signed_in("privacy")
    organisation = Organisation.objects.filter(network=network, analyses=False).order_by("pk")[0]
    person = Person.objects.create_user("privacy@partner.example", name="Partner")
    hat = Hat.objects.create(person=person, network=network, organisation=organisation, role="privacy")
    from django.test import Client

    client = Client()
    client.force_login(person)
    session = client.session
    session["hat"] = hat.pk
    session.save()
    page = client.get(PAGE).content.decode()
    assert "basis:care" in page
    assert "<form" not in page.partition("<main")[2].partition("</main>")[0]
    assert client.post(f"{PAGE}answer", {"question": "dpo", "text": "ja"}).status_code == 403
    facts = facts_now(network)
    assert facts
    assert client.post(f"{PAGE}assess", {"facts": facts.id}).status_code == 403


def test_an_agreement_to_share_is_a_new_recipient_until_it_ends(network: Network) -> None:
    see(network, "deelafspraken", chance_rows(7))
    giver, receiver = manager_of(network, PARTNERS[1]), manager_of(network, PARTNERS[0])
    before = facts_now(network)
    row = agreed(giver, receiver, "wijk", purpose="wachttijd")
    now = facts_now(network)
    assert before is not None
    assert now is not None
    (grant,) = now.grants
    assert (grant.source, grant.receiver, grant.purpose) == ("wijk", PARTNERS[0], "wachttijd")
    (change,) = changes(before, now)
    assert (change.kind, change.how, change.partner) == ("recipient", "added", PARTNERS[0])
    with transaction.atomic():
        end(receiver, row, "Niet meer nodig")
    after = facts_now(network)
    assert after is not None
    assert after.grants == before.grants == ()
