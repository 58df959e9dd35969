"""The work of `load.py` as one would write it by hand in Polars: load_polars.py SOURCE."""

import sys

import polars as pl


def main(source: str) -> None:
    """Sort once, shift, group."""
    log = pl.scan_parquet(source).select(
        "case_id", pl.col("activity").cast(pl.Categorical), "timestamp"
    ).sort("case_id", "timestamp").collect()  # fmt: skip
    follows = log.lazy().with_columns(
        following=pl.col("activity").shift(-1),
        wait=pl.col("timestamp").shift(-1) - pl.col("timestamp"),
        goes_on=pl.col("case_id") == pl.col("case_id").shift(-1),
    )
    edges = (
        follows.filter("goes_on")
        .group_by("activity", "following")
        .agg(pl.len(), pl.col("wait").median().alias("p50"), pl.col("wait").quantile(0.9).alias("p90"))
        .collect()
    )
    cases = (
        log.lazy()
        .group_by("case_id", maintain_order=True)
        .agg(pl.col("activity"), (pl.col("timestamp").last() - pl.col("timestamp").first()).alias("duration"))
    )
    table = cases.collect()
    variants = table.group_by("activity").agg(pl.len()).sort("len", descending=True)
    median = table["duration"].median().total_seconds()
    print(edges.height, edges["len"].sum(), variants.height, variants["len"][0], median)


if __name__ == "__main__":
    main(sys.argv[1])
