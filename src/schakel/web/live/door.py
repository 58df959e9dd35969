"""`/live/<network>`: the ASGI function that lets a listener in and sends what it hears of."""

import asyncio
from collections.abc import Awaitable, Callable
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings
from django.http.request import split_domain_port, validate_host

from schakel.web.live.hub import HUB
from schakel.web.live.rights import listener_of
from schakel.web.live.stream import Listener, Stream, frame
from schakel.web.live.ticket import read_ticket

PREFIX = "/live/"
COMMENT_EVERY_S = 15
Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


async def live(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer a request for a stream: 405, 403 without saying why, 503 when it is full, else events until it ends."""
    if scope["method"] != "GET":
        return await _refuse(send, 405)
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    listener = await _listener(scope, headers)
    if listener is None:
        return await _refuse(send, 403)
    if not HUB.has_room(listener.person):
        return await _refuse(send, 503)
    stream = await HUB.open(listener, _after(scope, headers))
    try:
        await _answer(stream, receive, send)
    finally:
        HUB.leave(stream)
    return None


async def _listener(scope: Scope, headers: dict[str, str]) -> Listener | None:
    """Who asks, if the page is ours, the ticket good and for this network, and the session behind it still there."""
    if not _from_our_page(scope, headers):
        return None
    ticket = read_ticket(_asked(scope, "ticket"))
    if ticket is None or ticket.network != scope["path"].removeprefix(PREFIX):
        return None
    try:
        cookies = SimpleCookie(headers.get("cookie", ""))
    except CookieError:
        return None
    name = settings.SESSION_COOKIE_NAME
    session = str(cookies[name].value) if name in cookies else ""
    return await HUB.ask(listener_of, ticket, session)


def _from_our_page(scope: Scope, headers: dict[str, str]) -> bool:
    host = headers.get("host", "")
    if not validate_host(split_domain_port(host)[0], settings.ALLOWED_HOSTS):
        return False
    origin = headers.get("origin")  # a browser leaves it out for a page of the same origin
    return origin is None or origin == f"{scope['scheme']}://{host}"


def _after(scope: Scope, headers: dict[str, str]) -> int | None:
    """The last line the reader has: what the browser says when it comes back, or the page when it begins anew."""
    told = headers.get("last-event-id") or _asked(scope, "after")
    return int(told) if told.isdecimal() and len(told) < 19 else None


def _asked(scope: Scope, name: str) -> str:
    query: bytes = scope["query_string"]
    return parse_qs(query.decode("latin-1")).get(name, [""])[0]


async def _answer(stream: Stream, receive: Receive, send: Send) -> None:
    headers = [
        (b"content-type", b"text/event-stream; charset=utf-8"),
        (b"cache-control", b"no-store"),
        (b"x-accel-buffering", b"no"),
        (b"x-content-type-options", b"nosniff"),
    ]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await _send(send, b"retry: 2000\n" + frame("ready", stream.begun))
    gone = asyncio.create_task(_gone(receive))
    try:
        while not gone.done() and (text := await _next(stream, gone)) is not None:
            await _send(send, text)
    finally:
        gone.cancel()
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _next(stream: Stream, gone: "asyncio.Task[None]") -> bytes | None:
    """The next frame, a comment line if there is none for a while, None at the end."""
    waiting = asyncio.create_task(stream.frames.get())
    both: set[asyncio.Task[Any]] = {waiting, gone}
    try:
        await asyncio.wait(both, timeout=COMMENT_EVERY_S, return_when=asyncio.FIRST_COMPLETED)
        if waiting.done():
            return waiting.result()
        return None if gone.done() else b": still here\n\n"
    finally:
        waiting.cancel()


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _send(send: Send, body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})


async def _refuse(send: Send, status: int) -> None:
    headers = [(b"content-length", b"0"), (b"cache-control", b"no-store")]
    if status == 503:
        headers.append((b"retry-after", b"30"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
