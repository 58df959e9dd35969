"""What the register of algorithms asks of the model behind a result, to read and as data."""

from django.http import Http404, HttpResponse

from schakel.report.html import html
from schakel.report.privacy.algorithm_entry import AlgorithmEntry
from schakel.simulation.model.model_file import read_model
from schakel.web.access.policy import allow
from schakel.web.access.request import NetworkRequest
from schakel.web.simulation_desk.result_views import as_file, folder_of_result, whole_result
from schakel.web.simulation_desk.results import MODEL, REQUEST


@allow("enter_simulation")
def register(request: NetworkRequest, network: str, number: int) -> HttpResponse:
    """As a document: known fields filled in, what only the organisation knows marked as open, and the model card."""
    entry = _entry(request, number)
    content = html(entry.document(request.lang)).encode()
    return as_file(content, "application/octet-stream", f"schakel-register-{number}.html")


@allow("enter_simulation")
def register_data(request: NetworkRequest, network: str, number: int) -> HttpResponse:
    """The fields of the publication standard as JSON; null where nobody answered yet."""
    content = _entry(request, number).json(request.lang).encode()
    return as_file(content, "application/json", f"schakel-register-{number}.json")


def _entry(request: NetworkRequest, number: int) -> AlgorithmEntry:
    """Of the model as it was when the result was made. 404 for who may not take the result along."""
    path = folder_of_result(request, whole_result(request, number)) / REQUEST / MODEL
    if not path.is_file():
        raise Http404
    return AlgorithmEntry(read_model(path))
