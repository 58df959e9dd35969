"""The streams of this process: one task asks the record for new lines and looks whether everybody may still listen."""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import close_old_connections

from schakel.web.live.rights import MOST_LINES, latest, lines_after, still_allowed
from schakel.web.live.stream import Listener, Stream

ASK_EVERY_S = 0.3
LOOK_EVERY = 3  # rights are looked at each third time: within a second
MOST_STREAMS = 500
MOST_PER_PERSON = 8
Answer = TypeVar("Answer")


class Hub:
    """Holds the open streams. The database is asked in one thread of its own, so that no stream holds a connection."""

    def __init__(self) -> None:
        self.streams: set[Stream] = set()
        self.last = 0
        self.closed = False
        self._task: asyncio.Task[None] | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="live")

    async def ask(self, question: Callable[..., Answer], *values: object) -> Answer:
        """The answer of the database, without holding up the others."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, _asked, question, values)

    def has_room(self, person: int) -> bool:
        """Whether one more stream fits, of this person too."""
        own = sum(1 for stream in self.streams if stream.listener.person == person)
        return not self.closed and len(self.streams) < MOST_STREAMS and own < MOST_PER_PERSON

    async def open(self, listener: Listener, after: int | None) -> Stream:
        """A stream from now on, or from the line after `after`: what was missed comes first, each line once."""
        last = await self.ask(latest)
        if not self.streams:
            self.last = last  # else the task is on its way there, and tells the others first
        begun = self.last if after is None else min(after, self.last)
        stream = Stream(listener, begun, begun)
        more = after is not None
        while more and not stream.ended:
            lines = await self.ask(lines_after, stream.after)
            for entry in lines:
                stream.tell(entry)
            more = len(lines) == MOST_LINES
        self.streams.add(stream)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._watch())
        return stream

    def leave(self, stream: Stream) -> None:
        """The reader is gone."""
        self.streams.discard(stream)

    def close(self) -> None:
        """End every stream: the process stops."""
        self.closed = True
        self._end_all()

    async def _watch(self) -> None:
        """As long as somebody listens. If the database does not answer, nobody is told anything more."""
        turn = 0
        while self.streams and not self.closed:
            try:
                await self._look_once(rights=turn % LOOK_EVERY == 0)
            except Exception:
                logging.getLogger(__name__).exception("the record could not be read; streams are closed")
                self._end_all()
            turn += 1
            await asyncio.sleep(ASK_EVERY_S)

    async def _look_once(self, *, rights: bool) -> None:
        if rights:
            allowed = await self.ask(still_allowed, {stream.listener for stream in self.streams})
            for stream in [one for one in self.streams if one.listener not in allowed]:
                stream.cut()
                self.leave(stream)
        for entry in await self.ask(lines_after, self.last):
            self.last = max(self.last, entry.seq)
            for stream in tuple(self.streams):
                stream.tell(entry)

    def _end_all(self) -> None:
        for stream in tuple(self.streams):
            stream.cut()
            self.leave(stream)


def _asked(question: Callable[..., Answer], values: tuple[object, ...]) -> Answer:
    close_old_connections()
    try:
        return question(*values)
    finally:
        close_old_connections()


HUB = Hub()
