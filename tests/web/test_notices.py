"""News by hat: the table of kinds and roles, what is for whom, since when; governing hats hear nothing of this."""

from schakel.texts import LANGUAGES, has
from schakel.web.access.models import Hat, Network
from schakel.web.access.role import GOVERNING, ROLES
from schakel.web.record.append import append
from schakel.web.record.notices import HEARD_BY, kinds_of, notices, seen

OWN = "Jeugdhulp Oeverlinde"


def hat(network: Network, role: str) -> Hat:
    """The first hat of a role."""
    found = Hat.objects.filter(network=network, role=role).order_by("pk").first()
    assert found is not None
    return found


def test_governing_hats_hear_of_no_kind_that_there_is(network: Network) -> None:
    for kind in HEARD_BY:
        append(kind, "publication:1", network=network)
    for role in GOVERNING:
        assert kinds_of(hat(network, role)) == []
        assert notices(hat(network, role), "nl") == []
    assert not set(GOVERNING) & {role for roles in HEARD_BY.values() for role in roles}


def test_only_for_whom_it_is_meant(network: Network, other_network: Network) -> None:
    append("published", "publication:1", network=network, body={"for": [OWN]})
    append("published", "publication:2", network=network, body={"for": ["Een ander"]})
    append("published", "publication:3", network=other_network)
    append("published", "publication:4", network=network)
    append("signed_in", network=network)
    assert [one.subject for one in notices(hat(network, "manager"), "nl")] == ["publication:4", "publication:1"]
    assert [one.subject for one in notices(hat(network, "analyst"), "nl")] == ["publication:4"]
    assert notices(hat(network, "administrator"), "nl") == []


def test_since_last_seen_and_never_the_own_acts(network: Network) -> None:
    analyst, director = hat(network, "analyst"), hat(network, "director")
    append("decision_proposed", "decision:1", network=network, person=analyst.person, hat=analyst)
    assert [one.subject for one in notices(director, "en")] == ["decision:1"]
    assert notices(director, "en")[0].text == "Gemeente Lindehage put proposal 1 to the partners"
    assert notices(analyst, "nl") == []
    seen(director)
    assert notices(director, "nl") == []
    append("decision_settled", "decision:1", network=network)
    assert [one.kind for one in notices(director, "nl")] == ["decision_settled"]


def test_news_names_nobody_by_name(network: Network) -> None:
    manager = hat(network, "manager")
    append("comment_made", "publication:1", network=network, person=manager.person, hat=manager)
    (one,) = notices(hat(network, "director"), "nl")
    assert manager.person.name not in one.text
    assert OWN in one.text


def test_every_kind_of_news_has_its_sentence() -> None:
    assert LANGUAGES
    assert [kind for kind in HEARD_BY if not has(f"record.kind.{kind}") or not has(f"record.what.{kind}")] == []
    assert all(role in ROLES for roles in HEARD_BY.values() for role in roles)
