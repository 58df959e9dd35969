"""The mapping of one source as a file: what each column is, and every doubt beside the line it is about."""

from collections.abc import Iterator, Sequence

from schakel.data.deliveries.proposal.column_text import about, filled, theirs
from schakel.data.deliveries.proposal.event_text import own_columns, write_activity, write_milestone, write_times
from schakel.data.deliveries.proposal.file_form_text import write_file_form
from schakel.data.deliveries.proposal.mapping_facts import Facts
from schakel.data.deliveries.proposal.remark import Remark, doubt, fact
from schakel.data.deliveries.proposal.same_source import FileGroup
from schakel.data.deliveries.proposal.source_found import SourceFound
from schakel.data.deliveries.proposal.toml_text import TomlText, quoted
from schakel.data.mapping import free_slug
from schakel.texts import say

SURE = 0.99
ATTRIBUTES = ("law", "municipality", "neighbourhood", "client_group", "question", "life_domain", "line", "product",
              "function", "outcome", "outcome_score", "cost_cents", "lifecycle", "instance")  # fmt: skip


def write_mapping(source: SourceFound, facts: Facts, lang: str) -> TomlText:
    """The text of a mapping file."""
    text = TomlText(lang)
    text.title(say("propose.mapping.title", lang, name=source.name), say("propose.intro.marks", lang))
    write_file_form(text, source, facts)
    _columns(text, source, facts)
    for number in range(len(source.shape.spans) if source.shape.kind == "milestones" else 0):
        write_milestone(text, source, facts, number)
    _joins(text, source)
    _case(text, facts)
    if facts.spoilt:
        text.table("[values.activity]")
        text.remark(doubt("spoilt", n=sum(code.n for code in facts.spoilt)))
        for code in facts.spoilt:
            text.entry(quoted(code.found), quoted(code.meant))
    _left(text, source, facts)
    return text


def _joins(text: TomlText, source: SourceFound) -> None:
    for join in source.joins:
        text.table("[[join]]")
        names = [member.look.name for member in join.group.members]
        told = doubt if join.share < SURE else fact
        text.remark(told("join", share=join.share, file=names[-1]))
        if _form(join.group) != _form(source.group):
            text.remark(doubt("join_form", file=names[-1]))
        text.entry("files", quoted(join_pattern(join.group.words, names)))
        text.entry("key", quoted(join.key))
        text.entry("to", quoted(source.columns[join.to].heading))


def _form(group: FileGroup) -> tuple[object, ...]:
    """How the newest file is written: of a main file and those beside it that must be the same."""
    look = group.members[-1].look
    return look.kind, look.delimiter, look.encoding, look.skip_rows, look.sheet


def join_pattern(words: Sequence[str], names: Sequence[str]) -> str:
    """A pattern on the names of the files that are set beside a source."""
    plain = [name.rpartition("/")[2] for name in names]
    if len(plain) == 1:
        return plain[0]
    first = words[-1] if words else ""
    ending = plain[-1].rpartition(".")[2]
    return f"*{first}*.{ending}" if first else f"*.{ending}"


def _columns(text: TomlText, source: SourceFound, facts: Facts) -> None:
    text.table("[columns]")
    told = source.shape.remarks if source.shape.kind != "events" else ()
    text.remark(*told, *(doubt("renamed", column=name) for name in source.group.guessed))
    _ids(text, source, facts)
    if source.shape.kind == "events":
        write_activity(text, source, facts)
    partner = source.column("partner")
    if partner is not None:
        text.entry("partner", theirs(partner), [filled(partner)])
    elif source.shape.kind != "none":
        text.entry("partner", f"{{ value = {quoted(facts.partner)} }}", [doubt("partner_none")])
    if source.shape.kind == "events":
        write_times(text, source, source.shape.spans[0], facts)
    own = {ours for span in source.shape.spans for ours in own_columns(source, span)}
    for ours in ("to_partner", *ATTRIBUTES):
        if ours in own or not (column := source.column(ours)):
            continue
        if ours == "to_partner" and source.shape.kind != "events":  # not every milestone is a referral
            text.remark(doubt("to_partner_where", column=column.heading))
            text.comment(f"to_partner = {theirs(column)}")
        else:
            text.entry(ours, theirs(column), [filled(column), *about(ours, column)])
    if source.number is not None:
        column = source.columns[source.number]
        text.entry("row_id", theirs(column), [fact("row_id", n=column.distinct)])


def _ids(text: TomlText, source: SourceFound, facts: Facts) -> None:
    resident, case, household = (source.column(ours) for ours in ("resident", "case_id", "household"))
    followed = case or resident or household
    if followed is None:
        text.remark(doubt("no_key"))
        text.comment('case_id = "..."')
    else:
        remarks = [filled(followed)] if case else [fact("case_is_resident")]
        text.entry("case_id", theirs(followed), remarks)
    if resident:
        share = source.ids_from.get("resident")
        told = [doubt("resident_by_values", share=share)] if share else []
        text.entry("resident", theirs(resident), [filled(resident), *told, *_shared(facts)])
    elif followed is not None:
        text.remark(doubt("no_resident"))
    if household:
        text.entry("household", theirs(household), [filled(household)])


def _shared(facts: Facts) -> Iterator[Remark]:
    ids = facts.sharing
    if facts.many and ids.n and not facts.is_apart:
        yield fact("residents_shared", share=ids.share, other=ids.other)
        if not ids.is_sure:
            yield doubt("residents_chance")


def _case(text: TomlText, facts: Facts) -> None:
    ids = facts.sharing
    if not (facts.is_apart or facts.is_scoped):
        return
    text.table("[case]")
    if facts.is_apart:
        code = "residents_own" if ids.own else "residents_alone"
        text.entry("residents", quoted("source"), [doubt(code, n=ids.n, share=ids.share)])
        if ids.bare >= 0.5 and not ids.own:
            text.remark(doubt("residents_bare", share=ids.bare, other=ids.other))
    if facts.is_scoped:
        text.entry("scope", quoted("source"), [doubt("scope", share=facts.cases.share)])


def _left(text: TomlText, source: SourceFound, facts: Facts) -> None:
    named = {source.number, source.shape.activity, *(join.to for join in source.joins)}
    named |= {place for place in source.roles.others if facts.gone and source.columns[place].heading == facts.gone[0]}
    left = [*source.roles.others, *(p for ours, p in source.roles.columns.items() if ours == "activity")]
    own = sorted(place for place in left if not source.columns[place].owner and place not in named)
    if own:
        text.table("[attributes]")
        text.comment(say("propose.mapping.attributes", text.lang))
    taken: list[str] = []
    for place in own:
        column = source.columns[place]
        if column.shape:
            text.remark(doubt("date_unreadable", column=column.heading, shape=column.shape))
        taken.append(free_slug(column.heading, taken))
        kind = "number" if column.numeric > 0.99 and not column.is_id else "text"
        shown = filled(column).sentence(text.lang)
        text.lines.append(
            f'# {quoted(column.heading)} = {{ as = "{taken[-1]}", level = "event", type = "{kind}" }}   # {shown}'
        )
    told = {**source.roles.left_out, **source.roles.not_events}
    if not told:
        return
    text.lines.append("")
    for why in dict.fromkeys(told.values()):
        names = ", ".join(quoted(source.columns[place].heading) for place in told if told[place] == why)
        if why == "bsn":
            text.remark(doubt("bsn", columns=names))
        else:
            text.comment(say(f"propose.reason.{why}", text.lang, columns=names))
