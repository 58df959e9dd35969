"""Which partner delivered which months, under the names that the report uses."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import takewhile

from schakel.data.manifest import Coverage, Manifest
from schakel.draw.coverage_chart import CoverageData, CoverageRow
from schakel.draw.coverage_data import DELIVERED, NOT, PARTLY
from schakel.insight.filling import limit
from schakel.insight.naming import Names
from schakel.report.material import Material

BEST = DELIVERED + PARTLY + NOT
SPOKEN = "SELECT CAST(partner AS VARCHAR) FROM steps UNION SELECT CAST(to_partner AS VARCHAR) FROM steps"
Shares = dict[str, float | None]


def today_of(manifest: Manifest, names: Names) -> dict[str, str]:
    """Partners of then with who took their place; none where the names are of then."""
    if names != "today":
        return {}
    return {one.then: one.today for one in manifest.successors if one.kind == "partner"}


def letters(manifest: Manifest, names: Names) -> dict[str, str]:
    """A letter per month of each partner as `data.manifest.Coverage` has it; of partners that merged the best."""
    today = today_of(manifest, names)
    found: dict[str, str] = {}
    for partner, own in manifest.coverage.partners.items():
        name = today.get(partner, partner)
        found[name] = "".join(min(pair, key=BEST.index) for pair in zip(found.get(name, own), own, strict=True))
    return dict(sorted(found.items(), key=lambda pair: pair[0].casefold()))


def stopped(coverage: Coverage, found: Mapping[str, str]) -> dict[str, str]:
    """Partners that delivered and then no more, with their last month."""
    return {
        partner: coverage.months[max(place for place, letter in enumerate(own) if letter != NOT)]
        for partner, own in found.items()
        if own and own[-1] == NOT and set(own) - {NOT}
    }


def silent(found: Mapping[str, str]) -> tuple[str, ...]:
    """Partners that are named and delivered nothing at all."""
    return tuple(partner for partner, own in found.items() if not set(own) - {NOT})


def is_told(manifest: Manifest) -> bool:
    """Whether there is more to tell of deliveries than one source that came once: then a picture of them is of use."""
    return len({source.name for source in manifest.sources}) > 1 or bool(manifest.provisional)


def filling_months(material: Material) -> dict[str, Shares]:
    """The months of each partner that are not final, with the share still to come; None is unknown.

    Of several sources, or of partners that merged, the month that lacks most decides.
    """
    today, least = today_of(material.manifest, material.view.names), limit(material.view)
    found: dict[str, Shares] = {}
    for one in material.manifest.provisional:
        if one.partner and (one.share is None or one.share > least):
            own = found.setdefault(today.get(one.partner, one.partner), {})
            own[one.month] = _most(own.get(one.month, 0.0), one.share)
    return found


def _most(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else max(one, other)


def closed_until(material: Material) -> str:
    """The last of the closed months with which the log begins, as "2025-06"; "" where none is closed."""
    periods = material.view.closings.periods if material.view.closings else ()
    closed = takewhile(
        lambda month: any(period.has_month(month) for period in periods), material.manifest.coverage.months
    )
    return max(closed, default="")


def coverage_data(material: Material) -> CoverageData | None:
    """What the picture of deliveries is drawn from; None when no partner may be named."""
    manifest: Manifest = material.manifest
    found = letters(manifest, material.view.names)
    may = {*material.partner_names, *material.unseen}
    filling = filling_months(material)
    months = manifest.coverage.months
    rows = tuple(
        CoverageRow(
            partner, own, {month: share for month, share in filling.get(partner, {}).items() if month in months}
        )
        for partner, own in found.items()
        if partner in may
    )
    if not rows:
        return None
    return CoverageData(
        months,
        rows,
        closed_until=closed_until(material),
        as_of=_latest(source.extracted for source in manifest.sources),
        unnamed=len(_spoken(material, found) - may),
        scope=material.scope("steps"),
    )


def _spoken(material: Material, found: Mapping[str, str]) -> set[str]:
    """Partners that the cases of the report name; of a selection fewer than of the whole."""
    if material.whole:
        return set(found)
    return {row[0] for row in material.view.rows(SPOKEN) if row[0]}


def _latest(days: Iterable[date | None]) -> date | None:
    return max((day for day in days if day), default=None)


def months_of_all(coverage: Coverage, found: Mapping[str, str], partners: Sequence[str]) -> tuple[str, ...]:
    """The months that each of these partners wholly delivered."""
    known = [found[partner] for partner in partners if partner in found]
    return tuple(
        month for place, month in enumerate(coverage.months) if known and all(own[place] == DELIVERED for own in known)
    )
