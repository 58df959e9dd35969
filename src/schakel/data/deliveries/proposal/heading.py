"""Which of the first rows of a table is its heading."""

import itertools
import re
import statistics
from collections import Counter
from collections.abc import Sequence

from schakel.data.readers.raw import clean
from schakel.sharing.bsn import contains_bsn

LOOKED = 40  # rows from the top in which a heading is looked for
COMPARED = 300
# A number, a date or an amount, and any code with three digits; "2e gesprek" and "Fase 1" are headings.
DATA = re.compile(r"[+-]?[\d\s.,:/€%-]*\d[\d\s.,:/€%-]*(?:[T ][\d:.,+Z-]+)?|(?:.*\d){3}.*")


def find_heading(rows: Sequence[Sequence[str]]) -> int | None:
    """The place of the heading among the first rows of a table; None when no row looks like one.

    A heading is filled about as far as the rows usually are, holds no numbers or dates, and its words do not come
    back in their own columns: a table without a heading must never have its first row shown as one.
    """
    filled = [sum(bool(cell.strip()) for cell in row) for row in rows]
    if sum(n > 1 for n in filled) < (2 if max(filled, default=0) > 2 else 5):
        return None  # a letter has commas too
    usual = statistics.median_high(n for n in filled if n)
    seen = [Counter(map(clean, column)) for column in itertools.zip_longest(*rows[:COMPARED], fillvalue="")]
    for place, row in enumerate(rows[:LOOKED]):
        if filled[place] >= max(2, usual * 0.6) and _is_heading(row, seen):
            return place
    return None


def _is_heading(row: Sequence[str], seen: Sequence[Counter[str]]) -> bool:
    words = [clean(cell) for cell in row]
    there = [word for word in words if word]
    data = sum(bool(DATA.fullmatch(word)) or contains_bsn(word) for word in there)
    again = sum(counts[word] > 1 for word, counts in zip(words, seen, strict=False) if word)
    return data + again <= len(there) * 0.2 and len(set(there)) >= len(there) * 0.6
