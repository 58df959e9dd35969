"""Pseudonyms at the source: the formula, how an id is made one, and that projects and steps share nothing."""

import hashlib
import hmac
import re

import pytest

from schakel.sharing.bsn import contains_bsn
from schakel.sharing.pseudonym import ALPHABET, KEY_BYTES, Key
from schakel.sharing.source_key import SourceKey
from schakel.sharing.source_pseudonym import REMEMBERED, AtSource, is_domain, normalised, stage_of
from unit.data.source_files import persons

PARTNER, CUSTODIAN = (SourceKey("partner", Key(bytes(KEY_BYTES))), SourceKey("custodian", Key(b"\1" * KEY_BYTES)))
DOMAIN = "lindewaard-2026"


def by_hand(secret: bytes, domain: str, value: str) -> str:
    """The formula of RFC 2104 written out, from two digests."""
    block = secret.ljust(64, b"\0")
    inner = hashlib.sha256(bytes(b ^ 0x36 for b in block) + domain.encode() + b"\0" + value.encode()).digest()
    outer = hashlib.sha256(bytes(b ^ 0x5C for b in block) + inner).hexdigest()[:32]
    return "".join(ALPHABET[int(digit, 16)] for digit in outer)


def test_the_formula() -> None:
    for value in ("111222333", "Z-17", "éé", "a" * 200):
        expected = by_hand(PARTNER.key.secret, DOMAIN, value)
        assert AtSource(PARTNER, DOMAIN).name(value) == "v" + expected
        assert AtSource(CUSTODIAN, DOMAIN).name(value)[0] == "w"


def test_known_values() -> None:
    """Written down once: a partner that makes the file again next year must get the same."""
    step = AtSource(PARTNER, DOMAIN)
    assert step.names(["111222333", "Z-17"]) == [
        "vctlssstrjbcjnlhbtpcqsmhfbflpfpcr",
        "vssntkjtpnrhbmbbskjtqcdhdfjhkbmlt",
    ]
    assert (PARTNER.fingerprint, CUSTODIAN.fingerprint) == ("bpmh-fdpr-dcln", "dckp-jnlj-phnc")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("111222333", "111222333"),
        (" 111222333 ", "111222333"),
        ("111.222.333", "111222333"),
        ("111 222 333", "111222333"),
        ("1112-22-333", "1112-22-333".replace("-", "")),
        ("\u00a0111222333\ufeff", "111222333"),
        ("111222333.0", "111222333"),
        ("10000008", "010000008"),
        ("010000008", "010000008"),
        ("10000008.0", "010000008"),
        ("1.000.00.08", "010000008"),
        # What fails the eleven test is no BSN, and stays what it was.
        ("123456789", "123456789"),
        ("123.456.789", "123.456.789"),
        ("12345678", "12345678"),
        ("1234567", "1234567"),
        ("1234567.0", "1234567.0"),
        ("1112223334", "1112223334"),
        ("111  222 333", "111  222 333"),
        ("１１１２２２３３３", "１１１２２２３３３"),
        # Numbers of an organisation's own.
        ("Z-17", "Z-17"),
        (" z-17\t", "z-17"),
        ("e\u0301", "\u00e9"),
        ("Jan de Vries", "Jan de Vries"),
        # Nobody.
        ("", ""),
        ("  ", ""),
        ("000000000", ""),
        ("0000.00.000", ""),
        ("00000000.0", ""),
        ("0", "0"),
    ],
)
def test_normalised(text: str, value: str) -> None:
    assert normalised(text) == value
    assert normalised(value) == value


def test_a_bsn_is_one_person_however_it_is_written() -> None:
    step = AtSource(PARTNER, DOMAIN)
    for bsn in persons(300):
        short = str(int(bsn))
        ways = {bsn, f" {bsn}", f"{bsn[:3]}.{bsn[3:6]}.{bsn[6:]}", f"{bsn[:4]} {bsn[4:6]} {bsn[6:]}", f"{bsn}.0"}
        ways |= {short, f"{short}.0"} if len(short) >= 8 else set()
        assert len({step.name(way) for way in ways}) == 1


def test_two_projects_share_no_pseudonym() -> None:
    """On the same ten thousand persons, after one step and after two."""
    people, made = persons(10_000), []
    for domain in ("lindewaard-2026", "lindewaard-2027"):
        first = AtSource(PARTNER, domain).names(people)
        second = AtSource(CUSTODIAN, domain).names(first)
        assert len(set(first)) == len(set(second)) == 10_000
        made += [*first, *second]
    assert len(set(made)) == 40_000


def test_nothing_looks_like_a_bsn() -> None:
    made = AtSource(PARTNER, DOMAIN).names(persons(2000))
    assert all(re.fullmatch(f"v[{ALPHABET}]{{32}}", name) for name in made)
    assert not any(contains_bsn(name) for name in made)
    assert {stage_of(name) for name in made} == {"v"}
    assert stage_of("v" + "a" * 32) == stage_of("v") == stage_of("111222333") == ""


def test_the_key_is_in_the_hash_and_not_before_it() -> None:
    """Another secret, domain or place of the zero gives another name: no id can be moved to another domain."""
    one = AtSource(PARTNER, "ab").name("c")
    assert one[1:] == hmac.digest(bytes(KEY_BYTES), b"ab\0c", "sha256").hex()[:32].translate(
        str.maketrans("0123456789abcdef", ALPHABET)
    )
    assert AtSource(PARTNER, "a").name("bc") != one


def test_what_is_remembered_stays_small() -> None:
    step = AtSource(PARTNER, DOMAIN)
    first = step.name("Z-0")
    step.names(f"Z-{n}" for n in range(REMEMBERED + 10))
    assert len(step._made) <= REMEMBERED
    assert step.name("Z-0") == first


@pytest.mark.parametrize("text", ["", "Lindewaard", "linde waard", "2026", "linde--waard", "-a", "a-", "a" * 61, "é"])
def test_what_is_no_domain(text: str) -> None:
    assert not is_domain(text)
    with pytest.raises(ValueError, match="domain"):
        AtSource(PARTNER, text)
