"""Runs the statement of the exact reduction in Spark SQL and in DuckDB over the same rows and compares the numbers.

Needs Node with the project built (`npm run build`), Java 17 or newer, and a virtual environment:
    python3 -m venv spark && spark/bin/pip install pyspark duckdb
    spark/bin/python bench/spark-reduction.py [rows = 200000]
Spark reads names in double quotes when `spark.sql.ansi.enabled` and `spark.sql.ansi.doubleQuotedIdentifiers` are true.
"""

import os
import subprocess
import sys
import tempfile

import duckdb
from pyspark.sql import SparkSession

ROWS = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
HERE = os.path.dirname(os.path.abspath(__file__))


def statement(likelihood):
    """The same text for every database."""
    command = ["node", os.path.join(HERE, "reduction-sql.mjs"), likelihood]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def by_key(rows, keys):
    return {tuple(str(cell) for cell in row[:keys]): [float(cell) for cell in row[keys:]] for row in rows}


def largest_difference(one, other):
    """The largest relative difference of any number; the keys must be the same."""
    assert one.keys() == other.keys(), "the databases found different groups"
    worst = 0.0
    for key, numbers in one.items():
        for a, b in zip(numbers, other[key], strict=True):
            worst = max(worst, abs(a - b) / max(1.0, abs(a)))
    return worst


def main():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "observations.parquet")
        duck = duckdb.connect()
        duck.execute(
            f"""copy (select 'u' || (i % 20) as unit, cast((i // 20) % 52 as int) as week,
                  1 + floor(10 * random()) as whole, 100 + 0.1 * (i % 20) + 3 * random() as y
                from range({ROWS}) t(i)) to '{path}' (format parquet)"""
        )
        spark = (
            SparkSession.builder.master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "2")
            .config("spark.sql.ansi.enabled", "true")
            .config("spark.sql.ansi.doubleQuotedIdentifiers", "true")
            .getOrCreate()
        )
        spark.sparkContext.setLogLevel("ERROR")
        for likelihood in ("Normal", "LogNormal", "Poisson"):
            outcome = "whole" if likelihood == "Poisson" else "y"
            chosen = f"select unit, week, {outcome} as y from"
            duck.execute(f"create or replace view observations as {chosen} read_parquet('{path}')")
            spark.read.parquet(path).createOrReplaceTempView("files")
            spark.sql(f"{chosen} files").createOrReplaceTempView("observations")
            text = statement(likelihood)
            keys = 3 if likelihood == "Poisson" else 2
            there = by_key((tuple(row) for row in spark.sql(text).collect()), keys)
            here = by_key(duck.execute(text).fetchall(), keys)
            difference = largest_difference(here, there)
            print(f"{likelihood}: {ROWS} rows, {len(here)} groups, largest relative difference {difference:.2g}")
            assert difference < 1e-12
        spark.stop()


main()
