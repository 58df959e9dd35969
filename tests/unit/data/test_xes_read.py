"""XES as it occurs: each way of writing the same log gives the same table, and nothing vanishes uncounted."""

from pathlib import Path

import duckdb
import pytest

from schakel.chain.problem import Notice
from schakel.data.readers.read_xes import read_xes
from schakel.data.sql import rows
from unit.data.xes_examples import END, EVENT, START, log, read, trace, write

TWO = log(trace("a", "Melding", "Gesprek"), trace("b", "Melding"))


def test_one_row_per_event_with_its_trace(tmp_path: Path) -> None:
    found, table = read(write(tmp_path, TWO))
    assert (found.rows, found.traces, found.relation) == (3, 2, "raw")
    assert found.columns == ("concept:name", "time:timestamp", "case:concept:name")
    assert [(r["row"], r["trace"], r["case:concept:name"], r["concept:name"]) for r in table] == [
        (1, 1, "a", "Melding"),
        (2, 1, "a", "Gesprek"),
        (3, 2, "b", "Melding"),
    ]
    assert table[0]["time:timestamp"] == "2024-02-01T10:00:00+01:00"


@pytest.mark.parametrize(
    "change",
    [
        ("<log ", '<log xmlns="http://www.xes-standard.org/" '),
        ('<string key="concept:name" value="Melding"/>', "<string value='Melding' key='concept:name'/>"),
        ('<string key="concept:name" value="Melding"/>', '<string key="concept:name" value="Melding"></string>'),
        ('<string key="concept:name" value="Melding"/>', '<string key="concept:name" value="Meld&#105;ng" />'),
        ("<trace>", '<trace xml:lang="nl">'),
        ("</trace>", "<!-- </trace> --></trace>"),
        ("</event>", "</event><?tool </trace> ?>"),
        ("\n", "\r\n"),
        ("\n", ""),
        ("\n", "\n\t\t"),
        (START, START + '<!-- <trace> --><extension name="Time" prefix="time" uri="http://x/time.xesext"/>'),
        (START, START + '<classifier name="Activity" keys="concept:name"/><string key="concept:name" value="log"/>'),
        (START, START + '<global scope="event"><string key="concept:name" value="UNKNOWN"/></global>'),
        (START, START.replace('"UTF-8"', '"ISO-8859-1"')),
        (START, START.replace('<?xml version="1.0" encoding="UTF-8"?>\n', "\ufeff")),
        (END, '<string key="after" value="all traces"/></log><!-- end -->'),
    ],
)
def test_another_way_of_writing_it_gives_the_same_table(tmp_path: Path, change: tuple[str, str]) -> None:
    plain = read(write(tmp_path, TWO))
    other = TWO.replace(*change)
    assert other != TWO
    assert read(write(tmp_path, other, "other.xes")) == plain


def test_prefixes(tmp_path: Path) -> None:
    prefixed = TWO.replace("<log ", '<log xmlns:xes="http://www.xes-standard.org/" ')
    for element in ("log", "trace", "event", "string", "date"):
        prefixed = prefixed.replace(f"<{element} ", f"<xes:{element} ").replace(f"<{element}>", f"<xes:{element}>")
        prefixed = prefixed.replace(f"</{element}>", f"</xes:{element}>")
    assert read(write(tmp_path, prefixed)) == read(write(tmp_path, TWO))


def test_gzip_is_known_by_its_bytes_not_by_its_name(tmp_path: Path) -> None:
    packed = write(tmp_path, TWO, "log.xes.gz")
    renamed = packed.rename(tmp_path / "renamed.xes")
    assert read(renamed) == read(write(tmp_path, TWO))


def test_all_types_are_kept_as_they_are_written(tmp_path: Path) -> None:
    values = {"string": "NA", "int": "001", "float": "1e5", "boolean": "true", "id": "0f-1", "date": "2024-02-30"}
    attributes = "".join(f'<{kind} key="my {kind}" value="{value}"/>' for kind, value in values.items())
    text = log(trace("1e5", "x").replace("</event>", attributes + "</event>"))
    _, (row,) = read(write(tmp_path, text))
    assert {kind: row[f"my {kind}"] for kind in values} == values
    assert row["case:concept:name"] == "1e5"


def test_what_is_missing_is_null_and_what_is_empty_is_not(tmp_path: Path) -> None:
    text = log(
        trace("a", "x", "y").replace('value="x"/>', 'value="x"/><string key="team" value=""/>'),
        trace("b", "z").replace('value="z"/>', 'value="z"/><string key="team"/>'),
    )
    assert [row["team"] for row in read(write(tmp_path, text))[1]] == ["", None, None]


def test_trace_attributes_stand_behind_events_too(tmp_path: Path) -> None:
    text = log(
        trace("a", "x", "y").replace("</trace>", '<string key="outcome" value="ended"/></trace>'), trace("b", "z")
    )
    assert [row["case:outcome"] for row in read(write(tmp_path, text))[1]] == ["ended", "ended", None]


