"""Making what goes to a meeting, in a process of its own: the files, and what there is to know of them.

What it makes stands in networks/<slug>/reports/<job>/: the files, and report.json with selection, passports and sums.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from schakel.chain.passport import Passport
from schakel.chain.problem import Problem, Refusal
from schakel.chain.selection import Period, Selection
from schakel.data.processed import aggregate_read
from schakel.data.snapshot import open_snapshot
from schakel.draw.picture import Twin
from schakel.insight.definitions import definitions_from
from schakel.insight.opened import open_log
from schakel.insight.view import LogView
from schakel.report.chain_report import chain_report
from schakel.report.council_sheet import council_sheet
from schakel.report.document import Block, Document, Figure, Grid, Paragraph, Section
from schakel.report.files import put
from schakel.report.html import fragment, html
from schakel.report.map_sheet import map_pdf, map_sheet
from schakel.report.material import Material
from schakel.report.meeting_tables import meeting_tables
from schakel.report.partner_comments import Comments, council_with_comments, map_with_comments, with_comments
from schakel.report.report_workbook import workbook_of
from schakel.report.slides import slides
from schakel.sharing.gate import Gate
from schakel.sharing.register import Register, write_register
from schakel.sharing.release import Release
from schakel.texts import LANGUAGES
from schakel.web.insight_desk.named import named_partners
from schakel.web.jobs.kinds import Json, Tell
from schakel.web.report_desk.kinds import FOLDER, SCREEN_OF, SUFFIX
from schakel.web.sharing_desk.going_along import GivesAway
from schakel.web.sharing_desk.judging import Court, read_held

FACTS, JUDGED = "report.json", "judged.jsonl"
MOST_TURNS = 8  # of making a report with fewer rows
EVERYWHERE = "counts"  # this figure stands in every view, so a comment on a view is not about it


@dataclass
class Making:
    """A view and what was asked of it. gate: knows what it tells; named: per block the partners named or revealed."""

    view: LogView
    params: Json
    gate: Gate
    named: dict[str, list[str]] = field(default_factory=dict)
    passports: tuple[Passport, ...] = ()

    def material(self, lang: str) -> Material:
        """Of the view, to ask something of it; what is told goes through `gate`."""
        return Material(self.view, Gate(self.params["threshold"]), lang)

    @property
    def told(self) -> Material:
        """What is told, in the language of the report."""
        return Material(self.view, self.gate, self.lang)

    @property
    def lang(self) -> str:
        """The language of the report."""
        return str(self.params["lang"])

    @property
    def wanted(self) -> tuple[str, ...]:
        """Its blocks in order."""
        return tuple(self.params["sections"])

    @property
    def title(self) -> str:
        """The title that the maker gave, or ""."""
        return str(self.params["title"])

    def document(self, *, for_slides: bool = False) -> Document:
        """The report by blocks with what partners say."""
        wanted = tuple(dict.fromkeys((*self.wanted, "limits"))) if for_slides else self.wanted
        made = chain_report(
            self.view,
            lang=self.lang,
            title=self.params["network"],
            sections=wanted,
            for_slides=for_slides,
            gate=self.gate,
        )
        made = replace(made, title=self.title or made.title)
        self.names({name: [section] for name, section in zip(wanted, made.sections, strict=True)})
        self.passports = made.passports
        said = self.comments(self.lang)
        return with_comments(made, said, waiting=self.waiting, for_slides=for_slides)

    def names(self, blocks: Mapping[str, Iterable[Any]]) -> None:
        """Find whom each block names, from its sections or tables."""
        material, own = self.material(self.lang), set(self.params["nobody"])
        self.named = {name: sorted(named_partners(material, told) - own) for name, told in blocks.items()}

    @property
    def waiting(self) -> list[str]:
        """Partners that a block names of which the figures are not open to everybody."""
        heard = set(self.params["open"])
        return sorted({who for name, found in self.named.items() if SCREEN_OF.get(name) not in heard for who in found})

    def comments(self, lang: str) -> tuple[Comments, ...]:
        """What partners say of the figures that are in it, or of the same view of another snapshot."""
        ids, screens = {one.id for one in self.passports}, {SCREEN_OF.get(name, "") for name in self.named}
        found = []
        for one in self.params["comments"]:
            own = {name for name, figure in one["passports"] if figure != EVERYWHERE}
            if own & ids or (one["same_cases"] and one["screen"] in screens):
                blocks = tuple(Paragraph(text, tone) for text, tone in one["blocks"][lang])
                found.append(Comments(frozenset(own), tuple(one["disputed_by"]), blocks))
        return tuple(found)


def run(folder: Path, params: Json, on_progress: Tell) -> Json:
    """Make the files. Refusal when too few residents stand behind the selection, no map can be told of it, or it would
    give somebody away beside what went out before."""
    on_progress("read", 0.1)
    start, snapshot = datetime.now(UTC), open_snapshot(folder / "logs" / params["log"], params["snapshot"])
    since, until = (date.fromisoformat(day) if day else None for day in params["period"])
    where = tuple((str(key), str(value)) for key, value in params["where"])
    selection = Selection(where, Period(since, until), params["period_by"])
    court = Court(snapshot, params["threshold"], definitions_from(params["definitions"]))
    with open_log(
        snapshot,
        selection=selection,
        follow=params["follow"],
        names=params["names"],
        chosen=court.definitions,
        checked=True,
    ) as view:
        cases = int(view.rows("SELECT count(*) FROM cases")[0][0])
        log, what = folder / "logs" / params["log"], f"report {params['kind']}"
        aggregate_read(
            log, snapshot.manifest, start, selection=str(selection), grant=view.grant, cases=cases, what=what
        )
        making = Making(view, params, Gate(params["threshold"]))
        if not making.material(making.lang).sayable:
            raise Refusal((Problem("workbench_report_few", allowed=str(params["threshold"])),))
        held = read_held(folder)
        files, making, releases = _stands(making, court, held, on_progress)
    into = folder / FOLDER / params["job"]
    kept = _kept(into, files, making)
    write_register(into / JUDGED, Register("", releases))
    return kept | {"beside": sorted({one.name for one in held.releases})}


def _stands(
    making: Making, court: Court, held: Register, on_progress: Tell
) -> tuple[dict[str, bytes], Making, tuple[Release, ...]]:
    """The files as they may go out: made again without rows that beside earlier ones would give somebody away."""
    for turn in range(1, MOST_TURNS + 1):
        on_progress("write", turn / (MOST_TURNS + 1))
        files = MAKERS[making.params["kind"]](making)
        try:
            return files, making, court.judged(held, (making.told.passed,), on_progress)
        except GivesAway as found:
            if not found.rows or turn == MOST_TURNS:
                raise
            away = making.gate.withheld | found.rows
            making = Making(making.view, making.params, replace(making.gate, withheld=away, released=[]))
    raise AssertionError("the last turn returns or raises")


def _page(making: Making) -> dict[str, bytes]:
    return {_name(making): html(making.document()).encode()}


def _paper(making: Making) -> dict[str, bytes]:
    from schakel.report.typst import pdf

    return {_name(making): pdf(making.document())}


def _slides(making: Making) -> dict[str, bytes]:
    return {_name(making): slides(making.document(for_slides=True))}


def _workbook(making: Making) -> dict[str, bytes]:
    material = making.told
    making.names({name: meeting_tables(material, (name,)) for name in making.wanted})
    making.passports = tuple(material.origins.values())
    return {
        _name(making): workbook_of(
            material,
            making.wanted,
            title=making.params["network"],
            heading=making.title,
            comments=making.comments(making.lang),
            waiting=making.waiting,
        )
    }


def _map(making: Making) -> dict[str, bytes]:
    made = map_sheet(making.view, lang=making.lang, title=making.params["network"], gate=making.gate)
    making.passports = made.passports
    making.names({"map": [Section("map", made.title, (Figure(made.picture),))]})
    made = replace(made, title=making.title or made.title)
    return {_name(making): map_pdf(map_with_comments(made, making.comments(making.lang), making.waiting))}


def _council(making: Making) -> dict[str, bytes]:
    """In both languages, as paper and as part of a page. It names no partner, so nobody needs to be heard first."""
    from schakel.report.typst import pdf

    files: dict[str, bytes] = {}
    for lang in LANGUAGES:
        made = council_sheet(making.view, lang=lang, title=making.title, gate=making.gate)
        making.passports = made.passports
        _names_nobody(making, made)
        made = council_with_comments(made, making.comments(lang))
        top = Section("numbers", made.title, made.opening)
        files[f"schakel-{making.params['slug']}-council-{lang}.pdf"] = pdf(made)
        files[f"{lang}.top.html"] = fragment((top,), lang, _anchor, headed=False).encode()
        files[f"{lang}.html"] = fragment(tuple(map(_narrow, made.sections)), lang, _anchor).encode()
        files[f"{lang}.json"] = json.dumps(
            {"title": made.title, "subtitle": made.subtitle, "badge": made.badge, "foot": made.foot},
            ensure_ascii=False,
            sort_keys=True,
        ).encode()
    return files


def _narrow(section: Section) -> Section:
    """With a small table after each picture: on a phone it takes the picture's place."""
    blocks: list[Block] = []
    for block in section.blocks:
        blocks.append(block)
        if isinstance(block, Figure):
            twin = block.picture.twin
            places = [0, *range(2, min(4, len(twin.columns)))]
            rows = tuple(tuple(row[place] for place in places) for row in twin.rows)
            numeric = tuple(twin.numeric[place] for place in places)
            blocks.append(Grid(Twin(tuple(twin.columns[at] for at in places), rows, twin.caption, numeric)))
    return replace(section, blocks=tuple(blocks))


