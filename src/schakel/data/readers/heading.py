"""The row of headings above a table of text: the names it gives, and whether it is one at all."""

import re
from collections import Counter
from collections.abc import Sequence

from schakel.chain.problem import Problem, Refusal, refuse
from schakel.data.readers.limits import MAX_COLUMNS
from schakel.data.readers.name import clean

LEAST = 3  # headings; a case, an activity and a date
NUMBER = re.compile(r"[\d\s.,:/+TZ€%-]*\d[\d\s.,:/+TZ€%-]*")  # or a date


def headings(file: str, row: int, cells: Sequence[str]) -> tuple[str, ...]:
    """The names of the columns; one without a heading is called by its place. Refusal for too many or a double one."""
    if len(cells) > MAX_COLUMNS:
        raise Refusal((Problem("too_many_columns", file, value=str(len(cells)), allowed=str(MAX_COLUMNS)),))
    names = [clean(cell) for cell in cells]
    first = {name: place for place, name in reversed(tuple(enumerate(names, 1)))}
    refuse(
        Problem("header_double", file, row=row, column=name, more=(("first", first[name]), ("second", place)))
        for place, name in enumerate(names, 1)
        if name and first[name] < place
    )
    return tuple(name or f"({place})" for place, name in enumerate(names, 1))


def refuse_title(file: str, rows: Sequence[tuple[int, Sequence[str]]]) -> None:
    """Refusal that tells how many rows to skip, where a title stands above the headings.

    rows: the first ones that hold anything, each with its number.
    """
    below = heading_below(rows)
    if below is not None:
        skip = f"skip_rows = {below - 1}"
        raise Refusal((Problem("heading_below", file, row=rows[0][0], allowed=skip, more=(("found", below),)),))


def heading_below(rows: Sequence[tuple[int, Sequence[str]]]) -> int | None:
    """The number of the row that is plainly the heading while the first one is not; None where the first may be it.

    The first row fills at most half as many cells as rows usually do, and a later one, with other rows below it, fills
    them with different words and no numbers or dates.
    """
    filled = [sum(bool(cell.strip()) for cell in cells) for _, cells in rows]
    if len(rows) < 3:
        return None
    counts = Counter(filled[1:])
    usual = max(counts, key=lambda n: (counts[n], n))
    least = max(LEAST, 2 * filled[0], 0.75 * usual)
    if filled[0] * 2 > usual:
        return None
    places = (place for place in range(1, len(rows) - 1) if filled[place] >= least and _are_words(rows[place][1]))
    place = next(places, None)
    return None if place is None else rows[place][0]


def _are_words(cells: Sequence[str]) -> bool:
    words = [clean(cell) for cell in cells if cell.strip()]
    return len(set(words)) == len(words) and not any(NUMBER.fullmatch(word) for word in words)
