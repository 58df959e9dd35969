"""Through the web a partner sees what the plain reading of its grants gives; nothing that is hidden has a hand in it.

Each example is a log by chance of 170 cases, and a reader with grants by chance. Six are over a thousand cases, as in
`make test`; sixty are over ten thousand, as in `make test-long`.
"""

import json
import random
import re
from datetime import timedelta
from difflib import unified_diff
from typing import Any
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import timezone
from lxml import etree, html

from oracle.plenty import plenty
from schakel.draw import raster
from schakel.texts import say
from schakel.web.access.hats import token_hash
from schakel.web.access.models import Hat, Network
from schakel.web.api.models import Token
from schakel.web.insight_desk.asked import look_for
from schakel.web.insight_desk.shown import shown
from web.granted_log import Row, chance_rows, otherwise
from web.granted_world import World, grants_by_chance, rounded
from web.granting_people import LEAST, client_of, manager_of, see

EXAMPLES = plenty(6, 60)
PER_LOG = 3
ASKED = 6  # addresses of each example, beside those of the plain reading
COUNTED = 4  # activities of each example of which all is counted
WORDS = {"activity": "activity", "partner": "partner", "product": "product", "municipality": "town"}
READERS = ("Jeugdhulp Oeverlinde", "Gemeente Lindehage")
SCREENS = ("map", "routes", "waits", "handovers", "punctuality", "findings", "flow", "partners", "beside")
DESK, API = "/n/lindewaard/insight/", "/api/v1/n/lindewaard/"
TOKEN = "t" * 43
IDS = re.compile(r"\b[0-9a-f]{16,32}\b")
FORM_TOKEN = re.compile(r'csrfmiddlewaretoken" value="[^"]*|x-csrftoken": "[^"]*')


class Reader:
    """Somebody who decides for an organisation, with a browser and a program."""

    def __init__(self, network: Network, name: str) -> None:
        self.hat = manager_of(network, name)
        self.client: Client = client_of(self.hat)
        until = timezone.localdate() + timedelta(9)
        Token.objects.update_or_create(
            token_hash=token_hash(TOKEN), defaults={"hat": self.hat, "purpose": "proef", "until": until}
        )

    def read(self, address: str, query: dict[str, Any], *, part: bool = False) -> tuple[int, str]:
        """Status and text. part: as htmx asks for a piece of the page."""
        headers = {"accept-language": "nl"} | ({"hx-request": "true"} if part else {})
        if address.startswith(API):
            headers["authorization"] = f"Bearer {TOKEN}"
        answer = self.client.get(address, query, headers=headers)
        return answer.status_code, answer.content.decode()


def plain(text: str) -> str:
    """Without ids of snapshots and passports and without tokens of forms: those are of the log and the moment."""
    return FORM_TOKEN.sub("", IDS.sub("#", text))


def words_of(rows: list[Row], field: str) -> list[str]:
    """All values that occur, whoever may see them."""
    return sorted({getattr(row, field) for row in rows} - {""})


def questions(draw: random.Random, world: World, rows: list[Row]) -> list[tuple[str, dict[str, Any], bool]]:
    """Addresses that a reader may think of, also of what it may not see; each as page, as part or by program."""
    found = []
    for _ in range(ASKED):
        query: dict[str, Any] = {"purpose": world.purpose} if world.purpose else {}
        key = draw.choice(
            ("", "", "activity", "partner", "product", "municipality", "from", "until", "purpose", "follow", "route")
        )
        if key in WORDS:
            query[key] = draw.choice([*words_of(rows, WORDS[key]), "Bestaat niet"])
        elif key:
            values = {"purpose": "van een ander", "follow": "household", "route": "12"}
            query[key] = values.get(key) or draw.choice(("2024-01", "2024-02", "2024-03"))
        place = draw.choice((*SCREENS, "activity", "handover", "picture/map/chain-map.svg"))
        if place == "activity":
            query["name"] = draw.choice(words_of(rows, "activity"))
        elif place == "handover":
            one, other = (draw.choice(words_of(rows, "activity")) for _ in range(2))
            query |= {"step": one, "next": other}
        root = draw.choice((DESK, DESK, API + "figures/")) if "/" not in place else DESK
        found.append((root + place, query, root == DESK and not draw.randrange(2)))
    return found


def listed(problem: str) -> set[str]:
    """The values that a refusal names as possible."""
    return set(problem.partition("Mogelijk zijn: ")[2].rstrip(".").split(", ")) - {""}


