"""Administrative dates: days on which contracts and registers turn over, pieces that were joined, and plans."""

from collections.abc import Iterable

from schakel.draw.picture import Twin
from schakel.draw.year_chart import YearData, YearDay, year_chart
from schakel.report.document import Block, Figure, Grid, Paragraph, Section
from schakel.report.material import Material, Record
from schakel.report.quality.asking import opening, some
from schakel.report.tell import amount, capital, whole
from schakel.texts import say, shown

MOST_NAMED = 8  # days of the year with a label; more would stand in each other's way
MOST_HIDDEN = 0.5  # of the steps; a picture that shows less would tell of chance
WHOSE = """
SELECT CAST(partner AS VARCHAR), COUNT(DISTINCT resident_no) AS n FROM steps
WHERE partner IS NOT NULL AND (
  (started_on IN (SELECT UNNEST(CAST(? AS DATE[]))) AND (is_open OR ended_on > started_on))
  OR (ended_on IN (SELECT UNNEST(CAST(? AS DATE[]))) AND ended_on > started_on)
) GROUP BY ALL HAVING COUNT(DISTINCT resident_no) >= ? ORDER BY n DESC, 1
"""


def dates_section(material: Material) -> Section:
    """Peak days, the picture of the year, and what was done about pieces and plans."""
    lang = material.lang
    peaks = list(material.gate.table(material.figure("peak_dates"), merge=False).records())
    origin, year = material.origin("peak_dates"), _year(peaks, material)
    if peaks:
        days = {row["day"] for row in peaks}
        meaning = say("quality.dates.lead_peaks", lang, n=len(days))
        question = say("quality.dates.question_peaks", lang, partners=_whose(peaks, material))
    else:
        is_drawn = any(isinstance(block, Figure) for block in year)
        meaning = say(f"quality.dates.lead_{'none' if is_drawn else 'few'}", lang)
        question = say("quality.dates.question_none", lang)
    blocks = [*opening(meaning, question, origin), *year]
    if peaks:
        blocks.append(Grid(_table(peaks, material), (origin,)))
    blocks += [Paragraph(text) for text in _said(material)]
    return Section("dates", say("quality.section.dates", lang), tuple(blocks))


def _whose(peaks: Iterable[Record], material: Material) -> str:
    """The partners of whom most starts and ends on such days, as far as they may be named."""
    starts, ends = ([row["day"] for row in peaks if row["kind"] == kind] for kind in ("starts", "ends"))
    found = [row[0] for row in material.view.rows(WHOSE, [starts, ends, material.gate.threshold])]
    names = [partner for partner in found if partner in material.partner_names]
    return some(names, material.lang) or say("quality.dates.question_everyone", material.lang)


def _year(peaks: list[Record], material: Material) -> list[Block]:
    """The picture; or, where most days have too few residents and none stands out, why there is none."""
    lang, raw = material.lang, list(material.figure("year_days").records())
    told = [r for r in material.gate.table(material.figure("year_days"), merge=False).records() if r["steps"]]
    known = {(str(row["day"]), str(row["kind"])): whole(row["steps"]) for row in told}
    every = sum(whole(row["steps"]) for row in raw)
    hidden = sum(whole(row["steps"]) for row in raw if (str(row["day"]), str(row["kind"])) not in known)
    if not known or (hidden > MOST_HIDDEN * every and not peaks):
        return [Paragraph(say("quality.dates.few", lang), "note")]
    occurs = {(str(row["day"]), str(row["kind"])) for row in raw}

    def value(day: str, kind: str) -> int | None:
        return known.get((day, kind), None if (day, kind) in occurs else 0)

    days = tuple(YearDay(day, value(day, "starts"), value(day, "ends")) for day in sorted({day for day, _ in occurs}))
    starts, ends = (_total(raw, kind, material) for kind in ("starts", "ends"))
    left_out = material.gate.hidden(hidden, every)
    scope = material.scope("steps", left_out.value if left_out else None)
    picture = year_chart(YearData(days, _named(peaks), starts, ends, scope), lang, name="year-chart")
    return [Figure(picture, (material.origin("year_days"),))]


def _total(records: Iterable[Record], kind: str, material: Material) -> int:
    """All starts or ends, rounded as the days are, so that no small day is left by taking them off."""
    return material.gate.rounded(sum(whole(row["steps"]) for row in records if row["kind"] == kind))


def _named(peaks: Iterable[Record]) -> tuple[str, ...]:
    """The days of the year with most, "12-31"."""
    steps: dict[str, int] = {}
    for row in peaks:
        day = str(row["day"])[5:10]
        steps[day] = steps.get(day, 0) + whole(row["steps"])
    return tuple(sorted(sorted(steps, key=lambda day: (-steps[day], day))[:MOST_NAMED]))


def _table(peaks: Iterable[Record], material: Material) -> Twin:
    """How many times the usual a day is, to a whole number: of rounded steps."""
    lang = material.lang
    heads = tuple(say(f"quality.dates.{key}", lang) for key in ("day", "what", "steps", "residents", "times"))
    rows = tuple(
        (
            shown(row["day"], "date", lang),
            say(f"quality.dates.{row['kind']}", lang),
            *(shown(whole(row[key]), "int", lang) for key in ("steps", "residents")),
            _times(row, lang),
        )
        for row in peaks
    )
    return Twin(heads, rows, say("quality.dates.peaks", lang), (False, False, True, True, True))


def _times(row: Record, lang: str) -> str:
    usual = row["usual_per_day"]
    return shown(whole(row["steps"]) / usual, "int", lang) if isinstance(usual, int | float) and usual else "–"


def _said(material: Material) -> list[str]:
    """What was joined and what was kept out. Counts of a few steps may be one resident's."""
    lang, counts = material.lang, material.manifest.counts
    said = []
    for key in ("continued", "plans", "planned_ends"):
        n = int(counts.get(key, 0))
        if n:
            said.append(say(f"quality.dates.{key}", lang, n=capital(amount(material.gate.count(n), lang))))
        elif key == "continued":
            said.append(say("quality.dates.continued_none", lang))
    return said
