"""A snapshot of a log by what a person calls it: current, previous, or the first digits of its id."""

from pathlib import Path

from schakel.chain.problem import Problem, Refusal
from schakel.data import log
from schakel.data.snapshot import MANIFEST, Snapshot, open_snapshot
from schakel.sharing.bsn import contains_bsn, shown

MOST = 20


def snapshot_ids(into: Path) -> list[str]:
    """Ids of the snapshots of a log, in the order of their digits."""
    return sorted(path.parent.name for path in (into / log.SNAPSHOTS).glob(f"[!.]*/{MANIFEST}"))


def choose(into: Path, word: str) -> Snapshot:
    """The snapshot that is meant. Refusal: none fits, several do, or there was none before the current one."""
    if word in (log.CURRENT, log.PREVIOUS):
        name = log.current_id(into, word) if into.is_dir() else None
        if name is None and word == log.PREVIOUS and into.is_dir():
            raise Refusal((Problem("snapshot_no_previous", into.name, allowed=_listed(snapshot_ids(into))),))
        return open_snapshot(into, name)
    ids = snapshot_ids(into)
    fits = [name for name in ids if word and name.startswith(word.lower())]
    if len(fits) != 1:
        code = "snapshot_several" if fits else "snapshot_unknown"
        raise Refusal((Problem(code, into.name, value=_safe(word[:40]), allowed=_listed(fits or ids)),))
    return open_snapshot(into, fits[0])


def _safe(word: str) -> str:
    return shown(word) if contains_bsn(word) else word


def _listed(ids: list[str]) -> str:
    return ", ".join([*ids[:MOST], *(["..."] if len(ids) > MOST else [])]) or "–"
