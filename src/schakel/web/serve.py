"""Serving a workspace: one uvicorn process on an address that is printed."""

import socket
import threading
from collections.abc import Callable
from contextlib import nullcontext

import uvicorn

from schakel.chain.problem import Problem, Refusal
from schakel.texts import say
from schakel.web.access.demo import demo_people
from schakel.web.access.oidc_provider import check
from schakel.web.insight_desk.warm import warm_aside
from schakel.web.jobs.beside import WorkerBeside
from schakel.web.workspace import Workspace

LOOPBACK = ("127.0.0.1", "localhost", "::1")
STOP_WITHIN_S = 3  # open streams would hold the process otherwise


def serve_workspace(
    workspace: Workspace, host: str, port: int, tell: Callable[[str], None], lang: str, *, worker: bool = True
) -> None:
    """Serve until stopped, with a worker beside it.

    Refusal: a demo on anything but loopback, a port that is taken, an OIDC server that is not well described.
    """
    if workspace.demo and host not in LOOPBACK:
        raise Refusal((Problem("workbench_demo_loopback", value=host, allowed=", ".join(LOOPBACK)),))
    check(workspace)
    listening = _listening(host, port)
    address = f"http://{host}:{listening.getsockname()[1]}/"
    tell(say("command.serve.address", lang, address=address))
    if workspace.demo:
        for person in demo_people():
            roles = ", ".join(say(f"web.role.{hat.role}", lang) for hat in person.hats_now())
            tell(say("command.serve.person", lang, person=person.name, roles=roles))
    config = uvicorn.Config(
        "schakel.web.asgi:application",
        log_level="warning",
        log_config=None,  # all that is logged is one line of JSON, by the settings
        access_log=False,
        timeout_graceful_shutdown=STOP_WITHIN_S,
        server_header=False,
        forwarded_allow_ips=list(workspace.proxies),
    )
    threading.Thread(target=warm_aside, daemon=True).start()  # the first reader need not wait for what all will read
    with WorkerBeside(workspace.root) if worker else nullcontext():
        _Server(config).run(sockets=[listening])


class _Server(uvicorn.Server):
    """Ends the open streams before it waits for what is still being answered, so that it stops at once."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        from schakel.web.live.hub import HUB

        HUB.close()
        await super().shutdown(sockets)


def _listening(host: str, port: int) -> socket.socket:
    found = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((host, port))
    except OSError:
        raise Refusal((Problem("workbench_port", value=str(port)),)) from None
    found.listen(128)
    return found
