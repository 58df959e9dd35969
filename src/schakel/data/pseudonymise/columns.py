"""What becomes of each column: a pseudonym, nothing, or what it was; and what is proposed when nobody says."""

from collections.abc import Sequence
from dataclasses import dataclass

from schakel.chain.problem import Problem, Refusal, refuse
from schakel.data.propose import KNOWN, normal
from schakel.data.pseudonymise.table import Table
from schakel.sharing.bsn import contains_bsn, says_bsn

RENAMED = "pseudoniem"  # a column that is called after the BSN holds none any more
KNOWN_IDS = tuple(normal(name) for ours in ("case_id", "resident", "household") for name in KNOWN[ours])


@dataclass(frozen=True)
class Asked:
    """What a person asks, by the names of columns. codes: where values of eight digits may stand, as of the AGB."""

    ids: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """ids: places of the columns that become pseudonyms; coded: of those with codes; guarded: of others that stay.

    kept: places of all that stay, in their order. header: what is written above those. names: of every column, for
    messages.
    """

    ids: tuple[int, ...]
    kept: tuple[int, ...]
    guarded: tuple[int, ...]
    coded: tuple[int, ...]
    header: tuple[str, ...]
    names: tuple[str, ...]


def planned(table: Table, asked: Asked) -> Plan:
    """The plan. Refusal for a column that is not there or is named twice, for no ids, and for a heading with a BSN."""
    _refuse_headings(table)
    ids, drop, codes = (places_of(table, names) for names in (asked.ids, asked.drop, asked.codes))
    for one, other in ((ids, drop), (ids, codes), (drop, codes)):
        if both := set(one) & set(other):
            raise Refusal((Problem("source_column_twice", table.file, column=table.header[min(both)]),))
    if not ids:
        proposed = " ".join(f'--column "{name}"' for name in proposal(table.header))
        code = "source_columns" if proposed else "source_columns_unknown"
        raise Refusal((Problem(code, table.file, value=proposed or ", ".join(map(_quoted, table.header))),))
    left = [place for place in range(len(table.header)) if place not in (*ids, *drop)]
    refuse(
        Problem("source_bsn_column", table.file, column=table.header[place])
        for place in left
        if says_bsn(table.header[place])
    )
    kept = tuple(place for place in range(len(table.header)) if place not in drop)
    guarded = tuple(place for place in left if place not in codes)
    return Plan(ids, kept, guarded, codes, _header(table, ids, kept), table.header)


def proposal(header: Sequence[str]) -> tuple[str, ...]:
    """Columns that hold numbers of persons, households or cases by their headings."""
    return tuple(name for name in header if says_bsn(name) or normal(name) in KNOWN_IDS)


def places_of(table: Table, names: Sequence[str], *, some: bool = False) -> tuple[int, ...]:
    """The places of columns by their names, capitals aside. some: of several files each has one at least.

    Refusal for one that is not there.
    """
    wanted = {name.strip().casefold(): name for name in names}
    there = {name.casefold(): place for place, name in enumerate(table.header)}
    found = tuple(sorted(there[folded] for folded in wanted if folded in there))
    if not (some and found):
        refuse(
            Problem("source_column_missing", table.file, column=name, allowed=", ".join(map(_quoted, table.header)))
            for folded, name in wanted.items()
            if folded not in there
        )
    return found


def _refuse_headings(table: Table) -> None:
    """A file without headings has ids in its first row."""
    refuse(
        Problem("source_bsn_heading", table.file, row=1, more=(("place", place),))
        for place, name in enumerate(table.header, 1)
        if contains_bsn(name)
    )


def _header(table: Table, ids: Sequence[int], kept: Sequence[int]) -> tuple[str, ...]:
    named = list(table.written)
    taken = {name.casefold() for name in table.header}
    for place in ids:
        if says_bsn(table.header[place]):
            number = 1
            while (name := RENAMED if number == 1 else f"{RENAMED} {number}") in taken:
                number += 1
            taken.add(name)
            named[place] = name
    return tuple(named[place] for place in kept)


def _quoted(name: str) -> str:
    return f'"{name}"'
