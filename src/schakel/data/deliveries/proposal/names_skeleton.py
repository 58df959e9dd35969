"""names.csv as a start: every word for an activity or a partner that occurs often, with itself as its concept."""

import csv
import io
from collections import defaultdict
from collections.abc import Sequence

from schakel.data.propose import normal

HEAD = ("kind", "municipality", "law", "source_code", "concept", "valid_from", "valid_to", "successor")


def names_skeleton(words: Sequence[tuple[str, str, int]]) -> str:
    """The file's text. words: (kind, word, number of events). Spellings of one word get that of the most frequent."""
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for kind, word, n in words:
        counts[(kind, word)] += n
    best: dict[tuple[str, str], str] = {}
    for (kind, word), _ in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        best.setdefault((kind, normal(word)), word)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEAD)
    for kind, word in sorted(counts):
        writer.writerow((kind, "", "", word, best[kind, normal(word)], "", "", ""))
    return out.getvalue()


def spellings(words: Sequence[tuple[str, str, int]]) -> int:
    """How many words are another spelling of one that occurs more often."""
    kinds = {(kind, word) for kind, word, _ in words}
    return len(kinds) - len({(kind, normal(word)) for kind, word in kinds})
