"""Agreements to share: proposing, signing, ending, who knows of them, and that what they open closes again."""

import ast
from datetime import datetime, timedelta
from pathlib import Path

import pytest

import schakel.web
from schakel.web.access.models import Hat, Network
from schakel.web.live.rights import still_allowed
from schakel.web.live.stream import Listener
from schakel.web.record.models import Entry
from schakel.web.sharing_desk import grant_words
from schakel.web.sharing_desk.clock import ZONE, at, now, today
from schakel.web.sharing_desk.grant_models import GrantVersion
from schakel.web.sharing_desk.granting import end
from schakel.web.sharing_desk.models import WithdrawnSource
from schakel.web.sharing_desk.sights import granted_to, sights_of
from schakel.web.sharing_desk.waiting import waiting
from web.granted_log import chance_rows
from web.granting_people import agreed, client_of, manager_of, see
from web.place import PARTNERS, As

OEVER, WIJK, OPVANG = PARTNERS
HERE = "/n/lindewaard/sharing/grants"
MAP = "/n/lindewaard/insight/map"
WEB = Path(schakel.web.__file__).parent


@pytest.fixture
def shared(network: Network) -> Network:
    """A network that sees a log of three partners."""
    see(network, "deelafspraken", chance_rows(7))
    return network


@pytest.fixture
def wijk(shared: Network) -> Hat:
    """Who delivers "wijk"."""
    return manager_of(shared, WIJK)


@pytest.fixture
def oever(shared: Network) -> Hat:
    """Fatima, who delivers "zorg"."""
    return manager_of(shared, OEVER)


def form(to: Hat, **more: object) -> dict[str, object]:
    """What the form sends."""
    days = {"since": today().isoformat(), "until": (today() + timedelta(30)).isoformat()}
    sent = {"source": "wijk", "receiver": str(to.organisation_id), "purpose": " wacht  tijd "}
    return {**sent, "field": ["partner", "started"], **days, **more}


def field(page: str, name: str) -> str:
    """The value of a hidden field."""
    return page.split(f'name="{name}" value="')[1].split('"')[0]


def test_both_sides_sign_and_then_it_holds_from_the_next_request(wijk: Hat, oever: Hat) -> None:
    giver, receiver = client_of(wijk), client_of(oever)
    assert "Er zijn nog geen deelafspraken" in receiver.get(HERE).content.decode()
    assert giver.post(f"{HERE}/new", form(oever)).status_code == 302
    row = GrantVersion.objects.get()
    assert (row.purpose, row.version, row.fields) == ("wacht tijd", 1, ["partner", "started"])
    assert [one.organisation.name for one in row.signatures.all()] == [WIJK]
    assert [one.source for sight in sights_of(oever) for one in [row] if sight.grants] == []
    (asks,) = waiting(oever)
    assert (asks.kind, asks.href) == ("sign", f"{HERE}/{row.pk}")
    assert not waiting(wijk)
    page = receiver.get(asks.href).content.decode()
    assert "Hoe lang een inwoner tussen twee stappen wachtte" in page
    assert receiver.post(f"{asks.href}/sign", {"version": field(page, "version")}).status_code == 302
    (sight,) = sights_of(oever)
    assert dict(sight.sources) == {"zorg": None, "wijk": frozenset({"partner", "started"})}
    assert "Geldt nu" in giver.get(HERE).content.decode()
    lines = Entry.objects.filter(kind__startswith="grant_").order_by("seq")
    assert [one.kind for one in lines] == ["grant_proposed", "grant_signed", "grant_signed"]
    assert all(one.body["for"] == sorted({WIJK, OEVER}) and "wijk" not in one.body for one in lines)


