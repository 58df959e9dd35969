"""Without the extra the reader through r4pm refuses in a sentence; with it `make peers` compares it with ours."""

import sys
from pathlib import Path

import duckdb
import pytest

from schakel.chain.problem import Refusal
from schakel.data.readers.read_xes_rust import read_xes_rust
from unit.data.xes_examples import log, sentences, trace, write


def test_the_extra_is_named_when_it_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "r4pm.df", None)  # as if it were not installed
    with duckdb.connect() as connection, pytest.raises(Refusal) as refusal:
        read_xes_rust(connection, write(tmp_path, log(trace("a", "x"))))
    assert sentences(refusal.value) == (
        "log.xes: om XES met r4pm te lezen is de extra schakel[xes-rust] nodig. Zonder die extra lezen we het zelf.",
        "log.xes: reading XES with r4pm needs the extra schakel[xes-rust]. Without it we read it ourselves.",
    )
