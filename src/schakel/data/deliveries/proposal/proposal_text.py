"""Every file of a proposal as text: sources.toml, a mapping for each source, and names.csv."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from duckdb import DuckDBPyConnection

from schakel.data.deliveries.proposal.chain_found import find_chain
from schakel.data.deliveries.proposal.events_found import covered, ends_before_start, words
from schakel.data.deliveries.proposal.folder_files import NAMES, SOURCES
from schakel.data.deliveries.proposal.gone_rows import gone_rows
from schakel.data.deliveries.proposal.mapping_facts import Facts
from schakel.data.deliveries.proposal.mapping_text import write_mapping
from schakel.data.deliveries.proposal.names_skeleton import names_skeleton, spellings
from schakel.data.deliveries.proposal.shared_ids import Sharing, share_ids
from schakel.data.deliveries.proposal.source_found import SourceFound
from schakel.data.deliveries.proposal.sources_text import Covered, mapping_name, rounded, taken_on, write_sources
from schakel.data.deliveries.proposal.spoilt_codes import spoilt_codes

# Kinds of words that names.csv may translate, and which of our columns they stand in.
KINDS = ("activity", "partner", "product", "municipality")
ACRONYMS = {
    "ggz", "ggd", "cjg", "wmo", "mee", "uwv", "gkb", "kcc", "rvs", "bjz", "svb", "gi", "jgz", "vvt", "poh", "zzp",
}  # fmt: skip


@dataclass(frozen=True)
class ProposedSource:
    """One source of the proposal. shape: events, milestones or none; doubts: marked lines in its mapping."""

    name: str
    files: int
    shape: str
    rows: int
    doubts: int
    is_usable: bool


@dataclass(frozen=True)
class ProposalText:
    """texts: by the name of the file; doubts: marked lines in all of them."""

    texts: dict[str, str]
    sources: tuple[ProposedSource, ...]
    doubts: int


def write_proposal(
    connection: DuckDBPyConnection,
    sources: Sequence[SourceFound],
    unread: Sequence[tuple[str, str]],
    all_names: Sequence[str],
    folder: str,
    lang: str,
) -> ProposalText:
    """All texts of a proposal. unread: (file, why); all_names: of the files that were looked at; folder: its name."""
    usable = [source for source in sources if source.is_usable]
    residents, cases = (share_ids(connection, usable, ours) for ours in ("resident", "case_id"))
    texts: dict[str, str] = {}
    listed, proposed, said = [], [], []
    for source in sources:
        partner = partner_word(source)
        found = _facts(connection, source, partner, residents, cases, many=len(usable) > 1)
        mapping = write_mapping(source, found, lang)
        if source.group.members[0].look.kind != "xes":
            texts[mapping_name(source)] = mapping.text()
        shape, files = source.shape.kind, len(source.group.members)
        proposed.append(ProposedSource(source.name, files, shape, source.group.rows, mapping.doubts, source.is_usable))
        listed.append((source, partner, _covered(connection, source)))
        said += _words(connection, source)
    chain = replace(find_chain(connection, usable, residents, cases), spellings=spellings(said))
    main = write_sources(listed, chain, unread, all_names, folder, lang)
    texts[NAMES] = names_skeleton(said)
    texts[SOURCES] = main.text()
    return ProposalText(texts, tuple(proposed), main.doubts + sum(source.doubts for source in proposed))


def partner_word(source: SourceFound) -> str:
    """Who delivers, by the words of the folder, else of the file."""
    told = source.group.words
    if source.group.folder:
        told = tuple(word for word in told if word in source.group.folder.lower()) or told
    shown = " ".join(word.upper() if word in ACRONYMS else word for word in (told or (source.name,)))
    return shown[:1].upper() + shown[1:]


def _facts(
    connection: DuckDBPyConnection,
    source: SourceFound,
    partner: str,
    residents: Mapping[str, Sharing],
    cases: Mapping[str, Sharing],
    *,
    many: bool,
) -> Facts:
    pairs = [span for span in source.shape.spans if span.started is not None and span.ended is not None]
    told = source.is_usable and source.shape.activity is not None
    activities = words(connection, source, "activity") if told else []
    return Facts(
        partner,
        residents.get(source.name, Sharing()),
        cases.get(source.name, Sharing()),
        gone_rows(connection, source) if source.number is not None else None,
        {span: ends_before_start(connection, source, span) for span in pairs},
        activities,
        spoilt_codes(activities),
        many,
    )


def _words(connection: DuckDBPyConnection, source: SourceFound) -> list[tuple[str, str, int]]:
    """Words that names.csv may translate, each with at least ten residents behind it."""
    if not source.is_usable:
        return []
    given = {"activity": source.shape.activity is not None}
    kinds = [kind for kind in KINDS if given.get(kind, kind in source.roles.columns)]
    found = [(kind, word, n) for kind in kinds for word, n in words(connection, source, kind)]
    spoilt = {code.found for code in spoilt_codes([(word, n) for kind, word, n in found if kind == "activity"])}
    return [(kind, word, n) for kind, word, n in found if word not in spoilt]


def _covered(connection: DuckDBPyConnection, source: SourceFound) -> Covered | None:
    if not source.is_usable:
        return None
    taken, where = max(taken_on(member, source) for member in source.group.members)
    first, last, after = covered(connection, source, taken)
    of_files: tuple[tuple[date, date], ...] = ()
    if source.kind in ("period", "changes"):
        files = range(len(source.group.members))
        of_files = tuple(covered(connection, source, taken, file)[:2] for file in files)
    return Covered(first, rounded(last, taken), taken, where, after, of_files)
