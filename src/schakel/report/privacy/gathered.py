"""The facts of a log: its sources file, its mappings, the manifest of its snapshot, and which columns hold anything."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from schakel.chain.problem import Refusal
from schakel.data.deliveries.sources import FILE, Sources
from schakel.data.deliveries.sources_file import read_sources
from schakel.data.manifest import Manifest
from schakel.data.mapping import Mapping, read_mapping
from schakel.data.staged import STANDARD_ATTRIBUTES
from schakel.insight.view import LogView
from schakel.report.privacy.facts import GrantFact, PrivacyFacts, SourceFact
from schakel.report.source_facts import SourceFacts, sources_of
from schakel.sharing.gate import Gate
from schakel.sharing.grant import Grant, in_force

ALWAYS = ("case_id", "resident", "activity")
STEP_FIELDS = ("partner", "to_partner", "started", "ended", "requested", "household")
MAPPED = ("household", "partner", "to_partner", "started", "ended", "requested")


def facts_of(view: LogView, log: Path, grants: Iterable[Grant], *, day: date, threshold: int = 10) -> PrivacyFacts:
    """The facts of a view of a whole log. day: on which a grant must hold, or still begin.

    A grant that lies ahead counts already: it is signed, so its recipient is to be judged. Numbers are told by a gate
    with this threshold. Refusal for a threshold that is too low.
    """
    manifest: Manifest = view.manifest
    gate, said = Gate(threshold), _said(log)
    held, of_cases = _held(view), _held_cases(view)
    found = []
    for source in sources_of(manifest):
        events, residents, fields = held.get(source.name, (0, 0, ()))
        entry = said.source(source.name) if said else None
        mapping = _mapping(log, entry.mapping) if entry and entry.mapping else None
        kept = {*ALWAYS, *fields, *(_named(mapping) if mapping else of_cases.get(source.name, ()))}
        kept -= {"resident"} if manifest.residents == "cases" else set()
        kept -= set() if manifest.households else {"household"}
        found.append(
            SourceFact(
                name=source.name,
                delivered_by=source.delivered_by,
                fields=_ordered(kept, manifest),
                dropped=tuple(sorted(source.not_stored, key=str.casefold)),
                since=_since(source),
                seen_until=manifest.reference[source.name].on if source.name in manifest.reference else None,
                keep_months=entry.keep_months if entry else None,
                own_key=source.own_key,
                people=source.people,
                activity=(entry.processing_activity or said.processing_activity) if entry and said else "",
                residents=gate.total(residents, residents),
                events=gate.total(events, residents),
            )
        )
    return PrivacyFacts(
        log=log.name,
        snapshot=manifest.id,
        day=day,
        sources=tuple(found),
        grants=_standing(grants, day),
        threshold=threshold,
        unit=manifest.unit,
        residents=manifest.residents,
        key_id="" if manifest.public else manifest.key_id,
        labels={attribute.slug: attribute.label for attribute in manifest.attributes},
    )


def _standing(grants: Iterable[Grant], day: date) -> tuple[GrantFact, ...]:
    """Signed by both sides and not over: those in force, and those that lie ahead."""
    every = tuple(grants)
    ahead = [grant for grant in every if grant.is_signed and grant.since > day]
    chosen = {grant.id: grant for grant in (*in_force(every, day), *ahead)}
    made = [
        GrantFact(g.source, g.giver, g.receiver, g.purpose, tuple(sorted(g.fields)), g.since, g.until, g.version)
        for g in chosen.values()
    ]
    return tuple(sorted(made, key=lambda one: (one.source, one.receiver, one.purpose, one.version)))


def _said(log: Path) -> Sources | None:
    """The sources file; None for a log that was loaded from one source."""
    try:
        return read_sources(log) if (log / FILE).is_file() else None
    except Refusal:
        return None


def _mapping(log: Path, path: str) -> Mapping | None:
    try:
        return read_mapping(log / path)
    except Refusal:
        return None


def _named(mapping: Mapping) -> set[str]:
    """Fields that a mapping fills, also where they are still empty."""
    columns = {ours for ours, _ in (*mapping.columns, *(pair for m in mapping.milestones for pair in m.columns))}
    standard = {attribute.slug for attribute in STANDARD_ATTRIBUTES}
    return (columns & {*MAPPED, *standard}) | {attribute.slug for _, attribute in mapping.attributes}


def _held(view: LogView) -> dict[str, tuple[int, int, tuple[str, ...]]]:
    """Per source: events, distinct residents, and which fields of steps hold a value somewhere."""
    events = {a.slug: a.column for a in view.manifest.attributes if a.level == "event"}
    columns = {field: "household_no" if field == "household" else field for field in STEP_FIELDS} | events
    counts = "".join(f", COUNT({column})" for column in columns.values())
    # Slugs are of [a-z0-9_] only (chain.attribute), so a column's name is no text of a user.
    text = f"SELECT CAST(source AS VARCHAR), COUNT(*), COUNT(DISTINCT resident_no){counts} FROM steps GROUP BY 1"  # noqa: S608
    return {
        row[0]: (row[1], row[2], tuple(name for name, n in zip(columns, row[3:], strict=True) if n))
        for row in view.rows(text)
    }


def _held_cases(view: LogView) -> dict[str, tuple[str, ...]]:
    """Per source the attributes that any of its cases holds: where no mapping says which source brought them."""
    columns = {a.slug: a.column for a in view.manifest.attributes if a.level == "case"}
    if not columns:
        return {}
    counts = "".join(f", COUNT(c.{column})" for column in columns.values())
    text = f"SELECT CAST(s.source AS VARCHAR){counts} FROM steps s JOIN cases c ON s.case_no = c.case_no GROUP BY 1"  # noqa: S608
    return {row[0]: tuple(name for name, n in zip(columns, row[1:], strict=True) if n) for row in view.rows(text)}


def _ordered(fields: set[str], manifest: Manifest) -> tuple[str, ...]:
    """In the order of a log: who, what, when, then attributes."""
    first = ("case_id", "resident", "household", "activity", "partner", "to_partner", "started", "ended", "requested")
    order = {name: place for place, name in enumerate((*first, *(a.slug for a in manifest.attributes)))}
    return tuple(sorted(fields, key=lambda name: (order.get(name, len(order)), name)))


def _since(source: SourceFacts) -> date | None:
    days = [file.since for file in source.files if file.since]
    return min(days) if days else None
