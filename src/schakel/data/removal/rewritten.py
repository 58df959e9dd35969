"""Kept deliveries without the rows that may not stay: each file is written aside and takes the old one's place."""

import json
from collections.abc import Sequence
from dataclasses import replace

from schakel.data import log
from schakel.data.deliveries.store import ABOUT, EVENTS, GONE, PARQUET, Part, about
from schakel.data.held import Loading
from schakel.data.removal.exclusion import Exclusion, read_exclusion
from schakel.data.removal.leaving import (
    KEPT,
    LEAVING,
    has_gone,
    make_gone_for_nothing,
    make_kept,
    make_leaving,
    quoted,
    removed,
)
from schakel.data.sql import one, rows, run


def without_removed(loading: Loading, parts: Sequence[Part]) -> list[Part]:
    """The deliveries of a load, without what was taken out of the log before."""
    exclusion = read_exclusion(loading.target)
    if exclusion.empty:
        return list(parts)
    return rewritten(loading, parts, exclusion)


def rewritten(loading: Loading, parts: Sequence[Part], exclusion: Exclusion) -> list[Part]:
    """The deliveries with their files without what the exclusion names. Doing it twice is doing it once."""
    con = loading.con
    make_kept(con, parts)
    make_leaving(con, exclusion, loading.key)
    make_gone_for_nothing(con)
    # One that was stopped between its file and what is told of it is written again.
    per_part = f"SELECT part, CAST(sum(events) AS BIGINT) FROM {KEPT} GROUP BY part"  # noqa: S608
    counted = {int(part): int(events) for part, events in rows(con, per_part)}
    changed = {found.delivery for found in removed(con, parts)}
    changed |= {parts[number].delivery.id for number, n in counted.items() if n != parts[number].delivery.events}
    return [
        _without(loading, part, number) if part.delivery.id in changed else _not_withdrawn(loading, part)
        for number, part in enumerate(parts)
    ]


def _without(loading: Loading, part: Part, number: int) -> Part:
    con, aside = loading.con, part.folder / f"{EVENTS}.tmp"
    text = str(aside).replace("'", "''")
    loading.writes.step()
    run(
        con,
        f"COPY (SELECT * FROM read_parquet('{quoted(part, EVENTS)}') WHERE source_row NOT IN "  # noqa: S608
        f"(SELECT source_row FROM {LEAVING} WHERE part = {number}) ORDER BY source_row, milestone) "
        f"TO '{text}' ({PARQUET})",
    )
    events, left = one(con, f"SELECT count(*), count(DISTINCT source_row) FROM read_parquet('{text}')")  # noqa: S608
    _in_place(loading, part, EVENTS)
    made = replace(part, delivery=replace(part.delivery, events=int(events), rows=int(left)))
    kept = json.loads((part.folder / ABOUT).read_text(encoding="utf-8"))
    kept["delivery"] |= {"events": int(events), "rows": int(left)}
    log.replace(part.folder / ABOUT, about(kept), loading.writes)
    return _not_withdrawn(loading, made)


def _not_withdrawn(loading: Loading, part: Part) -> Part:
    """Numbers of rows that are gone altogether need not be withdrawn, and are no longer kept."""
    if not has_gone(part):
        return part
    con = loading.con
    lost = f"SELECT row_id FROM no_row_ids WHERE source = '{part.delivery.name.replace(chr(39), chr(39) * 2)}'"  # noqa: S608
    source = f"read_parquet('{quoted(part, GONE)}')"
    if not one(con, f"SELECT count(*) FROM {source} WHERE row_id IN ({lost})")[0]:  # noqa: S608
        return part
    text = quoted(part, f"{GONE}.tmp")
    loading.writes.step()
    run(
        con,
        f"COPY (SELECT * FROM {source} WHERE row_id NOT IN ({lost}) ORDER BY row_id) TO '{text}' ({PARQUET})",  # noqa: S608
    )
    _in_place(loading, part, GONE)
    return part


def _in_place(loading: Loading, part: Part, name: str) -> None:
    aside = part.folder / f"{name}.tmp"
    loading.writes.step()
    log.sync(aside)
    loading.writes.step()
    aside.replace(part.folder / name)
    loading.writes.step()
    log.sync(part.folder)
