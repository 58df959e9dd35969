"""Files as partners have them, with fictional BSNs, for the tests of pseudonyms at the source."""

import random
from pathlib import Path

from schakel.sharing.pseudonym import Key
from schakel.sharing.source_key import SourceKey

DOMAIN = "lindewaard-2026"
PARTNER = SourceKey("partner", Key(b"\x5a" * 32))
CUSTODIAN = SourceKey("custodian", Key(b"\xa5" * 32))
OWN = SourceKey("own", Key(b"\x33" * 32))


def persons(n: int, seed: int = 7) -> list[str]:
    """Fictional BSNs: nine digits that pass the eleven test."""
    draw, found = random.Random(seed), dict[str, None]()  # noqa: S311
    while len(found) < n:
        eight = f"{draw.randrange(1_000_000, 100_000_000):08d}"
        last = sum(weight * int(digit) for weight, digit in zip(range(9, 1, -1), eight, strict=True)) % 11
        if last < 10:
            found[f"{eight}{last}"] = None
    return list(found)


def as_people_write(bsn: str, turn: int) -> str:
    """The same number in the ways that systems and people write it."""
    short = str(int(bsn))
    ways = (
        bsn,
        f"{bsn[:3]}.{bsn[3:6]}.{bsn[6:]}",
        f" {bsn}",
        short if len(short) >= 8 else bsn,
        f"{bsn[:4]} {bsn[4:]}",
    )
    return ways[turn % len(ways)]


# Each name is a trap that another reader of CSV falls into; the bytes are as a partner's system writes them.
STRANGE: dict[str, bytes] = {
    "quotes and ends of line in cells": (
        b'bsn,activiteit,notitie\r\n111222333,Melding,"zei ""hallo"", en\r\nging"\r\n123456782,"a, b",x\r\n'
    ),
    "semicolon, BOM": "\ufeffBSN;Activiteit;Bedrag\r\n111222333;Melding;12,50\r\n123456782;Start;0,00\r\n".encode(),
    "BOM before a quote": '\ufeff"bsn";"stap"\n"111222333";"a;b"\n"10000008";""\n'.encode(),
    "CR only": b"bsn,stap\r111222333,a\r123456782,b\r",
    "tab, blank lines, no last end": b"\n\nbsn\tstap\n111222333\ta\n\n123456782\tb b",
    "pipe, unquoted quote": b'bsn|stap\n111222333|5" buis\n123456782|"x|y"\n',
    "mixed ends of line": b'bsn,stap\r\n111222333,"a\rb"\n123456782,"c\n\rd"\r999990019,e',
    "one column": b"bsn\n111222333\n123456782\n",
    "empty ids and headings": b"bsn,,stap\n,x,a\n000000000,,b\n111.222.333,y,\n",
    "accents and signs": "bsn;cliënt;€\n111222333;Zoë;😀\n123456782;e\u0301;\u2028\n".encode(),
    "spaces kept": b"bsn, stap ,x\n 111222333 , a , b \n",
}


def many(path: Path, rows: int, seed: int = 3) -> list[str]:
    """A file with events of fictional people; the BSNs in it."""
    draw, people = random.Random(seed), persons(max(1, rows // 4), seed)  # noqa: S311
    with path.open("w", encoding="utf-8", newline="") as out:
        out.write("zaaknummer,bsn,activiteit,organisatie,datum,notitie\n")
        for n in range(rows):
            bsn = as_people_write(draw.choice(people), n)
            day = f"2025-{n % 12 + 1:02}-{n % 28 + 1:02}"
            out.write(f'Z-{n % (rows // 3 + 1)},{bsn},Stap {n % 7},Loket {n % 3},{day},"zei ""ja"", {n}"\n')
    return people
