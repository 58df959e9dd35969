"""Where to find what: every link of the page leads somewhere, and every need that is served is one of ours."""

import re
from pathlib import Path

import pytest
import typer
from django.urls import NoReverseMatch, reverse

from schakel.command import app
from schakel.texts import has
from schakel.web.start.need import needs
from web.place import As


def _commands() -> set[str]:
    group = typer.main.get_command(app("en"))
    found = set()
    for name, command in getattr(group, "commands", {}).items():
        inner = getattr(command, "commands", None)
        found |= {f"schakel {name} {sub}" for sub in inner} if inner else {f"schakel {name}"}
    return found


def _exists(screen: str) -> bool:
    try:
        reverse(screen, kwargs={"network": "x"})
    except NoReverseMatch:
        return False
    return True


def test_every_screen_and_command_is_there() -> None:
    absent = {screen for need in needs() for screen in need.screens if not _exists(screen)}
    absent |= {command for need in needs() for command in need.commands} - _commands()
    assert not absent


def test_each_need_and_screen_has_its_sentence() -> None:
    assert all(has(f"start.need.{need.n}") for need in needs())
    assert all(has(f"start.screen.{screen}") for need in needs() for screen in need.screens)
    assert all(need.screens or need.commands for need in needs())


@pytest.mark.shared
def test_each_need_is_one_that_people_have(shared_data: Path) -> None:
    text = (shared_data.parent / "reference" / "seeds.md").read_text(encoding="utf-8")
    asked = set(re.findall(r"^\| (\d+[a-d]?) \|", text, re.M))
    spirit = set(re.findall(r"N(\d+[a-d]?)\b", text.split("## Needs")[0]))
    assert {need.n for need in needs()} <= asked | spirit


def test_the_page_leads_to_what_it_names(signed_in: As) -> None:
    client = signed_in("analyst")
    page = client.get("/n/lindewaard/where").content.decode()
    links = set(re.findall(r'<td><a class="utrecht-link" href="([^"]+)"', page))
    assert links
    assert all(client.get(link).status_code == 200 for link in links)
