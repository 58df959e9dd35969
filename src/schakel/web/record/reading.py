"""Who reads what: a line in the processing log of the log before the answer leaves, and a row in the audit record.

Whatever touches the rows of a snapshot for a reader, or gives what was kept of them, says `read`; within a request all
of one snapshot become one line. The trace of the line is the number of the request, which the audit record keeps with
the person and the hat. If the line cannot be written there is no answer.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from schakel.data.manifest import Manifest
from schakel.data.processed import line, processing_log, sources_of
from schakel.sharing.grant import Sight
from schakel.sharing.processing_log import Line, NotLogged
from schakel.web.access.models import Hat
from schakel.web.operation.overload import TRY_AGAIN_S
from schakel.web.record.models import Reading
from schakel.web.record.reading_words import BETWEEN

Answer = Callable[[HttpRequest], HttpResponse]


@dataclass(frozen=True)
class Read:
    """What was read of a snapshot. what: a word for it; selection, grant: "" for all; cases: how many it is about.

    sources: names of those whose rows it rests on.
    """

    what: str
    selection: str
    grant: str
    cases: int
    sources: tuple[str, ...]


@dataclass
class Operation:
    """The reads of one request. rows: by folder of events that came in, the sources and the persons that were shown."""

    trace: str
    start: datetime = field(default_factory=lambda: datetime.now(UTC))
    reads: dict[tuple[Path, str], tuple[Manifest, dict[Read, None]]] = field(default_factory=dict)
    rows: dict[Path, dict[tuple[str, str], None]] = field(default_factory=dict)

    def lines(self) -> Iterator[tuple[Path, list[Line]]]:
        """The lines, by the folder whose processing log they belong in."""
        for (log, _), (manifest, reads) in self.reads.items():
            told = [{"what": one.what, "selection": one.selection, "cases": one.cases} for one in reads]
            grants = sorted({one.grant for one in reads if one.grant})
            most = max(one.cases for one in reads)
            sources = list(dict.fromkeys(name for one in reads for name in one.sources))
            more: dict[str, Any] = {"snapshot": manifest.id, "cases": most, "grant": ", ".join(grants), "reads": told}
            yield (
                log,
                [line(log, "aggregate_read", sources, self.start, trace=self.trace, **more)],
            )
        for folder, shown in self.rows.items():
            made = [line(folder, "case_read", [source], self.start, trace=self.trace) for source, _ in shown]
            yield folder, [replace(one, subject=subject) for one, (_, subject) in zip(made, shown, strict=True)]

    @property
    def empty(self) -> bool:
        """Whether nothing was read."""
        return not self.reads and not self.rows


_NOW: ContextVar[Operation | None] = ContextVar("operation", default=None)


def read(
    log: Path,
    manifest: Manifest,
    what: str,
    *,
    selection: str = "",
    cases: int | None = None,
    sight: Sight | None = None,
) -> None:
    """Tell that figures of a snapshot go to a reader. cases: None for all of it; sight: what that reader may see of it.

    In a request the line is written when the answer is ready; elsewhere now, and NotLogged is raised if it cannot be.
    """
    if manifest.public:
        return
    names = sources_of(manifest) if sight is None else [name for name, _ in sight.sources]
    grant = sight.id if sight else ""
    one = Read(what, selection, grant, manifest.counts["cases"] if cases is None else cases, tuple(names))
    with _operation() as operation:
        operation.reads.setdefault((log, manifest.id), (manifest, {}))[1][one] = None


def rows_shown(folder: Path, shown: Iterable[tuple[str, str]]) -> None:
    """Tell that rows of persons are shown: of each its source, and its name in the processing log of this folder."""
    with _operation() as operation:
        operation.rows.setdefault(folder, {}).update(dict.fromkeys(shown))


@contextmanager
def _operation() -> Iterator[Operation]:
    """That of the request, else one of its own that is written at once."""
    known = _NOW.get()
    own = known or Operation(uuid4().hex)
    yield own
    if known is None:
        _write(own)


@contextmanager
def operation(trace: str) -> Iterator[Operation]:
    """Gather what is read until the end, where it is written. NotLogged when it cannot be."""
    own = Operation(trace)
    token = _NOW.set(own)
    try:
        yield own
    finally:
        _NOW.reset(token)
    _write(own)


def _write(own: Operation) -> None:
    for folder, lines in own.lines():
        processing_log(folder.resolve()).write(lines)


class ReadingMiddleware:
    """Innermost but for what guesses passwords: the answer waits until what was read is written down."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, or 503 when there can be no line about it."""
        trace = getattr(request, "request_id", "") or uuid4().hex
        try:
            with operation(trace) as own:
                response = self.get_response(request)
        except NotLogged:
            _audit(request, own, denied=True)
            return _denied(request)
        if not own.empty:
            _audit(request, own, denied=False)
        return response


def _audit(request: HttpRequest, own: Operation, *, denied: bool) -> None:
    """Who it was, by the same trace."""
    hat = getattr(request, "hat", None) or getattr(request, "auth", None)
    if not isinstance(hat, Hat):
        return
    words = [one.what for _, reads in own.reads.values() for one in reads] + ["first_rows"] * bool(own.rows)
    what = BETWEEN.join(dict.fromkeys(words))[:200]
    Reading.objects.create(
        at=timezone.now(),
        network=hat.network,
        person_id=hat.person_id,
        hat=hat,
        operation=UUID(hex=own.trace),
        what=what,
        denied=denied,
    )


def _denied(request: HttpRequest) -> HttpResponse:
    if request.path.startswith("/api/"):
        from schakel.web.api.problem import told  # the API knows the record, through what it shows

        response = told(request, 503, "not_logged")
    else:
        from schakel.web.refused import refused_page

        response = refused_page(request, 503, "not_logged")
    response.headers["Retry-After"] = str(TRY_AGAIN_S)
    return response
