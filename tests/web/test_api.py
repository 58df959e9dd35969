"""The API: tokens, rights as on the screens, one shape of problems, and its own description kept."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings

from oracle.made_region import Made
from schakel.web.access.hats import token_hash
from schakel.web.access.models import Hat, Network
from schakel.web.api.endpoints import api
from schakel.web.api.models import Token
from schakel.web.record.models import Entry
from web.insight_log import lay_log
from web.place import As

ROOT = Path(__file__).parents[2]
WRITTEN = ROOT / "docs" / "reference" / "openapi.json"
HERE = "/api/v1/n/lindewaard/"


@pytest.fixture
def filled(network: Network, tenth_of_region: Made) -> Network:
    """The network with a tenth of the region."""
    lay_log(network, tenth_of_region.log)
    return network


def bearer(role: str, days: int = 10) -> str:
    """A token of somebody with this role."""
    hat = Hat.objects.filter(network__slug="lindewaard", role=role).earliest("pk")
    Token.objects.create(
        hat=hat, purpose="test", token_hash=token_hash(role * 8), until=timezone.localdate() + timedelta(days)
    )
    return role * 8


def ask(path: str, token: str = "", lang: str = "en") -> Any:
    """The answer to a GET."""
    headers = {"Accept-Language": lang} | ({"Authorization": f"Bearer {token}"} if token else {})
    return Client().get(path, headers=headers)


def test_a_token_is_made_shown_once_used_and_withdrawn(signed_in: As, filled: Network) -> None:
    client = signed_in("analyst")
    until = timezone.localdate() + timedelta(30)
    made = client.post("/n/lindewaard/tokens/", {"purpose": "Power BI", "until": until.isoformat()})
    token = made.content.decode().split("<code>")[1].split("</code>")[0]
    assert token not in client.get("/n/lindewaard/tokens/").content.decode()
    assert not Token.objects.filter(token_hash=token).exists()
    assert ask(HERE + "figures", token).status_code == 200
    client.post(f"/n/lindewaard/tokens/{Token.objects.get().pk}/withdraw")
    assert ask(HERE + "figures", token).status_code == 401
    assert [one.kind for one in Entry.objects.order_by("seq")][-2:] == ["token_made", "token_withdrawn"]


@pytest.mark.parametrize("until", ["", "yesterday", "1999-01-01", "2999-01-01"])
def test_a_token_ends_within_a_year(until: str, signed_in: As) -> None:
    answer = signed_in("analyst").post("/n/lindewaard/tokens/", {"purpose": "x", "until": until})
    assert answer.status_code == 422
    assert not Token.objects.exists()


def test_a_token_ends_with_its_hat_and_on_its_day(filled: Network) -> None:
    token = bearer("analyst")
    assert ask(HERE + "figures", token).status_code == 200
    Token.objects.update(until=timezone.localdate() - timedelta(1))
    assert ask(HERE + "figures", token).status_code == 401
    Token.objects.update(until=timezone.localdate())
    Hat.objects.filter(role="analyst").update(withdrawn_at=timezone.now())
    assert ask(HERE + "figures", token).status_code == 401


def test_problems_have_one_shape(filled: Network, other_network: Network) -> None:
    analyst, manager = bearer("analyst"), bearer("manager")
    for path, token, status in (
        (HERE + "figures", "", 401),
        (HERE + "figures", "wrong", 401),
        (HERE + "figures", manager, 403),
        ("/api/v1/n/elders/figures", analyst, 404),
        (HERE + "figures/nothing", analyst, 404),
        (HERE + "figures/map?law=Nothing", analyst, 422),
        (HERE + "publications/12345", manager, 404),
    ):
        answer = ask(path, token)
        assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json"), path
        assert json.loads(answer.content)["status"] == status
    assert "law" in json.loads(ask(HERE + "figures/map?law=Nothing", analyst).content)["problems"][0]


def test_a_figure_says_what_its_screen_says(signed_in: As, filled: Network) -> None:
    token = bearer("analyst")
    found = json.loads(ask(HERE + "figures/handovers?law=Jeugdwet", token, "nl").content)
    page = signed_in("analyst").get(found["address"]).content.decode()
    cells = [cell for table in found["tables"] for row in table["rows"] for cell in row]
    assert len(cells) > 20
    assert all(cell.split()[0] in page for cell in cells if cell and "&" not in cell and "<" not in cell)
    assert all(passport["disclosure"].startswith("threshold 10") for passport in found["passports"])


def test_the_description_is_written_down() -> None:
    text = json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), indent=1, sort_keys=True) + "\n"
    assert text == WRITTEN.read_text(encoding="utf-8"), "run: python docs/reference/make_openapi.py"


@pytest.fixture
def one_connection() -> Iterator[None]:
    """A request of WSGI would close the connection in whose transaction the test runs."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_it_does_what_its_description_says(filled: Network, one_connection: None) -> None:
    hat = Hat.objects.filter(role="analyst").earliest("pk")
    Token.objects.create(token_hash=token_hash("fuzz"), hat=hat, purpose="x", until=timezone.localdate())
    described = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    tried = 0
    for found in described.get_all_operations():
        operation: Any = found.ok()  # type: ignore[union-attr]  # an operation that is not described well fails here

        @settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy())
        def holds(case: Any) -> None:
            case.path_parameters["network"] = "lindewaard"
            case.call_and_validate(headers={"Authorization": "Bearer fuzz"})

        holds()
        tried += 1
    assert tried == len(api.get_openapi_schema()["paths"])
