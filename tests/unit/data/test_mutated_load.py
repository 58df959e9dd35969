"""Damaged deliveries of every kind that is read, loaded into a log: all of it, or none and the old snapshot stands."""

import gzip
import itertools
import json
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from oracle.plenty import plenty
from schakel.chain.problem import Refusal
from schakel.data.load import load
from schakel.data.log import SNAPSHOTS, current_id
from schakel.data.mapping import FileForm, Mapping
from schakel.data.snapshot import open_snapshot
from unit.data import ocel_examples, xes_examples
from unit.data.damage import damaged
from unit.data.messages.test_message_source import CHAIN
from unit.data.source_examples import HEAD, parquet
from unit.data.workbooks import workbook, zipped

CSV = (HEAD + "\n" + "".join(f"Z-{n},Melding {n % 3},Loket,2024-02-{n % 27 + 1:02}\n" for n in range(60))).encode()
SELECT = "SELECT 'Z-' || i AS case_id, 'Melding' AS activity, DATE '2024-02-01' AS started FROM range(20) r(i)"
XES = xes_examples.log(*(xes_examples.trace(f"Z-{n}", "Melding", "Gesprek") for n in range(5)))
ZAAK = Mapping(file=FileForm(follow_type="Zaak"))
WHOLE: dict[str, Callable[[Path], bytes]] = {
    "log.csv": lambda _: CSV,
    "log.csv.gz": lambda _: gzip.compress(CSV, mtime=0),
    "log.parquet": lambda folder: parquet(folder, SELECT).read_bytes(),
    "log.xlsx": lambda folder: workbook(folder / "log.xlsx").read_bytes(),
    "log.zip": lambda folder: zipped(folder / "log.zip", {"log.csv": CSV}).read_bytes(),
    "log.xes": lambda _: XES.encode(),
    "log.jsonocel": lambda _: json.dumps(ocel_examples.log()).encode(),
    "message.xml": lambda _: CHAIN[1].encode(),
    "messages.zip": lambda folder: zipped(
        folder / "m.zip", {f"{n}.xml": text for n, text in enumerate(CHAIN)}
    ).read_bytes(),
}
EVERY = plenty(15, 1)  # of the damaged copies; a load takes long beside a look


@pytest.mark.parametrize("name", WHOLE)
def test_all_of_it_or_nothing(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "temporary").mkdir()
    data = WHOLE[name](tmp_path)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    path, log = tmp_path / "sent" / name, tmp_path / "log"
    path.parent.mkdir()
    mapping = ZAAK if name.endswith("ocel") else None
    path.write_bytes(data)
    load(path, log, mapping=mapping)
    for one in itertools.islice(damaged(data), None, None, EVERY):
        before, there = current_id(log), sorted(folder.name for folder in (log / SNAPSHOTS).iterdir())
        path.write_bytes(one)
        try:
            made = load(path, log, mapping=mapping)
        except Refusal:
            assert current_id(log) == before
            assert sorted(folder.name for folder in (log / SNAPSHOTS).iterdir()) == there
        else:
            assert open_snapshot(log).id == made.id
            assert made.manifest.counts["events"] > 0
        assert not list((tmp_path / "temporary").iterdir())
