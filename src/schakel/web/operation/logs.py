"""The log of the process: one line of JSON per event on stderr, for the one who keeps the machine running.

A line says who (number of person and hat), what (method and the pattern of the address, never its values), when (UTC)
and how it ended. It never holds a query, a form, a name or the message of an exception: those can hold what belongs to
a person. JSON escapes every line end, so that nothing that comes in can write a line of its own. What happened in the
network, in people's words, stands in the record (`schakel.web.record`).
"""

import json
import logging
import sys
import time
import traceback
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse

Answer = Callable[[HttpRequest], HttpResponse]
OURS = "schakel"
REQUEST: ContextVar[str] = ContextVar("request", default="")
_log = logging.getLogger("schakel.web.request")

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "schakel.web.operation.logs.LineFormatter"}},
    "handlers": {"stderr": {"class": "schakel.web.operation.logs.StderrHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        OURS: {"level": "INFO"},
        "django": {"handlers": [], "level": "ERROR"},
        "django.request": {"level": "ERROR"},
        "django.security": {"level": "WARNING"},
        "django.server": {"handlers": [], "propagate": False},
    },
}


class StderrHandler(logging.StreamHandler[Any]):
    """Writes to what is stderr at that moment, which tests and supervisors replace."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)

    @property
    def stream(self) -> Any:
        """The present stderr."""
        return sys.stderr


class LineFormatter(logging.Formatter):
    """One line of JSON. Of our own loggers the message and `extra={"told": {...}}`; of others only what is theirs
    to say without values: the logger's name, and of an exception its kind and where it came from."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        ours = record.name.split(".")[0] == OURS
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage() if ours else record.name,
            "request": REQUEST.get(),
        }
        line |= getattr(record, "told", {})
        if record.exc_info and record.exc_info[0]:
            line["exception"] = record.exc_info[0].__name__
            line["where"] = _where(record.exc_info[2])
        return json.dumps(line, default=str)


class RequestMiddleware:
    """Outermost: a number for each request, in the answer (`X-Request-ID`), on the page of a fault and in the log."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer and write a line."""
        number = uuid4().hex
        request.request_id = number  # type: ignore[attr-defined]
        held = REQUEST.set(number)
        began = time.perf_counter()
        try:
            response = self.get_response(request)
            response.headers["X-Request-ID"] = number
            _log.info("request", extra={"told": _told(request, response, time.perf_counter() - began)})
        finally:
            REQUEST.reset(held)
        return response


def _told(request: HttpRequest, response: HttpResponse, seconds: float) -> dict[str, Any]:
    hat, match = getattr(request, "hat", None), request.resolver_match
    return {
        "method": request.method if (request.method or "").isalpha() else "",
        "address": match.route if match else "",
        "status": response.status_code,
        "ms": round(seconds * 1000),
        "network": hat.network_id if hat else None,
        "person": hat.person_id if hat else None,
        "hat": hat.pk if hat else None,
    }


def _where(trace: Any) -> list[str]:
    """The last steps of the way to the fault: module line and function, without what they held."""
    frames = traceback.extract_tb(trace)[-8:]
    return [f"{frame.filename.rpartition('site-packages/')[2]}:{frame.lineno} {frame.name}" for frame in frames]
