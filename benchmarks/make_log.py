"""A seeded log for measuring: 24 activities, 30 partners, 8 regions, routes by chance from step to step, five years.

About 8 events a case, in no order at all. The same arguments give the same bytes. Columns of the Parquet file:
case_id, activity, partner, timestamp, region. python -m benchmarks.make_log EVENTS OUT [SEED]
"""

import sys
from pathlib import Path

import duckdb
import numpy as np

ACTIVITIES, PARTNERS, REGIONS = 24, 30, 8
CHUNK = 2_000_000
EVENTS_A_CASE = 8.0


def routes(rng: np.random.Generator) -> np.ndarray:
    """Cumulative chances of the next activity: some five plausible successors each. Shape (24, 24)."""
    weights = np.zeros((ACTIVITIES, ACTIVITIES))
    for here in range(ACTIVITIES):
        successors = rng.choice(ACTIVITIES, 5, replace=False)
        weights[here, successors] = (0.42, 0.25, 0.17, 0.11, 0.05)
    return np.cumsum(weights, axis=1)


def cases(rng: np.random.Generator, chances: np.ndarray, first: int, count: int) -> dict[str, np.ndarray]:
    """All events of `count` cases numbered from `first`, one array a column."""
    length = 1 + rng.poisson(EVENTS_A_CASE - 1, count)
    ends = np.cumsum(length)
    number = np.repeat(np.arange(count), length)
    pos = np.arange(ends[-1]) - np.repeat(ends - length, length)
    activity = _walk(rng, chances, length, ends - length)
    home = rng.integers(0, PARTNERS, count)
    stays = rng.random(len(pos)) < 0.7
    partner = np.where(stays, home[number], (activity * 7 + number) % PARTNERS)
    start = 1_546_300_800 + rng.integers(0, 4 * 365 * 86_400, count)
    gap = rng.exponential(12 * 86_400, len(pos)).astype(np.int64) * (pos > 0)
    passed = np.cumsum(gap)
    seconds = start[number] + passed - passed[ends - length][number]
    return {"case_no": number + first, "activity": activity, "partner": partner, "seconds": seconds,
            "region": (number * 31 + first) % REGIONS}  # fmt: skip


def _walk(rng: np.random.Generator, chances: np.ndarray, length: np.ndarray, begin: np.ndarray) -> np.ndarray:
    walked = np.zeros(length.sum(), dtype=np.int64)
    here = np.where(rng.random(len(length)) < 0.8, 0, 1)
    walked[begin] = here
    for pos in range(1, int(length.max())):
        alive = length > pos
        drawn = rng.random(len(length))
        here = np.minimum((chances[here] < drawn[:, None]).sum(axis=1), ACTIVITIES - 1)
        walked[begin[alive] + pos] = here[alive]
    return walked


def write(events: int, out: Path, seed: int = 1) -> None:
    """Write the log by chunks of about two million events, then put all rows in an arbitrary order."""
    rng = np.random.default_rng(seed)
    chances = routes(rng)
    total = round(events / EVENTS_A_CASE)
    with duckdb.connect(
        config={"threads": 2, "memory_limit": "4GB", "temp_directory": str(out.with_suffix(".temporary"))}
    ) as con:
        parts = out.with_suffix(".parts")
        parts.mkdir()
        many = max(1, round(events / CHUNK))
        for part in range(many):
            first, last = total * part // many, total * (part + 1) // many
            made = cases(rng, chances, first, last - first)
            con.register("columns", made)
            con.execute(
                "COPY (SELECT 'c' || lpad(CAST(case_no * 7919 % 100000007 AS VARCHAR), 9, '0') AS case_id, "
                "'Activity ' || lpad(CAST(activity AS VARCHAR), 2, '0') AS activity, 'Partner ' || "
                "lpad(CAST(partner AS VARCHAR), 2, '0') AS partner, make_timestamp(seconds * 1000000) AS timestamp, "
                f"'region ' || CAST(region AS VARCHAR) AS region FROM columns) TO '{parts / f'{part:04}.parquet'}' "
                "(FORMAT parquet, COMPRESSION zstd)"
            )
            con.unregister("columns")
        con.execute(
            f"COPY (FROM '{parts}/*.parquet' ORDER BY hash(case_id, timestamp, activity, partner)) TO '{out}' "
            "(FORMAT parquet, COMPRESSION zstd)"
        )
    for file in parts.iterdir():
        file.unlink()
    parts.rmdir()


if __name__ == "__main__":
    write(int(float(sys.argv[1])), Path(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 1)