@pytest.mark.parametrize(
    "escaped", ["&quot;R&amp;D&quot; &lt;wijk&gt; &apos;s", "&#34;R&#38;D&#34; &#60;wijk&gt; &#x27;s"]
)
def test_escaped_characters(tmp_path: Path, escaped: str) -> None:
    assert read(write(tmp_path, log(trace("a", escaped))))[1][0]["concept:name"] == '"R&D" <wijk> \'s'


def test_an_escaped_escape_is_unescaped_once(tmp_path: Path) -> None:
    assert read(write(tmp_path, log(trace("a", "&amp;lt;&amp;amp;"))))[1][0]["concept:name"] == "&lt;&amp;"


def test_other_scripts_and_signs_outside_the_basic_plane(tmp_path: Path) -> None:
    assert (
        read(write(tmp_path, log(trace("a", "Gesprek café, 家, 👩‍👧"))))[1][0]["concept:name"]
        == "Gesprek café, 家, 👩‍👧"
    )


def test_white_space_in_a_value_is_as_xml_says(tmp_path: Path) -> None:
    assert read(write(tmp_path, log(trace("a", "x\ty\nz&#10;"))))[1][0]["concept:name"] == "x y z\n"


def test_nested_attributes_lists_and_strange_elements_are_counted(tmp_path: Path) -> None:
    nested = '<string key="org" value="wijkteam"><string key="place" value="1"/><int key="n" value="2"/></string>'
    listed = '<list key="wishes"><values><string key="w" value="1"/></values></list>'
    strange = "<colour key='a' value='b'/>"
    text = log(trace("a", "x").replace("</event>", nested + listed + strange + "</event>"))
    found, (row,) = read(write(tmp_path, text))
    assert row["org"] == "wijkteam"
    assert set(row) == {"row", "trace", "concept:name", "time:timestamp", "org", "case:concept:name"}
    assert found.notices == (Notice("xes_nested", 3, "log.xes"), Notice("xes_unknown", 1, "log.xes"))


def test_names_that_a_table_could_not_tell_apart_get_a_number(tmp_path: Path) -> None:
    keys = ("Team", "TEAM", "row", "trace", 'a"b; DROP TABLE raw', "case:concept:name")
    attributes = "".join(f"<string key='{key}' value='{n}'/>" for n, key in enumerate(keys))
    found, (row,) = read(write(tmp_path, log(trace("a", "x").replace("</event>", attributes + "</event>"))))
    assert [row[name] for name in ("Team", "TEAM (2)", "row (2)", "trace (2)", 'a"b; DROP TABLE raw')] == list("01234")
    assert (row["row"], row["trace"]) == (1, 1)
    assert sorted(name for name in found.columns if name.startswith("case:")) == [
        "case:concept:name",
        "case:concept:name (2)",
    ]


def test_empty_traces_double_ids_double_keys_and_loose_events_are_counted(tmp_path: Path) -> None:
    double = trace("b", "y").replace('value="y"/>', 'value="y"/><string key="concept:name" value="z"/>')
    text = log(
        trace("a", "x"), trace("b"), "<trace></trace>", double, trace("a", "x"), EVENT.format(activity="q", time="")
    )
    found, table = read(write(tmp_path, text))
    assert [row["concept:name"] for row in table] == ["x", "z", "x"]
    assert [row["trace"] for row in table] == [1, 4, 5]
    assert found.notices == tuple(
        Notice(code, n, "log.xes")
        for code, n in (("xes_empty_traces", 2), ("xes_trace_ids", 2), ("xes_repeated", 1), ("xes_loose", 1))
    )


def test_columns_that_appear_late_are_null_before(tmp_path: Path) -> None:
    many = [trace(f"c{n}", "x") for n in range(8000)]
    late = trace("last", "y").replace("</event>", '<string key="late" value="NA"/></event>')
    found, table = read(write(tmp_path, log(*many, late)))
    assert found.rows == 8001
    assert {row["late"] for row in table[:-1]} == {None}
    assert table[-1]["late"] == "NA"


def test_a_second_log_replaces_the_first_or_stands_beside_it(tmp_path: Path) -> None:
    path = write(tmp_path, TWO)
    with duckdb.connect() as connection:
        read_xes(connection, path)
        read_xes(connection, path)
        read_xes(connection, path, table="other")
        assert rows(connection, "SELECT (SELECT count(*) FROM raw), (SELECT count(*) FROM other)") == [(3, 3)]


def test_progress_ends_at_the_size_of_the_file(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    path = write(tmp_path, TWO)
    with duckdb.connect() as connection:
        read_xes(connection, path, on_progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (path.stat().st_size, path.stat().st_size)
