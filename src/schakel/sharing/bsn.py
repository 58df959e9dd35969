"""The citizen service number (BSN): how it is recognised, refused and kept out of every message.

The eleven test: the nine digits times 9, 8, ... 2 and -1 add up to a multiple of eleven. One in eleven arbitrary
numbers passes, so a column is judged by the share that passes and not by one hit.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from operator import mul

MAX_SHARE = 0.30  # of the nine-digit values; chance gives 0.09
LEAST = 3  # distinct passing values before a column of bare numbers is refused (two when every value passes)
SHAPE_LENGTH = 24

_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)
_SUM_OF_SIGNS = 48 * sum(_WEIGHTS)  # what "000000000" adds up to, for a digit as a byte is 48 more than its value
_MAYBE = re.compile(r"\d(?:[ .\-]?\d){7}")  # what no text without a BSN need be looked at further for
_BARE = re.compile(r"\d(?:[ .\-]?\d){7,8}(?:\.0)?")
_INSIDE = re.compile(r"(?<!\d)\d(?:[ .\-]?\d){8}(?!\d)")
_NAMED = re.compile(
    r"\b(?:bsn|sofi|burgerservice)\w*(?:\W{1,3}(?:nr|nummer|is))?\W{0,3}(\d(?:[ .\-]?\d){7,8})(?!\d)", re.IGNORECASE
)
_HEADER = re.compile(r"bsn(?:nummer|nr)?|burgerservice(?:nummer|nr)|sofi(?:nummer|nr)?")
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_CLOCK = r"(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(?: ?(?:Z|[+-]\d{2}:?\d{2}))?)?"
_DATE = re.compile(rf"(?:\d{{4}}[-/]\d{{1,2}}[-/]\d{{1,2}}|\d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{2,4}}){_CLOCK}")
_NUMBER = re.compile(r"[+-]?(?:(?!0\d)\d{1,6})(?:[.,]\d{1,6})?(?:[eE][+-]?\d{1,4})?|[+-]?(?:nan|inf(?:inity)?)", re.I)
_ERROR = re.compile(  # of a spreadsheet, in Dutch and English
    r"#(?:N/[AB]|(?:NAAM|NAME)\?|(?:REF|VERW|WAARDE|VALUE|DEEL/0|DIV/0|GETAL|NUM|LEEG|NULL|SPILL|CALC)!)"
)
_CODE = re.compile(r"(?!(?:.*\d){5})[A-Z0-9](?:[A-Z0-9_.\-]{0,7})|[a-z]{1,2}|(?:true|false)", re.ASCII)

# The same test on a column: {text} is an SQL expression of type VARCHAR. Bare digits are all that it looks at, so
# that ten million rows cost a filter on length; numbers inside longer texts are judged in Python.
MAYBE_SQL = r"regexp_matches({text}, '[0-9](?:[ .\-]?[0-9]){{7}}')"
DIGITS_SQL = r"regexp_replace(trim({text}), '\.0$|[ .\-]', '', 'g')"
CANDIDATE_SQL = (
    r"(length({text}) BETWEEN 8 AND 19 AND regexp_full_match(trim({text}), '[0-9](?:[ .\-]?[0-9]){{7,8}}(?:\.0)?')"
    r" AND NOT regexp_full_match(trim({text}), '[0-9]{{4}}-[0-9]{{1,2}}-[0-9]{{1,2}}"
    r"|[0-9]{{1,2}}[\-.][0-9]{{1,2}}[\-.][0-9]{{4}}|(?:19|20)[0-9]{{2}}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])'))"
)
PASSES_SQL = (
    "({number} > 0 AND ("
    + " + ".join(f"{w} * ({{number}} // {10**e} % 10)" for e, w in enumerate(range(2, 10), 1))
    + " - {number} % 10) % 11 = 0)"
)


@dataclass(frozen=True)
class BsnCount:
    """What a column holds, in distinct values. bare: only digits; inside: a longer text with such a number in it."""

    bare: int = 0
    bare_passing: int = 0
    inside: int = 0
    inside_passing: int = 0
    named: int = 0

    @property
    def refused(self) -> bool:
        """Whether the column is to be refused: more than MAX_SHARE passes, or a text names the number as a BSN."""
        enough = self.bare_passing >= LEAST or (self.bare_passing == self.bare and self.bare >= LEAST - 1)
        return (
            self.named > 0
            or (enough and self.bare_passing > MAX_SHARE * self.bare)
            or self.inside_passing > MAX_SHARE * self.inside
        )


def is_bsn(text: object) -> bool:
    """Whether a value is a BSN by its form: 9 digits, or 8 with the first zero lost, with spaces, dots or hyphens."""
    if not _BARE.fullmatch(value := str(text).strip()):
        return False
    return _passes(value)


def contains_bsn(text: object) -> bool:
    """Whether a value is a BSN or a text with one in it. Dates are not looked at."""
    value = str(text).strip()
    if not _MAYBE.search(value) or _is_date(value):
        return False
    return is_bsn(value) or any(_passes(found) for found in _INSIDE.findall(value)) or _is_named(value)


def says_bsn(header: str) -> bool:
    """Whether a column's name says that it holds a BSN, as bsn, BSN-nummer, clientBsn or sofinummer."""
    words = [word.lower() for word in _WORDS.findall(header)]
    joined = {a + b for a, b in pairwise(words)}
    return any(_HEADER.fullmatch(word) for word in {*words, *joined})


