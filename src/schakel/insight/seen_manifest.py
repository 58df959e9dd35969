"""What is told of a snapshot to a reader who may see a part of it: nothing that rests on rows or fields out of sight.

Counts, first and last day, activities and partners are those of the rows that may be read. In which months a partner
that may be named delivered is told as it is: that is known among partners, and no secret of a case.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import duckdb

from schakel.data.manifest import NEVER, Coverage, Manifest, Reference
from schakel.data.sql import rows
from schakel.data.staged import Delivery
from schakel.insight.view import Stored
from schakel.sharing.grant import Sight

_TOLD = """
SELECT COUNT(*), COUNT(DISTINCT case_no), COUNT(DISTINCT resident_no), MIN(LEAST(started_on, ended_on)),
  MAX(GREATEST(started_on, ended_on)), COUNT(DISTINCT activity), COUNT(DISTINCT partner)
FROM ({steps})
"""
_LAST = "SELECT source, MAX(GREATEST(started_on, ended_on)) FROM ({steps}) GROUP BY source"
_WORDS = """
SELECT DISTINCT CAST(activity AS VARCHAR), CAST(partner AS VARCHAR), CAST(to_partner AS VARCHAR),
  CAST(next_activity AS VARCHAR), CAST(next_partner AS VARCHAR)
FROM ({steps})
"""


def seen_manifest(connection: duckdb.DuckDBPyConnection, manifest: Manifest, stored: Stored, sight: Sight) -> Manifest:
    """The manifest as the reader may know it. stored: the rows in sight, as `granted` gave them."""
    events, cases, residents, first, last, activities, partners = rows(connection, _TOLD.format(steps=stored.steps))[0]
    words = rows(connection, _WORDS.format(steps=stored.steps))
    steps = {word for row in words for word in (row[0], row[3]) if word}
    names = {word for row in words for word in (row[1], row[2], row[4]) if word}
    fields = dict(sight.sources)
    reference = _references(manifest, fields, dict(rows(connection, _LAST.format(steps=stored.steps))))
    counts = {"events": events, "cases": cases, "residents": residents}
    counts |= {"activities": activities, "partners": partners}
    return replace(
        manifest,
        sources=tuple(_delivery(one, fields[one.name] is None) for one in manifest.sources if one.name in fields),
        counts=dict.fromkeys(manifest.counts, 0) | counts,
        attributes=stored.attributes,
        closing=tuple(one for one in manifest.closing if one in steps),
        ranks={name: rank for name, rank in manifest.ranks.items() if name in steps},
        households=False,
        first_on=first or NEVER,
        last_on=last or NEVER,
        reference=reference,
        coverage=_coverage(manifest.coverage, names, first, last),
        notices=(),
        names=(),
        provisional=tuple(
            one for one in manifest.provisional if one.source in fields and (not one.partner or one.partner in names)
        ),
    )


def _delivery(one: Delivery, is_own: bool) -> Delivery:
    """What is told of a delivery; of somebody else's neither its size nor what was the matter with it."""
    if is_own:
        return one
    return replace(one, file="", rows=0, events=0, counted=0, not_stored=(), notices=(), id="")


def _references(manifest: Manifest, fields: Mapping[str, Any], last: Mapping[str, date | None]) -> dict[str, Reference]:
    """A day that its owner declared is told; one that is the last event's only as far as events may be read."""
    found = {}
    for name, one in manifest.reference.items():
        if name in fields:
            found[name] = one if one.declared or fields[name] is None else Reference(last.get(name) or NEVER, False)
    return found or {"": Reference(NEVER, False)}


def _coverage(coverage: Coverage, names: set[str], first: date | None, last: date | None) -> Coverage:
    """Of partners whose name may be read, from the first month in sight to the last."""
    if first is None or last is None:
        return Coverage()
    within = [n for n, month in enumerate(coverage.months) if f"{first:%Y-%m}" <= month <= f"{last:%Y-%m}"]
    partners = {
        name: "".join(letters[n] for n in within) for name, letters in coverage.partners.items() if name in names
    }
    return Coverage(tuple(coverage.months[n] for n in within), partners)
