"""The numbered catalogue of bad input: for each number the tests that prove it, or why it does not apply here.

A test is named as pytest names it, without the values of a parametrized one. Where a number says CASES, it is a case of
the table of sentences on the same page (`bad_sources.BAD`, `bad_messages.BAD_MESSAGES`), proved by the test named here.
"""

from dataclasses import dataclass

CASES = "unit/data/test_bad_sources.py::test_it_is_refused_in_both_languages"
MESSAGES = "unit/data/messages/test_bad_messages.py::test_it_is_refused_in_both_languages_and_leaves_nothing"
_CSV, _ZIP, _EXCEL = (f"unit/data/test_{name}.py::test_" for name in ("read_csv", "zip_delivery", "read_excel"))
_XES = "unit/data/test_xes_bad_input.py::test_refused_with_the_line"
_OCEL = "unit/data/test_ocel_bad_input.py::test_it_is_refused_with_its_place"
_ZGW = "unit/data/test_zgw_trouble.py::test_"
_HOSTILE = "unit/data/messages/test_hostile.py::test_"
_MODEL = "unit/simulation/model/test_model_refusals.py::test_"
_NO_SQLITE = "OCEL is read as JSON; a file of SQLite is told by its content and refused"
_NO_YAML = "no file is YAML: all that people write is TOML, which has no objects, anchors or words for false"
_OTHER_OCEL = "unit/data/test_ocel_bad_input.py::test_other_forms_are_told_by_their_name_and_content"


@dataclass(frozen=True)
class Number:
    """One line. tests: none where it does not apply; note: why not, or what else is to be said."""

    what: str
    tests: tuple[str, ...] = ()
    note: str = ""


def _cases(what: str, *more: str, note: str = "") -> Number:
    return Number(what, (CASES, *more), note)


