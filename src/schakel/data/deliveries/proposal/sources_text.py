"""The sources file of a folder: which files are one source, which period they cover, and what a case is."""

import fnmatch
import glob
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from schakel.data.deliveries.proposal.events_found import Peak
from schakel.data.deliveries.proposal.name_period import NamePeriod, month_end
from schakel.data.deliveries.proposal.remark import Remark, doubt, fact
from schakel.data.deliveries.proposal.same_source import Member
from schakel.data.deliveries.proposal.source_found import SourceFound
from schakel.data.deliveries.proposal.toml_text import TomlText, day, quoted, texts
from schakel.data.deliveries.proposal.usual_order import UsualOrder
from schakel.texts import say

FAR = 62  # days by which the rows of a file may stay within the period of its name


@dataclass(frozen=True)
class Chain:
    """What was found about all sources together. peaks: by name of the source; closing: what closes a case.

    spellings: words that are another spelling of one that occurs more often.
    """

    unit: str
    unit_remark: Remark
    order: UsualOrder
    closing: tuple[str, ...] = ()
    peaks: tuple[tuple[str, Peak], ...] = ()
    spellings: int = 0


@dataclass(frozen=True)
class Covered:
    """first, last: days that a source covers; taken: when it was taken, with what that was read from.

    after: begins that lie after it was taken. of_files: the same days of each file, where files hold periods.
    """

    first: date
    last: date
    taken: date
    taken_from: str
    after: int = 0
    of_files: tuple[tuple[date, date], ...] = ()


def write_sources(
    sources: Sequence[tuple[SourceFound, str, Covered | None]],
    chain: Chain,
    unread: Sequence[tuple[str, str]],
    all_names: Sequence[str],
    folder: str,
    lang: str,
) -> TomlText:
    """The text of sources.toml. sources: with the word for who delivers and the period; unread: (file, why)."""
    text = TomlText(lang)
    text.title(*(say(f"propose.intro.{key}", lang, folder=folder) for key in ("what", "marks", "names")))
    if chain.spellings:
        text.remark(doubt("spellings", n=chain.spellings))
    _chain(text, chain)
    for source, partner, covered in sources:
        first = len(text.lines)
        _source(text, source, partner, covered, all_names)
        if not source.is_usable:
            text.off(first)
    if unread:
        text.lines.append("")
        text.comment(say("propose.intro.unread", lang))
        for name, why in unread:
            text.comment(f"- {name}: {why}")
    return text


def _chain(text: TomlText, chain: Chain) -> None:
    if chain.order.activities and chain.order.ties:
        text.lines.append("")
        text.remark(doubt("ranks", n=chain.order.ties, cases=chain.order.cases))
        text.entry("ranks", texts(chain.order.activities))
    text.table("[case]")
    text.entry("unit", quoted(chain.unit), [chain.unit_remark])
    for name, peak in chain.peaks:
        code = "year_end" if peak.joined else "year_end_apart"
        text.remark(doubt(code, name=name, ends=peak.ends, begins=peak.begins, joined=peak.joined))
    if any(peak.joined for _, peak in chain.peaks):
        text.entry("continued_days", "1")
    if chain.closing:
        text.entry("closing", texts(chain.closing), [doubt("closing")])
    else:
        text.remark(doubt("closing_none"))
        text.comment('closing = ["..."]')


def _source(
    text: TomlText, source: SourceFound, partner: str, covered: Covered | None, all_names: Sequence[str]
) -> None:
    members = source.group.members
    text.table("[[source]]")
    text.comment(say(f"propose.shape.{source.shape.kind}", text.lang, rows=source.group.rows, n=len(members)))
    if not source.is_usable:
        text.remark(doubt("not_usable"))
    text.entry("name", quoted(source.name))
    text.entry("delivered_by", quoted(partner), [fact("delivered_by")])
    if members[0].look.kind != "xes":
        text.entry("mapping", quoted(mapping_name(source)))
    if source.kind:
        _deliveries(text, source, covered)
        return
    main = list(dict.fromkeys(map(_delivered, members)))
    beside = [_delivered(member) for join in source.joins for member in join.group.members]
    patterns = [*_patterns(main, all_names), *(glob.escape(name) for name in beside if name not in main)]
    text.entry("files", quoted(patterns[0]) if len(patterns) == 1 else texts(patterns))
    if covered is None:
        return
    text.entry("from", day(covered.first), [doubt("from")])
    text.entry("until", day(covered.last))
    text.entry("extracted", day(covered.taken), [_taken(covered)])
    if covered.after:
        text.remark(doubt("after_taken", n=covered.after))


