"""Whole traces of an XES file read by cutting the text at its quotes, which is some five times faster than a parser.

Nearly every XES file is written by a program that repeats itself: between two quotes stands always one of a handful
of texts, such as ` value=` or `/></event><event><string key=`. So the text is cut at `"`, the few distinct pieces
between the quoted parts are each checked once against a strict grammar, and the order in which they follow one
another is checked with a small automaton over arrays. Only if everything is proved is the stretch read this way;
otherwise `regular` returns None and `xes_tree` parses it. Both must give the same table: a test holds it.
"""

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from schakel.data.readers.xes_batch import Batch, Odd, Places, Texts

TYPES = ("string", "date", "int", "float", "boolean", "id")
MAX_VALUE = 1_000_000
MAX_PIECES = 10_000
MOST_MISSES = 3
RETRY = 16

LOG, TRACE, EVENT = range(3)
# Tag: the level it must stand in, the level after it.
_MOVES = {"<trace>": (LOG, TRACE), "</trace>": (TRACE, LOG), "<event>": (TRACE, EVENT), "</event>": (EVENT, TRACE)}
_SPACE = r"[ \t\r\n]*"
_PIECE = re.compile(
    rf"({_SPACE}/>)?({_SPACE}(?:</?(?:trace|event)>{_SPACE})*)(<(?:{'|'.join(TYPES)})[ \t\r\n]+key{_SPACE}={_SPACE})?"
)
_VALUE = re.compile(" +value *= *")
_TAG = re.compile("</?[a-z]+>")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_REFERENCE = re.compile(r"&(?:(amp|lt|gt|quot|apos)|#([0-9]{1,7})|#x([0-9a-fA-F]{1,6}));")
# Characters that XML does not allow; ends in U+FFFE and U+FFFF as UTF-8.
_FORBIDDEN = bytes(set(range(32)) - {9, 10, 13})
_NONCHARACTERS = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")


@dataclass(frozen=True)
class _Piece:
    """What one text between two quoted parts does. need and then: levels before and after; -1: it stays."""

    need: int
    then: int
    traces: int
    events: int
    opens: bool
    closes: bool
    less: int
    white: int


class Pieces:
    """The texts between quotes that were met so far in a file, each checked once, and a number for each key."""

    def __init__(self) -> None:
        self.list: list[_Piece] = []
        self._numbers: dict[str, int] = {}
        self._keys: dict[str, int] = {}
        self._misses = 0
        self._asked = 0

    def promising(self) -> bool:
        """Whether the next stretch is worth a try: after some that could not be proved only now and then."""
        self._asked += 1
        return self._misses < MOST_MISSES or self._asked % RETRY == 0

    def tried(self, batch: Batch | None) -> Batch | None:
        """Remember whether a stretch could be proved; gives the batch back."""
        self._misses = 0 if batch else self._misses + 1
        return batch

    def codes(self, between: list[str]) -> npt.NDArray[np.int32] | None:
        """For each text the number of its piece; None if one of them is outside the grammar."""
        try:
            return np.fromiter(map(self._numbers.__getitem__, between), dtype=np.int32, count=len(between))
        except KeyError:
            pass
        for text in set(between) - self._numbers.keys():
            piece = _piece(text)
            if piece is None or len(self.list) >= MAX_PIECES:
                return None
            self._numbers[text] = len(self.list)
            self.list.append(piece)
        return self.codes(between)

    def keys(self, keys: list[str]) -> tuple[dict[str, int], npt.NDArray[np.int32]]:
        """All keys met so far with their numbers, and for each place the number of its key."""
        try:
            return self._keys, np.fromiter(map(self._keys.__getitem__, keys), dtype=np.int32, count=len(keys))
        except KeyError:
            for key in dict.fromkeys(keys):
                self._keys.setdefault(key, len(self._keys))
        return self.keys(keys)


def regular(data: bytes, pieces: Pieces) -> Batch | None:
    """Read bytes that begin at a `<trace>` and end behind a `</trace>`; None if they are not provably regular."""
    if len(data.translate(None, _FORBIDDEN)) != len(data) or any(c in data for c in _NONCHARACTERS):
        return None
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return None
    parts = text.split('"')
    if len(parts) % 4 != 1 or len(parts) < 5:
        return None
    between, keys, equals, values = parts[0::4], parts[1::4], parts[2::4], parts[3::4]
    codes = pieces.codes(between) if _all_equal(equals) else None
    if codes is None or not _proved(text, codes, pieces.list):
        return None
    if "&" in text:
        try:
            keys, values = _unescaped(keys), _unescaped(values)
        except ValueError:
            return None
    return _batch(codes, pieces, keys, values)


def _all_equal(equals: list[str]) -> bool:
    """Whether between every key and its value stands ` value=`; white space there only as blanks."""
    return equals.count(equals[0]) == len(equals) and _VALUE.fullmatch(equals[0]) is not None