NUMBERS: dict[int, Number] = {
    1: _cases("CSV: empty file"),
    2: _cases("CSV: only a header"),
    3: _cases("CSV: blanks only"),
    4: _cases("CSV: a column that must be there is missing"),
    5: _cases("CSV: a heading twice"),
    6: _cases("CSV: a row too short"),
    7: _cases("CSV: a row too long"),
    8: _cases("CSV: a quotation mark that never closes"),
    9: _cases("CSV: NUL byte"),
    10: _cases("CSV: Latin-1, Windows-1252", f"{_CSV}encodings_give_the_same_events"),
    11: _cases("CSV: UTF-16", f"{_CSV}encodings_give_the_same_events"),
    12: Number("CSV: UTF-8 with its mark", (f"{_CSV}encodings_give_the_same_events",), "accepted"),
    13: _cases(
        "CSV: semicolon, decimal comma",
        f"{_CSV}13_a_semicolon_is_found_and_told",
        f"{_CSV}13_a_declared_profile_reads_decimal_commas",
    ),
    14: Number("CSV: lines that end with CR only", (f"{_CSV}line_ends_give_the_same_events",), "accepted"),
    15: _cases("CSV: dates that do not exist"),
    16: _cases("CSV: day or month first"),
    17: Number(
        "CSV: the hour that is skipped or comes twice",
        (f"{_CSV}17_the_hour_that_is_skipped_and_the_one_that_comes_twice",),
    ),
    18: _cases("CSV: years that cannot be", note="1900 to 2100; not a setting"),
    19: _cases("CSV: an end before the start"),
    20: _cases("CSV: an amount below zero, NaN, Infinity"),
    21: _cases("CSV: 1e400, twenty digits"),
    22: _cases("CSV: text in a column of numbers after row 30,000"),
    23: Number("CSV: leading zeros", (f"{_CSV}23_leading_zeros_and_words_that_look_like_something_else_stay_text",)),
    24: _cases("CSV: a column of citizen service numbers"),
    25: Number(
        "CSV: cells that a spreadsheet would carry out",
        (
            f"{_CSV}25_cells_that_a_spreadsheet_would_carry_out_are_text",
            "web/test_csv_cells.py::test_a_formula_gets_a_sign_before_it",
            "unit/report/test_return_list.py::test_text_is_never_a_formula",
        ),
    ),
    26: _cases("CSV: a cell of a megabyte"),
    27: _cases("CSV: five thousand columns"),
    28: Number("CSV: equal rows", (f"{_CSV}28_equal_rows_are_kept_and_counted",), "kept and counted"),
    29: Number("CSV: one id with two meanings", (f"{_CSV}29_ids_that_mean_something_in_one_source_only_get_its_name",)),
    30: _cases("CSV: codes that the closed list does not name"),
    31: _cases("CSV.gz: a bomb", "unit/data/test_xes_bad_input.py::test_a_gzip_bomb_is_stopped"),
    32: _cases(
        "ZIP: names that lead elsewhere, links", f"{_ZIP}32_names_that_lead_elsewhere", f"{_ZIP}32_what_is_no_file"
    ),
    33: _cases(
        "ZIP: a zip in it, very many files, a bomb",
        f"{_ZIP}33_what_is_packed_itself",
        f"{_ZIP}33_very_many_files",
        f"{_ZIP}33_a_bomb_is_counted_while_it_unpacks",
        f"{_ZIP}33_many_members_that_are_the_same_bytes",
    ),
    34: _cases("ZIP: a password", f"{_ZIP}34_encrypted"),
    35: _cases(
        "Excel: formulas, links, hidden sheets, macros",
        f"{_EXCEL}35_of_a_formula_the_outcome_counts",
        f"{_EXCEL}35_macros_are_refused_whatever_the_name",
        f"{_EXCEL}links_to_other_workbooks_are_told",
        f"{_EXCEL}only_hidden_sheets_are_not_read_unasked",
    ),
    36: _cases("any: a name that says otherwise than the content"),
    37: Number(
        "any: an upload cut half-way", ("web/test_data_desk.py::test_an_upload_that_is_cut_half_way_leaves_nothing",)
    ),
    38: Number(
        "any: a name with line ends, 300 characters, signs that turn",
        ("web/test_data_desk.py::test_names_are_kept_as_words_and_shown_in_one_line",),
    ),
    39: _cases("Parquet: without its end"),
    40: _cases("Parquet: wrong types", "unit/data/test_read_parquet.py::test_times_beyond_the_years_allowed"),
    41: _cases("Parquet: a nested column"),
    42: _cases("Parquet: lies about its rows"),
    43: _cases("Parquet: one word very many times"),
    44: Number("XES: a billion laughs", (_XES,)),
    45: Number("XES: quadratic", (_XES,)),
    46: Number(
        "XES: entities of a file or host",
        ("unit/data/test_xes_bad_input.py::test_no_file_is_read_and_no_host_is_called",),
    ),
    47: Number("XES: 100,000 elements in each other", (_XES,)),
    48: Number(
        "XES: no concept:name",
        ("unit/data/test_xes_staged.py::test_a_missing_name_or_time_is_told_by_trace_and_event",),
    ),
    49: Number(
        "XES: no time:timestamp",
        ("unit/data/test_xes_staged.py::test_a_missing_name_or_time_is_told_by_trace_and_event",),
    ),
    50: Number(
        "XES: times without a zone, mixed zones",
        ("unit/data/test_xes_staged.py::test_zones_are_respected_and_naive_times_are_local",),
    ),
    51: Number("XES: invalid UTF-8, &#0;", (_XES,)),
    52: Number("XES: a value of 50 MB", ("unit/data/test_xes_bad_input.py::test_a_value_of_fifty_megabytes",)),
    53: Number(
        "XES: empty traces, ids twice",
        ("unit/data/test_xes_read.py::test_empty_traces_double_ids_double_keys_and_loose_events_are_counted",),
    ),
    54: Number("OCEL JSON: cut off", (_OCEL, "unit/data/test_ocel_mutated.py::test_cut_anywhere")),
    55: Number("OCEL JSON: a key twice", (_OCEL,)),
    56: Number("OCEL JSON: 10,000 deep", (_OCEL,)),
    57: Number(
        "OCEL JSON: an object that is not there",
        (_OCEL, "unit/data/test_ocel_bad_input.py::test_all_unknown_objects_are_counted_and_twenty_are_told"),
    ),
    58: Number("OCEL JSON: NaN, Infinity", (_OCEL,)),
    59: Number("OCEL JSON: an attribute or type that was not declared", (_OCEL,)),
    60: Number("OCEL SQLite: no SQLite file", (_OTHER_OCEL,), _NO_SQLITE),
    61: Number("OCEL SQLite: a corrupt page", note=_NO_SQLITE),
    62: Number("OCEL SQLite: views, triggers, ATTACH", note=_NO_SQLITE),
    63: Number("OCEL SQLite: a table is missing", note=_NO_SQLITE),
    64: Number("OCEL XML: a document type", (_OTHER_OCEL,), "OCEL is read as JSON; one in XML is told and refused"),
    65: Number("iWmo XML: another release or namespace", (MESSAGES, f"{_HOSTILE}what_is_wrong_is_told")),
    66: Number(
        "iWmo XML: against the schema",
        (
            MESSAGES,
            "unit/data/messages/test_official.py::test_the_invalid_ones_are_refused_with_line_element_and_rule",
            "unit/data/messages/test_official.py::test_structure_alone_sees_both_of_them_too",
        ),
    ),
    67: Number(
        "iWmo XML: a code that is unknown, a period that cannot be",
        (MESSAGES,),
        "assignments may run at once, so periods may overlap; product codes within a category are a region's own",
    ),
    68: Number(
        "iWmo XML: XInclude, schemaLocation",
        (f"{_HOSTILE}schema_locations_and_xinclude_are_ignored_without_a_call", MESSAGES),
    ),
    69: Number(
        "ZGW: 429, 500, no answer on page 7",
        (
            f"{_ZGW}trouble_on_page_seven_of_twelve_that_passes",
            f"{_ZGW}lasting_trouble_ends_it_and_the_next_fetch_goes_on_there",
        ),
    ),
    70: Number(
        "ZGW: a next page at another host",
        (
            f"{_ZGW}a_server_that_lies_is_not_followed",
            "unit/data/test_zgw_addresses.py::test_a_name_that_points_inside_is_not_called",
        ),
    ),
    71: Number("ZGW: pages in a circle", (f"{_ZGW}a_server_that_lies_is_not_followed",)),
    72: Number(
        "ZGW: null where it must be, an unknown word", (f"{_ZGW}a_null_and_an_unknown_word_are_named_with_path_and_id",)
    ),
    73: Number("YAML: objects, anchors without end", note=_NO_YAML),
    74: Number(
        "TOML: a key that is unknown or twice",
        (
            "unit/data/test_mapping.py::test_a_slip_is_named_in_both_languages",
            "unit/data/test_several_sources.py::test_a_slip_in_the_sources_file_is_named",
            "unit/orchestration/test_network_file.py::test_what_is_wrong_is_named_with_its_line",
        ),
        _NO_YAML,
    ),
    75: Number(
        "TOML: capacity -3, chance 1.2, shares that do not add up",
        (f"{_MODEL}it_is_refused_with_place_value_and_what_is_allowed",),
    ),
    76: Number(
        "form: without its token, sent twice, of an older version",
        (
            "web/test_matrix.py::test_nothing_is_changed_without_the_token_of_the_form",
            "web/test_version.py::test_a_form_of_now_is_saved_and_one_of_before_is_not",
            "web/test_version.py::test_the_page_shows_both_sides_and_can_save_after_all",
        ),
    ),
    77: Number(
        "form: 10,001 fields, 3 MB, NUL, half a character",
        ("web/test_posted.py::test_a_form_that_is_none_is_a_page_that_says_so",),
    ),
    78: Number(
        "form: ids of another room",
        (
            "web/test_people.py::test_nothing_of_another_network_can_be_touched",
            "web/test_sharing_decisions.py::test_the_forms_work_and_another_networks_proposal_is_not_there",
        ),
        "404; for any other reader it does not exist either",
    ),
}

