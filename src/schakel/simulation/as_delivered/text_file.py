"""A file of rows as a registration exports it, with its own delimiter and encoding."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

Rows = Iterable[Sequence[str]]


def text_file(
    heading: Sequence[str], rows: Rows, *, delimiter: str = ";", encoding: str = "utf-8", lines: str = "\r\n"
) -> bytes:
    """The bytes of the file, its heading first. UTF-16 gets its mark, and the same byte order on every machine."""
    text = io.StringIO(newline="")
    if encoding == "utf-16-le":
        text.write("\ufeff")
    writer = csv.writer(text, delimiter=delimiter, lineterminator=lines)
    writer.writerow(heading)
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def renamed(heading: Sequence[str], others: Mapping[str, str]) -> list[str]:
    """A heading in which some columns are called otherwise."""
    return [others.get(name, name) for name in heading]


def dutch(moment: datetime | None, sign: str = "-") -> str:
    """A day as dd-mm-jjjj, empty where it is not known."""
    return f"{moment:%d}{sign}{moment:%m}{sign}{moment.year:04d}" if moment else ""


def dutch_time(moment: datetime | None) -> str:
    """A moment as dd-mm-jjjj uu:mm, empty where it is not known."""
    return f"{dutch(moment)} {moment:%H:%M}" if moment else ""