def _deliveries(text: TomlText, source: SourceFound, covered: Covered | None) -> None:
    text.remark(doubt(f"kind_{source.kind}"))
    for turn, member in enumerate(source.group.members):
        text.table("[[source.delivery]]")
        beside = [_delivered(other) for join in source.joins for other in _of_period(join.group.members, member)]
        names = [glob.escape(name) for name in dict.fromkeys((_delivered(member), *beside))]
        text.entry("files", quoted(names[0]) if len(names) == 1 else texts(names))
        is_whole = source.kind == "full" or (source.kind == "changes" and turn == 0)
        text.entry("kind", quoted("full" if is_whole else source.kind))
        if covered is not None and member.period is not None:
            first, last = _period_of(member.period, covered, turn, is_whole=is_whole)
            text.entry("from", day(first))
            text.entry("until", day(last))
        taken, where = taken_on(member, source)
        text.entry("extracted", day(taken), [fact("taken_file") if where == "file" else fact("taken_name")])


def _period_of(named: NamePeriod, covered: Covered, turn: int, *, is_whole: bool) -> tuple[date, date]:
    """What a delivery covers: what its name says, unless its rows begin or end more than two months within that."""
    if is_whole:
        return min(covered.first, named.last), named.last
    first, last = covered.of_files[turn] if covered.of_files else (named.first, named.last)
    if named.is_day:
        return min(first, named.last), named.last
    since = first if (first - named.first).days > FAR else named.first
    until = month_end(last) if (named.last - last).days > FAR else named.last
    return min(since, until), until


def _delivered(member: Member) -> str:
    """The file as it lies in the folder: the zip of one that is packed."""
    return member.look.archive or member.look.name


def _of_period(members: Sequence[Member], main: Member) -> list[Member]:
    """The files beside one delivery: those of its period, else the last of all."""
    same = [member for member in members if member.period == main.period]
    return same or [members[-1]]


def mapping_name(source: SourceFound) -> str:
    """Path of the mapping file, from the folder."""
    return f"mappings/{source.name}.toml"


def taken_on(member: Member, source: SourceFound) -> tuple[date, str]:
    """When a file was taken from its system: a column that says so, its name, or when the file was last changed."""
    for place, why in source.roles.not_events.items():
        found = source.dates.by_place[place]
        if why == "taken_on" and found.first:
            return found.first, "column"
    if member.period is not None and member.period.is_day:
        return member.period.last, "name"
    return member.look.modified, "file"


def _taken(covered: Covered) -> Remark:
    return fact("taken_file_check") if covered.taken_from == "file" else fact(f"taken_{covered.taken_from}")


def rounded(last: date, taken: date) -> date:
    """A last day near the end of its month as that end, unless the file was taken before."""
    end = month_end(last)
    return end if (end - last).days <= 3 and end <= taken else last


def _patterns(names: Sequence[str], all_names: Sequence[str]) -> list[str]:
    """One pattern that fits these files and no other, else the files themselves."""
    if len(names) == 1:
        return [glob.escape(names[0])]
    paths = [PurePosixPath(name) for name in names]
    ending = paths[0].suffix
    folders = {path.parent.as_posix() for path in paths}
    if len(folders) == 1:
        stem = _common([path.name for path in paths])
        folder = "" if folders == {"."} else f"{glob.escape(next(iter(folders)))}/"
        tried = [f"{folder}*{ending}", f"{folder}{glob.escape(stem)}*{ending}"]
    else:
        tried = [f"*/{glob.escape(paths[0].name)}"] if len({path.name for path in paths}) == 1 else []
    for pattern in tried:
        if {name for name in all_names if _fits(name, pattern)} == set(names):
            return [pattern]
    return [glob.escape(name) for name in names]


def _fits(name: str, pattern: str) -> bool:
    return name.count("/") == pattern.count("/") and fnmatch.fnmatchcase(name, pattern)


def _common(names: Sequence[str]) -> str:
    first, last = min(names), max(names)
    n = next((n for n, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), min(len(first), len(last)))
    return first[:n].rstrip("0123456789")
