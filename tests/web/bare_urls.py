"""The addresses of the workbench with refusals that take no time to draw: the matrix asks thousands of times."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from schakel.web.urls import urlpatterns

__all__ = ["urlpatterns"]


def _refuse(status: int) -> Any:
    def answer(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
        return HttpResponse(status=status)

    return answer


handler400, handler403, handler404 = _refuse(400), _refuse(403), _refuse(404)
