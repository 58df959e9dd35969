"""The one place where this program calls another: GET over https, to named hosts, without redirects or proxies."""

import socket
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError

from schakel.chain.problem import Problem, Refusal
from schakel.data.readers.name import shown_name
from schakel.data.zgw.addresses import Allowed, connected

MAX_BYTES = 64 << 20  # of one answer
CHUNK = 1 << 16


@dataclass(frozen=True)
class Answer:
    """status: of HTTP; retry_after: seconds that the server asks for, None where it does not."""

    status: int
    body: bytes
    retry_after: float | None = None


class Unreachable(Exception):
    """No answer, or none in time. Another attempt may succeed."""


class GuardedSession:
    """Gets addresses that `allowed` allows. connect, read: seconds; whole: seconds that one answer may take.

    ca_file: certificates of who signs those of the hosts, in place of the public ones.
    """

    def __init__(
        self,
        allowed: Allowed,
        *,
        connect: float = 10,
        read: float = 60,
        whole: float = 300,
        ca_file: Path | None = None,
    ) -> None:
        self._allowed, self._timeouts, self._whole = allowed, (connect, read), whole
        self._session = requests.Session()
        if ca_file is not None:
            self._session.verify = str(ca_file)
        self._session.trust_env = False  # no proxy, no .netrc: the connection goes where the check said
        self._session.mount("https://", _Adapter(allowed))
        self._session.mount("http://", _Adapter(allowed))

    def get(self, url: str, headers: dict[str, str]) -> Answer:
        """One answer. Unreachable; Refusal for an address, a redirect, a certificate or a size that is not taken."""
        self._allowed.check(url)
        asked = {**headers, "Accept-Encoding": "identity"}
        try:
            with self._session.get(
                url, headers=asked, timeout=self._timeouts, allow_redirects=False, stream=True
            ) as response:
                if 300 <= response.status_code < 400:
                    where = response.headers.get("Location", "")
                    raise Refusal((Problem("zgw_redirect", value=shown_name(where), allowed=shown_name(url)),))
                return Answer(response.status_code, self._body(response, url), _seconds(response))
        except requests.exceptions.SSLError as error:
            raise Refusal((Problem("zgw_certificate", value=shown_name(url)),)) from error
        except (requests.RequestException, OSError) as error:
            raise Unreachable(type(error).__name__) from error

    def close(self) -> None:
        """Let go of the connections."""
        self._session.close()

    def _body(self, response: requests.Response, url: str) -> bytes:
        began, body = time.monotonic(), bytearray()
        for chunk in response.iter_content(CHUNK):
            body += chunk
            if len(body) > MAX_BYTES:
                raise Refusal((Problem("zgw_large", value=shown_name(url), allowed=f"{MAX_BYTES >> 20} MB"),))
            if time.monotonic() - began > self._whole:
                raise Unreachable("too slow")
        return bytes(body)


def _seconds(response: requests.Response) -> float | None:
    text = response.headers.get("Retry-After", "")
    return float(text) if text.isdigit() else None


class _Adapter(HTTPAdapter):
    """requests with connections that go to the address that was checked."""

    def __init__(self, allowed: Allowed) -> None:
        self._pools = _pools(allowed)
        super().__init__(max_retries=0)

    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
        """As requests does, with pools of ours."""
        super().init_poolmanager(*arguments, **options)
        self.poolmanager.pool_classes_by_scheme = self._pools


def _pools(allowed: Allowed) -> dict[str, type[HTTPConnectionPool]]:
    """urllib3's pools, whose connections resolve, check and connect in one step."""

    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return _connection(self, allowed, is_plain=True)

    class Sealed(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return _connection(self, allowed, is_plain=False)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SealedPool(HTTPSConnectionPool):
        ConnectionCls = Sealed

    return {"http": PlainPool, "https": SealedPool}


def _connection(asking: HTTPConnection, allowed: Allowed, *, is_plain: bool) -> socket.socket:
    """As urllib3's own, whose errors it knows."""
    timeout = asking.timeout if isinstance(asking.timeout, int | float) else None
    try:
        return connected(allowed, asking.host, asking.port or 0, timeout, is_plain=is_plain)
    except socket.gaierror as error:
        raise NameResolutionError(asking.host, asking, error) from error
    except TimeoutError as error:
        raise ConnectTimeoutError(asking, "time-out") from error
    except OSError as error:
        raise NewConnectionError(asking, "no connection") from error
