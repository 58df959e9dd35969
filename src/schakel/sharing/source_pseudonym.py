"""Pseudonyms at the source: HMAC-SHA-256 (RFC 2104, FIPS 180-4), which every browser and language has.

    pseudonym = stage || letters(first 16 bytes of HMAC-SHA-256(secret, domain || 0x00 || normalised id))

128 bits as 32 letters of `pseudonym.ALPHABET`, no digits: it can never look like a BSN. The letter before it says how
far it has come: v by the partner key, w by partner and custodian, x by the own key of one organisation. So a file that
skipped a step, or went through one twice, is told from one that did not. The domain is a project with its period: two
domains share no pseudonym.

Normalising, so that one person has one id however a system wrote it, in this order:
1. Unicode form NFC, blanks of BLANKS taken from both ends.
2. Eight or nine digits, with at most one space, dot or hyphen between two of them, and perhaps ".0" behind them (what a
   spreadsheet makes of a number): of nothing but zeros it is empty, for nobody has that number; if it passes the eleven
   test it becomes nine digits, with the zero that was lost before them.
3. Anything else stays as it is, capitals and inner blanks included. Empty stays empty and gets no pseudonym.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable

from schakel.sharing.bsn import is_bsn
from schakel.sharing.pseudonym import ALPHABET, LETTERS
from schakel.sharing.source_key import Role, SourceKey

BLANKS = "\t\n\v\f\r \u00a0\u2007\u202f\u200b\ufeff"
STAGES: dict[Role, str] = {"partner": "v", "custodian": "w", "own": "x"}
NINE = 9  # digits of a BSN
LONG = 16  # bytes
LENGTH = 1 + 2 * LONG  # letters
DOMAIN = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
LONGEST_DOMAIN = 60
TEST_ID = "proefrij"  # what both sides pseudonymise to see that key and domain are the same
REMEMBERED = 1 << 16  # ids; memory stays flat however many there are

BLOCK = 64  # bytes that SHA-256 takes in at once
INNER, OUTER = (bytes(byte ^ pad for byte in range(256)) for pad in (0x36, 0x5C))

_NUMBER = re.compile(r"[0-9](?:[ .\-]?[0-9]){7,8}(?:\.0)?")
PSEUDONYM = f"[vwx][{ALPHABET}]{{{2 * LONG}}}"  # its form, as every engine reads it
_PSEUDONYM = re.compile(PSEUDONYM)


def normalised(text: str) -> str:
    """An id as it is pseudonymised; empty for nobody."""
    if len(text) == NINE and text.isdigit() and text.isascii():  # most are, and then nothing but zeros changes
        return text.strip("0") and text
    value = (text if text.isascii() else unicodedata.normalize("NFC", text)).strip(BLANKS)
    if not _NUMBER.fullmatch(value):
        return value
    digits = re.sub(r"[^0-9]", "", value.removesuffix(".0") if value.endswith(".0") else value)
    if not digits.strip("0"):
        return ""
    return digits.zfill(NINE) if len(digits) in (NINE - 1, NINE) and is_bsn(digits) else value


def stage_of(text: str) -> str:
    """The letter of the stage that a pseudonym has come to, empty when it is none."""
    return text[0] if len(text) == LENGTH and _PSEUDONYM.fullmatch(text) else ""


def is_domain(text: str) -> bool:
    """Whether it can be a domain: small letters, digits and hyphens, so that two people write it the same."""
    return len(text) <= LONGEST_DOMAIN and DOMAIN.fullmatch(text) is not None


class AtSource:
    """One step of pseudonymising: a key and a domain. What it made of the last ids it remembers."""

    def __init__(self, key: SourceKey, domain: str) -> None:
        if not is_domain(domain):
            raise ValueError("a domain has small letters, digits and hyphens")
        self.role, self.domain = key.role, domain
        self._stage = STAGES[key.role]
        # The two digests of HMAC with the secret already in them: copying those is twice as fast as beginning anew.
        block = key.key.secret.ljust(BLOCK, b"\0")
        self._inner = hashlib.sha256(block.translate(INNER) + domain.encode() + b"\0")
        self._outer = hashlib.sha256(block.translate(OUTER))
        self._made: dict[str, str] = {}
        self.known = self._made.get  # what was made of an id before, None if it is not remembered

    def name(self, text: str) -> str:
        """The pseudonym of an id; empty for nobody. The custodian's step takes pseudonyms as they are."""
        known = self._made.get(text)
        if known is not None:
            return known
        if len(self._made) >= REMEMBERED:
            self._made.clear()
        made = self._made[text] = self._new(text)
        return made

    def names(self, ids: Iterable[str]) -> list[str]:
        """The pseudonyms of ids, in their order."""
        return [self.name(text) for text in ids]

    def test_name(self) -> str:
        """The pseudonym of the test row: a word at the first step, that of a fixed pseudonym at the second."""
        return self.name(TEST_ID if self.role != "custodian" else STAGES["partner"] + ALPHABET[0] * 2 * LONG)

    def _new(self, text: str) -> str:
        value = normalised(text)
        if not value:
            return ""
        inner, outer = self._inner.copy(), self._outer.copy()
        inner.update(value.encode())
        outer.update(inner.digest())
        return self._stage + outer.hexdigest()[: 2 * LONG].translate(LETTERS)
