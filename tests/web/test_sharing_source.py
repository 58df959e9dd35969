"""A source that is taken back: the data is loaded again without it, once, and the network sees that."""

from pathlib import Path

import pytest

from schakel.chain.problem import Refusal
from schakel.data.deliveries.drop_source import drop_source
from schakel.data.deliveries.load_log import load_log
from schakel.data.snapshot import open_snapshot
from schakel.web.access.models import Hat, Network
from schakel.web.jobs.models import Job
from schakel.web.record.models import Entry
from schakel.web.sharing_desk.load_without import KIND, done, run
from unit.data.log_building import EVENTS, csv_of, write

HEADER = "case,resident,activity,partner,start,end"
FILES = {
    "sources.toml": '[case]\nunit = "provision"\n[[source]]\nname = "desk"\nmapping = "m.toml"\nfiles = "desk.csv"\n'
    '# A remark of people.\n[[source]]\nname = "care"\nmapping = "m.toml"\nfiles = "care.csv"\n',
    "m.toml": EVENTS,
    "desk.csv": csv_of(
        "p1,r1,Report,Desk,2024-01-05,2024-01-05", "p2,r2,Report,Desk,2024-05-05,2024-05-05", header=HEADER
    ),
    "care.csv": csv_of("p1,r1,Help,Care,2024-02-10,2024-03-15", header=HEADER),
}


def quiet(_stage: str, _share: float) -> None:
    """Nobody looks."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a network with a log of two sources."""
    log = tmp_path / "logs" / "both"
    write(log, FILES)
    load_log(log)
    return tmp_path


def test_the_others_stay_as_they_were_delivered(folder: Path) -> None:
    log = folder / "logs" / "both"
    made = drop_source(log, "care")
    assert made is not None
    assert [source.name for source in made.manifest.sources] == ["desk"]
    assert made.manifest.counts["events"] == 2
    text = (log / "sources.toml").read_text()
    assert "care" not in text
    assert "desk.csv" in text
    assert load_log(log).id == made.id


def test_asked_twice_is_asked_once_and_the_last_one_leaves_nothing(folder: Path) -> None:
    asked = {"log": "both", "source": "care", "job": "1"}
    once = run(folder, asked, quiet)
    assert run(folder, asked, quiet) == once
    assert run(folder, {**asked, "source": "desk"}, quiet) == {"snapshot": ""}
    assert open_snapshot(folder / "logs" / "both").id == once["snapshot"]


def test_a_file_that_is_gone_is_no_reason_to_keep_the_source(folder: Path) -> None:
    log = folder / "logs" / "both"
    (log / "desk.csv").unlink()
    (log / "care.csv").unlink()
    made = drop_source(log, "care")
    assert made is not None
    assert made.manifest.counts["events"] == 2


def test_no_log_no_source(tmp_path: Path) -> None:
    with pytest.raises(Refusal):
        drop_source(tmp_path / "nothing", "care")


def test_the_network_sees_the_new_snapshot(network: Network, folder: Path) -> None:
    network.log, network.snapshot = "both", open_snapshot(folder / "logs" / "both").id
    network.save()
    asked = {"log": "both", "source": "care"}
    job = Job.objects.create(
        network=network, kind=KIND, params=asked, asked_by=Hat.objects.get(network=network, role="privacy")
    )
    job.result = run(folder, {**asked, "job": str(job.pk)}, quiet)
    before = network.snapshot
    done(job)
    network.refresh_from_db()
    assert network.snapshot == job.result["snapshot"] != before
    assert Entry.objects.get(kind="source_left_out").subject == "source:care"
