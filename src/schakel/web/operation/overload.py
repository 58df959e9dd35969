"""Bounds: how much one request may bring, how many are answered at once, and how many of them may compute.

A machine that is asked too much says so at once (503, with when to try again) and goes on for those it serves.
"""

import os
import threading
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from contextlib import contextmanager
from functools import wraps
from http.cookies import CookieError, SimpleCookie
from typing import Any

from django.http import HttpResponse

from schakel.texts import LANGUAGES, say

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Any, Any, Any], Awaitable[None]]
View = Callable[..., HttpResponse]

FORM_BYTES = 4 * 2**20  # of anything but an upload; Django refuses a form of more than 2 MB in words
UPLOAD_BYTES = 2 * 2**30  # of a form with files, by somebody who has a session
AT_ONCE = 200
COMPUTING = max(2, os.cpu_count() or 2)
WAITING = 24
PATIENCE_S = 15.0
TRY_AGAIN_S = 5


class Busy(Exception):
    """Too many people ask for something that takes work; nothing was done."""


class Turns:
    """Places for work: `places` at once, `waiting` more in the queue for at most `patience` seconds."""

    def __init__(self, places: int, waiting: int, patience: float) -> None:
        self._places = threading.BoundedSemaphore(places)
        self._queue = threading.BoundedSemaphore(places + waiting)
        self._patience = patience

    @contextmanager
    def turn(self) -> Iterator[None]:
        """A place as long as the block runs. Busy when the queue is full or takes too long."""
        if not self._queue.acquire(blocking=False):
            raise Busy
        try:
            if not self._places.acquire(timeout=self._patience):
                raise Busy
            try:
                yield
            finally:
                self._places.release()
        finally:
            self._queue.release()


TURNS = Turns(COMPUTING, WAITING, PATIENCE_S)


def computes(view: View) -> View:
    """For a view that makes figures: it waits for its turn. Stands under `@allow`."""

    @wraps(view)
    def in_turn(*args: Any, **kwargs: Any) -> HttpResponse:
        with TURNS.turn():
            return view(*args, **kwargs)

    return in_turn


class Bounded:
    """ASGI in front of Django: a body that is too large is not read to its end, and a crowd is told to come back."""

    def __init__(self, app: App, at_once: int = AT_ONCE) -> None:
        self.app = app
        self._free = at_once

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer, or refuse with 413 or 503 in plain words in both languages."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if self._free <= 0:
            await _refuse(send, 503, "busy", [(b"retry-after", str(TRY_AGAIN_S).encode())])
            return
        self._free -= 1
        try:
            await self._answer(scope, receive, send)
        finally:
            self._free += 1

    async def _answer(self, scope: Message, receive: Receive, send: Send) -> None:
        most = allowed_bytes(scope)
        declared = _header(scope, b"content-length")
        if declared.isdigit() and int(declared) > most:
            await _refuse(send, 413, "too_large")
            return
        told = {"bytes": 0, "started": False, "over": False}

        async def counted() -> Message:
            message = await receive()
            told["bytes"] += len(message.get("body", b""))
            if told["bytes"] > most:
                told["over"] = True
                return {"type": "http.disconnect"}  # Django drops what it has and says nothing
            return message

        async def noticed(message: Message) -> None:
            told["started"] = True
            await send(message)

        await self.app(scope, counted, noticed)
        if told["over"] and not told["started"]:
            await _refuse(send, 413, "too_large")


def allowed_bytes(scope: Message) -> int:
    """How large the body of this request may be: files only come from somebody with a session."""
    from django.conf import settings

    if not _header(scope, b"content-type").startswith(b"multipart/form-data"):
        return FORM_BYTES
    try:
        cookies = SimpleCookie(_header(scope, b"cookie").decode("latin-1"))
    except CookieError:
        return FORM_BYTES
    return UPLOAD_BYTES if settings.SESSION_COOKIE_NAME in cookies else FORM_BYTES


def _header(scope: Message, name: bytes) -> bytes:
    return next((bytes(value) for key, value in scope["headers"] if key == name), b"")


async def _refuse(send: Send, status: int, code: str, more: list[tuple[bytes, bytes]] | None = None) -> None:
    from schakel.web.operation.headers import HEADERS

    text = "\n".join(say(f"operation.bound.{code}", lang) for lang in LANGUAGES).encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(text)).encode())]
    headers += [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
    headers += [(b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"), *(more or [])]
    await send({"type": "http.response.start", "status": status, "headers": [*headers, (b"connection", b"close")]})
    await send({"type": "http.response.body", "body": text})
