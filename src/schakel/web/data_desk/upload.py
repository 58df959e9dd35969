"""Step a: files come in."""

from uuid import uuid4

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from schakel.data.readers.kind import BY_NAME
from schakel.web.access.policy import allow
from schakel.web.access.request import NetworkRequest
from schakel.web.data_desk.examples import all_known, examples
from schakel.web.data_desk.known_source import known_source, prepare_known
from schakel.web.data_desk.logs import logs, network_folder
from schakel.web.data_desk.models import Incoming
from schakel.web.data_desk.receiving import MEGABYTE, receive, remove
from schakel.web.data_desk.seen_by import require_loader
from schakel.web.jobs.queue import ask
from schakel.web.record.append import note
from schakel.web.workspace import current_workspace


@allow("load_data", "GET", "POST")
def upload(request: NetworkRequest, network: str) -> HttpResponse:
    """Choose files; they are stored and looked at in a job."""
    require_loader(request)
    folder = network_folder(request.network)
    if request.method != "POST":
        context = {
            "sources": [(log, name) for log in logs(request.network) if log.extendable for name in log.source_names],
            "most": settings.UPLOAD_MOST_BYTES // MEGABYTE,
            "accept": ",".join((*BY_NAME, ".gz")),
            "has_examples": bool(examples(folder)),
        }
        return render(request, "data_desk/upload.html", context)
    log, _, source = request.POST.get("source", "").partition("/")
    if source and known_source(request.network, log, source) is None:
        raise Http404
    incoming = Incoming(id=uuid4(), network=request.network, sent_by=request.hat, log=log, source=source)
    incoming.files = receive(request.FILES.getlist("files"), folder, incoming.id)
    if current_workspace().demo and not all_known(incoming.files, folder):
        remove(incoming.folder)
        return render(request, "data_desk/own_data.html", status=422)
    try:
        if source:
            prepare_known(incoming)
        incoming.save(force_insert=True)
        params = incoming.job_params(lang=request.lang, go_on=True, then="mapping", back=incoming.address("mapping"))
        incoming.job = ask(request, "look", params)
        incoming.save()
        note(request, "data_received", str(incoming.id), files=len(incoming.files), log=log)
    except BaseException:
        remove(incoming.folder)
        raise
    return redirect(incoming.job.address)
