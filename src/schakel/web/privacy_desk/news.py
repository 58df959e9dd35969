"""What waits for the privacy officer: a DPIA that nobody assessed, or that something widened since."""

from django.urls import reverse

from schakel.report.privacy.change_section import change_text
from schakel.texts import say
from schakel.web.access.models import Hat
from schakel.web.access.policy import may
from schakel.web.privacy_desk.current import dpia_for, may_assess, wider
from schakel.web.start.waiting import News

MOST = 3  # changes that are told one by one


def news(hat: Hat, lang: str) -> list[News]:
    """Nothing for other hats, without data, or when nothing widened.

    It follows from the configuration and no act makes it, so that nothing that widens can slip past: also a source
    that was loaded with the command line, or a term that somebody wrote in a file.
    """
    if not may(hat, "assess_privacy"):
        return []
    found = dpia_for(hat)
    if found is None:
        return []
    href = reverse("dpia", args=[hat.network.slug])
    if found.before is None:
        return (
            [News(say("privacy_desk.news.never", lang, n=len(found.open)), href, act=True)] if may_assess(hat) else []
        )
    more = wider(found)
    told = [
        News(change_text(change, found.before, found.facts, lang), href, act=may_assess(hat)) for change in more[:MOST]
    ]
    if len(more) > MOST:
        told.append(News(say("privacy_desk.news.more", lang, n=len(more) - MOST), href, act=may_assess(hat)))
    return told
