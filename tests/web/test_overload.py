"""Bounds: a crowd is told to come back, what is too large is not read to its end, and who is served is served."""

import asyncio
import threading
from typing import Any

import pytest
from django.conf import settings

from schakel.web.operation.overload import FORM_BYTES, TRY_AGAIN_S, UPLOAD_BYTES, Bounded, Busy, Turns, allowed_bytes
from schakel.web.refused import busy
from web.test_version import _post

PATIENCE = 30.0


def test_work_waits_its_turn_and_a_crowd_is_refused() -> None:
    turns = Turns(places=1, waiting=1, patience=PATIENCE)
    inside, leave, done = threading.Event(), threading.Event(), list[str]()

    def first() -> None:
        with turns.turn():
            inside.set()
            leave.wait(PATIENCE)
            done.append("first")

    def second() -> None:
        with turns.turn():
            done.append("second")

    threads = [threading.Thread(target=first), threading.Thread(target=second)]
    threads[0].start()
    inside.wait(PATIENCE)
    threads[1].start()
    while turns._queue._value:  # until the second stands in the queue
        threading.Event().wait(0.001)
    with pytest.raises(Busy), turns.turn():
        pass
    leave.set()
    for thread in threads:
        thread.join()
    assert done == ["first", "second"]
    with turns.turn():
        pass


def test_who_waits_too_long_is_told_so() -> None:
    turns = Turns(places=1, waiting=1, patience=0.01)
    with turns.turn(), pytest.raises(Busy), turns.turn():
        pass


def test_the_page_says_when_to_try_again(db: None) -> None:
    answer = busy(_post("/"))
    assert answer.status_code == 503
    assert answer["Retry-After"] == str(TRY_AGAIN_S)
    assert "Het is nu te druk" in answer.content.decode()


async def _asked(app: Any, scope: dict[str, Any], bodies: list[bytes]) -> list[Any]:
    sent: list[Any] = []
    waiting = [
        {"type": "http.request", "body": body, "more_body": n < len(bodies) - 1} for n, body in enumerate(bodies)
    ]

    async def receive() -> Any:
        return waiting.pop(0)

    async def send(message: Any) -> None:
        sent.append(message)

    await app({"type": "http", "headers": [], **scope}, receive, send)
    return sent


async def _reads(scope: Any, receive: Any, send: Any) -> None:
    """Reads all of the body as Django does, and answers with nothing to somebody who is gone."""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        if not message["more_body"]:
            break
    await send({"type": "http.response.start", "status": 200, "headers": []})


def _headers(**told: str) -> dict[str, Any]:
    return {"headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in told.items()]}


@pytest.mark.parametrize(
    ("scope", "bodies", "status"),
    [
        (_headers(content_length="10"), [b"0123456789"], 200),
        (_headers(content_length=str(FORM_BYTES + 1)), [b""], 413),
        (_headers(), [b"x" * FORM_BYTES, b"x"], 413),
    ],
    ids=["small", "declared", "streamed"],
)
def test_a_body_that_is_too_large_is_refused(scope: dict[str, Any], bodies: list[bytes], status: int) -> None:
    sent = asyncio.run(_asked(Bounded(_reads), scope, bodies))
    assert sent[0]["status"] == status
    if status != 200:
        headers = dict(sent[0]["headers"])
        assert headers[b"x-content-type-options"] == b"nosniff"
        assert "te groot" in sent[1]["body"].decode()


def test_only_somebody_with_a_session_brings_files() -> None:
    form = "multipart/form-data; boundary=x"
    cookie = f"{settings.SESSION_COOKIE_NAME}=abc"
    assert allowed_bytes(_headers(content_type=form)) == FORM_BYTES
    assert allowed_bytes(_headers(content_type=form, cookie=cookie)) == UPLOAD_BYTES
    assert allowed_bytes(_headers(content_type="text/plain", cookie=cookie)) == FORM_BYTES


def test_more_at_once_than_can_be_is_503_and_afterwards_all_is_well() -> None:
    async def tried() -> list[int]:
        held = asyncio.Event()

        async def waits(scope: Any, receive: Any, send: Any) -> None:
            await held.wait()
            await send({"type": "http.response.start", "status": 200, "headers": []})

        app = Bounded(waits, at_once=2)
        kept = [asyncio.create_task(_asked(app, {}, [b""])) for _ in range(2)]
        await asyncio.sleep(0)
        refused = await _asked(app, {}, [b""])
        assert (b"retry-after", str(TRY_AGAIN_S).encode()) in refused[0]["headers"]
        held.set()
        answers = [*await asyncio.gather(*kept), refused, await _asked(app, {}, [b""])]
        return [one[0]["status"] for one in answers]

    assert asyncio.run(tried()) == [200, 200, 503, 200]
