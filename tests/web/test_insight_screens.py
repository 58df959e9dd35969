"""Every screen of the insight desk: who sees it, in which language, and at which address."""

import re
from typing import Any

import pytest
from django.test import Client

from oracle.made_region import Made
from schakel.web.access.models import Hat, Network, Organisation
from schakel.web.insight_desk.screens import MENU, SCREENS
from unit.report.reading import tree
from web.insight_log import lay_log
from web.place import As

OPTIONS = {"activity": "name=Begeleiding", "handover": "step=Melding&next=Doorvragen"}
DOUBLE = "law=Jeugdwet&b.law=Wmo"


@pytest.fixture
def director(signed_in: As, network: Network, tenth_of_region: Made) -> Client:
    """The network director, with a tenth of the region to look at."""
    lay_log(network, tenth_of_region.log)
    return signed_in("director")


def address(name: str, query: str = "") -> str:
    """The address of a screen."""
    told = "&".join(filter(None, (OPTIONS.get(name, ""), query)))
    return f"/n/lindewaard/insight/{name}?{told}"


def page(client: Client, where: str, status: int = 200) -> Any:
    """The page at an address, parsed."""
    answer = client.get(where)
    assert answer.status_code == status, where
    return tree(answer.content.decode())


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("name", SCREENS)
def test_every_screen_opens_in_both_languages(name: str, lang: str, director: Client) -> None:
    director.cookies["schakel-lang"] = lang
    read = page(director, address(name, DOUBLE if name == "beside" else ""))
    assert len(read.xpath("//h1")) == 1
    assert read.xpath("//div[@id='insight-shown']//section")
    assert not read.xpath("//*[@style] | //style | //script[not(@src)]")
    assert all(href.startswith("/n/lindewaard/insight/") for href in read.xpath("//figure//svg//a/@href"))


def test_the_front_asks_questions_and_shows_the_map(director: Client) -> None:
    read = page(director, "/n/lindewaard/insight/")
    assert len(read.xpath("//ul[@class='insight-questions']/li")) == len(MENU)
    assert read.xpath("//*[local-name()='svg'][@id='chain-map']")


def test_a_fixed_address_gives_the_same_after_a_new_snapshot(
    director: Client, network: Network, tenth_of_region: Made
) -> None:
    read = page(director, address("map", "law=Jeugdwet"))
    (fixed,) = {
        link
        for link in read.xpath("//aside//a/@href")
        if "snapshot=" in link and "/map?" in link and "size" not in link
    }
    before = _shown(director, fixed)
    network.refresh_from_db()
    old, network.snapshot = network.snapshot, "0123456789abcdef"
    network.save()
    assert _shown(director, fixed) == before
    assert f"snapshot={old}" in fixed
    assert page(director, fixed).xpath("//p[contains(@class, 'utrecht-alert')]/a")


def _shown(client: Client, where: str) -> str:
    text = client.get(where).content.decode()
    found = re.search(r'<section class="schakel-section".*</section>', text, re.DOTALL)
    assert found
    return found.group()


def test_too_few_residents_give_a_sentence_and_no_number(director: Client) -> None:
    query = "question=Acute zorgen in een gezin&municipality=Ravenzande&from=2021-01&until=2021-01"
    read = page(director, address("map", query))
    assert not read.xpath("//figure")
    assert len(read.xpath("//section[@class='insight-few']//a")) == 3
    assert "minder dan 10 inwoners" in read.text_content()


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("nonsense=1", "Er is geen filter met de naam nonsense"),
        ("law=Wet van Murphy", "de waarde Wet van Murphy is hier niet te kiezen"),
        ("from=2024-13", "2024-13 is geen maand"),
        ("from=2024-05&until=2024-02", "De periode eindigt in 2024-02"),
        ("snapshot=ffffffffffffffff", "ffffffffffffffff van dit adres is er niet"),
        ("snapshot=../../secret", "is er niet"),
        ("activities=0", "de waarde 0 is hier niet te kiezen"),
        ("partner=123456782", "is hier niet te kiezen"),
    ],
)
def test_what_cannot_be_asked_is_told_in_a_sentence(query: str, told: str, director: Client) -> None:
    text = page(director, address("map", query), 422).text_content()
    assert told in text
    assert "123456782" not in text


