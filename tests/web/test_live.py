"""News to open screens, against a real server: who gets a stream, when it ends, and what comes after a reconnect."""

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from django.core.signing import TimestampSigner, b62_encode

from schakel.web.live.ticket import SALT
from web.serving import WITHIN_S, Served, Visitor, fill, python, serve


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One workbench for all tests here; each changes other people."""
    with serve(fill(tmp_path_factory.mktemp("live") / "workspace")) as running:
        yield running


@pytest.fixture
def petra(served: Served) -> Iterator[Visitor]:
    """The administrator."""
    visitor = Visitor(served.address).sign_in_as("Petra Smeets")
    yield visitor
    visitor.close()


def ticket(visitor: Visitor) -> str:
    """A ticket for the hat that is on."""
    return str(visitor.get("/n/lindewaard/live-ticket").json()["ticket"])


def listen(visitor: Visitor, *, ticket: str, network: str = "lindewaard", **headers: str) -> requests.Response:
    """The answer of the stream, of which the body is still to come."""
    return visitor.web.get(
        f"{visitor.address}/live/{network}",
        params={"ticket": ticket},
        headers=headers,
        stream=True,
        timeout=WITHIN_S,
    )


def events(answer: requests.Response) -> Iterator[dict[str, Any]]:
    """What comes, until the server ends the stream."""
    name = ""
    for row in answer.iter_lines(chunk_size=1):
        line = row.decode()
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            yield {"event": name} | json.loads(line.removeprefix("data: "))


def give_hat(petra: Visitor, role: str) -> None:
    """The administrator gives Wim another hat: a line of the record that administrators hear of."""
    page = petra.get("/n/lindewaard/people/").text
    person = re.findall(r'/people/(\d+)/">Wim Dekkers', page)[0]
    form = petra.get(f"/n/lindewaard/people/{person}/").text
    organisation = re.findall(r'<option value="(\d+)">Wijkteam Lindehage', form)[0]
    data = {"organisation": organisation, "role": role, "capacity": "partner", "toward": "", "until": ""}
    assert petra.post(f"/n/lindewaard/people/{person}/", **data).ok


def test_no_stream_without_a_ticket_of_this_session_for_this_network(served: Served, petra: Visitor) -> None:
    good = ticket(petra)
    assert listen(petra, ticket="").status_code == 403
    assert listen(petra, ticket=good[:-2] + "xx").status_code == 403
    assert listen(petra, ticket=good, network="elders").status_code == 403
    assert listen(petra, ticket=good, origin="https://elders.example").status_code == 403
    assert listen(petra, ticket=good, host="elders.example").status_code == 403
    assert petra.web.post(f"{petra.address}/live/lindewaard", timeout=WITHIN_S).status_code == 405
    stranger = Visitor(served.address)
    assert listen(stranger, ticket=good).status_code == 403
    other = Visitor(served.address).sign_in_as("Petra Smeets")
    assert listen(other, ticket=good).status_code == 403, "a ticket is of one session"
    for visitor in (stranger, other):
        visitor.close()
    with listen(petra, ticket=good, origin=petra.address) as answer:
        assert answer.status_code == 200
        assert next(events(answer))["event"] == "ready"


class Yesterday(TimestampSigner):
    """Signs as it would have done a day ago."""

    def timestamp(self) -> str:
        """The time that the ticket says it was made."""
        return b62_encode(int(time.time()) - 24 * 60 * 60)


def test_an_old_ticket_opens_nothing(served: Served, petra: Visitor) -> None:
    given = ticket(petra)
    secret = (served.root / "secret").read_text(encoding="ascii").strip()
    says = TimestampSigner(key=secret, salt=SALT).unsign_object(given)
    assert listen(petra, ticket=Yesterday(key=secret, salt=SALT).sign_object(says)).status_code == 403
    with listen(petra, ticket=TimestampSigner(key=secret, salt=SALT).sign_object(says)) as answer:
        assert answer.status_code == 200, "only its age was wrong"


def test_after_a_reconnect_exactly_what_was_missed(petra: Visitor) -> None:
    with listen(petra, ticket=ticket(petra)) as answer:
        told = events(answer)
        begun = next(told)["seq"]
        give_hat(petra, "professional")
        first = next(told)
        assert first["event"] == "news"
        assert first["kind"] == "hat_given"
    for role in ("clerk", "council"):
        give_hat(petra, role)
    with listen(petra, ticket=ticket(petra), **{"last-event-id": str(first["seq"])}) as answer:
        told = events(answer)
        assert next(told) == {"event": "ready", "seq": first["seq"]}
        second, third = next(told), next(told)
    with listen(petra, ticket=ticket(petra), **{"last-event-id": str(begun)}) as answer:
        told = events(answer)
        assert next(told)["event"] == "ready"
        assert [next(told)["seq"] for _ in range(3)] == [first["seq"], second["seq"], third["seq"]]
        give_hat(petra, "alderman")
        assert next(told)["seq"] > third["seq"]


def test_a_withdrawn_hat_ends_the_stream(served: Served, petra: Visitor) -> None:
    fatima = Visitor(served.address).sign_in_as("Fatima El Amrani")
    page = petra.get("/n/lindewaard/people/").text
    person = re.findall(r'/people/(\d+)/">Fatima', page)[0]
    hat = re.findall(r"/people/hat/(\d+)/withdraw", petra.get(f"/n/lindewaard/people/{person}/").text)[0]
    with listen(fatima, ticket=ticket(fatima)) as answer:
        told = events(answer)
        assert next(told)["event"] == "ready"
        assert petra.post(f"/n/lindewaard/people/hat/{hat}/withdraw").ok
        assert list(told) == [], "the server ends it, or this waits for ever"
    fatima.close()


def test_another_hat_and_signing_out_end_the_stream(served: Served) -> None:
    sem = Visitor(served.address).sign_in_as("Sem Oudejans")
    other = re.findall(r'name="hat" value="(\d+)"', sem.get("/me").text)[0]
    for path, data in (("/hat", {"hat": other}), ("/me/sessions/end", {})):
        with listen(sem, ticket=ticket(sem)) as answer:
            told = events(answer)
            assert next(told)["event"] == "ready"
            assert sem.post(path, **data).ok
            assert list(told) == []
    sem.close()


def test_the_server_stops_with_open_streams(tmp_path: Path) -> None:
    with serve(fill(tmp_path / "workspace")) as running:
        noor = Visitor(running.address).sign_in_as("Noor Verhagen")
        with listen(noor, ticket=ticket(noor)) as answer:
            told = events(answer)
            assert next(told)["event"] == "ready"
            assert running.stop() in (0, -15)
            assert list(told) == [], "the stream was ended, not cut off"
        noor.close()


GRANTED = """
import sys
from datetime import timedelta
from pathlib import Path
from schakel.web.database import open_workspace
open_workspace(Path(sys.argv[1]))
from schakel.web.access.models import Hat, Organisation
from schakel.web.sharing_desk.clock import now, today
from schakel.web.sharing_desk.models import GrantSignature, GrantVersion
fatima = Hat.objects.get(role="manager", person__name="Fatima El Amrani")
giver = Organisation.objects.get(name="Wijkteam Lindehage")
row = GrantVersion.objects.create(
    network=fatima.network, source="wijk", giver=giver, receiver=fatima.organisation, purpose="samen",
    fields=["started"], since=today(), until=today() + timedelta(9), version=1, proposed_by=fatima, proposed_at=now(),
)
for organisation in (giver, fatima.organisation):
    GrantSignature.objects.create(grant=row, organisation=organisation, hat=fatima, at=now())
print(row.pk)
"""


def test_the_end_of_a_grant_ends_the_stream_that_was_opened_under_it(tmp_path: Path) -> None:
    root = fill(tmp_path / "workspace")
    number = python(GRANTED, str(root)).strip()
    with serve(root) as running:
        fatima = Visitor(running.address).sign_in_as("Fatima El Amrani")
        page = f"/n/lindewaard/sharing/grants/{number}"
        version = re.findall(r'name="version" value="(\w+)"', fatima.get(page).text)[0]
        with listen(fatima, ticket=ticket(fatima)) as answer:
            told = events(answer)
            assert next(told)["event"] == "ready"
            assert fatima.post(f"{page}/end", version=version, why="klaar").ok
            ended = time.monotonic()
            assert all(one["event"] == "news" for one in told), "the server ends it, or this waits for ever"
            assert time.monotonic() - ended < WITHIN_S
        with listen(fatima, ticket=ticket(fatima)) as answer:
            assert next(events(answer))["event"] == "ready", "without the grant there is news to hear still"
        fatima.close()
