"""The kept files of a report: the same bytes as when it was made, or a refusal."""

import hashlib

from django.http import Http404

from schakel.chain.problem import Problem, Refusal
from schakel.web.report_desk.kinds import FOLDER
from schakel.web.report_desk.models import Report
from schakel.web.workspace import current_workspace


def content(report: Report, name: str) -> bytes:
    """A file of it. 404 for a name that it does not have; Refusal `workbench_report_seal` if it is gone or differs."""
    if name not in report.files:
        raise Http404
    file = current_workspace().network(report.network.slug) / FOLDER / str(report.folder) / name
    try:
        found = file.read_bytes()
    except OSError:
        found = b""
    if hashlib.sha256(found).hexdigest() != report.files[name]["sha256"]:
        raise Refusal((Problem("workbench_report_seal", value=str(report.pk)),))
    return found