def test_empty_answers_of_a_form_leave_the_address(director: Client) -> None:
    answer = director.get(address("map", "law=&from=&municipality=Ravenzande"))
    assert answer.status_code == 302
    assert answer["Location"] == "/n/lindewaard/insight/map?municipality=Ravenzande"


def test_each_filter_is_taken_back_by_its_chip(director: Client) -> None:
    read = page(director, address("map", "law=Jeugdwet&municipality=Ravenzande&from=2023-01"))
    links = read.xpath("//ul[@class='insight-chips']/li/a[not(@class)]/@href")
    assert len(links) == 3
    assert "law=" not in links[0]
    assert "municipality=Ravenzande" in links[0]
    assert "from=" not in links[2]


def test_a_map_redrawn_alone_tells_its_fixed_address(director: Client) -> None:
    answer = director.get(address("map", "law=Jeugdwet&from="), HTTP_HX_REQUEST="true")
    assert answer.status_code == 200
    assert answer["HX-Push-Url"].startswith("/n/lindewaard/insight/map?law=Jeugdwet&snapshot=")


def test_a_map_that_cannot_be_redrawn_leads_to_the_page_that_says_why(director: Client) -> None:
    answer = director.get(address("map", "from=2024-05&until=2024-02"), HTTP_HX_REQUEST="true")
    assert answer.status_code == 204
    assert director.get(answer["HX-Redirect"]).status_code == 422


def test_a_detail_of_nothing_does_not_exist(director: Client) -> None:
    page(director, "/n/lindewaard/insight/activity", 404)
    page(director, "/n/lindewaard/insight/handover", 404)


def test_who_may_not_choose_freely_reads_what_is_published(signed_in: As, director: Client, network: Network) -> None:
    for role in ("manager", "alderman", "council", "clerk", "resident", "professional", "privacy", "facilitator"):
        client = signed_in(role)
        read = page(client, "/n/lindewaard/insight/")
        assert not read.xpath("//figure | //select")
        answer = client.get(address("map"))
        if role == "manager":  # has delivered nothing and was granted nothing
            assert (answer.status_code, answer["Location"]) == (302, "/n/lindewaard/insight/")
        else:
            assert answer.status_code == 403
    assert signed_in("administrator").get("/n/lindewaard/insight/").status_code == 403


def test_an_analyst_of_a_partner_does_not_reach_the_stored_data(
    signed_in: As, director: Client, network: Network
) -> None:
    partner = Organisation.objects.get(network=network, name="Jeugdhulp Oeverlinde")
    Hat.objects.filter(network=network, role="analyst").update(organisation=partner)
    client = signed_in("analyst")
    assert client.get(address("map"))["Location"] == "/n/lindewaard/insight/"
    assert client.get("/n/lindewaard/insight/passport/abc").status_code == 403
    assert client.get("/n/lindewaard/insight/picture/map/chain-map.svg").status_code == 403
    assert not page(client, "/n/lindewaard/insight/").xpath("//figure | //select")


def test_a_network_without_data_says_what_to_do(signed_in: As, network: Network) -> None:
    client = signed_in("director")
    assert "Er zijn nog geen gegevens" in page(client, "/n/lindewaard/insight/").text_content()
    assert "Er zijn nog geen gegevens" in page(client, address("map")).text_content()


def test_a_picture_can_be_taken_along(director: Client) -> None:
    svg = director.get("/n/lindewaard/insight/picture/map/chain-map.svg?law=Jeugdwet")
    text = svg.content.decode()
    assert svg["Content-Type"] == "image/svg+xml"
    assert "inwoners" in text
    assert "2021" in text
    assert "<a " not in text
    png = director.get("/n/lindewaard/insight/picture/map/chain-map.png?law=Jeugdwet")
    assert png.content.startswith(b"\x89PNG")
    assert director.get("/n/lindewaard/insight/picture/map/nothing.svg").status_code == 404


def test_a_passport_is_told_and_the_number_comes_out_again(director: Client) -> None:
    read = page(director, address("map", "law=Jeugdwet"))
    links = read.xpath("//figcaption//a/@href")
    assert links
    told = page(director, links[0])
    assert "law=Jeugdwet" in told.text_content()
    assert "threshold 10, rounded to 10" in told.text_content()
    again = director.post(links[0])
    assert again.status_code == 200
    assert "er komt precies hetzelfde uit" in again.content.decode()
    assert page(director, links[0].replace("/passport/", "/passport/0"), 404).xpath("//ul/li/a")
