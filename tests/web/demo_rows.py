"""A demo with something on every desk: published figures, files on their way, a result, a council sheet, an invitation.

For a process of its own: it sets Django up for the workspace it is given.
"""

import re
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from schakel.web.database import migrate, open_workspace
from schakel.web.workspace import new_workspace
from web.page_list import NOBODY

SLUG, SMALL = "lindewaard", "klein"
HOME = f"/n/{SLUG}"
PARTNER = "Jeugdhulp Oeverlinde"


def furnish(root: Path, log: Path) -> list[tuple[str, str]]:
    """Make the workspace over a made log. Gives addresses that no page links to, each with a role that opens it."""
    workspace = new_workspace(root, name="Test", demo=True)
    open_workspace(root)
    migrate()
    folder = workspace.network(SLUG)
    shutil.copytree(log, folder / "logs" / SLUG)
    _network(folder)
    files = _files()
    _result()
    _sheet()
    return [(_invitation(), NOBODY), *((path, "analyst") for path in files)]


def _network(folder: Path) -> None:
    from schakel.data.snapshot import open_snapshot
    from schakel.orchestration.lindewaard import NETWORK
    from schakel.orchestration.network_file import read_network
    from schakel.web.lindewaard import fill_network
    from schakel.web.sharing_desk.demo_grants import fill_grants
    from schakel.web.sharing_desk.demo_publications import fill_sharing

    log, file = folder / "logs" / SLUG, folder / NETWORK
    shutil.copyfile(log / "source" / NETWORK, file)
    network = fill_network(tuple(partner.name for partner in read_network(file).partners))
    network.log, network.snapshot = SLUG, open_snapshot(log).id
    network.save()
    fill_sharing(network)
    fill_grants(network)


def client_of(role: str) -> Any:
    """Somebody signed in with a hat of this role."""
    from django.test import Client

    from schakel.web.access.models import Hat

    hat = Hat.objects.filter(network__slug=SLUG, role=role).order_by("pk")[0]
    client = Client(headers={"host": "localhost"})
    client.force_login(hat.person)
    session = client.session
    session["hat"] = hat.pk
    session.save()
    return client


def _files() -> list[str]:
    """One upload that was loaded, and one that was looked at and checked, with faults. Gives their last steps."""
    from schakel.web.data_desk.examples import write_examples
    from schakel.web.workspace import current_workspace
    from web.sending_in import Sender, csv

    wrong = "Z9001;C9001;Melding;Loket Lindewaard;31-02-2025;01-03-2025;Lindehage"
    files = {"goed.csv": csv(), "fout.csv": csv(wrong)}
    write_examples(current_workspace().network(SLUG), {f"los/{name}": content for name, content in files.items()})
    analyst = Sender(client_of("analyst"))
    good, bad = (analyst.save_mapping(analyst.send({name: content})) for name, content in files.items())
    analyst.load(good, SMALL)
    return [good.address("done"), bad.address("load")]


def _result() -> None:
    """A model, a scenario, and a result that is shared."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from oracle import small_chains
    from schakel.simulation.model.model_text import model_text
    from schakel.web.jobs.worker import Worker
    from schakel.web.simulation_desk.models import Result

    desk, analyst = f"{HOME}/simulation", client_of("analyst")
    model = small_chains.queue(0.9, 1)
    (partner,) = model.partners
    model = replace(model, name="Kleine keten", weeks=40, partners=(replace(partner, name=PARTNER),))
    file = SimpleUploadedFile("klein.toml", model_text(model).encode())
    _sent(analyst, f"{desk}/models/new", origin="file", name=SMALL, file=file)
    fewer = {"key": "partner.people", "cause": "minder mensen", "who": PARTNER, "value": "-40%"}
    change = {f"c1-{name}": value for name, value in {**fewer, "from_week": "4", "to_week": ""}.items()}
    _sent(analyst, f"{desk}/models/{SMALL}/scenario", name="Minder", do="save", row=["1"], **change)
    asked = {"what": "compare", "model": SMALL, "first": "reference", "others": ["minder"], "metric": "severity_weeks"}
    _sent(analyst, f"{desk}/run", **asked, replications="2", seed="3", weeks="30")
    Worker().work(1)
    result = Result.objects.get()
    _sent(analyst, f"{desk}/results/{result.pk}/share")


def _sheet() -> None:
    """The council's sheet, released."""
    from schakel.web.jobs.worker import Worker
    from schakel.web.report_desk.models import Report

    desk, director = f"{HOME}/reports", client_of("director")
    _sent(director, f"{desk}/new", screen="findings", query="", kind="council", lang="nl", title="")
    Worker().work(1)
    _sent(director, f"{desk}/{Report.objects.get().pk}/release")


def _invitation() -> str:
    """The address of an invitation, which is shown once."""
    from schakel.web.access.models import Organisation

    home = Organisation.objects.get(network__slug=SLUG, analyses=True)
    form = {
        "email": "nieuw@lindewaard.example",
        "name": "Nieuw",
        "role": "clerk",
        "organisation": str(home.pk),
        "capacity": "partner",
    }
    page = client_of("administrator").post(f"{HOME}/people/invite", form).content.decode()
    found = re.search(r"/invitation/[\w-]+", page)
    assert found, page
    return found[0]


def _sent(client: Any, address: str, **form: Any) -> None:
    """A form that is taken."""
    answer = client.post(address, form)
    assert answer.status_code == 302, answer.content.decode()


def main(root: str, log: str) -> None:
    """Make the workspace and print what a browser can see of it."""
    extra = furnish(Path(root), Path(log))
    from web.every_page import seen_by_anybody

    sys.stdout.write(seen_by_anybody(SLUG, client_of, extra).text)