# What is read, and where damaged copies of it are sent in: cut at up to 200 places, bits turned by three seeds.
MUTATED: dict[str, tuple[str, ...]] = {
    "CSV, CSV.gz, Parquet, Excel, zip": (
        "unit/data/test_mutated_sources.py::test_damage_is_refused_or_read",
        "unit/data/test_mutated_load.py::test_all_of_it_or_nothing",
    ),
    "parts within a workbook": ("unit/data/test_mutated_sources.py::test_damage_inside_a_workbook_is_refused_or_read",),
    "XES, XES.gz": (
        "unit/data/test_xes_mutated.py::test_cut_anywhere",
        "unit/data/test_xes_mutated.py::test_flipped_bits",
        "unit/data/test_xes_mutated.py::test_blocks_swapped_doubled_and_blanked",
        "unit/data/test_mutated_load.py::test_all_of_it_or_nothing",
    ),
    "OCEL JSON": (
        "unit/data/test_ocel_mutated.py::test_cut_anywhere",
        "unit/data/test_ocel_mutated.py::test_flipped_bits",
        "unit/data/test_mutated_load.py::test_all_of_it_or_nothing",
    ),
    "messages of iWmo and iJw, and a zip of them": (
        f"{_HOSTILE}mutations_are_read_or_refused",
        f"{_HOSTILE}cut_at_every_offset_of_two_hundred",
        "unit/data/test_mutated_load.py::test_all_of_it_or_nothing",
    ),
    "pages of a registration (ZGW)": ("unit/data/test_zgw_pages.py::test_damaged_pages_are_refused_or_read",),
    "TOML of mapping, sources, registration, network and model; names.csv": (
        "unit/data/test_mutated_toml.py::test_a_damaged_file_is_read_or_refused",
        "property/test_network_file_survives.py::test_a_file_with_a_piece_cut_out_or_put_in",
    ),
    "forms": ("web/test_mutated_forms.py::test_a_damaged_form_is_no_error_of_ours",),
}


def lines() -> list[str]:
    """The catalogue and the mutations as two tables of the page."""
    return [
        "",
        "## By number",
        "",
        "The catalogue of bad input that readers are held against, and the test in `tests/` that proves each number.",
        "",
        "| # | what | test, or why not |",
        "|---|---|---|",
        *(f"| {n} | {one.what.replace('|', '&#124;')} | {_proof(one)} |" for n, one in NUMBERS.items()),
        "",
        "## Damaged copies",
        "",
        "Of each kind of input copies are made: cut at 200 places, and with bits turned by three seeds. None may end",
        "in an error of ours or be taken in by half: what is refused leaves the old snapshot, and no file behind.",
        "`make test` does a tenth, `make fuzz` all.",
        "",
        "| what | test |",
        "|---|---|",
        *(f"| {what} | {_named(tests)} |" for what, tests in MUTATED.items()),
    ]


def _proof(one: Number) -> str:
    return ". ".join(filter(None, (_named(one.tests), one.note)))


def _named(tests: tuple[str, ...]) -> str:
    return "<br>".join(f"`{test}`" for test in tests)
