"""A network that is no demo, from the command line to its first page."""

import re
from pathlib import Path

import pytest

from schakel.chain.problem import Refusal
from schakel.web.access.first import make_network
from schakel.web.access.models import Network
from web.serving import Visitor, python, serve

COMMAND = "from schakel.command import main; main()"
PASSWORD = "een lange zin als wachtwoord"  # noqa: S105


def test_from_an_empty_folder_to_the_page_of_people(tmp_path: Path) -> None:
    root = str(tmp_path / "workspace")
    python(COMMAND, "workspace", "new", root)
    words = ("--name", "Regio Zuid", "--organisation", "Gemeente Zuid", "--administrator", "An Bos", "an@zuid.example")
    told = python(COMMAND, "workspace", "network", root, *words, "--lang", "nl")
    path = re.findall(r"http://127\.0\.0\.1:8000(/invitation/\S+)", told)[0]
    with serve(Path(root)) as running:
        visitor = Visitor(running.address)
        page = visitor.get(path)
        assert "Regio Zuid" in page.text
        page = visitor.post(path, name="An Bos", new_password=PASSWORD, again=PASSWORD)
        assert page.url.startswith(f"{running.address}/me/second-step"), "first the second step"
        assert "schakel-key" in page.text
        visitor.close()


def test_a_name_that_is_taken_and_an_address_that_is_none(network: Network) -> None:
    for name, email in ((network.name, "an@zuid.example"), ("Regio Zuid", "an"), ("!!", "an@zuid.example")):
        with pytest.raises(Refusal):
            make_network(name, "Gemeente Zuid", "An Bos", email)
    assert Network.objects.count() == 1
