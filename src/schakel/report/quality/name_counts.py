"""Codes that the list of names does not tell apart, as far as enough residents stand behind them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from schakel.data.sql import identifier
from schakel.data.staged import NameCount
from schakel.report.material import Material

COLUMNS = {"activity": ("activity",), "partner": ("partner", "to_partner")}


@dataclass(frozen=True)
class Told:
    """A code that may be named. n: its events, as they may be told."""

    count: NameCount
    n: int


def told_counts(material: Material) -> tuple[tuple[Told, ...], bool]:
    """The codes that may be named, by kind and most frequent first; and whether any may not.

    A code that kept its name is looked up in the log: its residents decide. One with two names bears one of them now,
    and then its events do.
    """
    counts = together(material.manifest.names)
    residents = {kind: _residents(kind, material) for kind in {count.kind for count in counts}}
    told = []
    for count in counts:
        people = count.n if count.why == "overlap" else residents[count.kind].get(count.code, 0)
        n = material.gate.count(count.n, people)
        if not n.sign:
            told.append(Told(count, int(n.value)))
    return tuple(told), len(told) < len(counts)


def together(counts: Iterable[NameCount]) -> tuple[NameCount, ...]:
    """One for each code and reason: a partner may be named as the one who acts and as the one referred to."""
    found: dict[NameCount, int] = {}
    for count in counts:
        key = replace(count, n=0)
        found[key] = found.get(key, 0) + count.n
    merged = (replace(key, n=n) for key, n in found.items())
    return tuple(sorted(merged, key=lambda count: (count.kind, count.why, -count.n, count.code)))


def _residents(kind: str, material: Material) -> Mapping[str, int]:
    """Distinct residents by name."""
    attribute = next((a for a in material.manifest.attributes if a.slug == kind), None)
    if kind in COLUMNS:
        relation, columns = "steps", COLUMNS[kind]
    elif attribute is not None:
        relation, columns = "steps" if attribute.level == "event" else "cases", (identifier(attribute.column),)
    else:
        return {}
    named = " UNION ALL ".join(f"SELECT {column} AS name, resident_no FROM {relation}" for column in columns)  # noqa: S608 -- ours
    sql = f"SELECT CAST(name AS VARCHAR), COUNT(DISTINCT resident_no) FROM ({named}) AS n GROUP BY ALL"  # noqa: S608 -- ours
    return {str(name): int(n) for name, n in material.view.rows(sql) if name is not None}
