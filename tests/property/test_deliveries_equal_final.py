"""Three monthly deliveries with late, corrected and withdrawn rows are one load of what the systems held at the end."""

import random
from collections.abc import Sequence
from itertools import product
from pathlib import Path
from typing import Any

import duckdb
import pytest

from oracle.partner_system import LAST, MAPPINGS, Scheme, Sent, Shape, lived, write_deliveries, write_final
from oracle.plenty import plenty
from schakel.data.deliveries.add_source import add_source
from schakel.data.deliveries.load_log import load_log
from schakel.data.deliveries.sources import DeliveryEntry
from schakel.data.mapping import read_mapping
from schakel.data.snapshot import Snapshot
from schakel.insight.opened import open_log
from schakel.insight.summary import figures
from schakel.sharing.pseudonym import Key

KEY = Key(bytes(range(32)))
SEEDS = range(plenty(1, 2))
STEPS = "SELECT c.case_id, c.resident, s.* EXCLUDE (source_row) FROM steps AS s JOIN cases AS c USING (case_no)"
SHAPES: tuple[Shape, ...] = ("events", "milestones")
OTHERS: tuple[Scheme, ...] = ("started", "active", "changes", "deletions")
# `make test` takes each way to deliver once, and each shape twice.
PAIRS = plenty(list(zip(OTHERS, 2 * SHAPES, strict=True)), list(product(OTHERS, SHAPES)))


def rows_of(snapshot: Snapshot) -> dict[str, list[tuple[Any, ...]]]:
    """All that is stored of steps and cases, but for the places of rows in files."""
    with duckdb.connect() as con:
        for table in ("steps", "cases"):
            files = [str(path) for path in snapshot.files(table)]
            con.execute(f"CREATE VIEW {table} AS FROM read_parquet({files!r}, hive_partitioning = false)").fetchall()
        cases = con.execute("SELECT * FROM cases ORDER BY ALL").fetchall()
        return {"steps": con.execute(f"{STEPS} ORDER BY ALL").fetchall(), "cases": cases}


def figures_of(log: Path) -> dict[str, Any]:
    """The whole document, but for what names the snapshot, and what only earlier deliveries tell: how months fill."""
    with open_log(log) as view:
        document = figures(view)
    del document["passport"]
    for finding in document["findings"]:
        del finding["passport_id"]
    for month in document["months"]:
        del month["is_provisional"], month["still_to_come"]
    return document


def entry(sent: Sent) -> DeliveryEntry:
    return DeliveryEntry((sent.path.as_posix(),), sent.kind, sent.since, sent.until, sent.taken)  # type: ignore[arg-type]


def write_sources(log: Path, sources: Sequence[tuple[str, Scheme, Shape, Sequence[Sent]]]) -> None:
    """A sources file for people's hands, with all deliveries."""
    log.mkdir(parents=True)
    lines = ["[case]", 'unit = "provision"', "continued_days = 0"]
    for name, scheme, shape, deliveries in sources:
        lines += ["[[source]]", f'name = "{name}"', f'mapping = "../{shape}.toml"']
        lines += ['period_by = "active"'] if scheme == "active" else []
        for one in deliveries:
            lines += ["[[source.delivery]]", f'files = "{one.path.as_posix()}"', f'kind = "{one.kind}"']
            lines += [f"{key} = {day}" for key, day in (("from", one.since), ("until", one.until)) if day]
            lines += [f"extracted = {one.taken}"]
    (log / "sources.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("scheme", "shape"), PAIRS)
def test_deliveries_equal_the_final_state(scheme: Scheme, shape: Shape, seed: int, tmp_path: Path) -> None:
    draw = random.Random(f"{scheme} {shape} {seed}")  # noqa: S311 -- no secret
    other, other_shape = draw.choice(OTHERS), draw.choice(SHAPES)
    for name, text in MAPPINGS.items():
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
    plans: list[tuple[str, Scheme, Shape]] = [("een", scheme, shape), ("twee", other, other_shape)]
    systems = {name: lived(seed + 100 * place, how, form) for place, (name, how, form) in enumerate(plans)}
    written = {name: write_deliveries(tmp_path, name, systems[name], how, form) for name, how, form in plans}
    final = {name: [write_final(tmp_path, name, systems[name])] for name in systems}
    write_sources(tmp_path / "eind", [(name, how, form, final[name]) for name, how, form in plans])
    write_sources(tmp_path / "log", [(name, how, form, written[name]) for name, how, form in plans])
    expected = load_log(tmp_path / "eind", key=KEY)
    found = load_log(tmp_path / "log", key=KEY)
    assert expected.manifest.counts["ties"] == 0
    assert rows_of(found) == rows_of(expected)
    assert figures_of(tmp_path / "log") == figures_of(tmp_path / "eind")
    assert found.manifest.coverage == expected.manifest.coverage
    assert {name: one.on for name, one in found.manifest.reference.items()} == {"een": LAST, "twee": LAST}
    if "active" not in (scheme, other):
        assert rows_of(added_one_by_one(tmp_path, plans, written, draw)) == rows_of(expected)


def added_one_by_one(
    folder: Path, plans: Sequence[tuple[str, Scheme, Shape]], written: dict[str, list[Sent]], draw: random.Random
) -> Snapshot:
    """As a person would: the deliveries of both sources as they come, in any order between the sources."""
    turns = [name for name, _, _ in plans for _ in written[name]]
    draw.shuffle(turns)
    waiting = {name: iter(sent) for name, sent in written.items()}
    forms = {name: form for name, _, form in plans}
    for name in turns:
        sent = next(waiting[name])
        mapping = read_mapping(folder / f"{forms[name]}.toml")
        made = add_source(sent.path, folder / "stap", name, mapping=mapping, entry=entry(sent), key=KEY)
    return made
