#!/bin/sh
# Every benchmark, as whole processes, medians of five rounds, each beside its peer in the same run.
#   sh benchmarks/run.sh          1 and 10 million events, figures, XES, the command line
#   sh benchmarks/run.sh large    100 million events with a memory limit of 4 GB, once (needs 10 GB of disk)
# The peers run in the environment of `make peers`; without it they are left out.
set -eu
cd "$(dirname "$0")/.."
PY=.venv/bin/python
if [ "${1:-}" = large ]; then
    exec $PY -m benchmarks.load 1e8 --rounds 1 --only schakel --memory-limit 4GB
fi
for events in 1e6 1e7; do
    $PY -m benchmarks.load "$events"
    $PY -m benchmarks.figures "$events"
done
$PY -m benchmarks.sources 1e6
$PY -m benchmarks.pseudonyms
$PY -m benchmarks.disclosure
$PY -m benchmarks.commands
if [ -f ../shared/data/eventlogs/receipt.xes.gz ]; then
    $PY -m benchmarks.commands ../shared/data/eventlogs/receipt.xes.gz
    $PY -m benchmarks.xes ../shared/data/eventlogs/receipt.xes.gz
fi
