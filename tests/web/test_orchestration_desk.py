"""The orchestration desk as people meet it: every screen, from names in the log to cards and back, by hat."""

from collections.abc import Iterator
from typing import Any

import pytest
from lxml import html

from schakel.orchestration.network import Network as NetworkFile
from schakel.orchestration.strategy.goal import Goal
from schakel.web.access.models import Network
from schakel.web.access.role import Role
from schakel.web.orchestration_desk.links import Links
from schakel.web.orchestration_desk.news import news
from schakel.web.orchestration_desk.urls import urlpatterns
from web.orchestration_file import laid_down, region
from web.place import As

ROOT = "/n/lindewaard/orchestration/"
SCREENS = (
    "",
    "inputs",
    "partners",
    "card/ggz-lindewaard",
    "call",
    "call?question=Geldzorgen",
    "people",
    "hats",
    "words",
    "tables",
    "goals",
    "accounts",
    "agreements",
    "figure/goal/op-tijd",
    "steps",
    "steps/beschikking",
    "steps?name=Een+stap+zonder+kaart",
    "handovers",
    "handovers?step=Melding&next=Doorvragen",
    "handovers/verblijf-evaluatie",
    "compare",
)


@pytest.fixture
def laid(network: Network) -> Iterator[Network]:
    """Lindewaard with its network file."""
    with laid_down(network, region()) as row:
        yield row


@pytest.fixture
def bare(network: Network) -> Iterator[Network]:
    """Lindewaard without a network file."""
    with laid_down(network, None) as row:
        yield row


@pytest.mark.parametrize(("role", "lang"), [("director", "nl"), ("alderman", "en")])
def test_every_screen_opens(signed_in: As, laid: Network, role: Role, lang: str) -> None:
    client = signed_in(role)
    client.cookies["schakel-lang"] = lang
    for screen in SCREENS:
        assert client.get(ROOT + screen).status_code == 200, screen


def test_every_screen_opens_without_a_file(signed_in: As, bare: Network) -> None:
    client = signed_in("director")
    for pattern in urlpatterns:
        route = str(pattern.pattern)
        if "<" not in route and getattr(pattern.callback, "methods", ()) != ("POST",) and route != "card":
            assert client.get(ROOT + route).status_code == 200, route


def test_a_name_in_the_log_opens_its_card(signed_in: As, laid: Network) -> None:
    client = signed_in("professional")
    found = client.get(f"{ROOT}card?name=ggz+lindewaard")
    assert (found.status_code, found["Location"]) == (302, f"{ROOT}card/ggz-lindewaard")
    assert client.get(f"{ROOT}card?activity=Beschikking")["Location"] == f"{ROOT}steps/beschikking"
    to = client.get(f"{ROOT}card?step=Verblijf&next=Evaluatie")["Location"]
    assert "verblijf-evaluatie" in client.get(to).content.decode()
    unknown = client.get(f"{ROOT}card?name=Nergens+BV")
    assert unknown.status_code == 200
    assert "Nergens BV" in unknown.content.decode()
    assert client.get(f"{ROOT}card/nergens").status_code == 404


def test_a_card_answers_four_questions_and_sets_expectations_side_by_side(signed_in: As, laid: Network) -> None:
    page = signed_in("professional").get(f"{ROOT}card/loket-lindewaard").content.decode()
    for words in ("Wat wij willen", "Wat wij kunnen", "Wat wij van anderen verwachten", "Hoe u ons bereikt"):
        assert words in page
    assert "Wijkteam Ravenzande: deels." in page
    assert "Bij spoed is het plan soms nog half." in page


def test_whom_to_call_takes_one_question(signed_in: As, laid: Network) -> None:
    page = signed_in("resident").get(f"{ROOT}call?words=schulden").content.decode()
    assert "Schuldhulp Lindewaard" in page
    assert "088 000 50 50" in page
    assert "Verblijf Ravenlinde" not in page


