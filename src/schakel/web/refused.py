"""What somebody sees when something is refused: what was wrong, what is allowed, what to do. Never a traceback."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from schakel.chain.problem import Refusal
from schakel.report.terminal import problem_sentence
from schakel.texts import language, say
from schakel.web.engine import RETRY_AFTER_S, BusyError

Answer = Callable[[HttpRequest], HttpResponse]


class RefusedMiddleware:
    """A Refusal of the library becomes a page with its sentences, status 422."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page of a refusal, or of too many questions at once; anything else goes on to Django."""
        if isinstance(exception, BusyError):
            answer = _page(request, 503, "busy")
            answer["Retry-After"] = str(RETRY_AFTER_S)
            return answer
        if not isinstance(exception, Refusal):
            return None
        sentences = [problem_sentence(problem, _lang(request)) for problem in exception.problems]
        return _page(request, 422, "refused", problems=sentences, total=exception.total)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400."""
    return _page(request, 400, "bad_request")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: this hat may not do it."""
    return _page(request, 403, "forbidden")


def no_token(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form without the token that shows that it is ours, or with an old one."""
    return _page(request, 403, "no_token")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, also for what belongs to another network."""
    return _page(request, 404, "not_found")


def broken(request: HttpRequest) -> HttpResponse:
    """500: our fault, said without details."""
    return _page(request, 500, "broken")


def _page(request: HttpRequest, status: int, code: str, **more: object) -> HttpResponse:
    lang = _lang(request)
    context = {"title": say(f"web.refused.{code}.title", lang), "text": say(f"web.refused.{code}.text", lang)}
    return render(request, "refused.html", context | more, status=status)


def _lang(request: HttpRequest) -> str:
    return str(getattr(request, "lang", "") or language())
