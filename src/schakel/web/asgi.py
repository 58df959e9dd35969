"""The ASGI application that uvicorn serves: streams of news before Django, everything else by Django."""

import os
from typing import Any

from django.core.asgi import get_asgi_application

from schakel.web.operation.overload import Bounded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "schakel.web.settings")
_django: Any = Bounded(get_asgi_application())

from schakel.web.live.door import PREFIX, Receive, Scope, Send, live  # noqa: E402 -- models need Django set up
from schakel.web.live.hub import HUB  # noqa: E402


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """One request, or the life of the server."""
    if scope["type"] == "lifespan":
        await _life(receive, send)
    elif scope["type"] == "http" and scope["path"].startswith(PREFIX):
        await live(scope, receive, send)
    else:
        await _django(scope, receive, send)


async def _life(receive: Receive, send: Send) -> None:
    while (message := await receive())["type"] != "lifespan.shutdown":
        await send({"type": f"{message['type']}.complete"})
    HUB.close()
    await send({"type": "lifespan.shutdown.complete"})
