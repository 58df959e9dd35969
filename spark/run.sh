#!/bin/sh
# Every portable figure with three selections on DuckDB and on a Spark cluster of this machine: 0 differences expected.
# Needs Java 17. Sets up .venv-spark (a download of 456 MB the first time), listens on loopback only, and stops what it
# started. Exit code 1 when a figure differs. Usage: run.sh [SCALE of the region, 1] [FIGURE ...]
set -eu
cd "$(dirname "$0")/.."
PY=${PY:-python3}
BIN=.venv-spark/bin
command -v java >/dev/null || { echo "Spark needs Java 17 or newer"; exit 2; }

if [ ! -f .venv-spark/.installed ] || [ spark/requirements.txt -nt .venv-spark/.installed ]; then
    test -x $BIN/python || "$PY" -m venv .venv-spark
    # pyspark comes as source only; it is built with the setuptools of the lock file, not with one from elsewhere.
    grep -A 3 '^setuptools==' spark/requirements.txt > .venv-spark/first.txt
    $BIN/python -m pip --disable-pip-version-check -q install --require-hashes -r .venv-spark/first.txt
    $BIN/python -m pip --disable-pip-version-check -q install --require-hashes --no-build-isolation -r spark/requirements.txt
    touch .venv-spark/.installed
fi

WORK=$(mktemp -d)
MASTER="" WORKER=""
stop() {
    for pid in $WORKER $MASTER; do kill "$pid" 2>/dev/null || true; done
    for pid in $WORKER $MASTER; do wait "$pid" 2>/dev/null || true; done
    rm -rf "$WORK"
}
trap stop EXIT
trap 'exit 130' INT TERM

SPARK_HOME=$($BIN/python -c 'import pathlib, pyspark; print(pathlib.Path(pyspark.__file__).parent)')
PORT=$($BIN/python -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
export SPARK_HOME SPARK_LOCAL_IP=127.0.0.1 PYSPARK_PYTHON="$PWD/$BIN/python" PYTHONPATH="$PWD/src"
export SPARK_LOCAL_DIRS="$WORK/local"
# spark-class ends in exec, so that these are the ids of the Java processes themselves.
"$SPARK_HOME/bin/spark-class" org.apache.spark.deploy.master.Master --host 127.0.0.1 --port "$PORT" --webui-port 0 \
    > "$WORK/master.log" 2>&1 &
MASTER=$!
"$SPARK_HOME/bin/spark-class" org.apache.spark.deploy.worker.Worker "spark://127.0.0.1:$PORT" --host 127.0.0.1 \
    --cores 2 --memory 3g --webui-port 0 --work-dir "$WORK/worker" > "$WORK/worker.log" 2>&1 &
WORKER=$!
$BIN/python spark/compare.py "spark://127.0.0.1:$PORT" "$@"
