"""One page of a list at a time: with a token, with patience where a server asks for it, and never to another place."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn
from urllib.parse import urlsplit

from schakel.chain.problem import Problem, Refusal
from schakel.data.readers.name import shown_name
from schakel.data.zgw.session import Answer, GuardedSession, Unreachable
from schakel.data.zgw.token import Tokens

ATTEMPTS = 5
LONGEST_WAIT = 60.0  # seconds before another attempt
BUSY = 429
LEAST_OF_SERVER = 500
HEADERS = {"Accept": "application/json", "Accept-Crs": "EPSG:4326"}  # the Zaken API wants to know the coordinates


@dataclass(frozen=True)
class Page:
    """results: the resources as they are given. next: address of the page behind it, "" for the last. count: of all."""

    url: str
    next: str
    count: int
    results: tuple[dict[str, Any], ...]


class Client:
    """Reads pages. sleep(seconds) is called before another attempt."""

    def __init__(self, session: GuardedSession, tokens: Tokens, *, sleep: Callable[[float], None] = time.sleep) -> None:
        self._session, self._tokens, self._sleep = session, tokens, sleep

    def page(self, url: str) -> Page:
        """A page of a list. Refusal when it cannot be had after ATTEMPTS, or is not a page of this list."""
        found = _parsed(self._answer(url), url)
        count, behind, results = found.get("count"), found.get("next"), found.get("results")
        if isinstance(count, bool) or not isinstance(count, int) or not isinstance(behind, str | None):
            _refuse("zgw_page", url)
        if not isinstance(results, list) or not all(isinstance(one, dict) for one in results):
            _refuse("zgw_page", url)
        if behind and not _same_list(behind, url):
            _refuse("zgw_next", behind, place_of(url))
        return Page(url, behind or "", count, tuple(results))

    def _answer(self, url: str) -> bytes:
        reason, anew = "", False
        for turn in range(ATTEMPTS):
            wait = float(2**turn)
            try:
                answer = self._session.get(url, {**HEADERS, "Authorization": self._tokens.header(anew=anew)})
            except Unreachable as error:
                reason = str(error)
            else:
                if answer.status == 200:
                    return answer.body
                if answer.status == 401 and not anew:  # the clock of a server may run ahead of a token's age
                    anew = True
                    continue
                reason = _may_try_again(answer, url)
                wait = answer.retry_after if answer.retry_after is not None else wait
            if turn < ATTEMPTS - 1:
                self._sleep(min(wait, LONGEST_WAIT))
        return _refuse("zgw_gave_up", url, reason, n=ATTEMPTS)


def _may_try_again(answer: Answer, url: str) -> str:
    """The status as text, where another attempt makes sense. Refusal where it does not."""
    if answer.status in (401, 403):
        _refuse("zgw_rights", url, str(answer.status))
    if answer.status != BUSY and answer.status < LEAST_OF_SERVER:
        _refuse("zgw_status", url, str(answer.status))
    return str(answer.status)


def _parsed(body: bytes, url: str) -> dict[str, Any]:
    try:
        found = json.loads(body.decode("utf-8-sig"), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        _refuse("zgw_json", url)
    if not isinstance(found, dict):
        _refuse("zgw_page", url)
    return found


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _same_list(behind: str, url: str) -> bool:
    """Whether a link stays at the same server and in the same list."""
    try:
        one, other = urlsplit(behind), urlsplit(url)
        return (one.scheme, one.netloc, one.path) == (other.scheme, other.netloc, other.path)
    except ValueError:
        return False


def place_of(url: str) -> str:
    """An address without its questions: those may be long."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}{parts.path}"


def _refuse(code: str, url: str, allowed: str = "", **more: int) -> NoReturn:
    where = url if code == "zgw_next" else place_of(url)
    raise Refusal((Problem(code, value=shown_name(where), allowed=shown_name(allowed), more=tuple(more.items())),))
