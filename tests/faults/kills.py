"""Kill loads at random moments: after each the old snapshot or the new one stands, whole.

From the folder tests: python -m faults.kills [N] [SEED]
"""

import os
import random
import signal
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from faults.loading import Loader, check_whole, leftovers, write_source

ROWS = 60_000


def kill(folder: Path, times: int, seed: int = 1) -> dict[str, int]:
    """Kill `times` loads; counts what stood afterwards ("old", "new") and how many had finished before the kill."""
    draw = random.Random(seed)  # noqa: S311
    log, loader = folder / "log", Loader()
    sources = [write_source(folder / f"{shift}.parquet", ROWS, shift) for shift in (0, 1)]
    ids = [loader.load_whole(source, folder / f"alone{turn}") for turn, source in enumerate(sources)]
    began = time.perf_counter()
    old = loader.load_whole(sources[0], log)
    longest = time.perf_counter() - began
    counted = {"old": 0, "new": 0, "finished": 0}
    for _ in range(times):
        child = loader.start(sources[1 - ids.index(old)], log)
        time.sleep(draw.uniform(0, 0.9 * longest))
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        code, _ = loader.ended()
        found = check_whole(log).id
        assert found in ids
        counted["finished"] += code == 0
        counted["old" if found == old else "new"] += 1
        old = loader.load_whole(sources[draw.randrange(2)], log)
        assert check_whole(log).id == old
        assert leftovers(log) == []
    loader.close()
    return counted


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        times, seed = ([int(text) for text in sys.argv[1:]] + [100, 1][len(sys.argv) - 1 :])[:2]
        print(kill(Path(name), times, seed))  # noqa: T201