def _piece(text: str) -> _Piece | None:
    match = _PIECE.fullmatch(text)
    if match is None:
        return None
    tags = _TAG.findall(match.group(2))
    need, level = -1, -1
    for tag in tags:
        before, after = _MOVES[tag]
        need = before if need < 0 else need
        if level not in (-1, before):
            return None
        level = after
    opened = [tag for tag in tags if tag in ("<trace>", "<event>")]
    # An event without attributes would make the number of its trace hard to see here; a parser sees it.
    if opened.count("<event>") > 1 or "<event>" in opened[:-1]:
        return None
    opens = match.group(3) is not None
    if opens and level == LOG:
        return None
    return _Piece(
        need,
        level,
        opened.count("<trace>"),
        opened.count("<event>"),
        opens,
        match.group(1) is not None,
        text.count("<"),
        _white(text),
    )


def _white(text: str) -> int:
    return text.count("\n") + text.count("\t") + text.count("\r")


def _proved(text: str, codes: npt.NDArray[np.int32], pieces: list[_Piece]) -> bool:
    """Whether the pieces follow one another as the grammar asks, and no quoted part holds what XML forbids there."""
    first, last = pieces[codes[0]], pieces[codes[-1]]
    if first.closes or not first.opens or not last.closes or last.opens or first.need != LOG or last.then != LOG:
        return False
    if last.events or last.traces:  # nothing behind them tells of them
        return False
    inner = set(codes[1:-1].tolist())
    if not all(pieces[code].opens and pieces[code].closes for code in inner):
        return False
    need = np.array([piece.need for piece in pieces])[codes]
    then = np.array([piece.then for piece in pieces])[codes]
    moving = np.flatnonzero(need >= 0)
    if not np.array_equal(need[moving[1:]], then[moving[:-1]]):
        return False
    counts = np.bincount(codes, minlength=len(pieces))
    less = int(counts @ np.array([piece.less for piece in pieces]))
    white = int(counts @ np.array([piece.white for piece in pieces]))
    return text.count("<") == less and _white(text) == white and not _has_long(text)


def _has_long(text: str) -> bool:
    """Whether some value may be longer than MAX_VALUE: it would hold a whole half of that length without a quote."""
    half = MAX_VALUE // 2
    return any(text.find('"', start, start + half) < 0 for start in range(0, len(text) - half, half))


def _unescaped(parts: list[str]) -> list[str]:
    """Parts with their references replaced. ValueError for one that XML does not know."""
    return [_REFERENCE.sub(_character, _sound(part)) if "&" in part else part for part in parts]


def _sound(part: str) -> str:
    if part.count("&") != len(_REFERENCE.findall(part)):
        raise ValueError("a lone ampersand")
    return part


def _character(match: re.Match[str]) -> str:
    name, decimal, hexadecimal = match.groups()
    if name:
        return _NAMED[name]
    code = int(decimal) if decimal else int(hexadecimal, 16)
    if code in (9, 10, 13) or 32 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000:
        return chr(code)
    raise ValueError("no character of XML")


def _batch(codes: npt.NDArray[np.int32], pieces: Pieces, keys: list[str], values: list[str]) -> Batch:
    codes = codes[:-1]  # the last piece only closes
    opens = np.array([piece.events for piece in pieces.list])[codes]
    begun_events = np.cumsum(opens)
    begun_traces = np.cumsum(np.array([piece.traces for piece in pieces.list])[codes])
    level = np.array([piece.then for piece in pieces.list])[codes]
    at = np.maximum.accumulate(np.where(level >= 0, np.arange(len(codes)), 0))
    in_event = level[at] == EVENT
    odd = Odd()
    numbers, key_of = pieces.keys(keys)
    texts = np.array(values, dtype=object)
    n_events, n_traces = int(begun_events[-1]), int(begun_traces[-1])
    return Batch(
        begun_traces[opens == 1] - 1,
        _columns(numbers, key_of, texts, in_event, begun_events - 1, n_events, odd),
        n_traces,
        _columns(numbers, key_of, texts, ~in_event, begun_traces - 1, n_traces, odd),
        odd,
    )


def _columns(
    numbers: dict[str, int],
    key_of: npt.NDArray[np.int32],
    texts: Texts,
    here: npt.NDArray[np.bool_],
    row_of: Places,
    n: int,
    odd: Odd,
) -> dict[str, Texts]:
    """One column per key that occurs here. A key that stands twice in one row keeps its last value, and is counted."""
    columns = {}
    for key, number in numbers.items():
        places = np.flatnonzero(here & (key_of == number))
        if len(places):
            rows = row_of[places]
            column: Texts = np.full(n, None, dtype=object)
            column[rows] = texts[places]
            columns[key] = column
            odd.repeated += int(np.count_nonzero(np.diff(rows) == 0))
    return columns
