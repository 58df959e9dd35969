"""The worker: claims a job, runs it in a child process, keeps its lease, and writes down what came of it."""

import contextlib
import logging
import os
import signal
import sys
import threading
import time
from types import FrameType
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from schakel.chain.problem import Problem, Refusal
from schakel.web.jobs.claim import claim, give_back, hold, ours, take_back_expired
from schakel.web.jobs.kinds import KINDS, call
from schakel.web.jobs.models import Job, ended_values
from schakel.web.jobs.running import Running
from schakel.web.jobs.told import told
from schakel.web.record.append import append
from schakel.web.workspace import current_workspace

IDLE_S, LOOK_S, HOLD_S = 0.5, 0.2, 3.0
LOG = logging.getLogger(__name__)


class Worker:
    """Works until it is told to stop; then the job in hand goes back to the queue."""

    def __init__(self) -> None:
        self._stop = threading.Event()

    def stop(self, *_: int | FrameType | None) -> None:
        """Stop soon."""
        self._stop.set()

    def work(self, most: int | None = None) -> int:
        """Do jobs until told to stop, or `most` of them. How many were done."""
        count = 0
        while not self._stop.is_set() and (most is None or count < most):
            take_back_expired()
            job = claim()
            if job is None:
                self._stop.wait(IDLE_S)
                continue
            self._do(job)
            count += 1
        return count

    def _do(self, job: Job) -> None:
        token = job.claim
        assert token  # noqa: S101 -- it was claimed
        kind = KINDS.get(job.kind)
        if kind is None:  # asked by a version of the workbench that knew it
            _end(job, token, "failed", Problem("workbench_job_kind", value=job.kind))
            return
        child = Running(kind.run, current_workspace().network(job.network.slug), job.params)
        try:
            if self._watched(job.pk, token, child):
                _finish(job, token, child.told)
            else:
                child.stop()
                give_back(job.pk, token)  # does nothing if it was cancelled or taken over
        finally:
            child.close()

    def _watched(self, job: UUID, token: UUID, child: Running) -> bool:
        """Whether the child ended by itself, and not because we stop or the job is no longer ours."""
        held, shown = time.monotonic(), ("", 0.0)
        while not child.ended(LOOK_S):
            now = (child.stage, child.share)
            if self._stop.is_set():
                return False
            if now != shown or time.monotonic() - held > HOLD_S:
                held, shown = time.monotonic(), now
                if not hold(job, token, *now):
                    return False
            elif not ours(job, token):
                return False
        return True


def _finish(job: Job, token: UUID, last: dict[str, Any]) -> None:
    if "result" in last:
        _done(job, token, last["result"])
    elif "refused" in last:
        _ended(job, token, "refused", last["refused"], last["total"])
    else:
        _end(job, token, "failed", Problem("workbench_job_broken"))


def _done(job: Job, token: UUID, result: dict[str, Any]) -> None:
    try:
        with transaction.atomic():
            mine = Job.objects.select_for_update().filter(pk=job.pk, claim=token, state="running").first()
            if mine is None:  # cancelled at the last moment
                return
            mine.result = result
            call(KINDS[mine.kind].done, mine)
            for name, value in ended_values("done", timezone.now(), share=1.0).items():
                setattr(mine, name, value)
            mine.save()
            _noted(mine)
    except Refusal as refusal:
        _ended(job, token, "refused", [told(problem) for problem in refusal.problems], refusal.total)
    except Exception:
        LOG.exception("job %s: its outcome could not be written down", job.pk)
        _end(job, token, "failed", Problem("workbench_job_broken"))


def _end(job: Job, token: UUID, state: str, problem: Problem) -> None:
    _ended(job, token, state, [told(problem)], 1)


def _ended(job: Job, token: UUID, state: str, problems: list[dict[str, Any]], total: int) -> None:
    with transaction.atomic():
        mine = Job.objects.select_for_update().filter(pk=job.pk, claim=token, state="running").first()
        if mine is None:
            return
        for name, value in ended_values(state, timezone.now(), problems=problems, total=total).items():
            setattr(mine, name, value)
        kind = KINDS.get(mine.kind)
        call(kind.ended if kind else "", mine)
        mine.save()
        _noted(mine)


def _noted(job: Job) -> None:
    append(
        f"job_{job.state}",
        str(job.pk),
        network=job.network,
        person=job.asked_by.person,
        hat=job.asked_by,
        body={"job": job.kind},
    )


def work_until_stopped(*, tied: bool = False) -> None:
    """Work until SIGTERM or Ctrl-C; tied: also until standard input closes, which is when our server is gone."""
    worker = Worker()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, worker.stop)
    if tied:
        threading.Thread(target=_stop_at_end_of_input, args=(worker,), daemon=True).start()
    worker.work()


def _stop_at_end_of_input(worker: Worker) -> None:
    with contextlib.suppress(OSError):
        while os.read(sys.stdin.fileno(), 1):
            pass
    worker.stop()
