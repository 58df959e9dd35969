"""The work of `load.py` in Schakel: load_schakel.py SOURCE|- LOG [MEMORY_LIMIT] [load]. "-" takes LOG as it stands."""

import sys
from pathlib import Path

from schakel.data.load import load
from schakel.insight.opened import open_log
from schakel.insight.routes import routes


def main(source: str, log: str, memory_limit: str = "", only: str = "") -> None:
    """Load, then ask for the four figures."""
    if source != "-":
        load(source, Path(log), public=True, memory_limit=memory_limit or None)
    if only:
        return
    with open_log(log, memory_limit=memory_limit or None) as view:
        edges = list(view.figure("edges").records())
        top = routes(view, most=1)[0]
        variants = next(view.figure("counts").records())["variants"]
        median = next(view.figure("throughput").records())["p50_us"]
    print(len(edges), sum(int(str(row["steps"])) for row in edges), variants, top.cases, float(str(median)) / 1e6)


if __name__ == "__main__":
    main(*sys.argv[1:])
