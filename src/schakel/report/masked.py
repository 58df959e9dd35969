"""Problems as a partner may read them: where it is and what is wrong, and nothing of what stands in a cell.

A `Problem` holds a value that is safe to print for whoever has the file. A return list travels, so it holds none: only
what `SAFE` names is told, all else becomes words such as "this value".
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from schakel.chain.problem import Problem
from schakel.data.mapping import COLUMNS, Mapping
from schakel.sharing.bsn import contains_bsn, shown
from schakel.texts import has, say

# Per problem the parts that are ours, the mapping's or a count, and never the text of a cell or a heading.
SAFE: dict[str, tuple[str, ...]] = {
    "amount_negative": ("allowed",),
    "amount_not_whole": ("allowed",),
    "attribute_differs": ("value", "allowed"),
    "cell_too_large": ("allowed",),
    "column_missing": ("ours",),
    "column_type": ("allowed",),
    "date_order": (),
    "date_out_of_range": ("allowed",),
    "date_wrong": ("allowed",),
    "delimiter_differs": ("value", "allowed"),
    "encoding_differs": ("encoding", "allowed"),
    "encoding_wide": ("value", "allowed"),
    "encoding_wrong": ("allowed",),
    "ends_before_start": (),
    "excel_errors_many": ("allowed",),
    "excel_form": ("value",),
    "header_double": (),
    "heading_below": ("allowed",),
    "join_file_missing": ("value",),
    "join_files_many": ("value", "found"),
    "join_key_double": (),
    "join_key_missing": (),
    "json_constant": (),
    "json_cut": (),
    "json_depth": ("limit",),
    "json_key_double": (),
    "json_malformed": (),
    "json_part_large": ("value",),
    "json_part_wrong": ("value",),
    "json_sign": (),
    "json_text": (),
    "json_text_needed": ("value",),
    "json_type_double": (),
    "kind_differs": ("value", "allowed"),
    "kind_unknown": ("allowed",),
    "message_code": ("allowed",),
    "message_element": ("allowed",),
    "message_missing": ("within",),
    "message_root": ("allowed",),
    "message_value": ("allowed",),
    "message_version": ("allowed",),
    "message_xsd": ("allowed",),
    "messages_whole": (),
    "needed_activity": (),
    "needed_case_id": (),
    "needed_started": (),
    "no_events_left": ("value",),
    "number_out_of_range": ("allowed",),
    "number_wrong": ("allowed",),
    "ocel_attribute_unknown": ("path",),
    "ocel_follow": (),
    "ocel_follow_unknown": (),
    "ocel_form": ("value",),
    "ocel_id_double": ("path",),
    "ocel_no_events": (),
    "ocel_object_unknown": ("path",),
    "ocel_part_missing": ("value", "allowed"),
    "ocel_type_unknown": ("path",),
    "parquet_too_large": ("allowed",),
    "row_long": ("value", "allowed"),
    "row_short": ("value", "allowed"),
    "sheet_empty": ("value",),
    "sheet_unknown": ("value",),
    "skip_rows_all": ("value", "allowed"),
    "text_too_large": ("allowed",),
    "too_many_columns": ("value", "allowed"),
    "value_is_error": (),
    "word_unknown": ("allowed",),
    "xes_root": (),
    "zip_bomb": (),
    "zip_directory": ("allowed",),
    "zip_double": (),
    "zip_empty": ("allowed",),
    "zip_encrypted": (),
    "zip_link": (),
    "zip_many": ("value", "allowed"),
    "zip_method": (),
    "zip_name": (),
    "zip_nested": (),
    "zip_several": (),
}
FILE, ROW, FIELD = "\ue000", "\ue001", "\ue002"  # stand for what has a column of its own
PLACE = re.compile(rf"^{FILE}(?:, \w+ {ROW})?(?:, \w+ {FIELD})?[:,] ")


@dataclass(frozen=True)
class Told:
    """One problem in words. row: as the user counts, or None; field: their heading, "" where it cannot be trusted."""

    file: str
    row: int | None
    field: str
    sentence: str
    allowed: str


def headings(mapping: Mapping) -> frozenset[str]:
    """Headings that may be told: those that the mapping names. In a file without headings the others are data."""
    return frozenset((*mapping.named(), *COLUMNS))


def file_name(name: str) -> str:
    """The name of a file as it may be told: one that holds a number of a person only as its shape."""
    return shown(name, is_id=True) if contains_bsn(name) else name


def told(problem: Problem, known: Iterable[str], lang: str) -> Told:
    """A problem without any text of a cell. known: headings that may be told, see `headings`."""
    known = frozenset(known)
    field = problem.column if problem.column in known else ""
    key = f"request.problem.{problem.code}"
    text = say(key if has(key) else f"data.problem.{problem.code}", lang, **_values(problem, known, lang))
    text = PLACE.sub("", text)
    file = file_name(problem.file)
    for sign, said in ((FILE, file), (ROW, str(problem.row)), (FIELD, field or _instead("heading", lang))):
        text = text.replace(sign, said)
    todo = f"request.todo.{problem.code}"
    sentence = text[:1].upper() + text[1:] + (f" {say(todo, lang)}" if has(todo) else "")
    return Told(file, problem.row, field, sentence, _allowed(problem, lang))


def sort_name(code: str, lang: str) -> str:
    """The short name of a sort of problem, "" where there is none."""
    key = f"request.sort.{code}"
    return say(key, lang) if has(key) else ""


def _instead(name: str, lang: str) -> str:
    return say(f"request.instead.{name}", lang)


def _values(problem: Problem, known: frozenset[str], lang: str) -> dict[str, object]:
    safe = SAFE.get(problem.code, ())
    own = problem.code if has(f"request.instead.{problem.code}") else "value"
    value = problem.value if "value" in safe else _instead(own, lang)
    allowed = problem.allowed if "allowed" in safe else _instead("other", lang)
    values: dict[str, object] = {"file": FILE, "row": ROW, "column": FIELD, "value": value, "allowed": allowed}
    for name, more in problem.more:
        is_heading = name.endswith("_column")
        may_tell = more in known if is_heading else isinstance(more, int) or name in safe
        values[name] = more if may_tell else _instead("heading" if is_heading else "other", lang)
    return values


def _allowed(problem: Problem, lang: str) -> str:
    key = f"request.allowed.{problem.code}"
    if has(key):
        return say(key, lang)
    return problem.allowed if "allowed" in SAFE.get(problem.code, ()) else ""
