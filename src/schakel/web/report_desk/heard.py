"""Which partners were heard about the figures of a report: what is open, who still may reply, what they said."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict

from schakel.report.document import Paragraph
from schakel.texts import LANGUAGES
from schakel.web.access.models import Hat, Network
from schakel.web.insight_desk.look import Look
from schakel.web.jobs.kinds import Json
from schakel.web.report_desk.kinds import SCREEN_OF
from schakel.web.report_desk.models import Report
from schakel.web.sharing_desk.clock import today
from schakel.web.sharing_desk.comments import blocks, disputed_by, of_publication
from schakel.web.sharing_desk.models import Publication
from schakel.web.sharing_desk.publishing import known_to
from schakel.web.sharing_desk.visible import opens_on, state, waits


@dataclass(frozen=True)
class Heard:
    """A block of a report. state: "nobody" (it names no partner), "open", "waits" or "unasked".

    partners: those still to be heard. on: from when it is or will be open. publication: its number, or None.
    """

    block: str
    state: str
    partners: tuple[str, ...] = ()
    on: date | None = None
    publication: int | None = None


def open_screens(network: Network, look: Look) -> set[str]:
    """The screens that show these cases and that everybody in the network may read."""
    return {
        one.look["screen"] for one in _same(network, look.snapshot, look.query) if state(one.terms, today()) == "open"
    }


def comments_on(hat: Hat, look: Look) -> list[Json]:
    """All that partners said and that this hat may know of, as values; which of it belongs is seen when it is made.

    same_cases: it was said of these cases, in this snapshot or another.
    """
    found: list[Json] = []
    for one in known_to(hat):
        if one.withdrawn_at is not None:
            continue
        said = of_publication(one)
        if said:
            told = {lang: [_values(block) for block in blocks(said, lang)] for lang in LANGUAGES}
            found.append(
                {
                    "publication": one.pk,
                    "screen": one.look["screen"],
                    "same_cases": _cases(one.look["query"]) == _cases(look.query),
                    "passports": [[passport["id"], passport["figure"]] for passport in one.passports],
                    "disputed_by": disputed_by(said),
                    "blocks": told,
                }
            )
    return found


def heard(report: Report) -> list[Heard]:
    """How it stands today with the partners in each block of a report, in its order."""
    same = _same(report.network, report.snapshot, report.query)
    standing = {one.look["screen"]: one for one in same if state(one.terms, today()) != "withdrawn"}
    return [_heard(block, names, standing.get(SCREEN_OF.get(block, ""))) for block, names in report.named.items()]


def still(lines: Iterable[Heard]) -> list[str]:
    """The partners that are not heard yet, by name."""
    return sorted({partner for line in lines for partner in line.partners}, key=str.casefold)


def _heard(block: str, names: list[str], publication: Publication | None) -> Heard:
    if not names:
        return Heard(block, "nobody")
    if publication is None:
        return Heard(block, "unasked", tuple(names))
    terms, number = publication.terms, publication.pk
    if state(terms, today()) == "open":
        return Heard(block, "open", (), opens_on(terms), number)
    left = tuple(sorted(partner for partner, day in waits(terms).items() if day > today()))
    return Heard(block, "waits", left, opens_on(terms), number)


def _same(network: Network, snapshot: str, query: str) -> list[Publication]:
    """Publications of the cases of this address of this snapshot, the oldest first."""
    rows = Publication.objects.filter(network=network, snapshot=snapshot, withdrawn_at=None)
    rows = rows.select_related("asked_by__organisation", "network").prefetch_related("consents__organisation")
    cases = _cases(query)
    return [one for one in rows.order_by("asked_at", "pk") if _cases(one.look["query"]) == cases]


def _cases(query: str) -> list[tuple[str, str]]:
    """The filters of an address, without its snapshot and the options of its screen."""
    from schakel.web.insight_desk.screens import SCREENS

    other = {"snapshot", *(name for screen in SCREENS.values() for name in screen.options)}
    pairs = [(key, str(value)) for key, values in QueryDict(query).lists() for value in values]
    return [pair for pair in pairs if pair[0] not in other and not pair[0].startswith("b.")]


def _values(block: object) -> list[str]:
    if not isinstance(block, Paragraph):
        raise TypeError(block)
    return [block.text, block.tone]
