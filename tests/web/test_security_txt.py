"""security.txt (RFC 9116): only with a contact, never past its day, and no line that somebody slipped in."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from django.test import Client

from schakel.web.operation import views
from schakel.web.operation.check import check_workspace
from schakel.web.operation.security_txt import security_txt
from schakel.web.workspace import current_workspace, read_workspace
from web.place import ROOT

ON = date(2026, 11, 28)
FIELD = re.compile(r"(Contact|Expires|Preferred-Languages|Policy|Canonical): \S.*")


@pytest.fixture
def told() -> Iterator[dict[str, str]]:
    """What the workspace says under [security] during a test; the file as it was afterwards."""
    file = ROOT / "workspace.toml"
    before = file.read_text(encoding="utf-8")
    said: dict[str, str] = {}
    yield said
    file.write_text(before, encoding="utf-8")
    current_workspace.cache_clear()


def say(**values: str) -> None:
    """Write it, and let the workbench read it again."""
    file = ROOT / "workspace.toml"
    lines = "".join(f'{key} = "{value}"\n' for key, value in values.items())
    file.write_text(f"{file.read_text(encoding='utf-8')}\n[security]\n{lines}", encoding="utf-8")
    current_workspace.cache_clear()


@pytest.mark.django_db
def test_without_a_contact_there_is_none() -> None:
    assert Client().get("/.well-known/security.txt").status_code == 404


@pytest.mark.django_db
def test_anybody_may_read_it(told: dict[str, str]) -> None:
    say(
        contact="security@lindewaard.example, https://lindewaard.example/melden",
        policy="https://lindewaard.example/cvd",
    )
    answer = Client().get("/.well-known/security.txt")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    lines = answer.content.decode().splitlines()
    assert lines[:2] == ["Contact: mailto:security@lindewaard.example", "Contact: https://lindewaard.example/melden"]
    assert all(FIELD.fullmatch(line) for line in lines)
    assert sum(line.startswith("Expires: ") for line in lines) == 1
    assert Client().post("/.well-known/security.txt").status_code == 405


@pytest.mark.django_db
def test_past_its_day_it_is_not_shown(told: dict[str, str]) -> None:
    say(contact="security@lindewaard.example", expires="2020-01-01")
    assert Client().get("/.well-known/security.txt").status_code == 404


@pytest.mark.parametrize(
    ("security", "fault"),
    [
        ({"contact": "bel ons maar"}, "contact"),
        ({"contact": "a@b.example\nPolicy: https://x.example"}, "contact"),
        ({"contact": "http://b.example"}, "contact"),
        ({"contact": "a@b.example", "policy": "javascript:alert(1)"}, "policy"),
        ({"contact": "a@b.example", "policy": "https://x.example\nContact: https://y.example"}, "policy"),
        ({"contact": "a@b.example", "expires": "ooit"}, "expires"),
        ({"contact": "a@b.example", "contacts": "x"}, "contacts"),
    ],
)
def test_what_cannot_be_in_it_is_named_and_nothing_is_shown(security: dict[str, str], fault: str) -> None:
    found = security_txt(replace(read_workspace(ROOT), security=tuple(security.items())), ON)
    assert found.faults == (fault,)
    assert not found.holds(ON)


@pytest.mark.parametrize(
    ("on", "until"),
    [(ON, date(2027, 5, 1)), (date(2026, 6, 30), date(2026, 12, 1)), (date(2026, 7, 1), date(2027, 1, 1))],
)
def test_without_a_declared_day_it_holds_for_half_a_year(on: date, until: date) -> None:
    found = security_txt(replace(read_workspace(ROOT), security=(("contact", "a@b.example"),)), on)
    assert found.expires == until
    assert found.holds(on)
    assert not found.holds(until)
    assert f"Expires: {until}T00:00:00Z" in found.text()


def test_behind_https_it_says_where_it_stands() -> None:
    workspace = replace(
        read_workspace(ROOT), https=True, hosts=("schakel.example",), security=(("contact", "a@b.example"),)
    )
    assert "Canonical: https://schakel.example/.well-known/security.txt\n" in security_txt(workspace, ON).text()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("https", "security", "code", "good"),
    [
        (False, (), None, True),
        (True, (), "security_none", True),
        (True, (("contact", "a@b.example"),), "security", True),
        (True, (("contact", "ons"),), "security_fault", False),
        (False, (("contact", "a@b.example"), ("expires", "2020-01-01")), "security_over", True),
    ],
)
def test_the_check_of_a_workspace_warns(
    https: bool, security: tuple[tuple[str, str], ...], code: str | None, good: bool
) -> None:
    found = check_workspace(replace(read_workspace(ROOT), https=https, security=security))
    told = [(one.code, one.good) for one in found if one.code.startswith("security")]
    assert told == ([(code, good)] if code else [])
    assert views.security.policy_name == "everyone"  # type: ignore[attr-defined]