def test_others_learn_of_no_agreement(wijk: Hat, oever: Hat, shared: Network, signed_in: As) -> None:
    made = agreed(wijk, oever, "wijk")
    other = client_of(manager_of(shared, OPVANG))
    assert other.get(f"{HERE}/{made.pk}").status_code == 404
    assert other.get(f"{HERE}/{made.pk}/next").status_code == 404
    assert other.post(f"{HERE}/{made.pk}/end", {"why": "zo"}).status_code == 404
    assert WIJK not in other.get(HERE).content.decode()
    assert signed_in("director").get(f"{HERE}/{made.pk}").status_code == 404, "who analyses is no side of it"
    assert signed_in("privacy").get(f"{HERE}/{made.pk}").status_code == 200
    assert signed_in("privacy").post(f"{HERE}/{made.pk}/end", {"why": "zo", "version": "x"}).status_code in (403, 409)
    assert GrantVersion.objects.get().ended_at is None
    assert signed_in("alderman").get(HERE).status_code == 403
    reads = client_of(Hat.objects.get(network=shared, role="professional", organisation__name=OEVER))
    assert reads.get(f"{HERE}/{made.pk}").status_code == 200
    assert reads.post(f"{HERE}/{made.pk}/sign").status_code == 403


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"source": "zorg"}, "kan deze bron niet ontvangen"),
        ({"source": "onbekend"}, "is hier niet te delen"),
        ({"field": []}, "Kies een of meer velden"),
        ({"field": ["case_id"]}, "Niet te delen: case_id"),
        ({"until": "2020-01-01"}, "eindigt op 2020-01-01"),
        ({"since": "morgen"}, "is geen datum"),
        ({"purpose": ""}, "Schrijf op waarvoor"),
        ({"receiver": "987654"}, "kan deze bron niet ontvangen"),
    ],
)
def test_what_cannot_be_agreed_is_refused(wijk: Hat, oever: Hat, wrong: dict[str, object], said: str) -> None:
    answer = client_of(wijk).post(f"{HERE}/new", form(oever, **wrong))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not GrantVersion.objects.exists()


def test_nobody_gives_away_what_somebody_else_delivers(wijk: Hat, oever: Hat, shared: Network) -> None:
    third = manager_of(shared, OPVANG)
    assert client_of(oever).post(f"{HERE}/new", form(third)).status_code == 403
    assert client_of(oever).post(f"{HERE}/new", form(oever)).status_code == 302, "who receives may ask for it"
    assert GrantVersion.objects.get().giver == wijk.organisation


def test_a_new_version_leaves_the_old_one_and_a_stale_form_is_refused(wijk: Hat, oever: Hat) -> None:
    first = agreed(wijk, oever, "wijk", fields=frozenset({"partner"}))
    giver = client_of(wijk)
    page = giver.get(f"{HERE}/{first.pk}/next").content.decode()
    shown = client_of(oever).get(f"{HERE}/{first.pk}").content.decode()
    sent = {**form(oever, field=["partner", "ended"]), "version": field(page, "version")}
    assert giver.post(f"{HERE}/{first.pk}/next", sent).status_code == 302
    assert giver.post(f"{HERE}/{first.pk}/next", sent).status_code == 409
    first.refresh_from_db()
    assert (first.fields, first.ended_at) == (["partner"], None)
    second = GrantVersion.objects.get(version=2)
    assert dict(sights_of(oever)[0].sources)["wijk"] == frozenset({"partner"}), "one side signed"
    receiver = client_of(oever)
    stale = receiver.post(f"{HERE}/{first.pk}/end", {"version": field(shown, "version"), "why": "oud"})
    assert stale.status_code == 409, "who ends must have seen that there is a newer version"
    page = receiver.get(f"{HERE}/{second.pk}").content.decode()
    assert receiver.post(f"{HERE}/{second.pk}/sign", {"version": field(page, "version")}).status_code == 302
    assert dict(sights_of(oever)[0].sources)["wijk"] == frozenset({"partner", "ended"})
    assert "Vervangen" in receiver.get(f"{HERE}/{first.pk}").content.decode()


def test_ending_works_at_once_and_brings_nothing_back(wijk: Hat, oever: Hat) -> None:
    agreed(wijk, oever, "wijk", fields=frozenset({"partner"}))
    second = agreed(wijk, oever, "wijk", fields=frozenset({"partner", "started"}))
    receiver = client_of(oever)
    assert "Stap 1 wijk" in receiver.get(MAP).content.decode()
    address = f"{HERE}/{second.pk}"
    version = field(receiver.get(address).content.decode(), "version")
    assert receiver.post(f"{address}/end", {"version": version, "why": " "}).status_code == 422
    assert client_of(wijk).post(f"{address}/end", {"version": version, "why": "Klaar."}).status_code == 302
    page = receiver.get(MAP, follow=True).content.decode()
    assert "Stap 1 wijk" not in page
    assert "Stap 1 zorg" in page, "one's own deliveries stay"
    assert "Klaar." in receiver.get(address).content.decode()


