"""sources.toml of a log, read: every key is checked by name and by value, and a slip is met with a suggestion."""

from pathlib import Path
from typing import Any, get_args

from schakel.chain.problem import Problem, refuse
from schakel.data.deliveries.sources import FILE, KEEP_PROCESSING, DeliveryEntry, PeriodBy, SourceEntry, Sources
from schakel.data.mapping_file import case_rule, rank_list
from schakel.data.staged import Kind
from schakel.data.toml_reading import Reading, as_list, is_text, tables

DELIVERY_KEYS = ("files", "kind", "from", "until", "extracted", "reference_date")
SOURCE_KEYS = (
    "name", "delivered_by", "mapping", "period_by", "keep_months", "processing_activity", "delivery", *DELIVERY_KEYS
)  # fmt: skip
TOP_KEYS = ("case", "ranks", "processing_activity", "keep_processing_months", "source")
LONGEST = 1200  # months: a century


def read_sources(folder: Path) -> Sources:
    """The sources file of a folder. Refusal with every key that is unknown, double or has a wrong value."""
    path = folder / FILE
    if not folder.is_dir():
        refuse([Problem("folder_missing", folder.name)])
    if not path.is_file():
        refuse([Problem("sources_missing", folder.name)])
    reading = Reading(FILE)
    found = tables(path)
    reading.keys("", found, TOP_KEYS)
    sources = tuple(_source(reading, place, table) for place, table in enumerate(reading.array("source", found), 1))
    made = Sources(
        case=case_rule(reading, reading.table("case", found)),
        ranks=rank_list(reading, found.get("ranks", {})),
        sources=sources,
        processing_activity=reading.text("processing_activity", found).strip(),
        keep_processing_months=reading.value(
            "keep_processing_months", found, KEEP_PROCESSING, _is_months, f"1, 2, ... {LONGEST}"
        ),
    )
    names = [source.name for source in sources]
    for name in dict.fromkeys(name for name in names if name and names.count(name) > 1):
        reading.problems.append(Problem("source_double", FILE, value=name))
    if not sources and not reading.problems:
        reading.problems.append(Problem("source_none", FILE))
    refuse(reading.problems)
    return made


def _source(reading: Reading, place: int, table: dict[str, Any]) -> SourceEntry:
    path = f"source.{place}"
    reading.keys(f"{path}.", table, SOURCE_KEYS)
    name = reading.text(f"{path}.name", table)
    if not name:
        reading.wrong(f"{path}.name", table.get("name", ""), '"..."')
    given = reading.array(f"{path}.delivery", table)
    if given:
        for key in (key for key in DELIVERY_KEYS if key in table):
            reading.wrong(f"{path}.{key}", table[key], "[[source.delivery]]")
        found = [_delivery(reading, f"{path}.delivery.{turn}", one) for turn, one in enumerate(given, 1)]
    else:
        found = [_delivery(reading, path, {key: value for key, value in table.items() if key in DELIVERY_KEYS})]
    return SourceEntry(
        name=name.strip(),
        delivered_by=reading.text(f"{path}.delivered_by", table),
        mapping=reading.text(f"{path}.mapping", table),
        period_by=reading.choice(f"{path}.period_by", table, "started", get_args(PeriodBy)),
        deliveries=tuple(found),
        keep_months=reading.value(f"{path}.keep_months", table, None, _is_months, f"1, 2, ... {LONGEST}"),
        processing_activity=reading.text(f"{path}.processing_activity", table).strip(),
    )


def _is_months(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= LONGEST


def _delivery(reading: Reading, path: str, table: dict[str, Any]) -> DeliveryEntry:
    reading.keys(f"{path}.", table, DELIVERY_KEYS)
    files = table.get("files")
    if not (files and all(is_text(one) for one in as_list(files))):
        reading.wrong(f"{path}.files", files or "", '"map/*.csv", ["...", "..."]')
        files = []
    made = DeliveryEntry(
        files=tuple(str(one) for one in as_list(files)),
        kind=reading.choice(f"{path}.kind", table, None, get_args(Kind)),
        since=reading.date(f"{path}.from", table),
        until=reading.date(f"{path}.until", table),
        extracted=reading.date(f"{path}.extracted", table),
        reference_date=reading.date(f"{path}.reference_date", table),
    )
    if made.since and made.until and made.until < made.since:
        reading.wrong(f"{path}.until", made.until.isoformat(), f">= {made.since.isoformat()}")
    if made.kind == "period" and not (made.since and made.until):
        reading.wrong(f"{path}.kind", "period", "from + until")
    return made
