"""A snapshot made again from the deliveries that the log kept, as they are or with others in their place."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from schakel.data.deliveries.load_log import staged_from
from schakel.data.deliveries.said import Said, read_said
from schakel.data.deliveries.sources import SourceEntry, Sources
from schakel.data.deliveries.store import Part, kept
from schakel.data.log import Steps
from schakel.data.snapshot import Snapshot, build
from schakel.data.sql import quiet


@dataclass(frozen=True)
class Ground:
    """All that a snapshot was made from. parts: by source, in the order of the sources file, then by turn."""

    parts: tuple[tuple[str, tuple[Part, ...]], ...]
    said: Said
    key_id: str

    @property
    def sources(self) -> dict[str, tuple[Part, ...]]:
        """Deliveries by source."""
        return dict(self.parts)

    def period_by(self, name: str) -> str:
        """By what the periods of a source go."""
        entry = self.said.sources.source(name)
        return entry.period_by if entry else "started"

    def same(self, other: "Ground", name: str) -> bool:
        """Whether a source has the same deliveries in both, and the same of their rows count."""
        own, theirs = ([replace(p.delivery, counted=-1) for p in g.sources.get(name, ())] for g in (self, other))
        return own == theirs and self.period_by(name) == other.period_by(name)

    def with_source(self, other: "Ground", name: str) -> "Ground":
        """With the deliveries of one source as the other has them; one that is new comes last."""
        parts = {**self.sources, name: other.sources.get(name, ())}
        periods = {source.name: source for source in self.said.sources.sources}
        periods[name] = SourceEntry(name, period_by=other.period_by(name))  # type: ignore[arg-type]  # one of its words
        sources = replace(self.said.sources, sources=tuple(periods.values()))
        return replace(
            self,
            parts=tuple((one, own) for one, own in parts.items() if own),
            said=replace(self.said, sources=sources),
        )


def ground_of(log: Path, snapshot: Snapshot) -> Ground | None:
    """None where deliveries were not kept, are gone, or what was said is not known."""
    said = read_said(snapshot.folder)
    if said is None:
        return None
    parts: dict[str, list[Part]] = {}
    for delivery in snapshot.manifest.sources:
        part = kept(log, delivery.id) if delivery.id else None
        if part is None:
            return None
        parts.setdefault(delivery.name, []).append(replace(part, delivery=replace(delivery, counted=-1)))
    return Ground(tuple((name, tuple(own)) for name, own in parts.items()), said, snapshot.manifest.key_id)


@contextmanager
def rebuilt(ground: Ground) -> Iterator[Snapshot]:
    """The snapshot of these deliveries in a folder of its own, gone afterwards. Refusal as a load would give it."""
    parts: Sequence[Part] = [part for _, own in ground.parts for part in own]
    sources: Sources = ground.said.sources
    with TemporaryDirectory(prefix="schakel-") as made:
        folder = Path(made)
        with duckdb.connect() as con:
            quiet(con)
            staged = staged_from(con, folder, sources, parts, ground.said.names)
            manifest = build(
                con,
                staged,
                folder,
                key=None,
                key_id=ground.key_id,
                writes=Steps(""),
                tell=lambda _stage, _share: None,
            )
        yield Snapshot(folder, manifest)
