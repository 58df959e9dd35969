"""The token of an application at ZGW: a JWT, signed with its secret (HS256), made anew while a fetch goes on."""

import os
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import jwt

from schakel.chain.problem import Problem, Refusal

VALID = 900  # seconds until a new one is made; servers take one of up to an hour old
SKEW = 60  # seconds that the clock of a server may be behind ours
MOST = 4096  # bytes of a secret


class Tokens:
    """Tokens of one application. The secret is shown by nothing, also not by `repr`."""

    def __init__(self, client_id: str, secret: str, clock: Callable[[], float] = time.time) -> None:
        self._client_id, self._secret, self._clock = client_id, secret, clock
        self._made, self._token = 0.0, ""

    def __repr__(self) -> str:
        return f"Tokens({self._client_id!r})"

    def header(self, *, anew: bool = False) -> str:
        """The value of `Authorization`."""
        now = self._clock()
        if anew or not self._token or now - self._made > VALID:
            claims = {
                "iss": self._client_id,
                "iat": int(now) - SKEW,
                "client_id": self._client_id,
                "user_id": "schakel",
                "user_representation": "Schakel",
            }
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of short secrets: the server chose it, `read_secret` tells
                self._token = jwt.encode(claims, self._secret, algorithm="HS256")
            self._made = now
        return f"Bearer {self._token}"


def read_secret(path: Path | None, variable: str) -> str:
    """The secret from a file that only its owner can read, or from a variable of the environment.

    Refusal when it is not there, is empty, or the file is open to others.
    """
    if path is None:
        secret, where = os.environ.get(variable, "").strip(), variable
    else:
        where = path.name
        if not path.is_file():
            raise Refusal((Problem("zgw_secret_missing", value=where),))
        if os.name == "posix" and path.stat().st_mode & 0o077:
            raise Refusal((Problem("zgw_secret_open", value=where),))
        secret = path.read_bytes()[:MOST].decode("utf-8", "replace").strip()
    if not secret:
        raise Refusal((Problem("zgw_secret_missing", value=where),))
    return secret
