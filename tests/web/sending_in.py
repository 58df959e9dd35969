"""Sending files in as a browser does, and doing the jobs that follow, each in its own process."""

from dataclasses import dataclass
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from schakel.web.data_desk.models import Incoming
from schakel.web.jobs.models import Job
from schakel.web.jobs.worker import Worker

DESK = "/n/lindewaard/data"
HEAD = "Zaaknummer;Cliëntnummer;Stap;Organisatie;Begindatum;Einddatum;Gemeente"
ROWS = [
    f"Z{n:04d};C{n:04d};{step};{partner};{1 + n % 27:02d}-{month:02d}-2025;{1 + n % 27:02d}-{month:02d}-2025;Lindehage"
    for n in range(40)
    for month, step, partner in ((1, "Melding", "Loket Lindewaard"), (2, "Intake", "Jeugdhulp Oeverlinde"))
]


def csv(*more: str, head: str = HEAD, rows: list[str] | None = None) -> bytes:
    """A file made by hand."""
    return "\n".join([head, *(ROWS if rows is None else rows), *more, ""]).encode()


@dataclass
class Sender:
    """Somebody at the desk."""

    client: Client

    def send(self, files: dict[str, bytes], source: str = "") -> Incoming:
        """Send files in and let them be looked at."""
        given = [SimpleUploadedFile(name, content) for name, content in files.items()]
        answer = self.client.post(f"{DESK}/upload", {"files": given, "source": source})
        assert answer.status_code == 302, answer.content.decode()
        return self.work(Incoming.objects.order_by("-sent_at")[0])

    def work(self, incoming: Incoming) -> Incoming:
        """Do the job that waits."""
        assert Job.objects.filter(state="queued").count() == 1
        assert Worker().work(most=1) == 1
        incoming.refresh_from_db()
        return incoming

    def page(self, address: str, status: int = 200) -> str:
        """A page as text."""
        answer = self.client.get(address)
        assert answer.status_code == status, address
        return answer.content.decode()

    def save_mapping(self, incoming: Incoming, **changes: str) -> Incoming:
        """Send the form of the mapping, with some fields changed."""
        form = {
            "version": str(incoming.version),
            "then": "check",
            **{k.replace("_", "-"): v for k, v in changes.items()},
        }
        answer = self.client.post(incoming.address("mapping"), form)
        assert answer.status_code == 302, answer.content.decode()
        return self.work(incoming)

    def load(self, incoming: Incoming, log: str, **more: str) -> Incoming:
        """Load into a log: one that is there, or a new one."""
        known = {"log": log, "new_log": log}
        answer = self.client.post(incoming.address("load"), {**known, "unit": "provision", "closing": "", **more})
        assert answer.status_code == 302, answer.content.decode()
        return self.work(incoming)


def last_job(incoming: Incoming) -> Job:
    """The latest job of an upload."""
    return Job.objects.get(pk=UUID(str(incoming.job_id)))
