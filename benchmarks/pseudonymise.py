"""Rows a second of `schakel pseudonymise`, beside a bare loop that only makes the HMAC of as many ids, in the same run.

python -m benchmarks.pseudonymise [ROWS]
"""

import hmac
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from schakel.data.pseudonymise.columns import Asked
from schakel.data.pseudonymise.pseudonymise import pseudonymise
from schakel.sharing.pseudonym import KEY_BYTES, Key
from schakel.sharing.source_key import SourceKey

ROUNDS = 3
SECRET = bytes(KEY_BYTES)
HEAD = "zaaknummer;bsn;activiteit;organisatie;datum;gemeente;product\n"


def make(path: Path, rows: int, people: int) -> None:
    """Events of so many fictional people, of which each has a case or two."""
    draw = random.Random(1)  # noqa: S311
    numbers = [f"{draw.randrange(100_000_000, 1_000_000_000)}" for _ in range(people)]
    with path.open("w", encoding="utf-8") as out:
        out.write(HEAD)
        for n in range(rows):
            who = n % people
            day = f"{1 + n % 28:02}-{1 + n % 12:02}-2025"
            out.write(f"Z-{who * 2 + n % 2};{numbers[who]};Stap {n % 9};Loket {n % 5};{day};Lindehage;{n % 90:05}\n")


def least(work: Callable[[], object]) -> float:
    """Processor seconds, the least of a few rounds: other work on the machine only adds."""
    found = []
    for _ in range(ROUNDS):
        began = time.process_time()
        work()
        found.append(time.process_time() - began)
    return min(found)


def main(rows: int) -> None:
    """Print rows a second, the bound, their ratio, and how much memory was needed more."""
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder) / "in.csv", Path(folder) / "out.csv"
        for what, people in (("each person in ten rows", rows // 10), ("each row another person", rows)):
            make(source, rows, people)
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            asked, key = Asked(ids=("bsn", "zaaknummer")), SourceKey("partner", Key(SECRET))
            took = least(lambda asked=asked, key=key: pseudonymise(source, out, key, "lindewaard-2026", asked))  # type: ignore[misc]
            grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
            messages = [f"lindewaard-2026\0{n:09}".encode() for n in range(2 * rows)]
            bound = least(lambda messages=messages: [hmac.digest(SECRET, one, "sha256") for one in messages])  # type: ignore[misc]
            del messages
            print(
                f"{what}: {rows / took:,.0f} rows a second of processor time, two ids a row; "
                f"bare HMAC loop {rows / bound:,.0f}; ratio {took / bound:.1f}; {grown:.0f} MB more"
            )


if __name__ == "__main__":
    main(int(float(sys.argv[1])) if len(sys.argv) > 1 else 200_000)
