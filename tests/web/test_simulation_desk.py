"""The simulation desk: forms from the levers, results by a real worker, and who sees them when."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from oracle import small_chains
from schakel.simulation.change import Change
from schakel.simulation.experiment.metric import Direction
from schakel.simulation.experiment.metrics import METRICS
from schakel.simulation.lindewaard import lindewaard
from schakel.simulation.model.model import Model
from schakel.simulation.model.model_text import model_text
from schakel.simulation.model.quantity import fitted
from schakel.simulation.scenario import Scenario, read_scenario
from schakel.simulation.scenario_text import scenario_text
from schakel.web.access.models import Hat, Network
from schakel.web.jobs.kinds import KINDS
from schakel.web.jobs.models import Job
from schakel.web.record.models import Entry
from schakel.web.sharing_desk import clock
from schakel.web.simulation_desk import asking
from schakel.web.simulation_desk.model_views import card_of
from schakel.web.simulation_desk.models import Result
from schakel.web.simulation_desk.seen_by import sections_for
from schakel.web.simulation_desk.shelf import Kept, folder_of, is_calibrated, slug_of
from schakel.web.workspace import current_workspace
from web import jobs_to_do
from web.place import As
from web.processes import schakel

DESK = "/n/lindewaard/simulation/"
PARTNER = "Jeugdhulp Oeverlinde"
PATIENCE_S = 120
LATER = timedelta(days=11)
NO_KERNEL = """
import sys
import django
django.setup()
import schakel.web.asgi
from django.test import Client
from schakel.web.access.models import Hat
client = Client(headers={"host": "localhost"})
hat = Hat.objects.get(network__slug="lindewaard", role="director")
client.force_login(hat.person)
session = client.session
session["hat"] = hat.pk
session.save()
for path in sys.argv[1:]:
    assert client.get(path).status_code == 200, path
