"""Which months partners delivered, which still fill up, and where cases go out of sight."""

from dataclasses import dataclass

from schakel.chain.table import Value
from schakel.data.manifest import Coverage
from schakel.draw.coverage_chart import CoverageData, coverage_chart
from schakel.draw.picture import Twin
from schakel.draw.wording import month_text, still_to_come
from schakel.insight.filling import filling
from schakel.report.delivered_months import coverage_data, letters, silent, stopped
from schakel.report.document import Block, Figure, Grid, Paragraph, Section
from schakel.report.material import Material, Record
from schakel.report.out_of_sight import out_of_sight, total
from schakel.report.quality.asking import opening, some
from schakel.report.source_facts import sources_of
from schakel.report.tell import amount, capital, name, whole
from schakel.sharing.gate import OTHER
from schakel.texts import say, shown

COLUMNS = ("activity", "partner", "to_partner")


@dataclass(frozen=True)
class Gaps:
    """Partners that may be named and of which months are missing. stopped: with their last month."""

    stopped: dict[str, str]
    silent: tuple[str, ...]
    other: tuple[str, ...]

    @property
    def n(self) -> int:
        """How many partners."""
        return len(self.stopped) + len(self.silent) + len(self.other)


def coverage_section(material: Material) -> Section:
    """Lead and question, the picture, what it shows in words, and the cases out of sight."""
    lang, data = material.lang, coverage_data(material)
    gaps, months = _gaps(material, data), filling(material.view)
    meaning = say("quality.coverage.lead_part", lang, n=gaps.n) if gaps.n else say("quality.coverage.lead_whole", lang)
    blocks = opening(meaning, _question(gaps, bool(months), lang))
    blocks += [Paragraph(text) for text in _said(gaps, months, data, lang)]
    if data:
        blocks.append(Figure(coverage_chart(data, lang, name="coverage-chart")))
    return Section("coverage", say("quality.section.coverage", lang), (*blocks, *_sight(material)))


def _gaps(material: Material, data: CoverageData | None) -> Gaps:
    found = {row.partner: row.letters for row in data.rows} if data else {}
    gone, none = stopped(material.manifest.coverage, found), silent(found)
    other = (partner for partner, own in found.items() if "n" in own and partner not in {*gone, *none})
    return Gaps(gone, none, tuple(other))


def _question(gaps: Gaps, is_filling: bool, lang: str) -> str:
    asked = []
    if lacking := [*gaps.stopped, *gaps.other]:
        asked.append(say("quality.coverage.question_stopped", lang, partners=some(lacking, lang)))
    if gaps.silent:
        asked.append(say("quality.coverage.question_unseen", lang, partners=some(gaps.silent, lang)))
    if is_filling:
        asked.append(say("quality.coverage.question_filling", lang))
    return " ".join(asked) or say("quality.coverage.question_none", lang)


def _said(gaps: Gaps, months: dict[str, float | None], data: CoverageData | None, lang: str) -> list[str]:
    said = [
        say("quality.coverage.stopped", lang, partner=partner, month=month_text(month, lang))
        for partner, month in gaps.stopped.items()
    ]
    said += [say("quality.coverage.gaps", lang, partner=partner) for partner in gaps.other]
    if gaps.silent:
        said.append(say("quality.coverage.unseen", lang, n=len(gaps.silent), partners=some(gaps.silent, lang)))
    if months:
        told = (
            say(
                "quality.coverage.filling_month",
                lang,
                month=month_text(month, lang),
                missing=still_to_come(share, lang),
            )
            for month, share in months.items()
        )
        said.append(say("quality.coverage.filling", lang, months=", ".join(told)))
    if data and data.closed_until:
        said.append(say("quality.coverage.closed", lang, month=month_text(data.closed_until, lang)))
    return said


def _sight(material: Material) -> list[Block]:
    lang, origin = material.lang, material.origin("ends")
    cases, residents = total(material)
    if not cases:
        return [Paragraph(say("quality.coverage.sight_none", lang), "plain", origin)]
    n = capital(amount(material.gate.count(cases, residents), lang))
    blocks: list[Block] = [Paragraph(say("quality.coverage.sight", lang, n=n), "plain", origin)]
    rows = list(out_of_sight(material, COLUMNS).records())
    if rows:
        blocks.append(Grid(_sight_table(rows, material), (origin,)))
    return blocks


def _sight_table(rows: list[Record], material: Material) -> Twin:
    lang = material.lang
    heads = tuple(
        say(f"quality.coverage.{key}", lang) for key in ("step", "partner", "to_partner", "why", "cases", "residents")
    )
    told = tuple(
        (
            name(row["activity"], lang),
            *(_partner(row[key], lang) for key in COLUMNS[1:]),
            _why(row, material),
            *(shown(whole(row[key]), "int", lang) for key in ("cases", "residents")),
        )
        for row in rows
    )
    return Twin(heads, told, say("quality.coverage.sight_caption", lang), (False, False, False, False, True, True))


def _partner(value: Value, lang: str) -> str:
    return str(value) if value and value != OTHER else say("quality.coverage.nowhere", lang)


def _why(row: Record, material: Material) -> str:
    """Why nobody could show what followed: told of whom it was referred to, else of who was at work."""
    lang, coverage = material.lang, material.manifest.coverage
    if row["activity"] == OTHER:
        return ""
    found = letters(material.manifest, material.view.names)
    own = _with_own_keys(material)
    goal, partner = str(row["to_partner"] or ""), str(row["partner"] or "")
    if goal:
        key = "unseen" if goal in silent(found) else "key" if {goal, partner} & own else "months"
        return say(f"quality.coverage.why_{key}", lang)
    if partner in own:
        return say("quality.coverage.why_key", lang)
    return _stopped(partner, coverage, found, lang)


def _stopped(partner: str, coverage: Coverage, found: dict[str, str], lang: str) -> str:
    last = stopped(coverage, found).get(partner)
    if last is None:
        return say("quality.coverage.why_open", lang)
    return say("quality.coverage.why_stopped", lang, month=month_text(last, lang))


def _with_own_keys(material: Material) -> set[str]:
    """Partners that act in a source with keys of its own."""
    own = [source.name for source in sources_of(material.manifest) if source.own_key]
    sql = "SELECT DISTINCT CAST(partner AS VARCHAR) FROM steps WHERE source IN (SELECT UNNEST(CAST(? AS VARCHAR[])))"
    return {str(row[0]) for row in material.view.rows(sql, [own]) if row[0]} if own else set()
