"""The part [file] of a mapping: how the file is written, and which of its rows are no rows."""

from collections.abc import Sequence

from schakel.data.deliveries.proposal.dates_found import is_plain
from schakel.data.deliveries.proposal.look_at_file import FileLook
from schakel.data.deliveries.proposal.mapping_facts import Facts
from schakel.data.deliveries.proposal.remark import Remark, doubt, fact
from schakel.data.deliveries.proposal.source_found import SourceFound
from schakel.data.deliveries.proposal.toml_text import TomlText, quoted, texts


def write_file_form(text: TomlText, source: SourceFound, facts: Facts) -> None:
    """Write [file], [file.drop_rows] and [file.deleted_rows]."""
    looks = [member.look for member in source.group.members]
    text.table("[file]")
    if looks[0].kind == "csv":
        _text_form(text, looks)
    if any(column.commas for column in source.columns):
        n = sum(column.commas for column in source.columns)
        text.entry("decimal", quoted(","), [fact("commas", n=n)])
    if looks[-1].sheet:
        text.entry("sheet", quoted(looks[-1].sheet), [r for r in looks[-1].remarks if r.code == "doubt.sheet"])
    skips = {look.skip_rows for look in looks}
    if skips != {0}:
        remarks = [doubt("skip_differs")] if len(skips) > 1 else [fact("skip_rows", n=looks[-1].skip_rows)]
        text.entry("skip_rows", str(looks[-1].skip_rows), remarks)
    _dates(text, source)
    _rows(text, source, facts)


def _text_form(text: TomlText, looks: Sequence[FileLook]) -> None:
    sign = looks[-1].delimiter or ","
    differ = len({look.delimiter for look in looks}) > 1
    text.entry("delimiter", quoted("tab" if sign == "\t" else sign), [doubt("form_differs")] if differ else [])
    encodings = {look.encoding for look in looks}
    named = next((look.encoding for look in reversed(looks) if look.encoding), None)
    if named:
        remarks = [doubt("form_differs")] if len(encodings) > 1 else [fact("encoding")]
        text.entry("encoding", quoted(named), remarks)


def _dates(text: TomlText, source: SourceFound) -> None:
    used = [source.dates.by_place[place] for place in source.roles.dates]
    forms = list(dict.fromkeys(form for dates in used for form in dates.written))
    if any(form[0] != "y" for form in forms):
        remarks: list[Remark] = []
        if source.dates.is_open:
            remarks.append(doubt("date_order_open"))
        elif source.dates.day_first and source.dates.month_first:
            low, high = sorted((source.dates.day_first, source.dates.month_first))
            remarks.append(fact("date_order", n=high, other=low))
        text.entry("date_format", quoted(forms[0]) if len(forms) == 1 else texts(forms), remarks)
    for key in ("infinite", "unknown"):
        found: dict[str, int] = {}
        for dates in used:
            for value, n in getattr(dates, key):
                found[value] = found.get(value, 0) + n
        if found:
            told = fact if all(is_plain(value) for value in found) else doubt
            text.entry(f"{key}_dates", texts(list(found)), [told(key, n=sum(found.values()))])


def _rows(text: TomlText, source: SourceFound, facts: Facts) -> None:
    marked: dict[str, list[str]] = {}
    for member in source.group.members:
        for place, found in member.look.odd.rules:
            known = marked.setdefault(member.look.header[place], [])
            known += [value for value in found if value.lower() not in map(str.lower, known)]
    if marked:
        text.table("[file.drop_rows]")
        text.remark(*dict.fromkeys(remark for member in source.group.members for remark in member.look.odd.remarks))
        for heading_of_mark, marks in marked.items():
            text.entry(quoted(heading_of_mark), texts(marks))
    if facts.gone:
        name, values, n = facts.gone
        text.table("[file.deleted_rows]")
        text.entry(quoted(name), texts(values), [doubt("deleted_rows", n=n)])