print(sorted(name for name in sys.modules if name.partition(".")[0] in ("numba", "llvmlite")))
"""


@pytest.fixture(autouse=True)
def _tidy(network: Network) -> Iterator[None]:
    """Files outlive the rows of a test."""
    import shutil

    yield
    shutil.rmtree(current_workspace().network(network.slug) / "models", ignore_errors=True)


def chain() -> Model:
    """One queue at a partner of the network, short."""
    model = small_chains.queue(0.9, 1)
    (partner,) = model.partners
    return replace(model, name="Kleine keten", weeks=40, partners=(replace(partner, name=PARTNER),))


def sent(client: Client, model: Model, name: str = "klein") -> Any:
    """A model uploaded as a file."""
    file = SimpleUploadedFile("klein.toml", model_text(model).encode())
    return client.post(f"{DESK}models/new", {"origin": "file", "name": name, "file": file})


def form(name: str, *rows: dict[str, str], do: str = "save", **more: str) -> dict[str, Any]:
    """The form of a scenario with these changes."""
    blank = {"cause": "oorzaak", "who": "*", "from_week": "0", "to_week": "", "value": "1"}
    told: dict[str, Any] = {"name": name, "do": do, "row": [str(number) for number in range(1, len(rows) + 1)], **more}
    for number, row in enumerate(rows, 1):
        told |= {f"c{number}-{field}": value for field, value in {**blank, **row}.items()}
    return told


FEWER = {"key": "partner.people", "cause": "minder mensen", "who": PARTNER, "from_week": "4", "value": "-40%"}


def test_a_form_from_the_levers_makes_what_the_command_reads(network: Network, signed_in: As) -> None:
    client, page = signed_in("analyst"), f"{DESK}models/lindewaard/scenario"
    stop = {"key": "partner.intake", "cause": "stop", "who": PARTNER, "from_week": "8", "to_week": "20"}
    comma = {"key": "model.publish_every", "cause": "vaker", "who": "", "value": "2,5"}
    told = form("Minder mensen!", FEWER, {**stop, "value": "stopped"}, comma)
    preview = client.post(page, {**told, "do": "preview"})
    assert not (folder_of(network) / "scenarios").exists()
    answer = client.post(page, told)
    assert answer.status_code == 302
    path = folder_of(network) / "scenarios" / "minder-mensen.toml"
    assert read_scenario(path, lindewaard()) == Scenario(
        "Minder mensen!",
        (
            Change("minder mensen", 4, None, PARTNER, "partner.people", "-40%"),
            Change("stop", 8, 20, PARTNER, "partner.intake", "stopped"),
            Change("vaker", 0, None, "", "model.publish_every", 2.5),
        ),
    )
    assert preview.context["text"] == path.read_text(encoding="utf-8")
    assert client.get(answer["Location"]).status_code == 200
    again = client.get(f"{page}?from=minder-mensen")
    assert [field.value for row in again.context["rows"] for field in row.fields if field.name.endswith("value")] == [
        "-40%",
        "stopped",
        "2.5",
    ]
    assert client.post(page, told).status_code == 422  # kept scenarios are not overwritten


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"value": "1e9"}, "value"),
        ({"value": ""}, "value"),
        ({"value": "veel"}, "value"),
        ({"who": "Niemand"}, "who"),
        ({"from_week": "99999"}, "from_week"),
        ({"from_week": "maart"}, "from_week"),
        ({"to_week": "2"}, "to_week"),
        ({"cause": ""}, "cause"),
    ],
)
def test_what_is_wrong_stands_at_its_field(
    changed: dict[str, str], field: str, network: Network, signed_in: As
) -> None:
    answer = signed_in("analyst").post(f"{DESK}models/lindewaard/scenario", form("Fout", {**FEWER, **changed}))
    assert answer.status_code == 422
    (row,) = answer.context["rows"]
    assert [one.name for one in row.fields if one.error] == [f"c1-{field}"]
    assert f'id="c1-{field}-told"' in answer.content.decode()
    assert not (folder_of(network) / "scenarios").exists()


def test_a_change_is_added_and_removed_without_script(network: Network, signed_in: As) -> None:
    client, page = signed_in("facilitator"), f"{DESK}models/lindewaard/scenario"
    answer = client.post(page, form("Twee", FEWER, do="add", lever="stage.every"))
    assert [row.key for row in answer.context["rows"]] == ["partner.people", "stage.every"]
    answer = client.post(page, form("Een", FEWER, {"key": "stage.every"}, do="remove-1"))
    assert [row.key for row in answer.context["rows"]] == ["stage.every"]


def test_a_scenario_as_text_reads_back() -> None:
    tricky = Scenario('Een "naam"\n', (Change("c\\d", 1.5, 3, "* > *", "handover.lost", 0.1),))
    path = Path(tempfile.mkdtemp()) / "x.toml"
    path.write_text(scenario_text(tricky), encoding="utf-8")
    assert read_scenario(path, lindewaard()) == replace(tricky, name='Een "naam"')


def test_a_model_file_is_refused_field_by_field(network: Network, signed_in: As) -> None:
    client = signed_in("analyst")
    broken = replace(chain(), weeks=-3)
    answer = sent(client, broken)
    assert answer.status_code == 422
    assert any("weeks" in sentence for sentence in answer.context["problems"])
    assert list(folder_of(network).glob("*.toml")) == []
    assert sent(client, chain()).status_code == 302
    assert sent(client, chain()).status_code == 422  # the name is taken
    page = client.get(f"{DESK}models/klein").content.decode()
    assert "Kleine keten" in page
    sheet = client.get(f"{DESK}models/sheet.xlsx")
    assert sheet.content[:2] == b"PK"


def test_numbers_from_data_are_told_to_nobody_but_who_may_see_the_data(network: Network, signed_in: As) -> None:
    model = chain()
    (stage,) = model.stages
    close = replace(model, stages=(replace(stage, duration=(fitted(1.23456, 1, 2),)),))
    assert not is_calibrated(model)
    assert is_calibrated(close)
    kept = Kept("x", Path("x.toml"), "x")
    whole, bare = card_of(close, kept, "nl", whole=True), card_of(close, kept, "nl", whole=False)
    assert (len(whole.of("data")), whole.inside) == (1, 0)
    assert (len(bare.of("data")), bare.inside) == (0, 1)
    folder = folder_of(network)
    folder.mkdir(parents=True)
    (folder / "geheim.toml").write_text(model_text(close), encoding="utf-8")
    assert "1,23" in signed_in("analyst").get(f"{DESK}models/geheim").content.decode()
    assert "1,23" not in signed_in("facilitator").get(f"{DESK}models/geheim").content.decode()
    assert sent(signed_in("analyst"), close, "ook").status_code == 422  # everybody can enter a demonstration


def test_metrics_of_the_form_are_those_of_which_one_way_is_better() -> None:
    assert all(METRICS[name].direction is not Direction.NEITHER for name in asking.METRICS)
    assert {f"simulation_{what}" for what in asking.KINDS} <= KINDS.keys()


@pytest.mark.parametrize(("name", "slug"), [("Minder mensen!", "minder-mensen"), ("../a", "a"), ("…", "")])
def test_names_of_files(name: str, slug: str) -> None:
    assert slug_of(name) == slug


def test_governing_roles_read_at_chain_level() -> None:
    told = [{"id": name, "html": ""} for name in ("rights-section", "queues-section", "model", "limits")]
    assert [one["id"] for one in sections_for("council", told)] == ["rights-section", "limits"]
    assert [one["id"] for one in sections_for("manager", told)] == ["rights-section", "queues-section", "model"]


@pytest.mark.django_db(transaction=True)
def test_from_a_question_to_a_shared_result(
    network: Network, other_network: Network, signed_in: As, tmp_path: Path
) -> None:
    client = signed_in("analyst")
    sent(client, chain())
    client.post(f"{DESK}models/klein/scenario", form("Minder", FEWER))
    asked = {"what": "compare", "model": "klein", "first": "reference", "others": ["minder"], "replications": "2"}
    asked |= {"seed": "3", "weeks": "30", "metric": "severity_weeks"}
    answer = client.post(f"{DESK}run", asked)
    assert answer.status_code == 302
    assert client.post(f"{DESK}run", asked)["Location"] == answer["Location"]  # it is being made already
    job = Job.objects.get()
    _worked(job)
    result = Result.objects.get()
    page = f"{DESK}results/{result.pk}"
    assert Job.objects.get().result["address"] == page
    assert client.post(f"{DESK}run", asked)["Location"] == page  # the same question has the same result
    assert Job.objects.count() == 1

    _as_the_command_gives_it(client, page, network, result, tmp_path)
    _seen_by_whom(page, result, network, other_network, signed_in)
    _without_the_kernel(page)


def _as_the_command_gives_it(client: Client, page: str, network: Network, result: Result, folder: Path) -> None:
    model = folder / "model.toml"
    model.write_text(model_text(replace(chain(), weeks=30)), encoding="utf-8")
    scenarios = [folder / "reference.toml", folder / "minder.toml"]
    scenarios[0].write_text('name = "Zoals afgesproken"\n', encoding="utf-8")
    scenarios[1].write_bytes((folder_of(network) / "scenarios" / "minder.toml").read_bytes())
    options = [part for path in scenarios for part in ("--scenario", path)]
    told = schakel("compare", model, *options, "--replications", "2", "--seed", "3", "--json")
    command = json.loads(told[told.index("{") : told.rindex("}") + 1])
    assert json.loads(b"".join(client.get(f"{page}/numbers.json"))) == command
    html = client.get(page).content.decode()
    assert html.index('id="rights-section"') < html.index('id="comparison-section"') < html.index('id="model"')
    assert "<style" not in html
    assert " style=" not in html
    assert f'id="herkomst-{client.get(page).context["passport_id"]}"' in html
    assert b"<style>" in client.get(f"{page}/report").content
    entry = client.get(f"{page}/register")
    assert "attachment" in entry["Content-Disposition"]
    assert "Open vraag register:organization:" in entry.content.decode()
    fields = client.get(f"{page}/register.json").json()
    assert (fields["organization"], fields["standard_version"]) == (None, "1.0")
    assert chain().name in fields["source_data"]


def _seen_by_whom(page: str, result: Result, network: Network, other: Network, signed_in: As) -> None:
    client, named = signed_in("analyst"), signed_in("manager")
    hat = Hat.objects.get(pk=named.session["hat"])
    assert hat.organisation.name == PARTNER
    alderman, facilitator = signed_in("alderman"), signed_in("facilitator")
    stranger = Client()
    away = Hat.objects.get(network=other, role="director")
    stranger.force_login(away.person)
    assert [one.get(page).status_code for one in (named, alderman, stranger)] == [404, 404, 404]
    assert stranger.get(page.replace("lindewaard", other.slug)).status_code == 404
    assert facilitator.post(f"{page}/share").status_code == 403
    assert client.post(f"{page}/share").status_code == 302
    assert [one.get(page).status_code for one in (named, alderman, stranger)] == [200, 404, 404]
    with clock.at(clock.now() + LATER):
        told = alderman.get(page)
        assert told.status_code == 200
        assert 'id="rights-section"' in told.content.decode()
        assert PARTNER not in told.content.decode()
        taken = ("report", "numbers.json", "register", "register.json")
        assert [alderman.get(f"{page}/{part}").status_code for part in taken] == [404] * 4
        assert stranger.get(page).status_code == 404
    client.post(f"{page}/withdraw")
    assert named.get(page).status_code == 404
    kinds = list(Entry.objects.filter(kind__startswith="simulation").order_by("seq").values_list("kind", flat=True))
    assert kinds == [
        "simulation_model_made",
        "simulation_scenario_made",
        "simulation_made",
        "simulation_shared",
        "simulation_withdrawn",
    ]


def _without_the_kernel(page: str) -> None:
    pages = [DESK, f"{DESK}run", f"{DESK}models/new", f"{DESK}models/klein", f"{DESK}scenarios/minder", page]
    pages += [f"{DESK}models/klein/scenario?from=minder"]
    command = [sys.executable, "-c", NO_KERNEL, *pages]
    done = subprocess.run(command, env=_environment(), text=True, capture_output=True, check=False)
    assert done.stdout.strip() == "[]", done.stdout + done.stderr


def _worked(job: Job) -> None:
    """Until a real worker has done it."""
    worker = subprocess.Popen([sys.executable, jobs_to_do.__file__, str(current_workspace().root)], env=_environment())
    try:
        end = time.monotonic() + PATIENCE_S
        while job.active:
            assert time.monotonic() < end, "it did not come"
            time.sleep(0.05)
            job.refresh_from_db()
    finally:
        worker.terminate()
        worker.wait()
    assert job.state == "done", job.problems


def _environment() -> dict[str, str]:
    told = connection.settings_dict
    served = {
        **os.environ,
        "SCHAKEL_WORKSPACE": str(current_workspace().root),
        "DJANGO_SETTINGS_MODULE": "schakel.web.settings",
    }
    if connection.vendor == "sqlite":
        return {**served, "DATABASE_URL": f"sqlite:///{told['NAME']}"}
    place = f"{told['USER']}@{quote(told['HOST'], safe='')}/{told['NAME']}"  # a socket's folder
    return {**served, "DATABASE_URL": f"postgresql://{place}"}