def _names_nobody(making: Making, made: Document) -> None:
    """Refusal when the name of a partner stands in it, as where a way to end a case is called after one."""
    known = making.material(making.lang)
    text = repr((made.title, made.opening, made.sections))
    named = [name for name in (*known.partner_names, *known.unseen) if name in text]
    if set(named) - set(making.params["nobody"]):
        raise Refusal((Problem("workbench_council_partner", value=", ".join(named)),))


MAKERS: dict[str, Callable[[Making], dict[str, bytes]]] = {
    "html": _page,
    "pdf": _paper,
    "slides": _slides,
    "workbook": _workbook,
    "map": _map,
    "council": _council,
}


def _anchor(passport: str) -> str:
    return f"#passport-{passport}"


def _name(making: Making) -> str:
    """schakel-<network>-<kind>.<suffix>: the name under which it is taken along."""
    kind = making.params["kind"]
    return f"schakel-{making.params['slug']}-{kind}.{SUFFIX[kind]}"


def _kept(folder: Path, files: Mapping[str, bytes], making: Making) -> Json:
    params = making.params
    facts: Json = {
        "kind": params["kind"],
        "snapshot": params["snapshot"],
        "selection": str(making.view.selection),
        "threshold": params["threshold"],
        "sections": params["sections"],
        "files": {name: _sums(content) for name, content in sorted(files.items())},
        "named": making.named,
        "said": [text for one in making.comments(making.lang) for text in _texts(one.blocks)],
        "passports": [asdict(passport) | {"id": passport.id} for passport in making.passports],
    }
    for name, content in files.items():
        put(folder / name, content)
    put(folder / FACTS, json.dumps(facts, ensure_ascii=False, indent=1, sort_keys=True).encode())
    return facts


def _sums(content: bytes) -> dict[str, str | int]:
    return {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}


def _texts(blocks: Sequence[Paragraph]) -> list[str]:
    return [block.text for block in blocks]
