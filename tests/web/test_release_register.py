"""Publications go through the attack and the register: kept in the same act, or refused with the reason."""

import json

import pytest
from django.test import Client

from schakel.chain.problem import Refusal
from schakel.chain.selection import Selection
from schakel.sharing.passed import Passed, PassedView, ToldRow, Whose
from schakel.sharing.selections import text_of
from schakel.web.access.models import Hat, Network
from schakel.web.access.role import Role
from schakel.web.insight_desk.choices import choices, snapshot_of
from schakel.web.insight_desk.screens import SCREENS
from schakel.web.jobs.models import Job
from schakel.web.record.models import Entry
from schakel.web.report_desk import making
from schakel.web.sharing_desk import judging
from schakel.web.sharing_desk.clock import today
from schakel.web.sharing_desk.from_insight import TELLS, asked_from
from schakel.web.sharing_desk.frozen import FOLDER
from schakel.web.sharing_desk.judging import register_file
from schakel.web.sharing_desk.models import Publication
from schakel.web.sharing_desk.publish_job import ASIDE
from schakel.web.sharing_desk.publishing import publish, reader_of, withdraw
from schakel.web.sharing_desk.release_register import forget_snapshot, held_by, name_of, name_of_made
from schakel.web.sharing_desk.visible import sees
from schakel.web.workspace import current_workspace
from web.place import As
from web.worked import job_at, worked


@pytest.fixture
def analyst(network: Network) -> Hat:
    """Sem's hat; and no register of another test."""
    register_file(current_workspace().network(network.slug)).unlink(missing_ok=True)
    return Hat.objects.get(network=network, role="analyst")


def ask(client: Client, network: Network, screen: str, query: str = "") -> Job:
    """Publish a view on the desk; the job that judged it."""
    form = {"screen": screen, "query": query, "sure": "1"}
    return worked(job_at(client.post(f"/n/{network.slug}/sharing/publish", form)["Location"]))


def test_what_is_published_stands_in_the_register(analyst: Hat, loaded: Network) -> None:
    made = publish(asked_from(loaded, "map", ""), analyst)
    file = register_file(current_workspace().network(loaded.slug))
    assert file.stat().st_mode & 0o777 == 0o600
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    tables = {line["population"].partition(" ")[2] for line in lines}
    assert {"residents", "activities", "edges", "starts", "ends", "transitions (everybody)"} <= tables
    assert {line["population"].split(" ")[0] for line in lines} == {loaded.snapshot}
    before = file.read_bytes()
    assert publish(asked_from(loaded, "map", ""), analyst) == made
    assert file.read_bytes() == before
    withdraw(made, analyst, "fout")
    assert len(held_by(loaded).releases) == len(lines)


def test_lines_of_what_was_never_committed_do_not_count(analyst: Hat, loaded: Network) -> None:
    made = publish(asked_from(loaded, "partners", ""), analyst)
    assert held_by(loaded).releases
    Publication.objects.filter(pk=made.pk).delete()
    assert not held_by(loaded).releases


def test_a_broken_register_lets_nothing_out(analyst: Hat, loaded: Network) -> None:
    publish(asked_from(loaded, "partners", ""), analyst)
    file = register_file(current_workspace().network(loaded.slug))
    file.write_text(file.read_text() + "{half a line\n")
    with pytest.raises(Refusal) as caught:
        publish(asked_from(loaded, "map", ""), analyst)
    assert caught.value.problems[0].code == "release_register_broken"
    assert Publication.objects.count() == 1


def test_a_destroyed_snapshot_leaves_the_register(analyst: Hat, loaded: Network) -> None:
    publish(asked_from(loaded, "partners", ""), analyst)
    assert forget_snapshot(loaded, "0123456789abcdef") == 0
    n = len(held_by(loaded).releases)
    assert forget_snapshot(loaded, loaded.snapshot) == n > 0
    assert register_file(current_workspace().network(loaded.slug)).read_text() == ""


