"""The work of `load.py` in pm4py, through its documented functions: load_pm4py.py SOURCE."""

import sys

import pandas
import pm4py


def main(source: str) -> None:
    """Read, format, and ask for the four figures."""
    frame = pandas.read_parquet(source, columns=["case_id", "activity", "timestamp"])
    log = pm4py.format_dataframe(frame, case_id="case_id", activity_key="activity", timestamp_key="timestamp")
    edges, _, _ = pm4py.discover_dfg(log)
    pm4py.discover_performance_dfg(log)
    variants = pm4py.get_variants(log)
    durations = pm4py.get_all_case_durations(log)
    median = sorted(durations)[len(durations) // 2]
    print(len(edges), sum(edges.values()), len(variants), max(variants.values()), median)


if __name__ == "__main__":
    main(sys.argv[1])
