"""Run in the environment of the peers: seconds that pm4py takes for its figures on data that it has loaded, as JSON.

figures_pm4py.py PARQUET ROUNDS
"""

import json
import statistics
import sys
import time
import warnings

import pandas as pd
import pm4py


def main() -> None:
    """DFG, performance DFG, variants and durations; the frame is read and formatted before the clock starts."""
    warnings.simplefilter("ignore")
    path, rounds = sys.argv[1], int(sys.argv[2])
    frame = pd.read_parquet(path, columns=["case_id", "activity", "timestamp"])
    frame["timestamp"] = pd.to_datetime(frame["timestamp"], utc=True)
    frame = pm4py.format_dataframe(frame, case_id="case_id", activity_key="activity", timestamp_key="timestamp")
    taken, worked, edges, variants = [], [], 0, 0
    for _ in range(rounds):
        began, busy = time.perf_counter(), time.process_time()
        edges = sum(pm4py.discover_dfg(frame)[0].values())
        pm4py.discover_performance_dfg(frame)
        variants = len(pm4py.get_variants(frame))
        pm4py.get_all_case_durations(frame)
        taken.append(time.perf_counter() - began)
        worked.append(time.process_time() - busy)
    found = {"seconds": statistics.median(taken), "cpu": statistics.median(worked)}
    print(json.dumps({**found, "edge_sum": edges, "variants": variants}))


if __name__ == "__main__":
    main()
