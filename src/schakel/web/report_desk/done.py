"""What follows when a report is made: its row, its lines in the release register and the record, and where it is."""

from schakel.sharing.register import read_register
from schakel.web.jobs.models import Job
from schakel.web.record.append import append
from schakel.web.report_desk.kinds import FOLDER
from schakel.web.report_desk.making import JUDGED
from schakel.web.report_desk.models import Report
from schakel.web.sharing_desk.clock import now
from schakel.web.sharing_desk.release_register import keep, name_of_made
from schakel.web.workspace import current_workspace


def done(job: Job) -> None:
    """Keep what the job made."""
    told, asked = job.result, job.params
    report = Report.objects.create(
        network=job.network,
        folder=job.pk,
        kind=asked["kind"],
        lang=asked["lang"],
        title=asked["title"],
        query=asked["query"],
        cases=asked["cases"],
        selection=told["selection"],
        snapshot=asked["snapshot"],
        threshold=asked["threshold"],
        sections=asked["sections"],
        files=told["files"],
        named=told["named"],
        said=told["said"],
        passports=told["passports"],
        made_by=job.asked_by,
        made_at=now(),
    )
    file = current_workspace().network(job.network.slug) / FOLDER / str(job.pk) / JUDGED
    keep(job.network, name_of_made(report), read_register(file, "").releases, told["beside"])
    file.unlink()
    job.result = {"address": report.address}
    body = {"report": asked["kind"], "files": {name: one["sha256"] for name, one in told["files"].items()}}
    append(
        "report_made",
        f"report:{report.pk}",
        network=job.network,
        person=job.asked_by.person,
        hat=job.asked_by,
        body=body,
    )
