"""A mapping as the TOML file that `data.mapping_file` reads: what a screen changed can be read again, and kept."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from schakel.data.mapping import CaseRule, FileForm, Mapping, Origin, Words


def to_toml(mapping: Mapping) -> str:
    """The text; reading it gives an equal mapping (but for `path`)."""
    return "\n".join(_lines(mapping)).strip("\n") + "\n"


def _lines(mapping: Mapping) -> Iterator[str]:
    yield from _file(mapping.file)
    yield from _section("columns", (f"{ours} = {_origin(origin)}" for ours, origin in mapping.columns))
    for milestone in mapping.milestones:
        yield f"\n[[milestone]]\nactivity = {_text(milestone.activity)}"
        yield from (f"{ours} = {_origin(origin)}" for ours, origin in milestone.columns)
    for join in mapping.joins:
        yield f"\n[[join]]\nfiles = {_text(join.files)}\nkey = {_text(join.key)}\nto = {_text(join.to)}"
    attributes = (
        f"{_text(theirs)} = {{ as = {_text(one.slug)}, level = {_text(one.level)}, type = {_text(one.type)} }}"
        for theirs, one in mapping.attributes
    )
    yield from _section("attributes", attributes)
    yield from _section("case", _case(mapping.case))
    for name, words in (("partner", mapping.partner_words), ("activity", mapping.activity_words)):
        yield from _section(f"values.{name}", _words(words))
    yield from _section("ranks", (f"{_text(activity)} = {rank}" for activity, rank in mapping.ranks))


def _section(name: str, lines: Iterable[str]) -> Iterator[str]:
    found = list(lines)
    if found:
        yield f"\n[{name}]"
        yield from found


def _file(form: FileForm) -> Iterator[str]:
    blank = FileForm()
    values: dict[str, object] = {
        "delimiter": "tab" if form.delimiter == "\t" else form.delimiter,
        "encoding": form.encoding,
        "decimal": form.decimal if form.decimal != blank.decimal else None,
        "time_zone": form.time_zone if form.time_zone != blank.time_zone else None,
        "date_format": form.date_format,
        "lifecycle": form.lifecycle,
        "reference_date": form.reference_date,
        "delivered_by": form.delivered_by,
        "sheet": form.sheet,
        "skip_rows": form.skip_rows or None,
        "infinite_dates": form.infinite_dates,
        "unknown_dates": form.unknown_dates,
        "follow_type": form.follow_type,
        "schemas": form.schemas,
    }
    yield from _section("file", (f"{key} = {_value(value)}" for key, value in values.items() if value))
    for key, marks in (("drop_rows", form.drop_rows), ("deleted_rows", form.deleted_rows)):
        yield from _section(f"file.{key}", (f"{_text(theirs)} = {_value(values)}" for theirs, values in marks))


def _case(case: CaseRule) -> Iterator[str]:
    blank = CaseRule()
    for key in ("unit", "gap_days", "continued_days", "scope", "residents", "closing"):
        if (value := getattr(case, key)) != getattr(blank, key):
            yield f"{key} = {_value(value)}"


def _words(words: Words) -> Iterator[str]:
    if words.closed_list:
        yield "closed_list = true"
    yield from (f"{_text(theirs)} = {_text(ours)}" for theirs, ours in words.words)


def _origin(origin: Origin) -> str:
    if origin.value is not None:
        return f"{{ value = {_text(origin.value)} }}"
    return _value((origin.name, *origin.others)) if origin.others else _text(origin.name)


def _value(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Sequence):
        return f"[{', '.join(_text(str(one)) for one in value)}]"
    return str(value)


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
