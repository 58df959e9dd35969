"""Keeping and erasing on the screens of the privacy officer, and the processing log as they read it."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from schakel.chain.problem import Refusal
from schakel.data.deliveries.load_log import load_log
from schakel.data.processed import TRACE, processing_log
from schakel.data.snapshot import open_snapshot
from schakel.sharing.cube import cube_of_counts
from schakel.sharing.dimension import flat
from schakel.sharing.register import Register, read_register, write_register
from schakel.sharing.release import exact
from schakel.web.access.models import Hat, Network, Organisation
from schakel.web.insight_desk.choices import snapshot_of
from schakel.web.jobs.models import Job
from schakel.web.record.models import Entry
from schakel.web.sharing_desk.judging import GROUP, register_file
from schakel.web.sharing_desk.removing import forget, run
from schakel.web.sharing_desk.term_views import terms_of
from unit.data.log_building import write
from unit.data.test_removal import FILES, everywhere, pseudonym
from web.place import ROOT, As
from web.worked import job_at, worked

HERE = "/n/lindewaard/sharing"


@pytest.fixture
def kept(network: Network) -> Iterator[Network]:
    """The network with a log whose deliveries were kept."""
    log = ROOT / "networks" / network.slug / "logs" / "kept"
    write(log, FILES)
    network.log, network.snapshot = "kept", load_log(log).id
    network.save()
    yield network
    shutil.rmtree(log)


def log_of(network: Network) -> Path:
    return ROOT / "networks" / network.slug / "logs" / network.log


def lines_of(network: Network) -> list[dict[str, Any]]:
    log = processing_log(log_of(network))
    return [line for month in log.months() for line in log.lines(month)]


def asked(client: Client, **form: str) -> Job:
    answer = client.post(f"{HERE}/retention/remove", form)
    assert answer.status_code == 302
    return job_at(answer["Location"])


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_officer_sees_terms_looks_purges_and_reads_the_report(kept: Network, signed_in: As, lang: str) -> None:
    client = signed_in("privacy")
    client.cookies["schakel-lang"] = lang
    page = client.get(f"{HERE}/retention").content.decode()
    assert ("24 maanden" if lang == "nl" else "24 months") in page
    assert ("geen termijn" if lang == "nl" else "no term") in page
    looked = worked(asked(client, what="due"))
    assert [len(day["due"]) for day in looked.result["days"]] == [1, 1, 1, 1]
    assert "utrecht-table__cell--numeric-column" in client.get(f"{HERE}/retention").content.decode()
    before = kept.snapshot
    job = worked(asked(client, what="purge"))
    kept.refresh_from_db()
    assert (kept.snapshot, kept.snapshot != before) == (job.result["after"], True)
    entry = Entry.objects.get(kind="rows_purged")
    assert (entry.operation, entry.body["removed"]) == (job.pk, [before])
    page = client.get(f"{HERE}/retention").content.decode()
    assert ("Verwijderd wat lang genoeg bewaard was" if lang == "nl" else "Removed what was kept long enough") in page
    with pytest.raises(Refusal):
        snapshot_of(kept, before)


def test_erasing_a_resident_leaves_no_name_in_the_database(kept: Network, signed_in: As) -> None:
    client, who = signed_in("privacy"), pseudonym(log_of(kept), "r1")
    job = worked(asked(client, what="erase", pseudonym=f" {who} "))
    kept.refresh_from_db()
    assert kept.snapshot == open_snapshot(log_of(kept)).id
    assert who not in everywhere(log_of(kept))
    assert who not in json.dumps([job.params, job.result, list(Entry.objects.values_list("body", "subject"))])
    assert who not in str(Job.objects.get(pk=job.pk).params)
    assert Entry.objects.get(kind="person_erased").subject == ""
    assert {line["trace_id"] for line in lines_of(kept) if line["name"] == "erase"} == {job.pk.hex}


def test_a_job_that_runs_again_gives_the_same_outcome(kept: Network, signed_in: As) -> None:
    """The worker was stopped after the erasure and before it could say so."""
    job = asked(signed_in("privacy"), what="erase", pseudonym=pseudonym(log_of(kept), "r1"))
    token = TRACE.set(job.pk.hex)
    try:
        first, second = (run(ROOT / "networks" / kept.slug, job.params, lambda *_: None) for _ in range(2))
    finally:
        TRACE.reset(token)
    assert first == second


def test_a_refused_erasure_forgets_whom_it_was_about(kept: Network, signed_in: As) -> None:
    job = asked(signed_in("privacy"), what="erase", pseudonym="bcdfghjklmnpqrstbcdf")
    with pytest.raises(Refusal):
        run(ROOT / "networks" / kept.slug, job.params, lambda *_: None)
    forget(job)
    assert "pseudonym" not in Job.objects.get(pk=job.pk).params


@pytest.mark.parametrize("given", ["", "123456782", "Jan Jansen", "BCDFGHJKLMNPQRSTBCDF"])
def test_what_is_no_pseudonym_is_refused_before_it_is_kept(kept: Network, signed_in: As, given: str) -> None:
    answer = signed_in("privacy").post(f"{HERE}/retention/remove", {"what": "erase", "pseudonym": given})
    assert answer.status_code == 422
    assert not given or given not in answer.content.decode()
    assert not Job.objects.exists()


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_processing_log_is_read_filtered_and_taken_along(kept: Network, signed_in: As, lang: str) -> None:
    client = signed_in("privacy")
    client.cookies["schakel-lang"] = lang
    (month,) = processing_log(log_of(kept)).months()
    page = client.get(f"{HERE}/processing").content.decode()
    assert page.count("<code>") == 3
    assert page.count("urn:schakel:processing-activity:chain-analysis") == 3
    assert client.get(f"{HERE}/processing", {"kind": "erase"}).content.decode().count("<code>") == 0
    assert client.get(f"{HERE}/processing", {"month": "../../key"}).content.decode().count("<code>") == 0
    taken = client.post(f"{HERE}/processing.jsonl", {"month": month})
    assert [json.loads(line)["name"] for line in taken.content.splitlines()] == ["load"] * 3
    assert client.post(f"{HERE}/processing.jsonl", {"month": "2000-01"}).status_code == 404
    assert Entry.objects.get(kind="processing_taken").subject == f"processing:{month}"


def test_a_network_without_data_says_so(network: Network, signed_in: As) -> None:
    client = signed_in("privacy")
    assert client.get(f"{HERE}/retention").status_code == 200
    assert client.get(f"{HERE}/processing").status_code == 200
    assert client.post(f"{HERE}/retention/remove", {"what": "purge"}).status_code == 404


def test_a_purged_snapshot_leaves_the_release_register(kept: Network, signed_in: As) -> None:
    file = register_file(ROOT / "networks" / kept.slug)
    cube = cube_of_counts((flat("group", "AB"),), {("A",): 20, ("B",): 30})
    populations = [f"{kept.snapshot} all", "another all"]
    file.parent.mkdir(parents=True, exist_ok=True)
    write_register(file, Register(GROUP, tuple(exact("told", one, cube, set()) for one in populations)))
    job = worked(asked(signed_in("privacy"), what="purge"))
    assert job.result["snapshots"]
    assert {one.population for one in read_register(file, GROUP).releases} == {"another all"}
    file.unlink()


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_officer_sees_what_a_term_does_and_then_sets_it(kept: Network, signed_in: As, lang: str) -> None:
    client, sources = signed_in("privacy"), log_of(kept) / "sources.toml"
    client.cookies["schakel-lang"] = lang
    assert f"{HERE}/retention/term" in client.get(f"{HERE}/retention").content.decode()
    before = sources.read_text()
    page = client.get(f"{HERE}/retention/term", {"source": "care", "months": "1"}).content.decode()
    less = "minder dan 10" if lang == "nl" else "fewer than 10"
    assert page.count(less) == 1, "three cases are too few to tell; that none goes altogether is not"
    assert sources.read_text() == before
    (line,) = [one for one in lines_of(kept) if one["name"] == "aggregate_read"]
    assert line["attributes"]["schakel.cases"] == 3
    assert client.post(f"{HERE}/retention/term", {"source": "care", "months": "12"}).status_code == 302
    assert sources.read_text() == before.replace('mapping = "m.toml"\n[[', 'mapping = "m.toml"\nkeep_months = 12\n[[')
    entry = Entry.objects.get(kind="term_set")
    assert (entry.subject, entry.body) == ("source:care", {"months": 12, "before": None})
    assert client.post(f"{HERE}/retention/term", {"source": "care", "months": ""}).status_code == 302
    assert sources.read_text() == before


def test_months_of_the_processing_log_go_with_a_purge_and_the_report_says_so(kept: Network, signed_in: As) -> None:
    client, log = signed_in("privacy"), processing_log(log_of(kept))
    (month,) = log.months()
    (log.folder / f"{month}.jsonl").rename(log.folder / "2020-01.jsonl")
    assert client.post(f"{HERE}/retention/processing", {"months": ""}).status_code == 422
    assert client.post(f"{HERE}/retention/processing", {"months": "36"}).status_code == 302
    assert (log_of(kept) / "sources.toml").read_text().startswith("keep_processing_months = 36\n")
    assert Entry.objects.get(kind="term_set_processing").body == {"months": 36, "before": 60}
    assert worked(asked(client, what="due")).result["days"][0]["months"] == ["2020-01"]
    assert worked(asked(client, what="purge")).result["months"] == ["2020-01"]
    assert (log.verify().broken, log.verify().gone) == (None, ("2020-01",))
    assert "2020-01" in client.get(f"{HERE}/retention").content.decode()


@pytest.mark.parametrize("months", ["0", "-1", "1201", "1,5", "٣", "een"])
def test_what_is_no_number_of_months_changes_nothing(kept: Network, signed_in: As, months: str) -> None:
    client, before = signed_in("privacy"), (log_of(kept) / "sources.toml").read_text()
    for ask in (client.get, client.post):
        assert ask(f"{HERE}/retention/term", {"source": "care", "months": months}).status_code == 422
        assert ask(f"{HERE}/retention/term", {"source": "other", "months": "3"}).status_code == 404
    assert (log_of(kept) / "sources.toml").read_text() == before


def test_an_officer_of_a_partner_keeps_what_that_partner_delivers(kept: Network) -> None:
    partner = Organisation.objects.get(network=kept, name="Wijkteam Lindehage")
    hat = Hat(network=kept, role="privacy", organisation=partner)
    assert terms_of(hat) == []
    sources = log_of(kept) / "sources.toml"
    sources.write_text(
        sources.read_text().replace('name = "care"', 'name = "care"\ndelivered_by = "Wijkteam Lindehage"')
    )
    assert [one.name for one in terms_of(hat)] == ["care"]
