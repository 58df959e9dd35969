"""What somebody sees when something is refused: what was wrong, what is allowed, what to do. Never a traceback."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from schakel.chain.problem import Refusal
from schakel.report.terminal import problem_sentence
from schakel.texts import has, language, say
from schakel.web.operation.overload import TRY_AGAIN_S, Busy
from schakel.web.version import VERSION, Conflict

Answer = Callable[[HttpRequest], HttpResponse]


class RefusedMiddleware:
    """A Refusal of the library becomes a page with its sentences, status 422; a Conflict one with both sides, 409."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page of a refusal; anything else goes on to Django."""
        if isinstance(exception, Conflict):
            return conflict(request, exception)
        if isinstance(exception, Busy):
            return busy(request)
        if not isinstance(exception, Refusal):
            return None
        sentences = [problem_sentence(problem, _lang(request)) for problem in exception.problems]
        return refused_page(request, 422, "refused", problems=sentences, total=exception.total)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400."""
    return refused_page(request, 400, "bad_request")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: this hat may not do it."""
    return refused_page(request, 403, "forbidden")


def no_token(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form without the token that shows that it is ours, or with an old one."""
    return refused_page(request, 403, "no_token")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, also for what belongs to another network."""
    return refused_page(request, 404, "not_found")


def not_allowed(request: HttpRequest, methods: tuple[str, ...]) -> HttpResponse:
    """405: this address does not take this method."""
    response = refused_page(request, 405, "not_allowed")
    response.headers["Allow"] = ", ".join(methods)
    return response


def busy(request: HttpRequest) -> HttpResponse:
    """503: too many people ask for work at once; when to try again."""
    response = refused_page(request, 503, "busy")
    response.headers["Retry-After"] = str(TRY_AGAIN_S)
    return response


def conflict(request: HttpRequest, exception: Conflict) -> HttpResponse:
    """409: both sides, field by field; what was sent is in the page and can be saved after all."""
    sent = [(name, value) for name, values in request.POST.lists() for value in values]
    again = [pair for pair in sent if pair[0] not in (VERSION, "csrfmiddlewaretoken")]
    context = {"sides": exception.sides, "version": exception.version, "sent": again, "back": exception.back}
    return refused_page(request, 409, "conflict", "operation/conflict.html", **context)


def broken(request: HttpRequest) -> HttpResponse:
    """500: our fault, said without details."""
    return refused_page(request, 500, "broken")


def refused_page(
    request: HttpRequest, status: int, code: str, template: str = "refused.html", **more: object
) -> HttpResponse:
    """A page that says what was refused: the sentences of web.refused.<code> or operation.refused.<code>."""
    lang = _lang(request)
    key = f"web.refused.{code}" if has(f"web.refused.{code}.title") else f"operation.refused.{code}"
    context = {"title": say(f"{key}.title", lang), "text": say(f"{key}.text", lang), "status": status}
    return render(request, template, context | more, status=status)


def _lang(request: HttpRequest) -> str:
    return str(getattr(request, "lang", "") or language())
