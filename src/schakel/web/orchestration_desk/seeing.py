"""What the published snapshot shows of a network, for hats that may choose freely; the gate stands before all of it."""

from functools import lru_cache
from pathlib import Path

from schakel.chain.problem import Refusal
from schakel.insight.opened import open_log
from schakel.orchestration.compare import Comparison, compare
from schakel.orchestration.seen import Seen, seen_in
from schakel.sharing.gate import Gate
from schakel.web.access.models import Hat
from schakel.web.access.models import Network as NetworkRow
from schakel.web.access.reach import reach
from schakel.web.engine import engine
from schakel.web.insight_desk.choices import log_folder, snapshot_of
from schakel.web.orchestration_desk.kept import Kept
from schakel.web.record.reading import read


def seen(hat: Hat) -> Seen | None:
    """What this hat may see; None if it may not, or if there is nothing (any more)."""
    row: NetworkRow = hat.network
    if not reach(hat).free or not row.log or not row.snapshot:
        return None
    try:
        found = _seen(log_folder(row), row.snapshot, row.threshold, row.slug)
        read(log_folder(row), snapshot_of(row, row.snapshot).manifest, "network_seen")
    except Refusal:
        return None
    return found


@lru_cache(maxsize=8)
def _seen(_log: Path, name: str, threshold: int, slug: str) -> Seen:
    snapshot = snapshot_of(NetworkRow.objects.get(slug=slug), name)
    with (
        engine().turn() as connection,
        engine().rows_of(snapshot) as stored,
        open_log(snapshot, connection=connection, stored=stored) as view,
    ):
        return seen_in(view, Gate(threshold))


def comparison(hat: Hat, kept: Kept) -> Comparison | None:
    """The file beside the log, where this hat may see the log."""
    found = seen(hat)
    return _compared(kept, found) if found else None


@lru_cache(maxsize=8)
def _compared(kept: Kept, found: Seen) -> Comparison:
    return compare(kept.network, found)
