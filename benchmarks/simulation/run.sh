#!/bin/sh
# Our simulation kernel beside a C++ kernel of ours, SimPy, Ciw and Prosimos, which have an environment of their own.
#   sh benchmarks/simulation/run.sh          make the environment, then medians of five rounds, as tables
#   sh benchmarks/simulation/run.sh lock     renew benchmarks/simulation/peers.txt
# Needs g++. Quiet machines give better figures: everything runs on one core but the row about threads.
set -eu
cd "$(dirname "$0")/../.."
HERE=benchmarks/simulation
BIN=.venv-simulation/bin
if [ "${1:-}" = lock ]; then
    exec .venv/bin/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
        --no-emit-find-links --custom-compile-command "sh $HERE/run.sh lock" -q -o $HERE/peers.txt $HERE/peers.in
fi
command -v g++ >/dev/null || { echo "this needs g++"; exit 2; }
if [ ! -f .venv-simulation/.installed ] || [ $HERE/peers.txt -nt .venv-simulation/.installed ]; then
    test -x $BIN/python || "${PY:-python3}" -m venv .venv-simulation
    # Two of them come as source only; they are built with the setuptools of the lock file, not with one from elsewhere.
    grep -A 2 '^setuptools==' $HERE/peers.txt > .venv-simulation/first.txt
    $BIN/python -m pip --disable-pip-version-check -q install --require-hashes --only-binary :all: \
        -r .venv-simulation/first.txt
    $BIN/python -m pip --disable-pip-version-check -q install --require-hashes --no-build-isolation \
        --only-binary :all: --no-binary pandasql,wittgenstein -r $HERE/peers.txt
    touch .venv-simulation/.installed
fi
.venv/bin/python -m benchmarks.simulation.compare "$@"