def looks_like_bsn_column(values: Iterable[object], header: str = "") -> bool:
    """Whether a column must be refused, by its name or by the share of its distinct values that pass."""
    return says_bsn(header) or count_bsn(values).refused


def count_bsn(values: Iterable[object]) -> BsnCount:
    """Count distinct values that could be, and that pass as, a BSN."""
    bare = bare_passing = inside = inside_passing = named = 0
    for value in {str(value).strip() for value in values if value is not None}:
        if _is_date(value) or sum(map(str.isdigit, value)) < 8:
            continue
        if _BARE.fullmatch(value):
            bare += 1
            bare_passing += _passes(value)
            continue
        found = _INSIDE.findall(value)
        inside += bool(found)
        inside_passing += any(map(_passes, found))
        named += _is_named(value)
    return BsnCount(bare, bare_passing, inside, inside_passing, named)


def count_sql(text: str, source: str) -> str:
    """SQL that counts (bare, bare_passing) over the distinct values of an expression in a relation.

    Both are SQL text of our own making (identifiers already quoted); the result has one row.
    """
    passes, digits = PASSES_SQL.format(number="number"), DIGITS_SQL.format(text=text)
    return (
        f"SELECT count(*), count(*) FILTER ({passes}) FROM (SELECT DISTINCT CAST({digits} AS BIGINT) AS number "  # noqa: S608
        f"FROM {source} WHERE {CANDIDATE_SQL.format(text=text)})"
    )


def inside_sql(text: str, source: str) -> str:
    """SQL that lists the distinct longer texts with eight or more digits in a row, for `count_bsn` to judge."""
    return (
        f"SELECT DISTINCT {text} FROM {source} WHERE length({text}) > 8 "  # noqa: S608
        f"AND {MAYBE_SQL.format(text=text)} AND NOT {CANDIDATE_SQL.format(text=text)}"
    )


def shown(value: object, *, is_id: bool = False) -> str:
    """A value as a message may hold it: dates, numbers and short codes as they are, all else as its shape.

    The shape has 9 for a digit, A for a capital and a for another letter, at most SHAPE_LENGTH of them. Ids
    (is_id) and whatever holds a BSN are never shown otherwise.
    """
    text = str(value)
    if not is_id and text.isprintable() and not contains_bsn(text):
        bare = text.strip()
        if _is_date(bare) or any(form.fullmatch(bare) for form in (_NUMBER, _CODE, _ERROR)):
            return text
    shape = "".join(map(_shape, text[:SHAPE_LENGTH]))
    return shape + ("…" if len(text) > SHAPE_LENGTH else "")


def _passes(text: str) -> bool:
    digits = re.sub(r"\.0$|[ .\-]", "", text) if not text.isdigit() else text
    if len(digits) not in (8, 9) or not digits.isascii():
        return False
    signs = digits.zfill(9).encode()
    return signs != b"000000000" and (sum(map(mul, _WEIGHTS, signs)) - _SUM_OF_SIGNS) % 11 == 0


def _is_named(text: str) -> bool:
    return any(_passes(found) for found in _NAMED.findall(text))


def _is_date(text: str) -> bool:
    """Dates of eight digits count as dates when they exist: a BSN of that form is one in a thousand."""
    if len(text) == 8 and text.isdigit() and text.isascii():
        try:
            return 1900 <= date(int(text[:4]), int(text[4:6]), int(text[6:])).year < 2100
        except ValueError:
            return False
    return _DATE.fullmatch(text) is not None


def _shape(letter: str) -> str:
    if letter.isdigit():
        return "9"
    if letter.isalpha():
        return "A" if letter.isupper() else "a"
    return letter if letter.isprintable() and letter.isascii() else "?"