def test_who_governs_sees_no_line_of_a_person_and_no_sign_about_one(signed_in: As, laid: Network) -> None:
    professional, alderman = signed_in("professional"), signed_in("alderman")
    for screen in ("people", "card/ggz-lindewaard", "call?words=behandeling"):
        assert "daan.weerts@" in professional.get(ROOT + screen).content.decode()
        assert "daan.weerts@" not in alderman.get(ROOT + screen).content.decode()
    assert "Annelies Dekker draagt" in professional.get(f"{ROOT}hats").content.decode()
    assert "Annelies Dekker draagt" not in alderman.get(f"{ROOT}hats").content.decode()
    assert "Farid Azzouz" not in alderman.get(ROOT).content.decode()
    assert alderman.get(f"{ROOT}network.toml").status_code == 403


def test_an_end_that_has_passed_is_told_in_words(signed_in: As, laid: Network) -> None:
    page = signed_in("professional").get(f"{ROOT}agreements").content.decode()
    assert "afgelopen op 30 juni 2025" in page


def test_without_a_snapshot_no_figure_is_made_and_it_is_said(signed_in: As, laid: Network) -> None:
    page = signed_in("director").get(f"{ROOT}figure/goal/op-tijd").content.decode()
    assert "Er zijn nog geen gegevens" in page
    assert signed_in("director").get(f"{ROOT}figure/goal/een-verhaal").status_code == 404
    assert signed_in("director").get(f"{ROOT}figure/partner/ggz-lindewaard").status_code == 404


def test_names_that_are_markup_stay_text(signed_in: As, network: Network) -> None:
    from schakel.orchestration import edits

    name = '<script>alert("x")</script>'
    made = edits.put(NetworkFile("Proef"), "partner", edits.item_from("partner", {"key": "proef", "name": name}))
    made = edits.put(made, "card", edits.item_from("card", {"partner": "proef", "want": [name], "reach": name}))
    with laid_down(network, made):
        client = signed_in("director")
        for screen in ("", "partners", "card/proef", "edit/card/proef", "call?words=alert"):
            assert "<script>alert" not in client.get(ROOT + screen).content.decode(), screen


def test_what_waits_is_of_the_own_organisation(signed_in: As, laid: Network) -> None:
    hats = {hat.role: hat for hat in laid.hats.select_related("organisation", "network")}
    manager = news(hats["manager"], "nl")
    links = Links("lindewaard", region(), "nl")
    asked = [one for card in region().cards for one in card.expect if one.of == "jeugdhulp-oeverlinde"]
    answers = [one for one in manager if "/answer/" in one.href]
    assert len(answers) == sum(not one.answer for one in asked)
    assert all(one.act for one in answers)
    ended = [one.href for one in news(hats["director"], "nl") if "afgelopen" in one.sentence]
    assert links.href("agreement", "opvolgen-verwijzing") in ended or len(ended) == 3
    assert news(hats["administrator"], "nl") == []


def test_per_legal_task_it_says_who_accounts_to_whom_by_which_figure(signed_in: As, laid: Network) -> None:
    page: Any = html.fromstring(signed_in("alderman").get(ROOT + "accounts").content)
    tasks = [" ".join(one.text_content().split()) for one in page.xpath("//section/h2[starts-with(@id, 'task-')]")]
    assert tasks == ["Jeugdwet: jeugdhulp", "Participatiewet: ondersteuning bij werk", "Wmo 2015: melding en onderzoek"]
    told = [[" ".join(cell.text_content().split()) for cell in row] for row in page.xpath("//tbody/tr")]
    work = next(row for row in told if row[0].startswith("Wie aan het werk gaat"))
    assert work[1] == "Werkbedrijf Lindewaard"
    assert work[2] == "Gemeente Wilgenmeer, Gemeente Ravenzande, Gemeente Lindehage"
    assert "60 %" in work[3]
    assert page.xpath("//tbody//a[contains(@href, '/orchestration/figure/goal/op-tijd')]")
    assert "2 doelen horen niet bij een wettelijke taak" in page.text_content()
    assert any("Toezicht" in one.text_content() or "toezicht" in one.text_content() for one in page.xpath("//li"))


def test_without_a_task_it_says_what_to_fill_in(signed_in: As, network: Network) -> None:
    small = NetworkFile("Klein", goals=(Goal("doel", "Iets beter."),))
    with laid_down(network, small):
        text = signed_in("director").get(ROOT + "accounts").content.decode()
    assert "Bij geen enkel doel staat nog een wettelijke taak" in text
    assert "1 doel hoort niet bij een wettelijke taak" in text
