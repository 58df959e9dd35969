"""What comes in is text that can be kept and shown: no NUL, no half characters. Anything else is answered with 400.

Django itself refuses more than 10,000 fields and more than 2 MB of form (settings), also with 400.
"""

import json
from collections.abc import Callable
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, QueryDict

Answer = Callable[[HttpRequest], HttpResponse]
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
REPLACED = "\ufffd"  # what Django puts where bytes were no text


class PostedMiddleware:
    """Looks at the address, the query, the form and JSON, before any view does."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, _view: Any, _args: Any, _kwargs: Any) -> None:
        """SuspiciousOperation (400) for text that is none."""
        _check(request.path)
        _check_all(request.GET)
        if request.method in ("GET", "HEAD", "OPTIONS"):
            return
        if request.content_type in FORMS:
            _check_all(request.POST)
            for file in (one for _, files in request.FILES.lists() for one in files):
                _check(str(getattr(file, "name", "")))
        elif request.content_type == "application/json":
            _check_json(request.body)


def _check_all(values: QueryDict) -> None:
    for name, given in values.lists():
        _check(name)
        for value in given:
            _check(str(value))


def _check(text: str) -> None:
    if "\0" in text or REPLACED in text or any("\ud800" <= character <= "\udfff" for character in text):
        raise SuspiciousOperation("text that cannot be kept")


def _check_json(body: bytes) -> None:
    """Escapes can hide what a byte cannot be; JSON that is none is for the view to refuse."""
    if b"\\u" not in body:
        return
    try:
        waiting = [json.loads(body)]
    except (ValueError, RecursionError):
        return
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            _check(one)
        elif isinstance(one, dict):
            waiting += [*one, *one.values()]
        elif isinstance(one, list):
            waiting += one
