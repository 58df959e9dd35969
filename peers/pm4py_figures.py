"""Run in the peers' environment: the figures of one log by pm4py, as JSON on standard output.

pm4py_figures.py KIND FILE     KIND: xes; patients-all, patients-complete, patients-pair; region
"""

import json
import sys
import warnings
from typing import Any

import pandas as pd
import pm4py
from pm4py.algo.discovery.dfg.adapters.pandas import df_statistics
from pm4py.objects.log.util import interval_lifecycle

CASE, ACTIVITY, TIME, START = "case:concept:name", "concept:name", "time:timestamp", "start_timestamp"
ZONE = "Europe/Amsterdam"


def patients(file: str, kind: str) -> pd.DataFrame:
    """All rows, only the completes, or intervals as pm4py makes them of starts and completes."""
    frame = pd.read_csv(file, dtype=str, keep_default_na=False)
    names = {"patient": CASE, "handling": ACTIVITY, "time": TIME, "registration_type": "lifecycle:transition"}
    frame = frame.rename(columns=names | {"handling_id": "concept:instance"})
    frame[TIME] = pd.to_datetime(frame[TIME], utc=True)
    if kind == "patients-complete":
        frame = frame[frame["lifecycle:transition"] == "complete"]
    frame = pm4py.format_dataframe(frame, case_id=CASE, activity_key=ACTIVITY, timestamp_key=TIME)
    if kind == "patients-pair":
        log = interval_lifecycle.to_interval(pm4py.convert_to_event_log(frame))
        frame = pm4py.convert_to_dataframe(log)
        frame[TIME] = pd.to_datetime(frame[TIME], utc=True)
        frame[START] = pd.to_datetime(frame[START], utc=True)
    return frame


def region(file: str) -> pd.DataFrame:
    """The fictional region. pm4py knows no days: where a case has a day-precise step on a date, the rows decide there,
    so that all its steps of that date get the date's midnight as the time to order by (column order)."""
    frame = pd.read_csv(file, sep=";", dtype=str, keep_default_na=False)
    frame = frame.rename(columns={"zaaknummer": CASE, "activiteit": ACTIVITY})
    for ours, theirs in ((START, "startdatum"), (TIME, "einddatum")):
        moments = pd.to_datetime(frame[theirs].replace("", None), format="ISO8601")
        frame[ours] = moments.dt.tz_localize(ZONE, ambiguous=True, nonexistent="shift_forward").dt.tz_convert("UTC")
    frame["date"] = frame["startdatum"].str[:10]
    days = (frame["startdatum"].str.len() == 10) | (frame["einddatum"].str.len() == 10)
    mixed = days.groupby([frame[CASE], frame["date"]]).transform("any")
    midnight = pd.to_datetime(frame["date"]).dt.tz_localize(ZONE).dt.tz_convert("UTC")
    frame["order"] = frame[START].where(~mixed, midnight)
    return frame.sort_values([CASE, "order"], kind="stable")


def ordered(frame: pd.DataFrame) -> pd.DataFrame:
    """For counting: one time per event that gives the order, so that pm4py's own sort leaves it as it is."""
    plain = frame[[CASE, ACTIVITY]].reset_index(drop=True)
    plain[TIME] = pd.to_datetime(plain.index, unit="s", utc=True)
    return pm4py.format_dataframe(plain, case_id=CASE, activity_key=ACTIVITY, timestamp_key=TIME)


def figures(frame: pd.DataFrame, counted: pd.DataFrame) -> dict[str, Any]:
    """frame: with its real times; counted: what routes and edges are counted on, the same unless days order it."""
    edges, starts, ends = pm4py.discover_dfg(counted)
    variants = pm4py.get_variants(counted)
    own = {"start_timestamp_key": START} if START in frame.columns else {}
    waits = df_statistics.get_dfg_graph(
        frame.copy(), measure="performance", perf_aggregation_key="median", sort_caseid_required=False, **own
    )
    # Only the time of the end: with a start beside it this version of pm4py ends in a KeyError.
    plain = pd.DataFrame({name: frame[name].to_numpy() for name in (CASE, ACTIVITY, TIME)}).dropna()
    plain[TIME] = pd.to_datetime(plain[TIME], utc=True)
    durations = pd.Series(pm4py.get_all_case_durations(plain))
    return {
        "pm4py": pm4py.__version__,
        "counts": {
            "cases": frame[CASE].nunique(),
            "events": len(frame),
            "activities": frame[ACTIVITY].nunique(),
            "variants": len(variants),
            "edges": len(edges),
        },
        "variants": [[list(route), n] for route, n in variants.items()],
        "edges": [[before, after, n] for (before, after), n in edges.items()],
        "starts": dict(starts),
        "ends": dict(ends),
        "waits": [[before, after, None if pd.isna(s) else float(s)] for (before, after), s in waits.items()],
        "median_s": float(durations.median()),
        "mean_s": float(durations.mean()),
    }


def main() -> None:
    """Read, count, print."""
    warnings.simplefilter("ignore")
    kind, file = sys.argv[1:]
    if kind == "xes":
        frame = pm4py.read_xes(file, variant="iterparse")
        found = figures(frame, frame)
    elif kind == "region":
        frame = region(file)
        found = figures(frame, ordered(frame))
    else:
        frame = patients(file, kind)
        found = figures(frame, ordered(frame) if kind == "patients-pair" else frame)
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
