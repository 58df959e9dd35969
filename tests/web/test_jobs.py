"""Work outside requests, with real worker processes: claimed once, cancelled at once, done again after a kill."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.utils import timezone

from schakel.chain.problem import Refusal
from schakel.web.access.models import Hat, Network
from schakel.web.jobs.claim import MOST_ATTEMPTS, claim, give_back, hold, take_back_expired
from schakel.web.jobs.kinds import KINDS
from schakel.web.jobs.models import Job
from schakel.web.jobs.queue import MOST_OF_A_HAT, MOST_WAITING, ask
from schakel.web.record.models import Entry
from web import jobs_to_do
from web.place import ROOT, As

PATIENCE_S = 30
Work = Callable[[], "subprocess.Popen[bytes]"]


@pytest.fixture(autouse=True)
def _kinds() -> Iterator[None]:
    before = dict(KINDS)
    jobs_to_do.add()
    yield
    KINDS.clear()
    KINDS.update(before)


@pytest.fixture
def work() -> Iterator[Work]:
    """Starts a worker process on the test's own database."""
    started: list[subprocess.Popen[bytes]] = []
    told = connection.settings_dict
    if connection.vendor == "sqlite":
        address = f"sqlite:///{told['NAME']}"
    else:
        address = f"postgresql://{told['USER']}@{quote(told['HOST'], safe='')}/{told['NAME']}"  # a socket's folder
    places = os.pathsep.join(filter(None, (str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH"))))
    environment = {**os.environ, "DATABASE_URL": address, "PYTHONPATH": places}

    def start() -> "subprocess.Popen[bytes]":
        started.append(subprocess.Popen([sys.executable, jobs_to_do.__file__, str(ROOT)], env=environment))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


def asked(network: Network, kind: str, into: Path, n: int = 0, gate: str = "gate", role: str = "analyst") -> Job:
    """A job as a request would ask for it."""
    request = RequestFactory().post("/")
    hat = Hat.objects.get(network=network, role=role)
    request.user, request.hat, request.network = hat.person, hat, network  # type: ignore[attr-defined]
    return ask(request, kind, {"into": str(into), "n": n, "gate": gate})  # type: ignore[arg-type]


def until(what: Callable[[], bool]) -> None:
    """Wait for it; a failure if it does not come."""
    end = time.monotonic() + PATIENCE_S
    while not what():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.02)


def state(job: Job) -> str:
    """How it stands now."""
    return Job.objects.get(pk=job.pk).state


def starts(job: Job, folder: Path) -> list[str]:
    """The processes that began it."""
    file = folder / f"{job.pk}.started"
    return file.read_text().split() if file.exists() else []


def alive(pid: int) -> bool:
    """Whether this process still runs."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_run_one_job(network: Network, tmp_path: Path, work: Work) -> None:
    (tmp_path / "gate").touch()
    jobs = [asked(network, "count", tmp_path, n, role=role) for n in range(4) for role in ("analyst", "director")]
    work(), work()
    until(lambda: not Job.objects.filter(state__in=("queued", "running")).exists())
    assert [len(starts(job, tmp_path)) for job in jobs] == [1] * len(jobs)
    assert {(job.state, job.result["n"]) for job in Job.objects.all()} == {("done", n) for n in range(4)}
    assert Entry.objects.filter(kind="job_done").count() == len(jobs)


@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_leaves_its_job_to_the_next(network: Network, tmp_path: Path, work: Work) -> None:
    job, first = asked(network, "count", tmp_path, 5), work()
    until(lambda: len(starts(job, tmp_path)) == 1 and Job.objects.get(pk=job.pk).share == 0.5)
    first.send_signal(signal.SIGKILL)
    first.wait()
    child = int(starts(job, tmp_path)[0])
    until(lambda: not alive(child))  # it does not work on unseen
    assert state(job) == "running"
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))  # the lease runs out
    work()
    until(lambda: len(starts(job, tmp_path)) == 2)
    (tmp_path / "gate").touch()
    until(lambda: state(job) == "done")
    job.refresh_from_db()
    assert (job.attempts, job.result) == (2, {"n": 5})
    assert (tmp_path / f"{job.pk}.outcome").read_text() == "the same each time"


@pytest.mark.django_db(transaction=True)
def test_a_cancelled_job_ends_its_process(network: Network, tmp_path: Path, work: Work, signed_in: As) -> None:
    job = asked(network, "count", tmp_path)
    work()
    until(lambda: len(starts(job, tmp_path)) == 1)
    assert signed_in("analyst").post(f"{job.address}/cancel").status_code == 302
    child = int(starts(job, tmp_path)[0])
    until(lambda: not alive(child))
    after = asked(network, "refuse", tmp_path)  # and the worker goes on
    until(lambda: state(after) == "refused")
    assert state(job) == "cancelled"
    assert not (tmp_path / f"{job.pk}.outcome").exists()
    assert Entry.objects.filter(kind="job_cancelled", subject=str(job.pk)).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_stopped_gives_its_job_back(network: Network, tmp_path: Path, work: Work) -> None:
    job, worker = asked(network, "count", tmp_path), work()
    until(lambda: len(starts(job, tmp_path)) == 1)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(PATIENCE_S) == 0
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("queued", 0)


@pytest.mark.django_db(transaction=True)
def test_a_refusal_and_a_failure_are_told(network: Network, tmp_path: Path, work: Work, signed_in: As) -> None:
    refused, failed = asked(network, "refuse", tmp_path), asked(network, "crash", tmp_path)
    work()
    until(lambda: state(failed) == "failed")
    page = signed_in("analyst").get(refused.address).content.decode()
    assert all(part in page for part in ("a.csv", "begin", "31-02-2024", "En nog 6 punten"))
    page = signed_in("analyst").get(failed.address).content.decode()
    assert "Er ging bij ons iets mis" in page
    assert "on purpose" not in page


def test_a_lane_has_one_job_at_a_time(network: Network, tmp_path: Path) -> None:
    first, second = asked(network, "alone", tmp_path), asked(network, "alone", tmp_path)
    other = asked(network, "count", tmp_path)
    found = claim()
    assert found is not None
    assert found.claim is not None
    assert found.pk == first.pk
    assert (claim() or first).pk == other.pk
    assert claim() is None
    give_back(first.pk, found.claim)
    assert (claim() or first).pk == first.pk
    assert state(second) == "queued"


def test_three_times_is_enough(network: Network, tmp_path: Path) -> None:
    job = asked(network, "count", tmp_path)
    for _ in range(MOST_ATTEMPTS):
        assert claim() is not None
        assert take_back_expired(timezone.now() + timedelta(minutes=1)) == 1
    assert claim() is None
    job.refresh_from_db()
    assert job.state == "failed"
    assert "3 keer begonnen" in job.sentences("nl")[0]


def test_a_job_taken_over_is_no_longer_held(network: Network, tmp_path: Path) -> None:
    job = asked(network, "count", tmp_path)
    mine = claim()
    assert mine is not None
    assert mine.claim is not None
    assert hold(job.pk, mine.claim, "read", 0.2)
    take_back_expired(timezone.now() + timedelta(minutes=1))
    assert claim() is not None
    assert not hold(job.pk, mine.claim, "read", 0.3)


def test_the_queue_is_not_endless(network: Network, tmp_path: Path) -> None:
    for _ in range(MOST_OF_A_HAT):
        asked(network, "count", tmp_path)
    with pytest.raises(Refusal, match="workbench_queue_own"):
        asked(network, "count", tmp_path)
    mine = Job.objects.all()[0]
    for _ in range(MOST_WAITING - MOST_OF_A_HAT):
        Job.objects.create(network=network, kind="count", asked_by=mine.asked_by)
    with pytest.raises(Refusal, match="workbench_queue_full"):
        asked(network, "count", tmp_path, role="director")


def test_jobs_of_others_do_not_exist(
    network: Network, other_network: Network, tmp_path: Path, signed_in: As, client: Client
) -> None:
    job = asked(network, "count", tmp_path)
    address = f"/n/{network.slug}/jobs/{job.pk}"
    assert signed_in("director").get(address).status_code == 200
    assert signed_in("manager").get(address).status_code == 404
    assert signed_in("manager").post(f"{address}/cancel").status_code == 404
    stranger = Hat.objects.get(network=other_network, role="analyst")
    client.force_login(stranger.person)
    assert client.get(address).status_code == 404
    assert client.get(f"/n/{other_network.slug}/jobs/{job.pk}").status_code == 404
    assert signed_in("director").get(f"/n/{network.slug}/jobs/{UUID(int=1)}").status_code == 404
    assert state(job) == "queued"


def test_a_waiting_job_asks_again_by_itself_and_by_hand(network: Network, tmp_path: Path, signed_in: As) -> None:
    job = asked(network, "count", tmp_path)
    page = signed_in("analyst").get(job.address).content.decode()
    assert 'hx-trigger="every 1s"' in page
    assert f'href="{job.address}"' in page
    part = signed_in("analyst").get(job.address, headers={"hx-request": "true"}).content.decode()
    assert "<html" not in part
    assert "<progress" in part
    Job.objects.update(state="done")
    assert "hx-get" not in signed_in("analyst").get(job.address).content.decode()
    assert str(job.pk) in signed_in("analyst").get(f"/n/{network.slug}/jobs/").content.decode()