def too_much(client: Client, network: Network) -> tuple[str, Job]:
    """Publish everybody's waits, and then those from a later month on, until one tells too much; it and its job."""
    first = snapshot_of(network, network.snapshot).manifest.first_on
    for query in ("", *(f"from={first.year}-{month:02d}" for month in (2, 3))):
        job = ask(client, network, "waits", query)
        if job.state == "refused" or "rows" in job.result:
            return query, job
    raise AssertionError("all stood")


def test_a_view_that_is_not_safe_beside_an_earlier_one_is_refused_with_the_reason(
    analyst: Hat, signed_in: As, loaded: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no row is left that could go along."""
    monkeypatch.setattr(judging, "beside", lambda *_: frozenset())
    client = signed_in("analyst")
    query, job = too_much(client, loaded)
    assert "op zichzelf veilig" in str(job.sentences("nl"))
    assert "safe by itself" in str(job.sentences("en"))
    page = client.get(job.address).content.decode()
    assert "op zichzelf veilig" in page
    assert f"/insight/waits?{query}" in page
    kept_is_published(loaded)


def test_rows_that_tell_too_much_are_named_and_left_out(analyst: Hat, signed_in: As, loaded: Network) -> None:
    client = signed_in("analyst")
    query, job = too_much(client, loaded)
    published = Publication.objects.count()
    page = client.get(job.result["address"]).content.decode()
    assert "Publiceer zonder deze rijen" in page
    assert all(" → ".join(key) in page for _, key in job.result["rows"])
    assert signed_in("director").get(job.result["address"]).status_code == 404  # the question of another hat
    form = {"screen": "waits", "query": query, "sure": "1", "without": str(job.pk)}
    for _ in range(4):
        job = worked(job_at(client.post(f"/n/{loaded.slug}/sharing/publish", form)["Location"]))
        form["without"] = str(job.pk)
        if "rows" not in job.result:
            break
    assert job.state == "done", job.sentences("en")
    assert Publication.objects.count() == published + 1
    assert "left out" in Publication.objects.latest("pk").passports[0]["disclosure"]
    kept_is_published(loaded)


def kept_is_published(network: Network) -> None:
    """The register holds what was published, and nothing waits aside."""
    folder = current_workspace().network(network.slug)
    names = {line["name"] for line in map(json.loads, register_file(folder).read_text(encoding="utf-8").splitlines())}
    assert names == {name_of(one) for one in Publication.objects.all()}
    assert not any((folder / FOLDER / ASIDE).iterdir())
    assert Entry.objects.filter(kind="published").count() == Publication.objects.count() > 0


def test_a_view_that_tells_its_people_nowhere_is_not_published(analyst: Hat, loaded: Network) -> None:
    asked = asked_from(loaded, "partners", "")
    stranger = PassedView("", (100, 100), (Passed("new", 1, 0, "", rows=(ToldRow(("x",), 10, 19),)),))
    with pytest.raises(ValueError, match="whose"):
        publish(type(asked)(**{**vars(asked), "passed": (stranger,)}), analyst)
    assert not Publication.objects.exists()


@pytest.mark.parametrize(
    ("screen", "query"),
    [
        *((screen, "") for screen in ("map", "routes", "waits", "handovers", "findings", "flow", "partners")),
        ("beside", "b.law=Jeugdwet"),
        ("activity", "name=Aanmelding"),
        ("map", "follow=household"),
    ],
)
def test_every_screen_tells_whose_its_tables_are(screen: str, query: str, analyst: Hat, loaded: Network) -> None:
    """So nothing that the gate lets through on a screen stays out of the register unseen."""
    if query.startswith("name="):
        query = f"name={choices(loaded, loaded.snapshot).values('activity')[0]}"
    for view in asked_from(loaded, screen, query).passed:
        assert all(isinstance(table.whose, Whose) for table in view.tables)
        assert view.tables or screen == "findings"
    assert set(TELLS) == set(SCREENS)


def test_the_desk_shows_the_register_and_why_rows_are_hidden(analyst: Hat, signed_in: As, loaded: Network) -> None:
    made = publish(asked_from(loaded, "map", "law=Jeugdwet"), analyst)
    base = f"/n/{loaded.slug}/sharing"
    roles: tuple[tuple[Role, bool], ...] = (
        ("analyst", True),
        ("privacy", True),
        ("director", True),
        ("manager", False),
    )
    for role, named in roles:
        client = signed_in(role)
        if not sees(made.terms, reader_of(Hat.objects.filter(network=loaded, role=role)[0]), today()):
            assert client.get(f"{base}/p/{made.pk}/hidden").status_code == 404
            continue
        assert made.title("nl") in client.get(f"{base}/released").content.decode()
        page = client.get(f"{base}/p/{made.pk}/hidden").content.decode()
        assert "Te weinig inwoners" in page
        assert ("Rij voor rij" in page) is named
        assert "Minstens" not in page
    assert signed_in("clerk").get(f"{base}/released").status_code == 403
    assert signed_in("analyst").post(f"{base}/p/{made.pk}/bounds").status_code == 403
    assert not Entry.objects.filter(kind="bounds_seen").exists()
    shown = signed_in("privacy").post(f"{base}/p/{made.pk}/bounds")
    assert shown.status_code == 200
    assert "Minstens" in shown.content.decode()
    assert Entry.objects.get(kind="bounds_seen").subject == f"publication:{made.pk}"
    assert text_of(Selection((("law", "Jeugdwet"),))) in str(held_by(loaded).releases)


def report_job(client: Client, network: Network, query: str = "", kind: str = "workbook") -> Job:
    """Take a report along; the job that made and judged it."""
    form = {"screen": "flow", "query": query, "kind": kind, "lang": "nl", "title": "", "block": ["months", "routes"]}
    return worked(job_at(client.post(f"/n/{network.slug}/reports/new", form)["Location"]))


def test_what_is_taken_along_stands_in_the_register_and_is_judged_beside_it(
    analyst: Hat, signed_in: As, loaded: Network
) -> None:
    client, base = signed_in("analyst"), f"/n/{loaded.slug}/sharing/released"
    first = report_job(client, loaded)
    assert first.state == "done", first.sentences("en")
    held = held_by(loaded).releases
    assert {one.population.split(" ")[1] for one in held} >= {"inflow", "outflow", "flows", "routes", "residents"}
    again = report_job(client, loaded)
    assert again.state == "done"
    assert held_by(loaded).releases == held  # it tells nothing new
    page = client.get(base).content.decode()
    assert "R1" in page
    assert "R2" in page
    assert client.get(f"{base}/report/1").status_code == 200
    assert signed_in("manager").get(f"{base}/report/1").status_code == 403
    assert "R1" not in signed_in("manager").get(base).content.decode()


def test_a_report_leaves_rows_out_or_is_refused_and_kept_nowhere(
    analyst: Hat, signed_in: As, loaded: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Everybody's transitions are out already; beside them those from the second month on tell of the first."""
    publish(asked_from(loaded, "waits", ""), analyst)
    first, client = snapshot_of(loaded, loaded.snapshot).manifest.first_on, signed_in("analyst")
    queries = [f"from={first.year}-{month:02d}" for month in (2, 3)]
    with monkeypatch.context() as patch:
        patch.setattr(making, "MOST_TURNS", 1)
        jobs = {query: report_job(client, loaded, query, "map") for query in queries}
    refused = [query for query, job in jobs.items() if job.state == "refused"]
    assert refused
    assert "op zichzelf veilig" in str(jobs[refused[0]].sentences("nl"))
    assert loaded.reports.count() == len(queries) - len(refused)
    job = report_job(client, loaded, refused[0], "map")
    assert job.state == "done", job.sentences("en")
    made = loaded.reports.latest("pk")
    (line,) = [one for one in held_by(loaded).releases if one.name == name_of_made(made) and " edges" in one.population]
    assert any(each.why == "along" for each in line.untold)
