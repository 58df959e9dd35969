"""Looking at files that came in, in a process of its own: a mapping proposed, first rows, and all that is wrong.

Its outcome stands beside the files: sources.toml, mappings/, look.json and return/. Nothing of a resident is in
look.json but what the library shows of it: shapes of ids, dates, and words that many rows share.
"""

import json
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
from duckdb import DuckDBPyConnection

from schakel.chain.problem import Problem
from schakel.data import log
from schakel.data.check import Checked
from schakel.data.deliveries.delivered_files import DeliveredFile, delivered_files
from schakel.data.deliveries.propose_sources import propose_sources
from schakel.data.deliveries.sources_file import read_sources
from schakel.data.source import look_at
from schakel.data.sql import quiet
from schakel.report.masked import headings, told
from schakel.report.return_list import MOST, Examined, return_lists
from schakel.web.data_desk.doubts import DOUBTS, keep_doubts
from schakel.web.data_desk.first_rows import columns_of, first_events
from schakel.web.jobs.kinds import Json, Tell

LOOK, RETURN, SHOWN = "look.json", "return", 200


def run(folder: Path, params: Json, on_progress: Tell) -> Json:
    """Propose where nothing is mapped yet, then look at every source. The result is on the disk, not here."""
    place = folder / "incoming" / params["incoming"]
    if not (place / "sources.toml").exists():
        propose_sources(place, lang=params["lang"], on_progress=lambda stage, share: on_progress(stage, share / 2))
        keep_doubts(place)
    on_progress("check", 0.5)
    found = look(place, params["names"], params["lang"], on_progress)
    log.replace(place / LOOK, json.dumps(found, ensure_ascii=False, indent=1), log.Steps(""))
    return {"problems": sum(one["total"] for one in found["sources"])}


def look(place: Path, names: Mapping[str, str], lang: str, on_progress: Tell) -> Json:
    """What is in each source and what is wrong with it, ready for JSON; return lists are written beside it."""
    sources = read_sources(place)
    doubts = json.loads((place / DOUBTS).read_text(encoding="utf-8")) if (place / DOUBTS).exists() else {}
    seen: dict[str, Json] = {}
    examined: list[Examined] = []
    with _engine() as connection, tempfile.TemporaryDirectory(prefix="schakel-") as temporary:
        files = delivered_files(place, sources, Path(temporary))
        for number, file in enumerate(files):
            on_progress("check", 0.5 + 0.5 * number / len(files))
            one = seen.setdefault(file.source.name, _blank(file, doubts))
            examined.append(_looked(connection, file, one, names, lang))
    lists = return_lists(examined, lang=lang)
    (place / RETURN).mkdir(exist_ok=True)
    for name, content in lists.items():
        (place / RETURN / name).write_bytes(content)
    partners = list(dict.fromkeys(one.partner for one in examined if one.checked.total))
    returns = [{"partner": partner, "file": name} for partner, name in zip(partners, lists, strict=True)]
    return {"sources": list(seen.values()), "returns": returns, "doubts": doubts.get("", [])}


def _blank(file: DeliveredFile, doubts: Mapping[str, Any]) -> Json:
    source = file.source
    return {
        "name": source.name,
        "delivered_by": source.delivered_by,
        "mapping": source.mapping,
        "files": [],
        "columns": [],
        "rows": 0,
        "events": 0,
        "first": [],
        "problems": [],
        "total": 0,
        "notices": [],
        "doubts": doubts.get(source.name, []),
    }


def _looked(
    connection: DuckDBPyConnection, file: DeliveredFile, one: Json, names: Mapping[str, str], lang: str
) -> Examined:
    """Add what this file holds to its source."""
    shown = _shown(file, names)
    known = {column["name"] for column in one["columns"]}
    one["columns"] += [column for column in columns_of(connection, file) if column["name"] not in known]
    look = look_at(connection, file.path, mapping=file.mapping, name=file.source.name, beside=file.beside, most=MOST)
    delivery = look.staged.deliveries[0] if look.staged else None
    if look.staged and not one["first"]:
        one["first"] = first_events(connection)
    problems = tuple(_renamed(problem, names, shown) for problem in look.problems)
    deliverer = file.source.delivered_by or file.mapping.file.delivered_by or file.source.name
    mapping = replace(look.mapping, file=replace(look.mapping.file, delivered_by=deliverer))
    allowed = headings(mapping)
    lines = [told(problem, allowed, lang) for problem in problems[: max(0, SHOWN - len(one["problems"]))]]
    one["problems"] += [
        {"file": t.file, "row": t.row, "field": t.field, "sentence": t.sentence, "allowed": t.allowed, "value": p.value}
        for t, p in zip(lines, problems, strict=False)
    ]
    one["files"].append(shown)
    one["total"] += look.total
    one["rows"] += look.rows
    one["events"] += delivery.events if delivery else 0
    one["notices"] += [
        {"code": n.code, "n": n.n, "file": shown, "column": n.column, "more": [list(pair) for pair in n.more]}
        for n in (look.staged.deliveries[0].notices if look.staged else look.notices)
    ]
    return Examined(Checked(problems, look.total, (), delivery, mapping, shown, look.rows, look.sorts))


def _shown(file: DeliveredFile, names: Mapping[str, str]) -> str:
    return names.get(file.path.name, file.path.name)


def _renamed(problem: Problem, names: Mapping[str, str], shown: str) -> Problem:
    """The problem with the name that the user gave the file."""
    return replace(problem, file=names.get(problem.file, problem.file or shown))


@contextmanager
def _engine() -> Iterator[DuckDBPyConnection]:
    with tempfile.TemporaryDirectory(prefix="schakel-") as spill, duckdb.connect() as connection:
        quiet(connection)
        connection.execute("SET temp_directory = $1", [spill]).fetchall()
        yield connection


def looked(place: Path) -> Json | None:
    """The outcome of the latest look; None before the first."""
    file = place / LOOK
    return json.loads(file.read_text(encoding="utf-8")) if file.is_file() else None
