"""What a load of several sources made: a line per source, then what stands out; the whole is on the page on quality."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from rich.console import Console
from rich.table import Table as Grid

from schakel.data.manifest import Manifest
from schakel.draw.wording import month_text
from schakel.insight.definitions import definitions
from schakel.report.delivered_months import letters, silent, stopped
from schakel.report.quality.asking import some
from schakel.report.quality.name_counts import together
from schakel.report.quality.names import kind_of
from schakel.report.source_facts import sources_of
from schakel.texts import say, shown

COUNTED = ("continued", "plans", "planned_ends", "unseen_waits")


def show_sources(snapshot: Any, lang: str) -> None:
    """The sources of a snapshot (`data.snapshot.Snapshot`) as a table, and in sentences what stands out."""
    console, manifest = Console(markup=False, highlight=False), snapshot.manifest
    console.print(_table(manifest, lang))

    def line(text: str) -> None:
        console.print(text, soft_wrap=True)

    line(say("quality.loaded.stands_out", lang))
    for text in [*_said(manifest, lang)] or [say("quality.loaded.nothing", lang)]:
        line(f"- {text}")
    line(say("quality.loaded.noted", lang, log=str(snapshot.folder.parents[1])))


def _table(manifest: Manifest, lang: str) -> Grid:
    grid = Grid(box=None, pad_edge=False)
    for place, key in enumerate(("source", "turns", "files", "rows", "counted", "notices")):
        grid.add_column(say(f"quality.loaded.{key}", lang), justify="right" if place else "left")
    for source in sources_of(manifest):
        numbers = (source.turns, len(source.files), source.rows, source.counted, len(source.notices))
        grid.add_row(source.name, *(shown(n, "int", lang) for n in numbers))
    return grid


def _said(manifest: Manifest, lang: str) -> Iterator[str]:
    """Everything as it is: this is told to whoever holds the files."""
    found = letters(manifest, "today")
    for key in COUNTED:
        if n := int(manifest.counts.get(key, 0)):
            yield say(f"quality.loaded.{key}", lang, n=n)
    own = [source.name for source in sources_of(manifest) if source.own_key]
    for key, names in (("own_keys", own), ("unseen", silent(found))):
        if names:
            yield say(f"quality.loaded.{key}", lang, n=len(names), names=some(names, lang))
    for partner, month in stopped(manifest.coverage, found).items():
        yield say("quality.loaded.stopped", lang, partner=partner, month=month_text(month, lang))
    if months := _filling(manifest):
        told = (
            say("quality.loaded.filling_month", lang, month=month_text(month, lang), n=n) for month, n in months.items()
        )
        yield say("quality.loaded.filling", lang, months=", ".join(told))
    yield from _codes(manifest, lang)


def _filling(manifest: Manifest) -> dict[str, int]:
    """Months that are not final, with of how many sources."""
    least = next(float(d.value) for d in definitions() if d.name == "provisional" and not isinstance(d.value, tuple))
    months = Counter(
        one.month for one in manifest.provisional if one.partner is None and (one.share is None or one.share > least)
    )
    return dict(sorted(months.items()))


def _codes(manifest: Manifest, lang: str) -> Iterator[str]:
    counts = together(manifest.names)
    for why in ("overlap", "outside"):
        codes = [count.code for count in counts if count.why == why]
        if codes:
            yield say(f"quality.loaded.{why}", lang, codes=some(codes, lang))
    unknown = Counter(count.kind for count in counts if count.why == "unknown")
    if unknown:
        kinds = ", ".join(
            say("quality.loaded.unknown_kind", lang, n=n, kind=kind_of(kind, manifest, lang))
            for kind, n in unknown.items()
        )
        yield say("quality.loaded.unknown", lang, kinds=kinds)
