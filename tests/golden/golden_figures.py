"""The figures of a log as pm4py gave them, and ours beside them."""

import json
from collections.abc import Mapping as Dictionary
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from schakel.insight.summary import figures
from schakel.insight.view import LogView

Document = dict[str, Any]


def golden(shared_data: Path, name: str) -> Document:
    """What another tool found on all events of this log."""
    found: Document = json.loads((shared_data / "eventlogs" / "golden" / name).read_text(encoding="utf-8"))[
        "all_events"
    ]
    return found


def ours(view: LogView) -> Document:
    """The JSON document, and the three figures that stand beside it: longest case, first and last moment."""
    ((longest, first, last),) = view.rows(
        "SELECT (SELECT max(duration_us) / 1e6 FROM cases), min(started), max(started) FROM steps"
    )
    return {**figures(view), "longest_s": longest, "first": first, "last": last}


def assert_equal(found: Document, expected: Dictionary[str, Any]) -> None:
    """Every figure that the golden file holds."""
    counts = found["counts"]
    for key, name in (
        ("cases", "cases"),
        ("events", "events"),
        ("activities", "activities"),
        ("partners", "resources"),
        ("variants", "variants"),
        ("edges", "dfg_edges"),
        ("ties", "ties"),
    ):
        assert counts[key] == expected[name], key
    edges = {(e["activity"], e["next_activity"]): e["count"] for e in found["edges"]}
    assert len(edges) == expected["dfg_edges"]
    assert sum(edges.values()) == expected["dfg_sum"]
    assert all(edges[before, after] == count for before, after, count in expected["dfg_top10"])
    assert {count for *_, count in expected["dfg_top10"]} == set(sorted(edges.values(), reverse=True)[:10])
    routes = [(tuple(v["activities"]), v["cases"]) for v in found["variants"]]
    assert len(routes) == expected["variants"]
    assert sum(cases for _, cases in routes) == expected["cases"]
    top = {tuple(route): cases for route, cases in expected["top5_variants"]}
    assert {route: dict(routes)[route] for route in top} == top
    assert [cases for _, cases in routes[:5]] == list(top.values())
    for side in ("start", "end"):
        cases = {row["activity"]: row["cases"] for row in found[f"{side}s"]}
        assert len(cases) == expected[f"n_{side}"]
        assert sum(cases.values()) == expected["cases"]
        assert {activity: cases[activity] for activity in expected[side]} == expected[side]
    throughput = found["throughput"]
    assert throughput["median_s"] == pytest.approx(expected["median_throughput_s"], rel=1e-12)
    assert throughput["mean_s"] == pytest.approx(expected["mean_throughput_s"], rel=1e-12)
    assert found["longest_s"] == expected["max_throughput_s"]
    assert throughput["open_cases"] == 0
    assert found["first"].replace(tzinfo=UTC) == datetime.fromisoformat(expected["first_ts"])
    assert found["last"].replace(tzinfo=UTC) == datetime.fromisoformat(expected["last_ts"])
