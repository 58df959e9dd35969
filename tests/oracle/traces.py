"""Looks for keys and for numbers of persons in everything that a run left: files of any kind, and what was printed."""

import base64
import io
import re
import sqlite3
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

import duckdb
from pypdf import PdfReader

from schakel.sharing.bsn import is_bsn

_NINE = re.compile(rb"(?<![0-9A-Za-z.\-_])[0-9]{9}(?![0-9A-Za-z\-_])")


def key_forms(secret: bytes) -> list[bytes]:
    """A secret raw, as hexadecimal and as base64, wherever in a longer text it may begin."""
    forms = [secret, secret.hex().encode(), secret.hex().upper().encode()]
    for before in range(3):
        coded = base64.b64encode(bytes(before) + secret)
        inside = coded[before + (before > 0) : -4]  # without the signs that hold bytes of the neighbours
        forms += [inside, inside.translate(bytes.maketrans(b"+/", b"-_"))]
    return forms


def person_forms(bsn: str) -> list[bytes]:
    """A number of a person in the ways it is written, also as Excel and Windows keep texts."""
    ways = {bsn, str(int(bsn)), f"{bsn[:3]}.{bsn[3:6]}.{bsn[6:]}", f"{bsn[:4]} {bsn[4:]}"}
    return [way.encode(coding) for way in ways for coding in ("utf-8", "utf-16-le")]


def traces(places: Iterable[Path | str], secrets: Iterable[bytes], people: Iterable[str]) -> list[str]:
    """What was found and where; a folder is looked through wholly, a text is what was printed."""
    needles = {form: "key" for secret in secrets for form in key_forms(secret)}
    needles |= {form: "person" for bsn in people for form in person_forms(bsn)}
    found = []
    for place in places:
        for name, content in _contents(place):
            found += [f"{kind} in {name}" for needle, kind in needles.items() if needle in content]
            if not name.endswith((".parquet", ".xlsx", ".zip", ".pdf", ".sqlite3", ".png")):
                found += [f"bsn in {name}: {m[:2]!r}…" for m in _NINE.findall(content) if is_bsn(m.decode())]
    return found


def _contents(place: Path | str) -> Iterator[tuple[str, bytes]]:
    """Every file with its name and bytes, and what is inside those that hold others, or are packed."""
    if isinstance(place, str):
        yield "what was printed", place.encode()
        return
    for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
        if path.is_file():
            name, content = str(path.relative_to(place) if place.is_dir() else path.name), path.read_bytes()
            yield name, content
            yield f"the name {name}", name.encode()
            for inner, inside in _inside(path, content):
                yield f"{name}: {inner}", inside


def _inside(path: Path, content: bytes) -> Iterator[tuple[str, bytes]]:
    if path.suffix == ".parquet":
        with duckdb.connect() as con:
            for row in con.execute("SELECT * FROM read_parquet(?)", [str(path)]).fetchall():
                yield "row", repr(row).encode()
    elif content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.namelist():
                yield member, archive.read(member)
    elif content.startswith(b"%PDF"):
        for page in PdfReader(io.BytesIO(content)).pages:
            yield "page", page.extract_text().encode()
    elif content.startswith(b"SQLite format 3"):
        with closing(sqlite3.connect(path)) as database:
            yield "rows", "\n".join(database.iterdump()).encode()
