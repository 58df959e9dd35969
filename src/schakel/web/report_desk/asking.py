"""What is asked for a report: read from a form or an insight address, checked, and put in the queue as values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import Http404, QueryDict

from schakel.chain.problem import Problem, Refusal
from schakel.report.section_choice import MEETING, SECTIONS, chosen
from schakel.sharing.bsn import contains_bsn
from schakel.texts import LANGUAGES
from schakel.web.access.models import Hat, Network
from schakel.web.insight_desk.addresses import Addresses
from schakel.web.insight_desk.choices import choices
from schakel.web.insight_desk.filters import form
from schakel.web.insight_desk.look import Look
from schakel.web.insight_desk.screens import SCREENS
from schakel.web.jobs.kinds import Json
from schakel.web.report_desk.heard import comments_on, open_screens
from schakel.web.report_desk.kinds import BLOCK_OF, BY_BLOCKS, KINDS
from schakel.web.sharing_desk.agreed import own_definitions
from schakel.web.sharing_desk.delivering import is_person

LONGEST = 160  # characters of a title


@dataclass(frozen=True)
class Asked:
    """A checked question for a report. look: whose cases it is about; on the map, without options."""

    look: Look
    kind: str
    lang: str
    sections: tuple[str, ...]
    title: str = ""


def look_of(hat: Hat, screen: str, query: str) -> Look:
    """The cases of an insight address. 404 for a screen that is none; Refusal for a bad query."""
    if screen not in SCREENS:
        raise Http404
    return Look.of(hat.network, screen, QueryDict(query)).on("map")


def first_blocks(screen: str) -> tuple[str, ...]:
    """What is chosen until somebody chooses: the block of the screen and what it does not say, or a meeting's."""
    return (BLOCK_OF[screen], "limits") if screen in BLOCK_OF else MEETING


def ordered(posted: Mapping[str, str], used: Iterable[str]) -> tuple[str, ...]:
    """The chosen blocks by the number that each was given, then in their usual order. Refusal: no number."""
    numbers = []
    for name in used:
        text = posted.get(f"order-{name}", "").strip() or "99"
        if not (text.isascii() and text.isdigit() and len(text) < 4):
            raise Refusal((Problem("workbench_report_order", value=text[:20]),))
        numbers.append((int(text), SECTIONS.index(name) if name in SECTIONS else len(SECTIONS), name))
    return chosen(name for _, _, name in sorted(numbers))


def asked(hat: Hat, posted: QueryDict) -> Asked:
    """The question that a form asks. Refusal for what cannot be made."""
    kind, lang = posted.get("kind", ""), posted.get("lang", "")
    for value, allowed in ((kind, KINDS), (lang, LANGUAGES)):
        if value not in allowed:
            raise Refusal((Problem("workbench_report_choice", value=value[:60], allowed=", ".join(allowed)),))
    look = look_of(hat, posted.get("screen", "") or "map", posted.get("query", ""))
    title = " ".join(posted.get("title", "").split())
    if len(title) > LONGEST or contains_bsn(title):
        raise Refusal((Problem("workbench_report_title", allowed=str(LONGEST)),))
    if kind == "council":
        _no_partner(look, hat)
    sections = ordered(posted, posted.getlist("block")) if kind in BY_BLOCKS else ()
    return Asked(look, kind, lang, sections, title)


def _no_partner(look: Look, hat: Hat) -> None:
    """A council sheet is about the chain as a whole: Refusal for a selection that is about a partner."""
    partners = set(choices(hat.network, look.snapshot).values("partner"))
    about = [value for key, value in look.where if key == "partner" or value in partners]
    if about:
        raise Refusal((Problem("workbench_council_partner", value=", ".join(about)),))


def words(network: Network, look: Look, lang: str) -> list[str]:
    """The filters of a look in words."""
    addresses = Addresses(network.slug, look)
    return [chip.text for chip in form(look, choices(network, look.snapshot), addresses, lang).chips]


def params(hat: Hat, one: Asked) -> Json:
    """The question as values for a process without a database, with what it must know of partners."""
    network, look = hat.network, one.look
    company = choices(network, look.snapshot).values("partner")
    period = (look.period.since, look.period.until)
    return {
        "kind": one.kind,
        "lang": one.lang,
        "title": one.title,
        "sections": list(one.sections),
        "network": network.name,
        "slug": network.slug,
        "log": network.log,
        "snapshot": look.snapshot,
        "threshold": network.threshold,
        "query": look.query,
        "cases": {lang: words(hat.network, look, lang) for lang in LANGUAGES},
        "where": [list(pair) for pair in look.where],
        "period": [day.isoformat() if day else "" for day in period],
        "period_by": look.period_by,
        "follow": look.follow,
        "names": look.names,
        "nobody": sorted({hat.organisation.name, *(name for name in company if is_person(name))}),
        "definitions": own_definitions(network),
        "open": sorted(open_screens(network, look)),
        "comments": comments_on(hat, look),
        "go_on": True,
    }
