"""The delivery sheet: what is asked of one partner and why, on one page, with examples that pass the check."""

from collections.abc import Iterator
from pathlib import Path

from schakel.chain.problem import Problem, Refusal
from schakel.draw.picture import Twin
from schakel.insight.definitions import definitions
from schakel.insight.view import LogView
from schakel.report.delivery_example import Example, examples
from schakel.report.delivery_seen import Seen, lines, seen
from schakel.report.document import BigNumber, BigNumbers, Block, Code, Document, Facts, Grid, Paragraph, Section
from schakel.report.files import put, slug
from schakel.report.html import html
from schakel.sharing.bsn import contains_bsn
from schakel.texts import say

NEEDED = ("case_id", "resident", "activity", "started")
HELPING = ("ended", "requested", "partner", "to_partner", "household", "outcome", "row_id")
KINDS = ("full", "period", "changes", "deletions")
FIRST_MINUTES, NEXT_MINUTES = 30, 10  # our estimate, as in the guide for an own CSV
LONGEST = 200


def write_request(
    partner: str, folder: Path, *, view: LogView | None = None, threshold: int = 10, lang: str = "nl"
) -> tuple[Path, ...]:
    """Write the sheet and its examples into a folder; the files, the sheet first.

    view: a log, for what is seen of this partner and what is missing. Refusal: a name that cannot be one
    (`option`), a partner that the log does not know (`request_partner`), or the disk.
    """
    name = partner.strip()
    if not name or len(name) > LONGEST or not name.isprintable() or contains_bsn(name):
        raise Refusal((Problem("option", column="--partner", value="…", allowed=f"1-{LONGEST}"),))
    found = seen(view, name, threshold=threshold, lang=lang) if view is not None else None
    name = found.partner if found else name
    page = f"{say('request.sheet.file', lang)}-{slug(name)}.html"
    files = {page: html(delivery_sheet(name, found=found, lang=lang)).encode()}
    for example in examples(name, lang):
        files |= example.files()
    for file, content in files.items():
        put(folder / file, content)
    return tuple(folder / file for file in files)


def delivery_sheet(partner: str, *, found: Seen | None = None, lang: str = "nl") -> Document:
    """The sheet for a partner. found: what a log shows of it. Equal input gives equal documents."""
    shapes = examples(partner, lang)
    sections = (
        *([_seen(found, lang)] if found else []),
        _columns(found, lang),
        _unwanted(lang),
        _words(lang),
        _shapes(shapes, lang),
        _telling(lang),
        _check(shapes, lang),
    )
    return Document(
        title=_say("sheet.title", lang, partner=partner),
        lang=lang,
        subtitle=_say("sheet.subtitle", lang),
        badge=_say("sheet.badge", lang),
        foot=_say("sheet.foot", lang, partner=partner),
        opening=(BigNumbers(tuple(_numbers(lang))),),
        sections=sections,
        one_page=True,
        wide=True,
    )


def _say(key: str, lang: str, **values: object) -> str:
    return say(f"request.{key}", lang, **values)


def _section(name: str, lang: str, *blocks: Block) -> Section:
    return Section(name, _say(f"section.{name}", lang), blocks)


def _numbers(lang: str) -> Iterator[BigNumber]:
    yield BigNumber(str(len(NEEDED)), _say("sheet.needed", lang))
    yield BigNumber(str(len(HELPING)), _say("sheet.helping", lang))
    yield BigNumber(_say("sheet.minutes", lang, n=FIRST_MINUTES), _say("sheet.first_time", lang))
    yield BigNumber(_say("sheet.minutes", lang, n=NEXT_MINUTES), _say("sheet.next_time", lang))


def _seen(found: Seen, lang: str) -> Section:
    key = "few" if found.few else "lead" if found.acts else "nothing"
    blocks: list[Block] = [Paragraph(_say(f"seen.{key}", lang)), Facts(tuple(lines(found, lang)))]
    if found.some_hidden and not found.few:
        blocks.append(Paragraph(_say("seen.hidden", lang), "note"))
    return _section("seen", lang, *blocks)


def _columns(found: Seen | None, lang: str) -> Section:
    """Which columns, and the decision or the figure that each serves."""
    states = found.columns if found else {}
    heads = [_say(f"columns.{name}", lang) for name in ("name", "need", "what", "why", *(["state"] if states else []))]
    rows = []
    for column in (*NEEDED, *HELPING):
        row = [_say(f"column.{column}", lang), _say(f"columns.{'needed' if column in NEEDED else 'helps'}", lang)]
        row += [_say(f"what.{column}", lang), _say(f"why.{column}", lang)]
        row += [states.get(column, _say("state.unknown", lang))] if states else []
        rows.append(tuple(row))
    return _section("columns", lang, Grid(Twin(tuple(heads), tuple(rows), _say("columns.caption", lang))))


def _shapes(shapes: tuple[Example, Example], lang: str) -> Section:
    blocks: list[Block] = [Paragraph(_say("shapes.lead", lang))]
    for key, shape in zip(("events", "milestones"), shapes, strict=True):
        caption = _say(f"shapes.{key}", lang, file=f"{shape.name}.csv")
        blocks.append(Grid(Twin(shape.heads, shape.texts(), caption, shape.days)))
    return _section("shapes", lang, *blocks, Paragraph(_say("shapes.note", lang), "note"))


def _words(lang: str) -> Section:
    gap = next(definition.value for definition in definitions() if definition.name == "trajectory_gap")
    items = [
        (_say(f"column.{column}", lang), _say(f"words.{column}", lang)) for column in ("started", "ended", "requested")
    ]
    items += [
        (_say(f"words.{name}_name", lang), _say(f"words.{name}", lang, gap=gap))
        for name in ("reference", "provision", "trajectory")
    ]
    return _section("words", lang, Facts(tuple(items)))


def _unwanted(lang: str) -> Section:
    return _section("unwanted", lang, Paragraph(_say("unwanted.text", lang), "warning"))


def _telling(lang: str) -> Section:
    """What is told with a delivery, and how corrections come."""
    asked = [(_say(f"telling.{name}_name", lang), _say(f"telling.{name}", lang)) for name in ("period", "extracted")]
    asked.append((_say("words.reference_name", lang), _say("telling.reference", lang)))
    asked.append((_say("telling.kind_name", lang), _say("telling.kind", lang)))
    heads = tuple(_say(f"corrections.{name}", lang) for name in ("kind", "send", "then"))
    rows = tuple(tuple(_say(f"corrections.{kind}_{part}", lang) for part in ("kind", "send", "then")) for kind in KINDS)
    return _section(
        "telling",
        lang,
        Facts(tuple(asked)),
        Grid(Twin(heads, rows, _say("corrections.caption", lang))),
        Paragraph(_say("telling.how", lang)),
    )


def _check(shapes: tuple[Example, Example], lang: str) -> Section:
    end = " --lang en" if lang == "en" else ""
    commands = [f"schakel check {shape.name}.csv --mapping {shape.mapping_name}.toml{end}" for shape in shapes]
    names = [_say("sheet.see_shape", lang, file=f"{shape.name}.csv") for shape in shapes]
    names += [f"{shape.mapping_name}.toml" for shape in shapes]
    return _section(
        "check",
        lang,
        Paragraph(_say("check.lead", lang)),
        Code("\n".join(commands)),
        Paragraph(_say("check.after", lang)),
        Paragraph(_say("sheet.files", lang, files=", ".join(names)), "note"),
    )
