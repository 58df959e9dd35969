"""How wide text will be, without asking a browser.

Advance widths of DejaVu Sans, in thousandths of the font size, read from its hmtx table. It is the widest of the fonts
that our pictures name, so what fits here fits everywhere.
"""

import unicodedata
from functools import lru_cache

from schakel.draw.svg import clean


def _table(widths: str) -> dict[str, int]:
    return {chr(32 + place): int(width) for place, width in enumerate(widths.split())}


REGULAR = _table(
    "318 401 460 838 637 951 780 275 391 391 500 838 318 361 318 337 637 637 637 637 637 637 637 637 637 637 "
    "337 337 838 838 838 531 1000 685 687 699 771 632 576 775 752 295 295 656 558 863 749 788 604 788 695 635 "
    "611 732 685 989 686 611 686 391 337 391 838 500 500 613 635 550 635 616 353 635 634 278 278 580 278 975 "
    "634 612 635 635 412 521 393 634 592 818 592 592 525 637 337 637 838 "
)
BOLD = _table(
    "349 457 521 838 696 1002 873 307 458 458 523 838 380 416 380 366 696 696 696 696 696 696 696 696 696 696 "
    "400 400 838 838 838 581 1000 774 763 734 831 684 684 821 837 373 373 775 638 996 837 851 733 851 771 721 "
    "683 813 774 1104 771 725 726 458 366 458 838 500 500 675 716 593 716 679 436 716 712 343 343 666 343 "
    "1042 712 688 716 716 494 596 479 712 652 924 646 652 583 712 366 712 838 "
)
NARROW_MARKS = {"·": 380, "–": 500, "‘": 380, "’": 380, "\xa0": 348, "\u202f": 200}
OTHER = 900  # a letter of another script; a few are wider, most are narrower
FULL = 1100  # East Asian wide characters and signs


@lru_cache(maxsize=16384)  # a picture measures the same words many times
def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Width in px of a line at a font size in px; at least what the widest of our fonts takes."""
    table = BOLD if bold else REGULAR
    return sum(_advance(char, table) for char in text) * size / 1000


def wrap(text: str, room: float, size: float, *, bold: bool = False, lines: int = 2) -> tuple[str, ...]:
    """The text in at most `lines` lines that each fit in `room` px; what does not fit ends in an ellipsis."""
    done: list[str] = []
    rest = clean(text)
    while rest and len(done) < lines:
        line, rest = _first_line(rest, room, size, bold)
        done.append(line)
    if rest and done:
        done[-1] = shorten(f"{done[-1]} {rest}", room, size, bold=bold, force=True)
    return tuple(done)


def shorten(text: str, room: float, size: float, *, bold: bool = False, force: bool = False) -> str:
    """The text, or as much of it as fits before an ellipsis; "" when not even that fits."""
    if not force and text_width(text, size, bold=bold) <= room:
        return text
    while text and text_width(text + "…", size, bold=bold) > room:
        text = text[:-1]
    return text.rstrip() + "…" if text else ""


def _first_line(text: str, room: float, size: float, bold: bool) -> tuple[str, str]:
    if text_width(text, size, bold=bold) <= room:
        return text, ""
    fitting, table, used = 0, BOLD if bold else REGULAR, 0
    while fitting < len(text) and (used + _advance(text[fitting], table)) * size / 1000 <= room:
        used += _advance(text[fitting], table)
        fitting += 1
    if fitting < len(text) and text[fitting] == " ":
        return text[:fitting], text[fitting + 1 :]
    cut = max(text.rfind(" ", 0, fitting), text.rfind("-", 0, fitting) + 1, text.rfind("/", 0, fitting) + 1)
    if cut <= 0:
        cut = max(1, fitting)  # one long word: broken where the room ends
    return text[:cut].rstrip(), text[cut:].lstrip()


def _advance(char: str, table: dict[str, int]) -> int:
    if char in table:
        return table[char]
    if char in NARROW_MARKS:
        return NARROW_MARKS[char]
    if unicodedata.combining(char):
        return 0
    if unicodedata.east_asian_width(char) in "WF":
        return FULL
    base = unicodedata.normalize("NFD", char)[0]
    return table.get(base, OTHER)
