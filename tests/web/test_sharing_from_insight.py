"""From an insight screen to a publication: what it names, and that nothing in it leads back to the data."""

import re

import pytest
from django.test import Client

from schakel.web.access.models import Hat, Network
from schakel.web.insight_desk.look import Look
from schakel.web.sharing_desk.agreed import decide, propose
from schakel.web.sharing_desk.comments import comment_blocks
from schakel.web.sharing_desk.demo_publications import fill_sharing
from schakel.web.sharing_desk.from_insight import unlinked
from schakel.web.sharing_desk.models import Publication
from schakel.web.sharing_desk.waiting import waiting
from web.place import As
from web.worked import job_at, worked

PARTNER = "Jeugdhulp Oeverlinde"


@pytest.fixture
def analyst(signed_in: As) -> Client:
    """Sem."""
    return signed_in("analyst")


def post(client: Client, network: Network, screen: str, query: str = "", **more: str) -> str:
    """Ask to publish a view; its address when it is published, or the page that asks whether it is sure."""
    form = {"screen": screen, "query": query, **more}
    answer = client.post(f"/n/{network.slug}/sharing/publish", form)
    if answer.status_code != 302:
        return answer.content.decode()
    if "/jobs/" not in answer["Location"]:
        return str(answer["Location"])
    return str(worked(job_at(answer["Location"])).result["address"])


def test_first_it_says_whom_it_names_then_it_is_kept(analyst: Client, signed_in: As, loaded: Network) -> None:
    asked = post(analyst, loaded, "handovers")
    assert PARTNER in asked
    assert "Eerst aan deze partners tonen" in asked
    assert not Publication.objects.exists()
    address = post(analyst, loaded, "handovers", sure="1")
    made = Publication.objects.get()
    assert PARTNER in made.partners
    assert "Inwoner" not in made.partners
    assert post(analyst, loaded, "handovers") == address
    shown = signed_in("manager").get(address)
    text = shown.content.decode()
    assert shown.status_code == 200
    kept = text.partition('class="schakel-frozen"')[2].partition("</main>")[0]
    assert "utrecht-table" in kept
    assert not re.findall(rf'href="/n/{loaded.slug}/insight', kept)
    anchors = set(re.findall(r'href="#(passport-[0-9a-f]+)"', kept))
    assert anchors
    assert all(f'id="{anchor}"' in text for anchor in anchors)


def test_every_screen_can_be_published_in_both_languages(analyst: Client, loaded: Network) -> None:
    for screen in ("map", "routes", "waits", "findings", "flow", "partners"):
        address = post(analyst, loaded, screen, sure="1")
        for lang in ("nl", "en"):
            analyst.cookies["schakel-lang"] = lang
            shown = analyst.get(address)
            assert shown.status_code == 200, (screen, lang)
            for table in re.findall(rf'href="({address}/[0-9]+.csv)"', shown.content.decode()):
                assert analyst.get(table).status_code == 200, (screen, lang, table)


def test_a_word_travels_to_the_same_view_of_a_later_snapshot(analyst: Client, signed_in: As, loaded: Network) -> None:
    address = post(analyst, loaded, "handovers", sure="1")
    assert signed_in("manager").post(f"{address}/comment", {"text": "Wij tellen anders"}).status_code == 302
    look = Look("handovers", "0123456789abcdef")
    assert "Wij tellen anders" in str(comment_blocks(loaded, look, "nl"))
    assert comment_blocks(loaded, Look("waits", loaded.snapshot), "nl") == ()
    page = analyst.get(f"/n/{loaded.slug}/insight/handovers").content.decode()
    assert "Wij tellen anders" in page


def frozen_part(page: str) -> str:
    """A page without the tokens of its forms."""
    return re.sub(r'value="[A-Za-z0-9]{64}"', "", page.partition("<main")[2])


def test_an_agreed_definition_counts_from_then_on(analyst: Client, loaded: Network) -> None:
    screen = f"/n/{loaded.slug}/insight/findings"
    before = frozen_part(analyst.get(screen).content.decode())
    director = Hat.objects.get(network=loaded, role="director")
    proposal = propose(Hat.objects.get(network=loaded, role="analyst"), "definition.wait_norm", "60", "Afgesproken")
    assert frozen_part(analyst.get(screen).content.decode()) == before
    decide(proposal, director, True, "Zo doen wij het")
    assert frozen_part(analyst.get(screen).content.decode()) != before
    post(analyst, loaded, "findings", sure="1")
    told = [one for passport in Publication.objects.get().passports for one in passport["definitions"]]
    assert ["wait_norm", "1-own", "60"] in told


def test_what_is_no_view_is_refused(analyst: Client, signed_in: As, loaded: Network) -> None:
    where = f"/n/{loaded.slug}/sharing/publish"
    assert analyst.post(where, {"screen": "nonsense"}).status_code == 404
    assert analyst.post(where, {"screen": "map", "query": "snapshot=zzz"}).status_code == 422
    assert analyst.post(where, {"screen": "map", "query": "partner=Niemand"}).status_code == 422
    assert signed_in("manager").post(where, {"screen": "map"}).status_code == 403
    assert not Publication.objects.exists()


def test_links_into_the_desk_go_and_others_stay() -> None:
    html = '<a class="x" href="/n/r/insight/map?a=b"><rect/>\n<text>T</text></a> <a href="#passport-1">h</a>'
    assert unlinked(html) == '<rect/>\n<text>T</text> <a href="#passport-1">h</a>'


def test_the_demo_shows_an_open_figure_and_a_disputed_one(signed_in: As, loaded: Network) -> None:
    fill_sharing(loaded)
    opened, first = Publication.objects.order_by("pk")
    clerk = signed_in("clerk")
    assert clerk.get(f"/n/{loaded.slug}/sharing/p/{opened.pk}").status_code == 200
    assert clerk.get(f"/n/{loaded.slug}/sharing/p/{first.pk}").status_code == 404
    shown = signed_in("manager").get(f"/n/{loaded.slug}/sharing/p/{first.pk}").content.decode()
    assert f"Betwist door {PARTNER}" in shown
    assert len(waiting(Hat.objects.get(network=loaded, role="analyst"))) == 1
    assert [one.kind for one in waiting(Hat.objects.get(network=loaded, role="director"))] == ["answer", "decide"]
