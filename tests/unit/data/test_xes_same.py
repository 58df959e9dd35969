"""Reading by the quotes and parsing give the same table, or the first gives up; no damage makes them differ."""

from pathlib import Path
from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.chain.problem import Refusal
from schakel.data.readers.xes_batch import Batch
from schakel.data.readers.xes_regular import Pieces, regular
from schakel.data.readers.xes_tree import XesTree
from unit.data.xes_examples import log, read, trace, write

Rows = tuple[list[tuple[int, dict[str, str]]], list[dict[str, str]]]

characters = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")
words = st.text(st.one_of(st.sampled_from("ab<>&'\"/= \t\n"), characters), max_size=12)
keys = st.sampled_from(["concept:name", "time:timestamp", "Team", "team", "x&y", 'say "a"'])
kinds = st.sampled_from(["string", "date", "int", "float", "boolean", "id"])
attributes = st.lists(st.tuples(kinds, keys, words), max_size=4)
spaces = st.sampled_from(["", "\n", "\r\n\t", " "])


@st.composite
def stretches(draw: st.DrawFn) -> str:
    """Some traces, mostly as a program writes them and now and then not."""
    space = draw(spaces)

    def written(found: list[tuple[str, str, str]]) -> str:
        return "".join(f"<{kind} key={quoteattr(key)} value={quoteattr(word)}/>{space}" for kind, key, word in found)

    parts = []
    for own, events, after in draw(
        st.lists(st.tuples(attributes, st.lists(attributes, max_size=3), attributes), min_size=1, max_size=4)
    ):
        inner = "".join(f"<event>{space}{written(event)}</event>{space}" for event in events)
        parts.append(f"<trace>{space}{written(own)}{inner}{written(after)}</trace>")
    odd = draw(st.sampled_from([("", "")] * 6 + [("<event>", "<event><!-- </trace> -->"), ("/>", "></string>")]))
    return space.join(parts).replace(*odd) if odd[0] else space.join(parts)


def table(batches: list[Batch]) -> Rows:
    """Batches as rows: for each event its trace and values, and the values of each trace."""
    events: list[tuple[int, dict[str, str]]] = []
    traces: list[dict[str, str]] = []
    for batch in batches:
        for place, number in enumerate(batch.trace_of.tolist()):
            found = {key: values[place] for key, values in batch.columns.items() if values[place] is not None}
            events.append((len(traces) + number, found))
        for place in range(batch.n_traces):
            found = {key: values[place] for key, values in batch.trace_columns.items() if values[place] is not None}
            traces.append(found)
    return events, traces


def parsed(data: bytes) -> list[Batch]:
    """The same by the parser. Refusal where it is no good XES."""
    batches: list[Batch] = []
    tree = XesTree("log.xes", batches.append)
    tree.feed(b"<log>" + data + b"</log>", final=True)
    return batches


def same(data: bytes) -> bool:
    """Whether the quick way read it; if so it holds what the parser finds, counts too."""
    quick = regular(data, Pieces())
    if quick is None:
        return False
    slow = parsed(data)
    assert table([quick]) == table(slow)
    assert quick.odd.repeated == sum(batch.odd.repeated for batch in slow)
    return True


@settings(max_examples=400, deadline=None, derandomize=True)
@given(stretches())
def test_any_stretch(text: str) -> None:
    try:
        same(text.encode())
    except Refusal as refusal:  # only what the odd changes above break
        assert refusal.problems[0].code == "xes_tag"  # noqa: PT017 (any other refusal is the failure)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(
    st.lists(st.tuples(st.integers(0, 399), st.integers(0, 255)), max_size=3),
    st.binary(max_size=6),
    st.integers(0, 399),
)
def test_any_damage(flips: list[tuple[int, int]], added: bytes, place: int) -> None:
    data = bytearray((trace("a", "x & <y>".replace("&", "&amp;").replace("<", "&lt;"), "z") + trace("b", "x")).encode())
    for where, byte in flips:
        data[where % len(data)] = byte
    data[place % len(data) : place % len(data)] = added
    same(bytes(data))


def test_a_plain_log_is_read_the_quick_way() -> None:
    assert same(trace("a", "Melding", "Gesprek &amp; plan", "&#120;&#xA;&#x1F469;&amp;#38;").encode())
    assert same(("\r\n\t" + trace("a", "x") + trace("b") + "<trace></trace><trace>" + trace("c", "y")[7:]).encode())


@pytest.mark.parametrize(
    "text",
    [
        trace("a", "x").replace("/>", "></string>", 1),
        trace("a", "x").replace("<event>", "<event><string key='k' value='v'/>"),
        trace("a", "x").replace("<event>", "<event></event><event>"),
        trace("a", "x").replace('value="x"', 'value="&#0;"'),
        trace("a", "x").replace('value="x"', 'value="&#xD800;"'),
        trace("a", "x").replace('value="x"', 'value="&#65534;"'),
        trace("a", "x").replace('value="x"', 'value="R&D"'),
        trace("a", "x").replace('value="x"', 'value="&euml;"'),
        trace("a", "x").replace("</event>", "</event></event>"),
        trace("a", "x").replace("</trace>", "</event></trace>"),
        trace("a", "x").replace("<event>", "<string key='n' value='v'><event>"),
        "<!-- " + trace("a", "x") + "-->" + trace("a", "x"),
        trace("a", "x") + "<event></event>",
        trace("a", "x").replace('value="x"', 'valu="x"'),
        trace("a", "x").replace('"x"', '"x\ny"'),
    ],
)
def test_what_cannot_be_proved_is_left_to_the_parser(text: str) -> None:
    assert regular(text.encode(), Pieces()) is None


@pytest.mark.shared
def test_the_receipt_log_is_read_the_quick_way(shared_data: Path) -> None:
    import gzip

    data = gzip.decompress((shared_data / "eventlogs" / "receipt.xes.gz").read_bytes())
    assert same(data[data.index(b"<trace>") : data.rindex(b"</trace>") + 8])


def test_after_some_misses_it_tries_only_now_and_then_until_it_fits_again() -> None:
    pieces = Pieces()
    good, odd = trace("a", "x").encode(), trace("a", "x").replace("<event>", "<event><!-- -->").encode()
    tries = []
    for _ in range(40):
        tries.append(pieces.promising())
        if tries[-1]:
            pieces.tried(regular(odd, pieces))
    assert sum(tries) == 5
    assert pieces.tried(regular(good, pieces))
    assert all(pieces.promising() for _ in range(3))


def test_blocks_may_end_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = log(*(trace(f"c{n}", "Melding", "Gespr\u00ebk") for n in range(12)), "<!-- </trace> -->", trace("z", "x"))
    path = write(tmp_path, text)
    whole = read(path)
    for size in (1, 7, 64, 1000):
        monkeypatch.setattr("schakel.data.readers.xes_bytes.BLOCK", size)
        assert read(path) == whole


def test_a_trace_larger_than_memory_should_hold_goes_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, log(trace("a", *(f"x{n}" for n in range(300))), trace("b", "y")))
    whole = read(path)
    monkeypatch.setattr("schakel.data.readers.xes_bytes.BLOCK", 1000)
    monkeypatch.setattr("schakel.data.readers.read_xes.BLOCK", 1000)
    monkeypatch.setattr("schakel.data.readers.xes_tree.FLUSH", 50)
    assert read(path) == whole
