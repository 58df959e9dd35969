"""The job that judges a view beside all that went out, and publishes it. The view waits aside as it looked when asked.

WORKSPACE/networks/<slug>/published/asked/<job>/: the files of `frozen`, and the rest of the view in asked.json. They
are gone when the job has ended, whatever came of it.
"""

import json
import shutil
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from schakel.data.snapshot import open_snapshot
from schakel.insight.definitions import definitions_from
from schakel.sharing.gate import Rows
from schakel.sharing.passed import passed_view
from schakel.sharing.register import Register, read_register, write_register
from schakel.texts import LANGUAGES
from schakel.web.sharing_desk.asked import Asked
from schakel.web.sharing_desk.frozen import FOLDER, freeze, thaw
from schakel.web.sharing_desk.going_along import GivesAway
from schakel.web.sharing_desk.judging import Court, read_held
from schakel.web.sharing_desk.passports import passport_from

if TYPE_CHECKING:
    from schakel.web.access.models import Hat
    from schakel.web.jobs.kinds import Tell
    from schakel.web.jobs.models import Job

ASIDE, VIEW, JUDGED = "asked", "asked.json", "judged.jsonl"


def params(asked: Asked, hat: "Hat", query: str, withheld: Rows) -> dict[str, Any]:
    """What the job must know beside the view. query: as it was asked; withheld: the rows that the view leaves out."""
    from schakel.web.sharing_desk.agreed import own_definitions

    network = hat.network
    return {
        "log": network.log,
        "snapshot": asked.snapshot,
        "threshold": network.threshold,
        "definitions": own_definitions(network),
        "screen": asked.look["screen"],
        "query": query,
        "withheld": sorted(withheld),
        "go_on": True,
        "back": f"/n/{network.slug}/insight/{asked.look['screen']}?{asked.look['query']}",
    }


def rows_of(told: Iterable[tuple[str, Iterable[str]]]) -> Rows:
    """Rows to leave out, as a job keeps them."""
    return frozenset((table, tuple(key)) for table, key in told)


def put_aside(folder: Path, job: str, asked: Asked) -> None:
    """Keep a view until its job has ended. folder: of the network."""
    aside = _aside(folder, job)
    seal = freeze(aside, asked.shown)
    told = {name: value for name, value in vars(asked).items() if name not in ("shown", "passports", "passed")}
    told |= {"passports": [asdict(one) for one in asked.passports], "passed": [asdict(one) for one in asked.passed]}
    (aside / VIEW).write_text(json.dumps({"seal": seal, "asked": told}, ensure_ascii=False), encoding="utf-8")


def taken_up(folder: Path, job: str) -> Asked:
    """The view that was put aside."""
    aside = _aside(folder, job)
    kept = json.loads((aside / VIEW).read_text(encoding="utf-8"))
    told = kept["asked"]
    told |= {"partners": tuple(told["partners"]), "passed": tuple(map(passed_view, told["passed"]))}
    told["passports"] = tuple(map(passport_from, told["passports"]))
    return Asked(**told, shown={lang: thaw(aside, kept["seal"], lang) for lang in LANGUAGES})


def run(folder: Path, params: dict[str, Any], on_progress: "Tell") -> dict[str, Any]:
    """In a process of its own: judge it. Where it gives somebody away: the rows without which it may not.

    Refusal, with the reason, if there are no such rows.
    """
    on_progress("read", 0.1)
    snapshot = open_snapshot(folder / "logs" / params["log"], params["snapshot"])
    court = Court(snapshot, params["threshold"], definitions_from(params["definitions"]))
    held, asked = read_held(folder), taken_up(folder, params["job"])
    try:
        releases = court.judged(held, asked.passed, on_progress)
    except GivesAway as found:
        if found.rows <= rows_of(params["withheld"]):
            raise
        return {"rows": sorted(found.rows)}
    write_register(_aside(folder, params["job"]) / JUDGED, Register("", releases))
    return {"beside": sorted({one.name for one in held.releases})}


def done(job: "Job") -> None:
    """Publish it, unless the same view was published meanwhile; or lead to the question whether rows are left out."""
    from django.urls import reverse

    from schakel.web.sharing_desk.publishing import settle

    if "rows" in job.result:
        job.result["address"] = f"{reverse('sharing_publish', args=[job.network.slug])}?job={job.pk}"
        forget(job)
        return
    folder = _network(job)
    judged = read_register(_aside(folder, str(job.pk)) / JUDGED, "").releases
    made = settle(taken_up(folder, str(job.pk)), job.asked_by, judged, job.result["beside"])
    job.result = {"address": made.address}
    forget(job)


def forget(job: "Job") -> None:
    """Nothing stays aside."""
    shutil.rmtree(_aside(_network(job), str(job.pk)), ignore_errors=True)


def _network(job: "Job") -> Path:
    from schakel.web.workspace import current_workspace

    return current_workspace().network(job.network.slug)


def _aside(folder: Path, job: str) -> Path:
    return folder / FOLDER / ASIDE / job