def test_a_part_of_a_page_that_is_open_still_leads_away_when_nothing_is_left(wijk: Hat, shared: Network) -> None:
    third = manager_of(shared, "Gemeente Lindehage")
    made = agreed(wijk, third, "wijk")
    client = client_of(third)
    assert client.get(MAP, HTTP_HX_REQUEST="true").status_code == 200
    end(wijk, made, "klaar")
    answer = client.get(MAP, HTTP_HX_REQUEST="true")
    assert (answer.status_code, answer["HX-Redirect"], answer.content) == (204, "/n/lindewaard/insight/", b"")
    assert client.get(f"{MAP}?snapshot={shared.snapshot}", follow=True).content.count(b"Stap 1") == 0
    assert client.get("/n/lindewaard/insight/picture/map/chain-map.svg").status_code == 403


def test_turning_a_proposal_down_leaves_what_holds(wijk: Hat, oever: Hat) -> None:
    agreed(wijk, oever, "wijk", fields=frozenset({"partner"}))
    later = agreed(wijk, oever, "wijk", days=(9, 30))
    assert dict(sights_of(oever)[0].sources)["wijk"] == frozenset({"partner"})
    end(oever, later, "toch niet")
    with at(now() + timedelta(days=12)):
        assert dict(sights_of(oever)[0].sources)["wijk"] == frozenset({"partner"}), "it never began"


def test_it_is_over_at_midnight_here(wijk: Hat, oever: Hat) -> None:
    evening = datetime(2026, 7, 1, 23, 59, 59, tzinfo=ZONE)
    with at(evening):
        agreed(wijk, oever, "wijk", days=(0, 0))
        assert "Stap 1 wijk" in client_of(oever).get(MAP).content.decode()
    with at(evening + timedelta(seconds=1)):
        assert "Stap 1 wijk" not in client_of(oever).get(MAP).content.decode()
        assert sights_of(oever)[0].grants == ()


def test_an_open_stream_is_cut_when_a_grant_ends(wijk: Hat, oever: Hat, shared: Network) -> None:
    made = agreed(wijk, oever, "wijk", days=(0, 3))
    client = client_of(oever)
    key = (shared.pk, OEVER)
    mark, session = oever.person.session_mark, client.session.session_key or ""
    listener = Listener(oever.person_id, oever.pk, shared.pk, frozenset(), OEVER, session, mark, granted_to({key})[key])
    assert listener.grants == {made.grant.id}
    assert still_allowed({listener}) == {listener}
    with at(now() + timedelta(days=4)):
        assert not still_allowed({listener})
    end(wijk, made, "klaar")
    assert not still_allowed({listener})


def test_an_address_shows_its_reader_what_that_reader_may_see(wijk: Hat, oever: Hat, shared: Network) -> None:
    agreed(wijk, oever, "wijk", purpose="wachttijd")
    agreed(manager_of(shared, OPVANG), oever, "opvang", purpose="andere vraag")
    third = manager_of(shared, OPVANG)
    agreed(wijk, third, "wijk", purpose="wachttijd", fields=frozenset({"started"}))
    receiver, stranger = client_of(oever), client_of(third)
    saved = f"{MAP}?purpose=wachttijd&snapshot={shared.snapshot}"
    mine, theirs = (one.get(saved).content.decode() for one in (receiver, stranger))
    assert "Stap 1 zorg" in mine
    assert "Stap 1 zorg" not in theirs
    assert "Stap 1 opvang" in theirs, "their own"
    assert "Stap 1 opvang" not in mine, "for another purpose"
    refused = stranger.get(f"{MAP}?purpose=andere+vraag")
    assert refused.status_code == 422
    told = refused.content.decode()
    assert "Mogelijk zijn: wachttijd" in told
    refused = receiver.get(f"{MAP}?snapshot={'0' * 16}")
    assert refused.status_code == 422


