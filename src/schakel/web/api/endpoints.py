"""The endpoints. Each is three steps, as a view is: policy, library call, answer."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from ninja import NinjaAPI

from schakel.orchestration.network_file import read_network
from schakel.orchestration.signs import signs
from schakel.report.network_shown import network_document
from schakel.texts import say
from schakel.web.access.reach import reach
from schakel.web.api import answers
from schakel.web.api.bearer import Bearer, hat_of
from schakel.web.api.problem import KIND, ProblemOut, lang_of, tell_problems
from schakel.web.api.shapes import (
    FigureOut,
    NetworkOut,
    PublicationOut,
    PublishedOut,
    ScenarioOut,
    ScreenOut,
    SnapshotOut,
)
from schakel.web.insight_desk.asked import look_for, may_look
from schakel.web.insight_desk.screens import SCREENS
from schakel.web.insight_desk.shown import shown
from schakel.web.sharing_desk.clock import today
from schakel.web.sharing_desk.publication_views import known
from schakel.web.sharing_desk.publishing import reader_of, seen_by
from schakel.web.sharing_desk.visible import sees
from schakel.web.workspace import current_workspace

WRONG = {401: ProblemOut, 403: ProblemOut, 404: ProblemOut, 422: ProblemOut, 503: ProblemOut}
DETAILS = frozenset({"activity", "handover", "beside"})  # of a choice that a list cannot make


class Described(NinjaAPI):
    """An API whose description tells that problems are `application/problem+json`."""

    def get_openapi_schema(self, **given: Any) -> Any:
        """The description, with the kind of each problem."""
        described = super().get_openapi_schema(**given)
        for path in described["paths"].values():
            for operation in path.values():
                for status, answer in operation["responses"].items():
                    if int(status) >= 400 and "content" in answer:
                        answer["content"] = {KIND: answer["content"].popitem()[1]}
        return described


api = Described(title="Schakel", version="1", urls_namespace="api", auth=Bearer(), docs_url=None)
tell_problems(api)


@api.get("/n/{network}/snapshots", response={200: list[SnapshotOut], **WRONG}, tags=["data"])
def snapshots(request: HttpRequest, network: str) -> list[SnapshotOut]:
    """The snapshot that the network sees; with its counts for who analyses."""
    hat = hat_of(request, network, "enter_insight")
    if not hat.network.snapshot:
        return []
    return [answers.snapshot_out(hat.network, hat.network.snapshot, exact=reach(hat).free)]


@api.get("/n/{network}/figures", response={200: list[ScreenOut], **WRONG}, tags=["insight"])
def figures(request: HttpRequest, network: str) -> list[ScreenOut]:
    """The views that can be asked for, each with its question. For who analyses, and for who was granted something."""
    if not may_look(hat_of(request, network, "filter_insight")):
        raise PermissionDenied("sight")
    lang = lang_of(request)
    return [
        ScreenOut(
            screen=name,
            question=say(f"insight_desk.screen.{name}.question", lang),
            href=f"/api/v1/n/{network}/figures/{name}",
        )
        for name in SCREENS
        if name not in DETAILS
    ]


@api.get("/n/{network}/figures/{screen}", response={200: FigureOut, **WRONG}, tags=["insight"])
def figure(request: HttpRequest, network: str, screen: str) -> FigureOut:
    """One view, through the gate. Filters are query parameters, those of the screen's own address.

    Who does not analyse for the network sees what the own organisation delivered and was granted, for one `purpose`.
    """
    hat = hat_of(request, network, "filter_insight")
    if not may_look(hat):
        raise PermissionDenied("sight")
    if screen not in SCREENS or not hat.network.snapshot:
        raise Http404
    look = look_for(hat, screen, request.GET)
    return answers.figure_out(hat.network, look, shown(hat.network, look, lang_of(request)), hat)


@api.get("/n/{network}/findings", response={200: FigureOut, **WRONG}, tags=["insight"])
def findings(request: HttpRequest, network: str) -> FigureOut:
    """Where it pinches: findings as sentences, ranked by weeks that residents lose."""
    return figure(request, network, "findings")


@api.get("/n/{network}/publications", response={200: list[PublicationOut], **WRONG}, tags=["sharing"])
def publications(request: HttpRequest, network: str) -> list[PublicationOut]:
    """The published views that this hat may see."""
    hat = hat_of(request, network, "enter_insight")
    return [answers.publication_out(one, lang_of(request)) for one in seen_by(hat)]


@api.get("/n/{network}/publications/{int:number}", response={200: PublishedOut, **WRONG}, tags=["sharing"])
def publication(request: HttpRequest, network: str, number: int) -> PublishedOut:
    """One published view, exactly as it was published."""
    hat = hat_of(request, network, "enter_insight")
    found = known(hat, number)
    if not sees(found.terms, reader_of(hat), today()):
        raise Http404
    return answers.published_out(found, lang_of(request), hat)


@api.get("/n/{network}/network", response={200: NetworkOut, **WRONG}, tags=["orchestration"])
def network_file(request: HttpRequest, network: str) -> NetworkOut:
    """The network file: partners, cards, words, tables, goals, agreements, and what asks to be talked about."""
    hat = hat_of(request, network, "read_network_file")
    file = current_workspace().network(hat.network.slug) / "network.toml"
    if not file.is_file():
        raise Http404
    found = read_network(file)
    return NetworkOut(network=network_document(found, signs(found, today())))


@api.get("/n/{network}/scenarios", response={200: list[ScenarioOut], **WRONG}, tags=["simulation"])
def scenarios(request: HttpRequest, network: str) -> list[ScenarioOut]:
    """The scenarios that can be rehearsed."""
    hat_of(request, network, "enter_simulation")
    from schakel.simulation.lindewaard import scenario_names

    return [ScenarioOut(name=name, title=name.replace("-", " "), source="schakel") for name in scenario_names()]
