"""What the sharing desk tells on the start screen: what waits for a hat, and what is new for it."""

from datetime import timedelta

from django.urls import reverse

from schakel.texts import say
from schakel.web.access.models import Hat
from schakel.web.access.policy import may
from schakel.web.access.role import GOVERNING
from schakel.web.record.models import SeenUntil
from schakel.web.record.notices import Notice, notices
from schakel.web.sharing_desk.clock import day_of, today
from schakel.web.sharing_desk.models import Publication
from schakel.web.sharing_desk.publishing import known_to, open_publications
from schakel.web.sharing_desk.visible import opens_on
from schakel.web.sharing_desk.waiting import waiting
from schakel.web.start.waiting import News

LATELY = timedelta(days=14)  # of somebody who never said to have read anything


def news(hat: Hat, lang: str) -> list[News]:
    """What waits, then what is new."""
    acts = [
        News(_until(one.text, one.until.isoformat(), lang) if one.until else one.text, one.href, act=True)
        for one in waiting(hat, lang)
    ]
    return acts + new_for(hat, lang)


def new_for(hat: Hat, lang: str) -> list[News]:
    """What is new: acts of others, and publications that opened. Nothing that this hat may not know of."""
    known = {one.pk: one for one in known_to(hat)}
    found = [_told(notice, hat, known, lang) for notice in notices(hat, lang)]
    return [one for one in found if one] + _opened(hat, lang)


def _told(notice: Notice, hat: Hat, known: dict[int, Publication], lang: str) -> News | None:
    kind, _, number = notice.subject.partition(":")
    slug = hat.network.slug
    if kind == "publication":
        publication = known.get(int(number))
        if publication is None:
            return None
        address = reverse("sharing_publication", args=[slug, publication.pk])
        return News(f"{notice.text}: {publication.title(lang)}", address)
    if kind == "decision":
        return News(notice.text, f"{reverse('sharing_decisions', args=[slug])}#decision-{number}")
    if kind == "grant":
        return News(notice.text, reverse("sharing_grant", args=[slug, number]))
    if kind == "own":
        return News(notice.text, reverse("sharing_answers" if may(hat, "publish") else "sharing_own", args=[slug]))
    return News(notice.text, reverse("sharing", args=[slug]))


def _opened(hat: Hat, lang: str) -> list[News]:
    """Publications of others that opened since this hat last read its news."""
    if hat.role in GOVERNING or not may(hat, "enter_insight"):
        return []
    last = SeenUntil.objects.filter(hat=hat).first()
    since = day_of(last.at) if last else today() - LATELY
    return [
        News(
            say("sharing_desk.news.opened", lang, title=one.title(lang)),
            reverse("sharing_publication", args=[hat.network.slug, one.pk]),
        )
        for one in open_publications(hat.network)
        if opens_on(one.terms) > since and one.publisher != hat.organisation.name
    ]


def _until(text: str, day: str, lang: str) -> str:
    return f"{text} ({say('sharing_desk.waiting.until', lang, on=day)})"