def test_what_is_seen_through_a_grant_is_neither_published_nor_reported(wijk: Hat, oever: Hat, shared: Network) -> None:
    agreed(wijk, oever, "wijk")
    Hat.objects.filter(network=shared, role="analyst").update(organisation=oever.organisation)
    analyst = client_of(Hat.objects.get(network=shared, role="analyst"))
    page = analyst.get(MAP)
    assert page.status_code == 200
    assert "sharing/publish" not in page.content.decode()
    assert analyst.post("/n/lindewaard/sharing/publish", {"screen": "map", "query": ""}).status_code == 403
    assert analyst.get("/n/lindewaard/reports/new").status_code == 403


def test_a_source_that_was_taken_back_is_out_of_sight_at_once(wijk: Hat, oever: Hat, shared: Network) -> None:
    made = agreed(wijk, oever, "wijk")
    WithdrawnSource.objects.create(network=shared, source="wijk", hat=wijk, at=now(), why="fout")
    assert "Stap 1 wijk" not in client_of(oever).get(MAP).content.decode()
    assert "De bron &#x27;wijk&#x27; is er nu niet" in client_of(oever).get(f"{HERE}/{made.pk}").content.decode()


def test_a_figure_made_again_from_the_files_is_the_same(wijk: Hat, oever: Hat) -> None:
    agreed(wijk, oever, "wijk")
    receiver = client_of(oever)
    page = receiver.get(MAP).content.decode()
    passport = "/n/lindewaard/insight/passport/" + page.split("/n/lindewaard/insight/passport/")[1].split('"')[0]
    passport = passport.replace("&amp;", "&")
    assert "precies hetzelfde" in receiver.post(passport).content.decode()


def called(source: str) -> set[str]:
    """Which of the ways to stored rows a module calls."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            if name in ("open_log", "Look.of") or name.endswith((".rows_of", ".cells_of")):
                found.add(name.rpartition(".")[2] if name != "Look.of" else name)
    return found


def test_stored_rows_are_opened_in_places_that_were_thought_about() -> None:
    """Add a place here only when it takes a sight, or is for who analyses, or tells a partner of its own part."""
    found = {}
    for path in WEB.rglob("*.py"):
        if ways := called(path.read_text(encoding="utf-8")):
            found[path.relative_to(WEB).as_posix()] = ways
    assert found == {
        "engine.py": {"rows_of"},  # what the others ask
        "insight_desk/asked.py": {"Look.of"},  # the only look of a hat; with its sight, or for who analyses
        "insight_desk/choices.py": {"open_log", "rows_of"},  # with the sight
        "insight_desk/shown.py": {"open_log", "rows_of", "cells_of"},  # with the sight; cells without one only
        "insight_desk/warm.py": {"rows_of"},  # reads into memory, shows nothing
        "data_desk/log_pages.py": {"open_log"},  # require_whole: who sees all sources
        "orchestration_desk/figures.py": {"open_log", "rows_of"},  # reach(hat).free
        "orchestration_desk/seeing.py": {"open_log", "rows_of"},  # reach(hat).free
        "privacy_desk/current.py": {"open_log", "rows_of"},  # counts per source, through the gate, for a DPIA
        "report_desk/asking.py": {"Look.of"},  # behind require_free
        "report_desk/making.py": {"open_log"},  # a job that only who passed require_free can ask for
        "sharing_desk/from_insight.py": {"Look.of"},  # of who publishes: the organisation that analyses
        "sharing_desk/judging.py": {"open_log"},  # judges what who analyses lets out
        "sharing_desk/own_views.py": {"open_log"},  # a partner's own part beside a band without names, through the gate
        "sharing_desk/term_views.py": {"open_log"},  # two counts of a source that this hat keeps, through the gate
        "simulation_desk/making.py": {"open_log"},  # run_simulation, at the organisation that analyses
    }


def test_fields_are_called_in_the_language_of_the_reader(shared: Network, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the source has a word of its own for it; only what is the source's alone is called as there."""
    own = {"municipality": "gemeente", "room": "Kamer"}
    monkeypatch.setattr(grant_words, "fields_of", lambda _network: own)
    told = [[grant_words.field_word(name, shared, lang) for name in own] for lang in ("nl", "en")]
    assert told == [["gemeente", "Kamer"], ["municipality", "Kamer"]]
