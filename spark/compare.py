"""Runs every portable figure with three selections on DuckDB and on Spark, and reports where they differ."""

import math
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from pyspark.sql import SparkSession
from pyspark.sql.functions import lit
from pyspark.sql.types import DataType, DateType, DoubleType, StringType, StructField, StructType

from schakel.chain.selection import Period, Selection
from schakel.data.load import load
from schakel.data.mapping import read_mapping
from schakel.data.staged import NORM_ATTRIBUTES, PUNCTUALITY_ATTRIBUTES, STANDARD_ATTRIBUTES
from schakel.insight.figure import figure_names, read_figure
from schakel.insight.opened import open_log
from schakel.insight.select import case_query
from schakel.insight.view import SQL_TYPE, LogView
from schakel.simulation.made_log import MAPPING
from schakel.simulation.region.region_log import write_region

NEAR = 1e-9
TYPES = {"DOUBLE": "double", "VARCHAR": "string", "DATE": "date"}


def main(master: str, scale: float = 1.0, names: Sequence[str] = ()) -> int:
    """Number of figures that differ, of those named or of all."""
    compared = rows = 0
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as made, session(master) as spark:
        log = Path(made) / "log"
        source = write_region(Path(made) / "region", scale=scale)
        snapshot = load(source, log, mapping=read_mapping(source.parent / MAPPING))
        for label, selection in selections(log).items():
            with open_log(log, selection=selection) as view:
                make_views(spark, view, snapshot.folder)
                for name in names or figure_names():
                    ours = [tuple(map(plain, row)) for row in view.figure(name, portable=True).rows]
                    theirs = [tuple(map(plain, row)) for row in spark.sql(read_figure(name).portable).collect()]
                    differing = list(differences(ours, theirs))
                    compared, rows = compared + 1, rows + len(ours)
                    wrong += [f"{label} / {name}"] if differing else []
                    print(f"{label:14}{name:18}{len(ours):>6} rows  {differing[:3] or 'equal'}", flush=True)
    print(f"{compared} comparisons, {rows} rows, {len(wrong)} differences {wrong or ''}")
    return len(wrong)


@contextmanager
def session(master: str) -> Iterator[SparkSession]:
    """A session on the cluster, in UTC, without a page of its own."""
    spark = (
        SparkSession.builder.master(master)
        .appName("schakel")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.executor.memory", "2g")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.log.level", "ERROR")
        .getOrCreate()
    )
    try:
        yield spark
    finally:
        spark.stop()


def selections(log: Path) -> dict[str, Selection]:
    """All cases, those that came to the busiest partner, and those of a year."""
    with open_log(log) as view:
        partner = view.figure("partners").column("partner")[0]
    return {
        "all": Selection(),
        "one partner": Selection((("partner", str(partner)),)),
        "one year": Selection(period=Period(date(2024, 7, 1), date(2025, 6, 30)), period_by="active"),
    }


def make_views(spark: SparkSession, view: LogView, folder: Path) -> None:
    """The three views over the snapshot's Parquet: stored, then selected by the same text as on DuckDB."""
    frames = {}
    for name, level in (("steps", "event"), ("cases", "case")):
        frame = spark.read.parquet(str(folder / name)).drop("bucket")
        for attribute in (*STANDARD_ATTRIBUTES, *PUNCTUALITY_ATTRIBUTES, *NORM_ATTRIBUTES):
            if attribute.level == level and attribute.column not in frame.columns:
                frame = frame.withColumn(attribute.column, lit(None).cast(TYPES[SQL_TYPE[attribute.type]]))
        frames[name] = frame
        frame.createOrReplaceTempView(name)
    query = case_query(view.selection, view.manifest.attributes)
    selected = spark.sql(query.sql, args=list(query.parameters)).cache()
    selected.createOrReplaceTempView("selected")
    for name, frame in frames.items():
        frame.join(selected, "case_no", "left_semi").createOrReplaceTempView(name)
    described = view.connection.execute("SELECT * FROM params").description
    schema = StructType([StructField(c[0], spark_type(TYPES[str(c[1])])) for c in described])
    spark.createDataFrame(view.rows("SELECT * FROM params"), schema).createOrReplaceTempView("params")


def spark_type(name: str) -> DataType:
    """Spark's type of a column of `params`."""
    return {"double": DoubleType(), "string": StringType(), "date": DateType()}[name]


def plain(value: Any) -> Any:
    """A number as int or float, whatever the engine calls it."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def differences(ours: list[tuple[Any, ...]], theirs: list[tuple[Any, ...]]) -> Iterator[str]:
    """Rows in order, floats within NEAR of each other, all else equal."""
    if len(ours) != len(theirs):
        yield f"{len(ours)} rows on DuckDB, {len(theirs)} on Spark"
        return
    for row, other in zip(ours, theirs, strict=True):
        if not all(same(a, b) for a, b in zip(row, other, strict=True)):
            yield f"{row} on DuckDB, {other} on Spark"


def same(a: Any, b: Any) -> bool:
    """Equal, or near for fractions."""
    if isinstance(a, float) or isinstance(b, float):
        return a is not None and b is not None and math.isclose(a, b, rel_tol=NEAR, abs_tol=NEAR)
    return bool(a == b)


if __name__ == "__main__":
    given = sys.argv[2:]
    sys.exit(1 if main(sys.argv[1], float(given[0]) if given else 1.0, given[1:]) else 0)
