#!/bin/sh
# Compares our figures with pm4py's, in an environment of its own: pm4py is AGPL, so that no part of ours imports it.
#   sh peers/run.sh          make the environment, compare, and read XES with r4pm
#   sh peers/run.sh lock     renew peers/requirements.txt
set -eu
cd "$(dirname "$0")/.."
VENV=.venv-peers
if [ "${1:-}" = lock ]; then
    exec .venv/bin/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
        --no-emit-find-links --custom-compile-command "sh peers/run.sh lock" -q -o peers/requirements.txt \
        peers/requirements.in
fi
if [ ! -f $VENV/.installed ] || [ peers/requirements.txt -nt $VENV/.installed ]; then
    test -x $VENV/bin/python || "${PY:-python3}" -m venv $VENV
    $VENV/bin/python -m pip --disable-pip-version-check -q install --require-hashes --only-binary :all: \
        -r peers/requirements.txt
    touch $VENV/.installed
fi
.venv/bin/python peers/compare.py "$@"
