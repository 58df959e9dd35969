"""Work spread over an executor, with what comes out in the order of what went in."""

import os
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from typing import TypeAlias, TypeVar

Progress: TypeAlias = Callable[[int, int], None]
In = TypeVar("In")
Out = TypeVar("Out")


def workers() -> int:
    """How many threads there are by default."""
    return os.cpu_count() or 1


def in_order(
    executor: Executor | None,
    work: Callable[[In], Out],
    pieces: Iterable[In],
    on_progress: Progress | None = None,
    size: Callable[[In], int] = lambda _: 1,
) -> Generator[Out]:
    """work(piece) of each piece. on_progress(done, in all) counts sizes, when a piece and all before it are done.

    An error ends it: what has not begun is then cancelled. An executor given is left open.
    """
    waiting = list(pieces)
    total, done = sum(map(size, waiting)), 0
    with pool(executor) as threads:
        futures: list[Future[Out] | None] = [threads.submit(work, piece) for piece in waiting]
        try:
            for place, piece in enumerate(waiting):
                future, futures[place] = futures[place], None  # so that its result can go
                if future is None:
                    continue
                found = future.result()
                done += size(piece)
                if on_progress is not None:
                    on_progress(done, total)
                yield found
        finally:
            for left in futures:
                if left is not None:
                    left.cancel()


def pool(executor: Executor | None) -> AbstractContextManager[Executor]:
    """The executor given, left open; threads on all cores when None, closed afterwards."""
    return ThreadPoolExecutor(workers()) if executor is None else nullcontext(executor)
