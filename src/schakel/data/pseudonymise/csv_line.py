"""A record as a line of CSV (RFC 4180, but with LF): written by ourselves, so that a browser writes the same bytes.

Python's own writer changed what it quotes between versions.
"""

from collections.abc import Sequence

QUOTE = '"'


def csv_line(cells: Sequence[str], delimiter: str) -> str:
    """One line with its end. A cell is quoted when it holds the delimiter, a quote or an end of line.

    So is an empty cell that is alone, which would be a blank line.
    """
    line = delimiter.join(cells)
    if '"' in line or "\n" in line or "\r" in line or line.count(delimiter) != len(cells) - 1:
        signs = {delimiter, '"', "\n", "\r"}
        quoted = [cell if signs.isdisjoint(cell) else f'"{cell.replace(QUOTE, QUOTE * 2)}"' for cell in cells]
        line = delimiter.join(quoted)
    return (line or QUOTE * 2) + "\n"
