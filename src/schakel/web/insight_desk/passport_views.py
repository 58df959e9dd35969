"""The passport behind a number, in words; and computing the number again to see whether it still is the same."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from schakel.chain.passport import Passport
from schakel.report.html_blocks import facts_html
from schakel.report.origin_section import origins, shared_facts
from schakel.web.access.policy import allow
from schakel.web.access.request import NetworkRequest
from schakel.web.insight_desk.addresses import Addresses
from schakel.web.insight_desk.asked import look_for
from schakel.web.insight_desk.look import Look
from schakel.web.insight_desk.rendered import rendered
from schakel.web.insight_desk.screens import SCREENS
from schakel.web.insight_desk.shown import shown


@allow("filter_insight", "GET", "POST")
def passport(request: NetworkRequest, network: str, passport: str) -> HttpResponse:
    """GET tells how a figure was made; POST makes it again from the snapshot's files and compares."""
    look = _look(request)
    now = shown(request.network, look, request.lang)
    known = {one.id: one for one in now.passports}
    context: dict[str, object] = {"id": passport, "back": Addresses(request.network.slug, look).of(look)}
    if passport not in known:
        # Another version of the code or of a definition gives another passport to the same question.
        context["others"] = [(one.title, Addresses(request.network.slug, look).passport(one.id)) for one in now.origins]
        return render(request, "insight_desk/passport_unknown.html", context, status=404)
    context |= _told(known[passport], request.lang)
    if request.method == "POST":
        again = shown(request.network, look, request.lang, from_files=True)
        same = again.digest == rendered(request.network, look, request.lang).digest and passport in {
            one.id for one in again.passports
        }
        context["same"] = same
    return render(request, "insight_desk/passport.html", context)


def _look(request: NetworkRequest) -> Look:
    """The look that the passport belongs to: its screen and filters stand in the address."""
    asked = request.GET.copy()
    screen = asked.pop("screen", ["map"])[-1]
    if screen not in SCREENS:
        raise Http404
    return look_for(request.hat, str(screen), asked)


def _told(passport: Passport, lang: str) -> dict[str, object]:
    (origin,) = origins((passport,), lang)
    definitions = tuple((name, f"{value} ({version})") for name, version, value in passport.definitions)
    return {
        "title": origin.title,
        "facts": facts_html((*origin.facts, *shared_facts((passport,), lang))),
        "definitions": facts_html(definitions) if definitions else "",
    }
