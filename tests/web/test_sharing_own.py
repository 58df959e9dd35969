"""A partner's own page, on the region: its own part, the others without a name, and a word at each figure."""

from statistics import median

import pytest
from django.test import Client

from schakel.data.snapshot import open_snapshot
from schakel.insight.compared import compared
from schakel.insight.opened import open_log
from schakel.report.document import Figure
from schakel.report.partner_page.page import own_page
from schakel.sharing.gate import Gate
from schakel.web.access.models import Hat, Network, Organisation, Person
from schakel.web.sharing_desk.delivering import delivering, is_person
from schakel.web.sharing_desk.models import Comment, Publication, WithdrawnSource
from schakel.web.sharing_desk.publishing import publish
from schakel.web.sharing_desk.waiting import waiting
from schakel.web.workspace import current_workspace
from web.asked_views import asked_view
from web.place import As

OWN = "Jeugdhulp Oeverlinde"
OTHERS = ("Jeugdhulp Zandpoort", "Wijkteam Wilgenmeer", "GGZ Lindewaard")


@pytest.fixture
def manager(signed_in: As) -> Client:
    """Fatima."""
    return signed_in("manager")


def address(network: Network, more: str = "") -> str:
    """Of the own page."""
    return f"/n/{network.slug}/sharing/own{more}"


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_nobody_else_is_named(manager: Client, loaded: Network, lang: str) -> None:
    manager.cookies["schakel-lang"] = lang
    answer = manager.get(address(loaded))
    text = answer.content.decode()
    assert answer.status_code == 200
    assert OWN in text
    assert 'style="' not in text
    with open_log(open_snapshot(current_workspace().network(loaded.slug) / "logs" / "regio")) as view:
        names = [row[0] for row in view.rows("SELECT DISTINCT partner FROM steps WHERE partner IS NOT NULL")]
    assert len(names) > 10
    assert not [name for name in names if name != OWN and not is_person(name) and name in text]


def test_values_are_those_of_plain_python(loaded: Network) -> None:
    with open_log(open_snapshot(current_workspace().network(loaded.slug) / "logs" / "regio")) as view:
        seen = compared(view)
        rows = view.rows("SELECT resident_no, case_no, touch_us FROM steps WHERE partner = ?", [OWN])
        before = view.rows(
            "SELECT wait_us FROM steps WHERE next_partner = ? AND wait_us IS NOT NULL AND is_parallel IS NOT TRUE",
            [OWN],
        )
    own = seen.parts[OWN]
    assert (own.residents, own.cases, own.steps) == (len({r[0] for r in rows}), len({r[1] for r in rows}), len(rows))
    touch = [r[2] / 86_400_000_000 for r in rows if r[2] is not None]
    assert own.measures["touch"].days == pytest.approx(median(touch))
    assert own.measures["wait_before"].days == pytest.approx(median(r[0] / 86_400_000_000 for r in before))


def test_a_high_threshold_withholds_the_band_and_says_why(loaded: Network) -> None:
    with open_log(open_snapshot(current_workspace().network(loaded.slug) / "logs" / "regio")) as view:
        seen = compared(view)
        sizes = sorted((part.residents for name, part in seen.parts.items() if not is_person(name)), reverse=True)
        biggest = next(name for name, part in seen.parts.items() if part.residents == sizes[0])
        page = own_page(seen, biggest, Gate(sizes[2] - 1), "nl")
    told = " ".join(str(getattr(block, "text", "")) for one in page.figures for block in one.section.blocks)
    assert "Het vlak van de regio staat er niet bij: minder dan 3 andere partners" in told
    pictures = [block.picture for one in page.figures for block in one.section.blocks if isinstance(block, Figure)]
    assert pictures
    assert all(">de regio<" not in picture.svg for picture in pictures)


def test_too_few_residents_say_nothing(loaded: Network) -> None:
    with open_log(open_snapshot(current_workspace().network(loaded.slug) / "logs" / "regio")) as view:
        seen = compared(view)
    assert own_page(seen, OWN, Gate(seen.parts[OWN].residents + 1), "nl").none
    assert own_page(seen, "Bestaat niet", Gate(10), "nl").none


def test_a_word_at_a_figure_goes_to_the_analyst(manager: Client, signed_in: As, loaded: Network) -> None:
    said = {"figure": "touch", "text": "Wij sluiten laat af", "disputed": "1", "correction": "Neem de einddatum"}
    assert manager.post(address(loaded, "/comment"), said).status_code == 302
    assert manager.post(address(loaded, "/comment"), {**said, "figure": "nonsense"}).status_code == 404
    (one,) = waiting(Hat.objects.get(network=loaded, role="analyst"))
    assert one.kind == "answer"
    listed = signed_in("analyst").get(f"/n/{loaded.slug}/sharing/answers").content.decode()
    assert "Hoe lang uw stap duurt" in listed
    made = Comment.objects.get()
    signed_in("analyst").post(f"/n/{loaded.slug}/sharing/answers/{made.pk}", {"text": "Doen wij"})
    shown = manager.get(address(loaded)).content.decode()
    assert f"Betwist door {OWN}" in shown
    assert "Doen wij." in shown
    joost = Client()
    joost.force_login(Person.objects.get(name="Joost Brandsma"))
    other = joost.get(address(loaded)).content.decode()
    assert "Wijkteam Lindehage in de keten" in other
    assert "Wij sluiten laat af" not in other


def test_who_delivers_decides(loaded: Network) -> None:
    names = [one.name for one in delivering(loaded)]
    assert OWN in names
    assert "Gemeente Lindehage" not in names
    assert not [name for name in names if is_person(name)]


def test_a_source_taken_back_closes_what_rests_on_it(manager: Client, signed_in: As, loaded: Network) -> None:
    rests = publish(asked_view(key="r", snapshot=loaded.snapshot), Hat.objects.get(network=loaded, role="analyst"))
    where = f"/n/{loaded.slug}/sharing/sources"
    source = open_snapshot(current_workspace().network(loaded.slug) / "logs" / "regio").manifest.sources[0].name
    assert manager.post(where, {"source": source, "why": "x"}).status_code == 404
    client = signed_in("privacy")
    assert rests.title("nl") in client.get(where, {"source": source}).content.decode()
    assert client.post(where, {"source": source, "why": ""}).status_code == 422
    assert client.post(where, {"source": source, "why": "Geen grondslag meer"}).status_code == 302
    assert WithdrawnSource.objects.get().source == source
    assert Publication.objects.get().withdrawn_source == source
    gone = signed_in("council").get(f"/n/{loaded.slug}/sharing/p/{rests.pk}")
    assert gone.status_code == 410
    assert f"De bron &#x27;{source}&#x27; is teruggetrokken" in gone.content.decode()
    assert client.post(where, {"source": source, "why": "nog eens"}).status_code == 404


def test_who_delivers_a_source_may_take_it_back(manager: Client, loaded: Network) -> None:
    """The region's one source is delivered by the region: whoever bears that name may."""
    by = open_snapshot(current_workspace().network(loaded.slug) / "logs" / "regio").manifest.sources[0].delivered_by
    who = Organisation.objects.get(network=loaded, name=OWN)
    who.name = by
    who.save()
    source = open_snapshot(current_workspace().network(loaded.slug) / "logs" / "regio").manifest.sources[0].name
    answer = manager.post(f"/n/{loaded.slug}/sharing/sources", {"source": source, "why": "Contract loopt af"})
    assert answer.status_code == 302
