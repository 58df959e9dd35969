"""Files to a browser piece by piece. Under ASGI Django reads a file wholly into memory first, and warns of it."""

from collections.abc import AsyncIterator, Callable, Iterator

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

Answer = Callable[[HttpRequest], HttpResponse]


class StreamedMiddleware:
    """Turns the pieces of a file into ones that are waited for, each read in a thread."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
        """Answer; what is no file passes unchanged."""
        response: HttpResponse | StreamingHttpResponse = self.get_response(request)
        if isinstance(request, ASGIRequest) and isinstance(response, StreamingHttpResponse) and not response.is_async:
            response.streaming_content = _waited_for(iter(response))
        return response


async def _waited_for(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    following = sync_to_async(_following, thread_sensitive=False)
    while (piece := await following(pieces)) is not None:
        yield piece


def _following(pieces: Iterator[bytes]) -> bytes | None:
    return next(pieces, None)
