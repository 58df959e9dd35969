"""Two snapshots of a log: which rows differ, which headline figures moved, and by whose delivery.

The cause is found by making the log again from the deliveries that were kept: from those of the old snapshot, source
after source as the new one has it, then the list of names, then what else the sources file says. What a figure moves
at one of these stages is put down to it; together the stages make the whole movement. Another order may divide it
otherwise where two causes work on the same cases; the order is told.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from schakel.chain.problem import Refusal
from schakel.data.chosen_snapshot import choose
from schakel.data.deliveries.changed_rows import RowsMoved, changed_rows
from schakel.data.deliveries.rebuild import Ground, ground_of, rebuilt
from schakel.data.processed import aggregate_read
from schakel.data.snapshot import Snapshot
from schakel.insight.headline import Headline, Key, Movement, headlines, moved_record, movements, value
from schakel.insight.opened import open_log
from schakel.texts import LANGUAGES, say

Why = Literal["source", "names", "sources_file", "program"]
Unsplit = Literal["", "not_kept", "refused"]
Figures = Mapping[Key, Headline]


@dataclass(frozen=True)
class Cause:
    """What changed between two stages. name: of the source, else empty.

    program: this version of Schakel makes other rows of the same deliveries than the one that made the snapshot.
    """

    why: Why
    name: str = ""


@dataclass(frozen=True)
class FigureMoved:
    """A headline figure. by: what it moved at each cause, in their order; None where it is unknown on either side."""

    movement: Movement
    by: tuple[int | None, ...]


@dataclass(frozen=True)
class Moved:
    """Two snapshots side by side. rows: None where ids of the two were made with different keys.

    causes: in the order in which they were put in place; none where `unsplit` says why they cannot be told apart.
    """

    old: str
    new: str
    rows: tuple[RowsMoved, ...] | None
    figures: tuple[FigureMoved, ...]
    causes: tuple[Cause, ...]
    unsplit: Unsplit = ""


def moved(log: Path | str, old: str, new: str) -> Moved:
    """What moved from one snapshot to another. old, new: ids or their first digits, "current" or "previous"."""
    into = Path(log)
    before, after = choose(into, old), choose(into, new)
    what, cases = f"diff {before.id} {after.id}", after.manifest.counts["cases"]
    aggregate_read(into, after.manifest, datetime.now(UTC), selection="", grant="", cases=cases, what=what)
    same_key = before.manifest.key_id == after.manifest.key_id
    told = movements(_figures(before), _figures(after))
    stages, unsplit = _stages(into, before, after) if before.id != after.id else ((), "")
    return Moved(
        old=before.id,
        new=after.id,
        rows=changed_rows(before, after) if same_key else None,
        figures=tuple(FigureMoved(one, _by(one, stages)) for one in told),
        causes=tuple(cause for cause, _, _ in stages),
        unsplit=unsplit,
    )


def moved_document(found: Moved) -> dict[str, Any]:
    """All of it, ready for `json.dumps`. Times are in microseconds, whole, so that they add up."""
    figures = [
        {
            **moved_record(one.movement, "old", "new"),
            "by": [{**asdict(cause), "difference": n} for cause, n in zip(found.causes, one.by, strict=True)],
        }
        for one in found.figures
    ]
    rows = None if found.rows is None else [{**asdict(one), "fields": dict(one.fields)} for one in found.rows]
    return {
        "old": found.old,
        "new": found.new,
        "rows": rows,
        "figures": figures,
        "causes": [asdict(cause) for cause in found.causes],
        "unsplit": found.unsplit,
        "notice": {lang: say("terms.internal", lang) for lang in LANGUAGES},
    }


Stage = tuple[Cause, Figures, Figures]


def _figures(snapshot: Snapshot) -> Figures:
    with open_log(snapshot) as view:
        return headlines(view)


def _by(movement: Movement, stages: Sequence[Stage]) -> tuple[int | None, ...]:
    key = (movement.figure, movement.kind, movement.of)
    known = Headline(movement.figure, None, movement.unit, movement.of, movement.kind)
    found = []
    for _, before, after in stages:
        was, now = value(key, before, known), value(key, after, known)
        found.append(None if was is None or now is None else now - was)
    return tuple(found)


def _stages(log: Path, old: Snapshot, new: Snapshot) -> tuple[tuple[Stage, ...], Unsplit]:
    """Each cause with the figures before and after it; those of the first and the last are the snapshots' own."""
    ground, goal = ground_of(log, old), ground_of(log, new)
    if ground is None or goal is None:
        return (), "not_kept"
    try:
        found = list(_made(old, new, ground, goal))
    except Refusal:  # deliveries of then and of now that do not go together, as an attribute of another type
        return (), "refused"
    return tuple(found), ""


def _made(old: Snapshot, new: Snapshot, ground: Ground, goal: Ground) -> Iterator[Stage]:
    own, figures = _made_again(ground, old)
    if own != old.id:
        yield Cause("program"), _figures(old), figures
    for cause, changed in between(ground, goal):
        own, after = _made_again(changed, new)
        yield cause, figures, after
        figures = after
    if own != new.id:
        yield Cause("program"), figures, _figures(new)


def _made_again(ground: Ground, instead: Snapshot) -> tuple[str, Figures]:
    """Id and figures of a log made from this. instead: a snapshot whose figures are read where it is the same."""
    with rebuilt(ground) as snapshot:
        return snapshot.id, _figures(instead if snapshot.id == instead.id else snapshot)


def between(ground: Ground, goal: Ground) -> Iterator[tuple[Cause, Ground]]:
    """The causes that lead from one ground to the other, each with the ground after it.

    Sources stand in the order of the goal's sources file, those that are gone last.
    """
    for name in dict.fromkeys((*goal.sources, *ground.sources)):
        if not ground.same(goal, name):
            ground = ground.with_source(goal, name)
            yield Cause("source", name), ground
    if ground.said.names != goal.said.names:
        ground = replace(ground, said=replace(ground.said, names=goal.said.names))
        yield Cause("names"), ground
    rest = (ground.said.sources.case, ground.said.sources.ranks, tuple(ground.sources))
    if rest != (goal.said.sources.case, goal.said.sources.ranks, tuple(goal.sources)):
        yield Cause("sources_file"), goal
