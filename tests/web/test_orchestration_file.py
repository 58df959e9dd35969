"""The network file itself: starting, taking along, taking in, edits from outside, and putting back."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from schakel.chain.problem import Refusal
from schakel.orchestration import edits
from schakel.orchestration.network import Network as NetworkFile
from schakel.orchestration.network_file import network_from, read_network
from schakel.orchestration.network_text import network_text, network_version, write_network
from schakel.web.access.models import Network
from schakel.web.orchestration_desk.changing import change
from schakel.web.orchestration_desk.kept import file_of, folder_of
from schakel.web.record.models import Entry
from web.orchestration_file import laid_down, region
from web.place import As

ROOT = "/n/lindewaard/orchestration/"


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


def upload(text: str) -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile("network.toml", text.encode(), content_type="text/plain")


def test_a_network_without_data_starts_with_two_partners(signed_in: As, bare: Network) -> None:
    client = signed_in("director")
    version = network_version(NetworkFile(bare.name))
    assert "Begin in drie minuten" in client.get(ROOT).content.decode()
    sent = {"name": "Samen", "partner1": "Wijkteam Noord", "partner2": "Schuldhulp", "partner3": "", "version": version}
    assert client.post(f"{ROOT}start", sent).status_code == 302
    made = read_network(file_of(bare))
    assert (made.name, [one.name for one in made.partners]) == ("Samen", ["Wijkteam Noord", "Schuldhulp"])
    assert client.post(f"{ROOT}start", sent).status_code == 409
    card = {"partner": "schuldhulp", "want": "Rust\nZekerheid", "reach": "Bel 088.", "save": "1"}
    assert client.post(f"{ROOT}edit/card?partner=schuldhulp", card).status_code == 302
    made = read_network(file_of(bare))
    assert made.cards[0].want == ("Rust", "Zekerheid")
    assert [one.kind for one in Entry.objects.filter(kind__startswith="network_")] == [
        "network_started",
        "network_added",
    ]


def test_two_partners_of_one_name_are_told_at_the_second(signed_in: As, bare: Network) -> None:
    sent = {
        "name": "Samen",
        "partner1": "Noord",
        "partner2": "noord",
        "version": network_version(NetworkFile(bare.name)),
    }
    answer = signed_in("director").post(f"{ROOT}start", sent)
    assert answer.status_code == 422
    assert 'aria-describedby="e-partner2"' in answer.content.decode()
    assert not file_of(bare).exists()


def test_what_is_taken_along_is_the_file_byte_for_byte(signed_in: As, laid: Network) -> None:
    file_of(laid).write_bytes(b"# met de hand\n" + file_of(laid).read_bytes())
    answer = signed_in("manager").get(f"{ROOT}network.toml")
    assert answer.content == file_of(laid).read_bytes()
    assert "network.toml" in answer["Content-Disposition"]
    start = signed_in("manager").get(f"{ROOT}network.toml?start=1").content.decode()
    assert network_from(start).partners == ()


def test_a_broken_file_is_told_with_line_and_field_and_changes_nothing(signed_in: As, laid: Network) -> None:
    before = file_of(laid).read_bytes()
    broken = network_text(region()).replace("line = 3\n", 'line = "drie"\n', 1)
    line = broken.split("\n").index('line = "drie"') + 1
    answer = signed_in("director").post(f"{ROOT}import", {"file": upload(broken), "check": "1"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert str(line) in page
    assert "line" in page
    assert file_of(laid).read_bytes() == before
    for text in ("[network\n", "", "\0"):
        assert signed_in("director").post(f"{ROOT}import", {"file": upload(text)}).status_code in (400, 422)
    assert file_of(laid).read_bytes() == before
    assert not Entry.objects.filter(kind="network_imported").exists()


def test_a_file_is_taken_in_after_showing_what_changes(signed_in: As, laid: Network) -> None:
    client = signed_in("analyst")
    new = edits.about(region(), name="Lindewaard en omstreken")
    checked = client.post(f"{ROOT}import", {"file": upload(network_text(new)), "check": "1"})
    assert checked.status_code == 200
    assert "Lindewaard en omstreken" in checked.content.decode()
    assert read_network(file_of(laid)) == region()
    sent = {"text": network_text(new).replace("\n", "\r\n"), "save": "1", "version": network_version(region())}
    assert client.post(f"{ROOT}import", sent).status_code == 302
    assert read_network(file_of(laid)) == new
    assert client.post(f"{ROOT}import", {**sent, "text": network_text(region())}).status_code == 409
    assert read_network(file_of(laid)) == new


def test_an_edit_by_hand_is_allowed_and_noted(signed_in: As, laid: Network) -> None:
    client = signed_in("director")
    about = {"name": "Een", "about": "Twee", "version": network_version(region())}
    assert client.post(f"{ROOT}about", about).status_code == 302
    assert "buiten de werkbank" not in client.get(ROOT).content.decode()
    byhand = edits.about(read_network(file_of(laid)), name="Met de hand")
    write_network(byhand, file_of(laid))
    assert "buiten de werkbank" in client.get(ROOT).content.decode()
    again = {"name": "Drie", "about": "Vier", "version": network_version(byhand)}
    assert client.post(f"{ROOT}about", again).status_code == 302
    kinds = [one.kind for one in Entry.objects.filter(kind__startswith="network_").order_by("seq")]
    assert kinds == ["network_changed", "network_outside", "network_changed"]
    assert "buiten de werkbank gewijzigd" not in client.get(ROOT).content.decode()


def test_an_earlier_state_is_put_back_and_nothing_is_lost(signed_in: As, laid: Network) -> None:
    client = signed_in("director")
    client.post(f"{ROOT}about", {"name": "Anders", "about": "", "version": network_version(region())})
    before = Entry.objects.get(kind="network_changed").body["before"]
    page = client.get(f"{ROOT}history?before={before}").content.decode()
    assert "Noor Verhagen" in page
    assert client.post(f"{ROOT}history/restore", {"before": before, "version": "oud"}).status_code == 409
    version = network_version(read_network(file_of(laid)))
    assert client.post(f"{ROOT}history/restore", {"before": before, "version": version}).status_code == 302
    assert read_network(file_of(laid)) == region()
    kept = Entry.objects.get(kind="network_restored").body["before"]
    assert "Anders" in client.get(f"{ROOT}history?before={kept}").content.decode()
    for name in ("../network.toml", "0009-0123456789abcdef.toml", "/etc/passwd"):
        assert client.get(f"{ROOT}history", {"before": name}).status_code == 404
        assert client.post(f"{ROOT}history/restore", {"before": name, "version": version}).status_code == 404


def test_a_file_that_somebody_broke_stops_nobody_from_putting_it_right(signed_in: As, laid: Network) -> None:
    client = signed_in("director")
    client.post(f"{ROOT}about", {"name": "Anders", "about": "", "version": network_version(region())})
    before = Entry.objects.get(kind="network_changed").body["before"]
    file_of(laid).write_text("[[partner]]\nnaam = 1\n", encoding="utf-8")
    front = client.get(ROOT)
    assert front.status_code == 422
    assert "niet te lezen" in front.content.decode()
    assert client.get(f"{ROOT}partners").status_code == 422
    assert client.get("/", follow=True).status_code == 200
    assert client.get(f"{ROOT}history").status_code == 200
    assert client.post(f"{ROOT}history/restore", {"before": before, "version": "broken"}).status_code == 302
    assert read_network(file_of(laid)) == region()


def test_what_cannot_be_kept_is_not_changed_and_not_recorded(signed_in: As, laid: Network) -> None:
    history = folder_of(laid) / "history"
    history.write_text("no folder", encoding="utf-8")
    sent = {"name": "Anders", "about": "", "version": network_version(region())}
    answer = signed_in("director").post(f"{ROOT}about", sent)
    history.unlink()
    assert answer.status_code == 422
    assert not Entry.objects.filter(kind="network_changed").exists()
    assert read_network(file_of(laid)) == region()


def test_a_line_of_the_record_falls_with_a_write_that_fails(bare: Network) -> None:
    hat = bare.hats.select_related("person", "network", "organisation").get(role="director")
    request: Any = SimpleNamespace(user=hat.person, hat=hat, network=bare)

    def make(now: NetworkFile) -> NetworkFile:
        file_of(bare).mkdir(parents=True)  # nothing can be put in its place any more
        return edits.about(now, name="Anders")

    with pytest.raises(Refusal, match="not_writable"):
        change(request, make, "network_started")
    file_of(bare).rmdir()
    assert not Entry.objects.filter(kind="network_started").exists()
