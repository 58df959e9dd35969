"""What is said when something is refused: one shape for all, `application/problem+json` (RFC 9457)."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

from schakel.chain.problem import Problem, Refusal
from schakel.report.terminal import problem_sentence
from schakel.texts import LANGUAGES, language, say
from schakel.web.operation.overload import TRY_AGAIN_S, Busy

KIND = "application/problem+json"


class NotFound(Exception):
    """Nothing here for this hat; another network is not here either."""


class ProblemOut(Schema):
    """title: in the reader's language; problems: a sentence for each thing that is wrong."""

    type: str
    title: str
    status: int
    problems: list[str] = []


def lang_of(request: HttpRequest) -> str:
    """The language that Accept-Language asks for first, if it is one of ours."""
    asked = request.headers.get("Accept-Language", "")[:2].lower()
    return asked if asked in LANGUAGES else language()


def told(request: HttpRequest, status: int, code: str, problems: list[str] | None = None) -> HttpResponse:
    """A problem as an answer. code: its title in texts `api.problem.<code>`."""
    title = say(f"api.problem.{code}", lang_of(request))
    body = {"type": "about:blank", "title": title, "status": status, "problems": problems or []}
    return JsonResponse(body, status=status, content_type=KIND)


def tell_problems(api: NinjaAPI) -> None:
    """Everything that goes wrong in this API, in that shape."""

    @api.exception_handler(AuthenticationError)
    def _who(request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
        answer = told(request, 401, "who")
        answer["WWW-Authenticate"] = "Bearer"
        return answer

    @api.exception_handler(PermissionDenied)
    def _may_not(request: HttpRequest, _error: PermissionDenied) -> HttpResponse:
        return told(request, 403, "may_not")

    @api.exception_handler(NotFound)
    def _nothing(request: HttpRequest, _error: NotFound) -> HttpResponse:
        return told(request, 404, "not_found")

    @api.exception_handler(Http404)
    def _gone(request: HttpRequest, _error: Http404) -> HttpResponse:
        return told(request, 404, "not_found")

    @api.exception_handler(Refusal)
    def _refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
        sentences = [problem_sentence(problem, lang_of(request)) for problem in refusal.problems]
        return told(request, 422, "refused", sentences)

    @api.exception_handler(ValidationError)
    def _not_valid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        found = [Problem("workbench_api_value", column=".".join(map(str, one["loc"][1:]))) for one in error.errors]
        return told(request, 422, "refused", [problem_sentence(one, lang_of(request)) for one in found])

    @api.exception_handler(Busy)
    def _busy(request: HttpRequest, _error: Busy) -> HttpResponse:
        answer = told(request, 503, "busy")
        answer["Retry-After"] = str(TRY_AGAIN_S)
        return answer

    @api.exception_handler(HttpError)
    def _other(request: HttpRequest, error: HttpError) -> HttpResponse:
        return told(request, error.status_code, "refused")
