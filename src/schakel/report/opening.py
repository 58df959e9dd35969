"""The top of a report: title, what it is about, the few big numbers, and one line on the data."""

from schakel.report.document import BigNumber, BigNumbers, Block, Paragraph
from schakel.report.material import Material
from schakel.report.routes_section import Routes
from schakel.report.source_facts import sources_of
from schakel.report.tell import amount, duration, part
from schakel.report.time_section import medians, open_cases
from schakel.texts import say, shown


def title(material: Material, given: str, *, one_page: bool) -> str:
    """The title given, else the name of the only source, else a plain one."""
    key = "report.one_page_title" if one_page else "report.title"
    sources = sources_of(material.manifest)
    found = given or (_as_a_name(sources[0].name) if len(sources) == 1 else "")
    return say(f"{key}_of", material.lang, name=found) if found else say(key, material.lang)


def _as_a_name(source: str) -> str:
    """A file's name as a person would write it above a page."""
    words = source.replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def subtitle(material: Material, routes: Routes) -> str:
    """From where to where the routes lead, over which time, and how to look at it."""
    period = material.scope("residents").period
    since, until = period.since or material.manifest.first_on, period.until or material.manifest.last_on
    first = routes.shown[0].activities if routes.shown else ()
    if len(first) > 1 and first[0] != first[-1]:
        return say("report.subtitle", material.lang, start=first[0], end=first[-1], since=since, until=until)
    return say("report.subtitle_plain", material.lang, since=since, until=until)


def opening(material: Material, routes: Routes, *, brief: bool = False, more: bool = True) -> tuple[Block, ...]:
    """Big numbers, and unless brief the line on the data and on rounding. more: a section tells the rest of it."""
    blocks: list[Block] = [BigNumbers(tuple(_numbers(material, routes)))]
    if not brief:
        said = [quality_line(material), *([say("report.quality.more", material.lang)] if more else [])]
        blocks += [Paragraph(" ".join(said), "note"), Paragraph(rounding(material), "note")]
    return (*blocks, *chosen_part(material))


def chosen_part(material: Material) -> tuple[Paragraph, ...]:
    """Which cases it is about, where these are not all."""
    if material.whole:
        return ()
    return (Paragraph(say("report.selection", material.lang, selection=str(material.view.selection))),)


def rounding(material: Material) -> str:
    """How small groups are kept out of sight."""
    gate = material.gate
    if gate.base == 1:
        return say("sharing.exact", material.lang)
    key = "sharing.rounded_but_totals" if material.exact_totals else "sharing.rounded"
    return say(key, material.lang, base=gate.base, threshold=gate.threshold)


def _numbers(material: Material, routes: Routes) -> list[BigNumber]:
    lang, counts = material.lang, material.origin("counts")
    unit = "cases" if material.manifest.residents == "cases" else "residents"
    n = material.total(unit)
    numbers = [BigNumber(amount(n, lang), say(f"report.big.{unit}", lang, n=n.value), counts)]
    if acting := material.counts["partners"]:
        key = "partners_of" if material.unseen else "partners"
        label = say(f"report.big.{key}", lang, n=acting, total=acting + len(material.unseen))
        numbers.append(BigNumber(shown(acting, "int", lang), label, counts))
    else:
        number = shown(material.counts["activities"], "int", lang)
        numbers.append(BigNumber(number, say("report.big.activities", lang), counts))
    numbers.append(_lead_time(material))
    if routes.shown:
        told = say("report.big.routes", lang, n=len(routes.shown), share=part(routes.covered(material), lang))
        value = say("report.big.routes_value", lang, n=len(routes.shown))
        numbers.append(BigNumber(value, told, material.origin("routes")))
    return numbers


def _lead_time(material: Material) -> BigNumber:
    lang, origin = material.lang, material.origin("throughput")
    median = medians(material)["kaplan_meier_p50_us"]
    if not isinstance(median, int | float):
        still = open_cases(material)
        label = say("report.big.duration_unknown", lang)
        return BigNumber(amount(still, lang, short=True), f"{say('report.big.still_open', lang)}; {label}", origin)
    key = "duration_open" if material.counts["open_cases"] else "duration"
    return BigNumber(duration(median, lang), say(f"report.big.{key}", lang), origin)


def quality_line(material: Material) -> str:
    """Sources, until when was seen, endings, and who is counted."""
    lang, manifest = material.lang, material.manifest
    return say(
        "report.quality.line",
        lang,
        sources=say("report.quality.sources", lang, n=len(sources_of(manifest))),
        until=manifest.reference_on,
        endings=say(f"report.quality.endings.{endings(material)}", lang),
        residents=say(f"report.quality.residents.{manifest.residents}", lang),
    )


def endings(material: Material) -> str:
    """Key of the sentence: "declared", "seen" (a source knows when steps end) or "none"."""
    if material.manifest.endings != "none declared":
        return "declared" if material.manifest.closing else "seen"
    return "none"
