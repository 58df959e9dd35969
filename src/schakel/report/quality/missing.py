"""What is not known of steps and waits, and what that hides."""

from schakel.draw.picture import Twin
from schakel.report.document import Block, Grid, Paragraph, Section
from schakel.report.material import Material, named
from schakel.report.quality.asking import opening, some
from schakel.report.tell import amount, listed, part
from schakel.sharing.gate import Approximate
from schakel.texts import say

# Where it cannot be told who came next, the next partner is hidden with the wait.
LACKING = """
WITH lacking AS (
  SELECT 'started' AS what, resident_no FROM steps WHERE started_on IS NULL
  UNION ALL SELECT 'ended', resident_no FROM steps WHERE ended_on IS NULL AND NOT is_open
  UNION ALL SELECT 'partner', resident_no FROM steps WHERE partner IS NULL
  UNION ALL SELECT 'order', resident_no FROM steps WHERE is_tied
  UNION ALL SELECT CASE WHEN s.next_partner IS NULL AND n.partner IS NOT NULL THEN 'wait_sight' ELSE 'wait_dates' END,
    s.resident_no
  FROM steps AS s LEFT JOIN steps AS n ON n.case_no = s.case_no AND n.pos = s.pos + 1
  WHERE s.next_activity IS NOT NULL AND s.wait_us IS NULL AND NOT COALESCE(s.is_parallel, FALSE)
)
SELECT what, COUNT(*), COUNT(DISTINCT resident_no) FROM lacking GROUP BY what
"""
KEYS = ("started", "ended", "partner", "order")  # of steps
WAITS = ("wait_dates", "wait_sight")
EVERY = "SELECT COUNT(*), COUNT(next_activity) FROM steps"
REQUESTS = """
SELECT CAST(partner AS VARCHAR), CAST(activity AS VARCHAR), COUNT(*), COUNT(requested_on),
  COUNT(DISTINCT resident_no), COUNT(DISTINCT CASE WHEN requested_on IS NOT NULL THEN resident_no END)
FROM steps WHERE partner IS NOT NULL GROUP BY ALL HAVING COUNT(requested_on) > 0 ORDER BY ALL
"""
# Partners that give help (steps that last) and record no request; residents and their network are not asked.
NEVER = """
SELECT CAST(s.partner AS VARCHAR), COUNT(CASE WHEN s.is_open OR s.ended_on > s.started_on THEN 1 END) AS n
FROM steps AS s CROSS JOIN params AS p
WHERE s.partner IS NOT NULL
  AND position('|' || lower(CAST(s.partner AS VARCHAR)) || '|' IN p.resident_partner_words) = 0
  AND position('|' || lower(CAST(s.partner AS VARCHAR)) || '|' IN p.informal_partner_words) = 0
GROUP BY ALL HAVING COUNT(s.requested_on) = 0 AND n > 0 ORDER BY n DESC, 1
"""


def missing_section(material: Material) -> Section:
    """Dates, partners and waits that are not known; then where the day of a request is recorded."""
    lang, rows = material.lang, _rows(material)
    never = [row[0] for row in material.view.rows(NEVER) if row[0] in material.partner_names]
    asked = say("quality.missing.question", lang, partners=some(never, lang)) if never else ""
    meaning = say(f"quality.missing.{'lead' if rows or never else 'lead_none'}", lang)
    blocks = opening(meaning, asked or say("quality.missing.question_none", lang))
    if rows:
        heads = tuple(say(f"quality.missing.{key}", lang) for key in ("what", "share", "means"))
        blocks.append(Grid(Twin(heads, rows, say("quality.missing.caption", lang))))
    return Section("missing", say("quality.section.missing", lang), (*blocks, *_requests(never, material)))


def _rows(material: Material) -> tuple[tuple[str, str, str], ...]:
    lang = material.lang
    steps, links = (int(n) for n in material.view.rows(EVERY)[0])
    found = {what: (int(n), int(residents)) for what, n, residents in material.view.rows(LACKING)}
    return tuple(
        (
            say(f"quality.missing.{key}", lang),
            say(f"quality.missing.{of}", lang, share=part(_share(*found[key], every, material), lang)),
            say(f"quality.missing.{key}_means", lang),
        )
        for of, every, keys in (("of_steps", steps, KEYS), ("of_waits", links, WAITS))
        for key in keys
        if key in found
    )


def _share(n: int, residents: int, every: int, material: Material) -> Approximate | None:
    """A part that rests on too few residents is told as less than they would be."""
    return material.gate.share(min(n, residents) if residents < material.gate.threshold else n, every)


def _requests(never: list[str], material: Material) -> list[Block]:
    lang = material.lang
    blocks: list[Block] = [Paragraph(say("quality.missing.requests_note", lang))]
    if never:
        names = listed(sorted(never, key=str.casefold), lang)
        blocks.append(Paragraph(say("quality.missing.requests_never", lang, partners=names)))
    known = set(named(material.activities, "activity"))
    rows = []
    for partner, activity, steps, n, residents, asking in material.view.rows(REQUESTS):
        told = material.gate.count(int(steps), int(residents))
        if partner in material.partner_names and activity in known and not told.sign:
            share = part(_share(int(n), int(asking), int(steps), material), lang)
            rows.append((partner, activity, amount(told, lang), share))
    if rows:
        heads = tuple(say(f"quality.missing.{key}", lang) for key in ("requester", "activity", "steps", "known"))
        caption = say("quality.missing.requests", lang)
        blocks.append(Grid(Twin(heads, tuple(rows), caption, (False, False, True, True))))
    return blocks
