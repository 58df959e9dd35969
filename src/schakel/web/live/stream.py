"""One open stream, and the frames that go through it."""

import asyncio
import json
from dataclasses import dataclass, field

from schakel.web.record.models import Entry
from schakel.web.record.notices import is_for

WAITING = 200  # frames; a reader who is further behind is let go, comes back and gets the rest from the record


@dataclass(frozen=True)
class Listener:
    """Who listens, as it was when the stream opened: all of it must still hold for the stream to stay open.

    kinds: of the lines that this hat hears of; organisation: its name, for lines that are meant for some only. grants:
    ids of what the organisation was granted; whoever loses one must ask anew.
    """

    person: int
    hat: int
    network: int
    kinds: frozenset[str]
    organisation: str
    session: str
    mark: str
    grants: frozenset[str] = frozenset()


@dataclass(eq=False)
class Stream:
    """frames: what still has to be sent; None ends the stream. begun: the last line that the reader had. after: the
    last line that was put in the queue or passed by."""

    listener: Listener
    begun: int
    after: int
    ended: bool = False
    frames: "asyncio.Queue[bytes | None]" = field(default_factory=lambda: asyncio.Queue(WAITING + 1))

    def tell(self, entry: Entry) -> None:
        """Put the line in the queue if this listener hears of it; end the stream if the queue is full."""
        if self.ended or entry.seq <= self.after:
            return
        self.after = entry.seq
        mine = entry.network_id == self.listener.network and entry.kind in self.listener.kinds
        if not mine or not is_for(self.listener.organisation, entry):
            return
        if self.frames.qsize() >= WAITING:
            self.end()
        else:
            self.frames.put_nowait(frame("news", entry.seq, kind=entry.kind))

    def cut(self) -> None:
        """End it at once: who may no longer listen does not get what waits either."""
        while not self.frames.empty():
            self.frames.get_nowait()
        self.ended = False
        self.end()

    def end(self) -> None:
        """No frame after those that wait already."""
        if not self.ended:
            self.ended = True
            self.frames.put_nowait(None)


def frame(event: str, seq: int, **data: object) -> bytes:
    """An event as it goes over the line; a browser gives its id back as Last-Event-ID."""
    return f"id: {seq}\nevent: {event}\ndata: {json.dumps({'seq': seq, **data})}\n\n".encode()