def check_plain_reading(draw: random.Random, reader: Reader, world: World, rows: list[Row]) -> None:
    """Lists to choose from, counts and refusals are those of the plain reading."""
    base = {"purpose": world.purpose} if world.purpose else {}
    status, text = reader.read(DESK + "routes", base)
    if not world.seen:
        assert status == 302
        assert reader.read(API + "figures/map", base)[0] == 403
        return
    assert status == 200
    page: Any = html.fromstring(text)
    wanted = world.choices(rows)
    for key, values in wanted.items():
        assert set(page.xpath(f"//select[@name='{key}']/option/@value")) - {""} == values, key
    assert not page.xpath("//select[@name='follow']")
    residents = world.residents(rows)
    if residents >= LEAST:
        assert str(rounded(residents)) in page.xpath("string(//p[@id='insight-status'])")
    for activity in draw.sample(sorted(wanted["activity"]), min(COUNTED, len(wanted["activity"]))):
        status, text = reader.read(API + "figures/activity", base | {"name": activity})
        tables = {table["caption"]: table for table in json.loads(text)["tables"]}
        for key, counted in (("who", world.doers(rows, activity)), ("months", world.months(rows, activity))):
            found = tables.get(say(f"insight_desk.detail.{key}", "nl"), {"rows": []})["rows"]
            assert {name: (int(who), int(steps)) for name, who, steps in found} == counted, (activity, key)
    for key in ("activity", "partner"):
        status, text = reader.read(API + "figures/map", base | {key: "Bestaat niet"})
        assert status == 422
        (problem,) = json.loads(text)["problems"]
        if wanted[key]:
            assert listed(problem) == wanted[key]
        else:
            assert key not in listed(problem.replace("Er zijn: ", "Mogelijk zijn: "))


def check_exports(reader: Reader, world: World) -> None:
    """A drawing to take along is the picture on the screen, and the image is made of that very picture; workbooks, with
    the rest of a report, are for who analyses only."""
    base = {"purpose": world.purpose} if world.purpose else {}
    assert reader.read("/n/lindewaard/reports/new", {})[0] == 403
    if not world.seen:
        for ending in ("svg", "png"):
            assert reader.client.get(f"{DESK}picture/map/chain-map.{ending}", base).status_code == 403
        return
    hat = Hat.objects.get(pk=reader.hat.pk)
    look = look_for(hat, "map", QueryDict(urlencode(base)))
    drawn = {one.name: one for one in shown(hat.network, look, "nl").pictures}
    for name, picture in drawn.items() or {"chain-map": None}.items():
        answers = [reader.client.get(f"{DESK}picture/map/{name}.{ending}", base) for ending in ("svg", "png")]
        if picture is None:
            assert [answer.status_code for answer in answers] == [404, 404]
            continue
        assert words_in(answers[0].content.decode()) == words_in(picture.svg)
        assert answers[1].content == raster.png(picture)


def words_in(svg: str) -> list[str]:
    """What stands in a drawing, also in its title and description."""
    return [text for one in etree.fromstring(svg.encode()).itertext() if (text := str(one).strip())]


@pytest.fixture(autouse=True)
def _silence(caplog: pytest.LogCaptureFixture) -> None:
    """A line of log per request is too much to read."""
    caplog.set_level("ERROR", logger="schakel.web.request")


@pytest.mark.parametrize("number", range(EXAMPLES))
def test_a_sight_is_the_plain_reading_and_hidden_rows_have_no_hand_in_it(number: int, network: Network) -> None:
    draw = random.Random(number)  # noqa: S311 -- the same each time
    log = number // PER_LOG
    rows = chance_rows(log)
    see(network, f"kans-{log}", rows)
    world = grants_by_chance(network, draw, READERS[number % 2])
    reader, asked = Reader(network, world.reader), questions(draw, world, rows)
    check_plain_reading(draw, reader, world, rows)
    check_exports(reader, world)
    first = [reader.read(address, query, part=part) for address, query, part in asked]
    see(network, f"kans-{log}-{number}", otherwise(rows, world.seen, world.named))
    for (address, query, part), (status, text) in zip(asked, first, strict=True):
        again = reader.read(address, query, part=part)
        differ = list(unified_diff(plain(text).splitlines(), plain(again[1]).splitlines(), "", "", "", "", 0, ""))
        assert (again[0], differ) == (status, []), (world, address, query)
