"""All figures of a view as one JSON document (`schakel figures --json`; see docs/reference/figures-json.md)."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from schakel.insight.corrections import corrections, months
from schakel.insight.headline import moved_record
from schakel.insight.routes import Route, routes
from schakel.insight.view import LogView
from schakel.texts import LANGUAGES, say

SECOND = 1_000_000
MOST_VARIANTS = 1000
FLOWS = ("inflow", "outflow", "stock", "out_of_sight")

DEFINITION = ("name", "version", "value")

Record = dict[str, Any]


def figures(view: LogView, *, variants: int | None = MOST_VARIANTS) -> Record:
    """The document, ready for `json.dumps`. variants: at most so many routes; None gives all. Times are in seconds."""
    return {
        "passport": _passport(view),
        "counts": _counts(view),
        "variants": [_variant(route) for route in routes(view, most=variants)],
        "edges": [_edge(row) for row in _records(view, "edges")],
        "starts": [_kept(row, "activity", "cases") for row in _records(view, "starts")],
        "ends": [_kept(row, "activity", "cases") for row in _records(view, "ends")],
        "throughput": _throughput(view),
        "handovers": [_handover(row) for row in _records(view, "handovers")],
        "activities": [_work(row, "activity") for row in _records(view, "activities")],
        "partners": [_work(row, "partner") for row in _records(view, "partners")],
        "months": _months(view),
        "findings": _findings(view),
        "notice": {lang: say("terms.internal", lang) for lang in LANGUAGES},
        "corrections": _corrections(view),
        "punctuality": list(_records(view, "punctuality")),
        "norm_times": list(_records(view, "norm_times")) if view.follow == "case" else [],
    }


def _records(view: LogView, name: str) -> Iterator[Record]:
    return view.figure(name).records()


def _kept(row: Record, *keys: str) -> Record:
    return {key: row[key] for key in keys}


def _seconds(us: float | None) -> float | None:
    return None if us is None else us / SECOND


def _passport(view: LogView) -> Record:
    passport = view.passport()
    return {
        "id": passport.id,
        **asdict(passport),
        "definitions": [dict(zip(DEFINITION, one, strict=True)) for one in passport.definitions],
        "parameters": dict(passport.parameters),
    }


def _counts(view: LogView) -> Record:
    row = next(_records(view, "counts"))
    return _kept(row, "cases", "residents", "events", "activities", "partners", "variants", "edges", "ties")


def _variant(route: Route) -> Record:
    return {
        "activities": list(route.activities),
        "cases": route.cases,
        "residents": route.residents,
        "share": route.share,
    }


def _edge(row: Record) -> Record:
    return {
        **_kept(row, "activity", "next_activity"),
        "count": row["steps"],
        "residents": row["residents"],
        "wait_median_s": _seconds(row["wait_p50_us"]),
        "wait_p90_s": _seconds(row["wait_p90_us"]),
        **_kept(row, "n_unknown", "n_parallel"),
    }


def _handover(row: Record) -> Record:
    return {
        **_kept(row, "partner", "next_partner"),
        "count": row["steps"],
        "residents": row["residents"],
        "wait_median_s": _seconds(row["wait_p50_us"]),
        "wait_p90_s": _seconds(row["wait_p90_us"]),
    }


def _work(row: Record, key: str) -> Record:
    return {
        **_kept(row, key, "steps", "cases"),
        "touch_median_s": _seconds(row["touch_p50_us"]),
        "own_wait_median_s": _seconds(row["own_wait_p50_us"]),
    }


def _throughput(view: LogView) -> Record:
    row = next(_records(view, "throughput"))
    return {
        "median_s": _seconds(row["p50_us"]),
        "mean_s": _seconds(row["mean_us"]),
        "kaplan_meier_median_s": _seconds(row["kaplan_meier_p50_us"]),
        "open_cases": row["open_cases"],
    }


def _months(view: LogView) -> list[Record]:
    return [
        {
            "month": one.month,
            **{flow: one.flows.get(flow, 0) for flow in FLOWS},
            "is_closed": one.is_closed,
            "corrected": one.corrected,
            "is_provisional": one.is_provisional,
            "still_to_come": one.still_to_come,
        }
        for one in months(view)
    ]


def _corrections(view: LogView) -> Record:
    found = corrections(view)
    if found is None:
        return {"closed": None, "closed_on": None, "now": None, "figures": []}
    return {
        "closed": str(found.closed),
        "closed_on": found.closed.on.isoformat(),
        "now": found.now,
        "figures": [moved_record(one, "published", "now") for one in found.figures],
    }


def _findings(view: LogView) -> list[Record]:
    from schakel.insight.pinch import pinch
    from schakel.insight.sentences import record

    return [{**record(finding), "explains": list(finding.explains)} for finding in pinch(view)]
