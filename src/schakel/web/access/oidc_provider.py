"""The OIDC server of the workspace: what `[oidc]` in workspace.toml says, and where its addresses are found.

[oidc]
issuer = "https://..."       # whom we trust; its addresses are asked at the first sign-in, unless they stand here
client_id = "schakel"        # the client's secret stands in the file `oidc-secret` (0600) of the workspace
authorization_endpoint, token_endpoint, jwks_uri = "https://..."   # optional
algorithm = "RS256"          # optional
trust_email = true           # optional: this server only knows addresses that it has checked itself
local_accounts = true        # optional: passwords beside it, for people whom this server does not know
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import requests

from schakel.chain.problem import Problem, Refusal
from schakel.web.workspace import FILE, Workspace, current_workspace

SECRET_FILE = "oidc-secret"  # noqa: S105 -- the name of a file
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
KEYS = ("issuer", "client_id", *ENDPOINTS, "algorithm", "trust_email", "local_accounts")
TIMEOUT_S = 10
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class OidcUnreachableError(Exception):
    """The OIDC server does not answer, or not as one."""


@dataclass(frozen=True)
class Provider:
    """An OIDC server with the addresses that signing in needs."""

    issuer: str
    client_id: str
    secret: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    algorithm: str = "RS256"
    trust_email: bool = False


def configured() -> bool:
    """Whether people can sign in at an OIDC server."""
    return bool(current_workspace().oidc)


def local_accounts() -> bool:
    """Whether people can have a password here: without an OIDC server, or where the workspace says so."""
    return not configured() or dict(current_workspace().oidc).get("local_accounts") == "True"


def check(workspace: Workspace) -> None:
    """Refusal if `[oidc]` cannot work: a key that is unknown or absent, no HTTPS, a secret that others can read."""
    told = dict(workspace.oidc)
    if not told:
        return
    for key in told:
        if key not in KEYS:
            raise Refusal((Problem("workbench_oidc_key", file=FILE, value=key, allowed=", ".join(KEYS)),))
    for key in ("issuer", "client_id"):
        if not told.get(key):
            raise Refusal((Problem("workbench_oidc_missing", file=FILE, value=key),))
    for key in ("issuer", *ENDPOINTS):
        if key in told and not _safe(told[key]):
            raise Refusal((Problem("workbench_oidc_https", file=FILE, value=key),))
    secret = workspace.root / SECRET_FILE
    if not secret.is_file() or secret.stat().st_mode & 0o077:
        raise Refusal((Problem("workbench_oidc_secret", file=SECRET_FILE),))


def provider() -> Provider:
    """The server, asked once per process for the addresses that workspace.toml does not name."""
    return _provider(current_workspace())


@lru_cache(maxsize=1)
def _provider(workspace: Workspace) -> Provider:
    check(workspace)
    told = dict(workspace.oidc)
    found = {key: told[key] for key in ENDPOINTS if key in told}
    if len(found) < len(ENDPOINTS):
        found = _discovered(told["issuer"]) | found
    return Provider(
        issuer=told["issuer"],
        client_id=told["client_id"],
        secret=(workspace.root / SECRET_FILE).read_text(encoding="utf-8").strip(),
        algorithm=told.get("algorithm", "RS256"),
        trust_email=told.get("trust_email") == "True",
        **found,
    )


def _discovered(issuer: str) -> dict[str, str]:
    """The addresses that the issuer tells, which must be its own: nothing else is ever called."""
    try:
        answer = requests.get(
            issuer.rstrip("/") + "/.well-known/openid-configuration", timeout=TIMEOUT_S, allow_redirects=False
        )
        answer.raise_for_status()
        document: dict[str, Any] = answer.json()
    except (requests.RequestException, ValueError) as error:
        raise OidcUnreachableError(str(error)) from error
    found = {key: str(document.get(key, "")) for key in ENDPOINTS}
    own = all(urlsplit(address)[:2] == urlsplit(issuer)[:2] for address in found.values())
    if document.get("issuer") != issuer or not own:
        raise OidcUnreachableError("not the issuer that workspace.toml names")
    return found


def _safe(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
