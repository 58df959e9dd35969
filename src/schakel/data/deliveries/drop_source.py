"""A log without one of its sources: who delivered it takes it back."""

from dataclasses import replace
from pathlib import Path

import tomlkit

from schakel.chain.problem import Problem, Refusal
from schakel.data import log
from schakel.data.deliveries.add_source import staying
from schakel.data.deliveries.load_log import Limits, build_from, sweep
from schakel.data.deliveries.sources import FILE, Sources
from schakel.data.deliveries.sources_file import read_sources
from schakel.data.deliveries.sources_text import is_ours, to_toml
from schakel.data.held import Loading, Progress, as_refusal, engine, key_of, prepared
from schakel.data.snapshot import Snapshot, open_snapshot


def drop_source(
    into: Path | str,
    name: str,
    *,
    limits: Limits = Limits(),  # noqa: B008 -- frozen
    on_progress: Progress | None = None,
) -> Snapshot | None:
    """A new snapshot of the other sources' deliveries as they were kept, and a sources file without this one.

    None when no other source is left: then nothing is loaded and the log stays as it is. A log without the source is
    as it should be, so that asking twice is asking once. Older snapshots are not removed. Refusal if a delivery of
    another source was not kept by itself.
    """
    target = Path(into)
    tell = on_progress or (lambda _stage, _share: None)
    snapshot = open_snapshot(target)
    names = {delivery.name for delivery in snapshot.manifest.sources}
    if names <= {name}:
        return None
    before = read_sources(target)
    if name not in names and before.source(name) is None:
        return snapshot
    after = replace(before, sources=tuple(source for source in before.sources if source.name != name))
    text = _text(target, after, name)
    with as_refusal(target), prepared(target), engine(target, limits.threads, limits.memory) as con:
        loading = Loading(con, target, key_of(target), tell)
        made = build_from(loading, after, staying(target, (name,), ()))
        log.replace(target / FILE, text, loading.writes)
        sweep(target)
    tell("done", 1.0)
    return made


def _text(target: Path, after: Sources, name: str) -> str:
    """The sources file as it will stand; of one that people wrote only this source's block goes."""
    if is_ours(target):
        return to_toml(after)
    document = tomlkit.parse((target / FILE).read_text(encoding="utf-8"))
    sources = document.get("source", [])
    for place, source in enumerate(sources):
        if source.get("name") == name:
            del sources[place]
            return tomlkit.dumps(document)
    raise Refusal((Problem("source_not_kept", FILE, value=name),))
