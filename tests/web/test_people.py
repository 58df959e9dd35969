"""The administrator's pages: hats given and withdrawn, names, invitations; and what shows of another network."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from schakel.web.access.hats import invite
from schakel.web.access.models import Hat, Invitation, Network, Organisation, Person
from schakel.web.record.models import Entry
from schakel.web.version import version_of
from web.place import As

PASSWORD = "een lange zin als wachtwoord"  # noqa: S105
PEOPLE = "/n/lindewaard/people/"


def terms(network: Network, **more: object) -> dict[str, object]:
    """The form of a hat."""
    organisation = network.organisations.get(name="Wijkteam Lindehage")
    return {"organisation": organisation.pk, "role": "professional", "capacity": "executor", **more}


def invited(petra: Client, network: Network, email: str = "nieuw@wijkteam.example") -> str:
    """The path of a new invitation, as the page shows it."""
    page = petra.post(f"{PEOPLE}invite", terms(network, email=email, name="Nieuwe Collega")).content.decode()
    return str(re.findall(r"http://testserver(/invitation/[\w-]+)", page)[0])


def test_everybody_with_a_hat_is_on_the_page(signed_in: As, network: Network, other_network: Network) -> None:
    page = signed_in("administrator").get(PEOPLE).content.decode()
    assert "Noor Verhagen" in page
    assert "Elders" not in page


def test_a_hat_is_given_for_a_while_and_withdrawn_at_once(signed_in: As, network: Network) -> None:
    petra, wim = signed_in("administrator"), Person.objects.get(name="Wim Dekkers")
    toward = network.organisations.get(name="Jeugdhulp Oeverlinde")
    today = timezone.localdate().isoformat()
    assert petra.post(f"{PEOPLE}{wim.pk}/", terms(network, toward=toward.pk, until=today)).status_code == 302
    hat = wim.hats_now().get(role="professional")
    assert (hat.capacity, hat.toward, str(hat.last_day)) == ("executor", toward, today)
    client = Client()
    client.force_login(wim)
    client.post("/hat", {"hat": hat.pk})
    assert "tegenover Jeugdhulp Oeverlinde" in client.get("/n/lindewaard/").content.decode()
    assert petra.post(f"{PEOPLE}hat/{hat.pk}/withdraw").status_code == 302
    assert "tegenover Jeugdhulp Oeverlinde" not in client.get("/n/lindewaard/").content.decode()
    assert set(Entry.objects.values_list("kind", flat=True)) >= {"hat_given", "hat_withdrawn"}
    assert petra.post(f"{PEOPLE}{wim.pk}/", terms(network)).status_code == 302, "and may be given again"


def test_a_hat_with_an_end_is_over_after_that_day(network: Network) -> None:
    hat = Hat.objects.get(person__name="Wim Dekkers")
    hat.until = timezone.now() - timedelta(seconds=1)
    hat.save()
    assert not hat.person.hats_now().exists()


def test_what_cannot_be_is_said_at_the_field(signed_in: As, network: Network) -> None:
    petra, wim = signed_in("administrator"), Person.objects.get(name="Wim Dekkers")
    page = petra.post(f"{PEOPLE}{wim.pk}/", terms(network, until="2020-01-01")).content.decode()
    assert "Kies vandaag of een latere dag." in page
    own = terms(network)["organisation"]
    page = petra.post(f"{PEOPLE}{wim.pk}/", terms(network, toward=own)).content.decode()
    assert "Kies een andere organisatie" in page


def test_the_last_administrator_stays(signed_in: As, network: Network) -> None:
    petra = signed_in("administrator")
    hat = Hat.objects.get(role="administrator")
    answer = petra.post(f"{PEOPLE}hat/{hat.pk}/withdraw")
    assert answer.status_code == 422
    assert "laatste beheerder" in answer.content.decode()
    assert petra.get(PEOPLE).status_code == 200


def test_nothing_of_another_network_can_be_touched(signed_in: As, network: Network, other_network: Network) -> None:
    petra = signed_in("administrator")
    person = Person.objects.get(email="analyst@elders.example")
    hat, organisation = person.hats.get(), other_network.organisations.get()
    assert petra.get(f"{PEOPLE}{person.pk}/").status_code == 404
    for path in (f"{person.pk}/out", f"{person.pk}/name", f"hat/{hat.pk}/withdraw", f"organisation/{organisation.pk}"):
        assert petra.post(PEOPLE + path, {"name": "x", "organisation_name": "x"}).status_code == 404
    wim = Person.objects.get(name="Wim Dekkers")
    page = petra.post(f"{PEOPLE}{wim.pk}/", terms(network, organisation=organisation.pk))
    assert page.status_code == 200, "a choice that is not there"
    assert not wim.hats.filter(organisation=organisation).exists()


def test_two_who_rename_at_once_see_both_names(signed_in: As, network: Network) -> None:
    petra = signed_in("administrator")
    found = network.organisations.get(name="Wijkteam Lindehage")
    address = f"{PEOPLE}organisation/{found.pk}"
    token = version_of({"organisation_name": found.name})
    assert petra.post(address, {"organisation_name": "Wijkteam Noord", "version": token}).status_code == 302
    late = petra.post(address, {"organisation_name": "Wijkteam Zuid", "version": token})
    assert late.status_code == 409
    assert {"Wijkteam Noord", "Wijkteam Zuid"} <= set(re.findall(r"Wijkteam \w+", late.content.decode()))
    found.refresh_from_db()
    assert found.name == "Wijkteam Noord"
    assert petra.post(address, {"organisation_name": "jeugdhulp oeverlinde", "version": token}).status_code == 200


def test_who_is_put_out_is_out(signed_in: As, network: Network, other_network: Network) -> None:
    petra, wim = signed_in("administrator"), Person.objects.get(name="Wim Dekkers")
    client = Client()
    client.force_login(wim)
    assert petra.post(f"{PEOPLE}{wim.pk}/out").status_code == 302
    assert client.get("/me")["Location"].startswith("/sign-in?")
    petra.post(f"{PEOPLE}{wim.pk}/in")
    assert Person.objects.get(pk=wim.pk).is_active
    joost = Person.objects.get(name="Joost Brandsma")
    Hat.objects.create(
        person=joost, network=other_network, organisation=other_network.organisations.get(), role="clerk"
    )
    petra.post(f"{PEOPLE}{joost.pk}/out")
    joost.refresh_from_db()
    assert joost.is_active, "the hat in the other network stays"
    assert not joost.hats_now().filter(network=network).exists()


def test_an_invitation_makes_an_account_once(signed_in: As, network: Network) -> None:
    path = invited(signed_in("administrator"), network)
    assert path.removeprefix("/invitation/") not in str(Invitation.objects.values())
    client = Client()
    page = client.get(path).content.decode()
    assert "Wijkteam Lindehage" in page
    short = client.post(path, {"name": "Nieuwe Collega", "new_password": "te kort", "again": "te kort"})
    assert "12" in short.content.decode()
    other = client.post(path, {"name": "Nieuwe Collega", "new_password": PASSWORD, "again": PASSWORD + "x"})
    assert "niet twee keer hetzelfde" in other.content.decode()
    assert client.post(path, {"name": "Nieuwe Collega", "new_password": PASSWORD, "again": PASSWORD})["Location"] == "/"
    person = Person.objects.get(email="nieuw@wijkteam.example")
    assert person.password.startswith("argon2")
    assert person.hats_now().get().capacity == "executor"
    again = Client().get(path)
    assert again.status_code == 410
    assert "al gebruikt" in again.content.decode()


@pytest.mark.parametrize(("field", "said"), [("expires_at", "verlopen"), ("withdrawn_at", "ingetrokken")])
def test_an_invitation_that_is_over_says_so(signed_in: As, network: Network, field: str, said: str) -> None:
    path = invited(signed_in("administrator"), network)
    Invitation.objects.update(**{field: timezone.now()})
    for answer in (Client().get(path), Client().post(path, {"name": "x", "new_password": PASSWORD, "again": PASSWORD})):
        assert answer.status_code == 410
        assert said in answer.content.decode()
    assert not Person.objects.filter(email="nieuw@wijkteam.example").exists()
    assert Client().get("/invitation/onzin").status_code == 404


def test_withdrawing_and_inviting_anew_end_the_old_address(signed_in: As, network: Network) -> None:
    petra = signed_in("administrator")
    first, second = invited(petra, network), invited(petra, network)
    assert Client().get(first).status_code == 410
    assert Client().get(second).status_code == 200
    petra.post(f"{PEOPLE}invitation/{Invitation.objects.latest('pk').pk}/withdraw")
    assert Client().get(second).status_code == 410


def test_an_invitation_never_opens_an_account_that_exists(
    signed_in: As, network: Network, other_network: Network
) -> None:
    path = invited(signed_in("administrator"), network, email="analyst@elders.example")
    answer = Client().post(path, {"name": "Dief", "new_password": PASSWORD, "again": PASSWORD})
    assert "Meld u eerst aan" in answer.content.decode()
    person = Person.objects.get(email="analyst@elders.example")
    assert not person.check_password(PASSWORD)
    assert signed_in("director").post(path).status_code == 403, "nor one of somebody else"
    client = Client()
    client.force_login(person)
    assert client.post(path).status_code == 302
    assert {hat.network for hat in person.hats_now()} == {network, other_network}


def test_a_race_for_one_invitation_has_one_winner(network: Network) -> None:
    from schakel.web.access.hats import Terms, accept

    made, _ = invite("a@b.example", "A", Terms(Organisation.objects.get(name="Wijkteam Lindehage"), "professional"))
    stale = Invitation.objects.get(pk=made.pk)
    first, second = Person.objects.all()[:2]
    assert accept(made, first) is not None
    assert accept(stale, second) is None
