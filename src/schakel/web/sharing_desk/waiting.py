"""What waits for a hat: a reply before a figure opens, an answer to a correction, a decision."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.urls import reverse

from schakel.texts import has, say
from schakel.web.access.models import Hat
from schakel.web.access.policy import may
from schakel.web.sharing_desk.agreed import waiting_for
from schakel.web.sharing_desk.clock import day_of, today
from schakel.web.sharing_desk.comments import latest
from schakel.web.sharing_desk.granting import standings
from schakel.web.sharing_desk.models import Comment, Proposal
from schakel.web.sharing_desk.publishing import seen_by
from schakel.web.sharing_desk.visible import waits


@dataclass(frozen=True)
class Waiting:
    """One thing. kind: "reply", "answer", "decide", "assess" or "sign"; until: the day after which it goes on without,
    None if never."""

    kind: str
    text: str
    href: str
    until: date | None = None


def waiting(hat: Hat, lang: str = "nl") -> list[Waiting]:
    """What waits for this hat, the soonest first. Nothing of what it may not see."""
    found = [*_replies(hat, lang), *_answers(hat, lang), *_decisions(hat, lang), *_grants(hat, lang)]
    return sorted(found, key=lambda one: (one.until is None, one.until or date.max, one.href))


def to_answer(hat: Hat) -> list[Comment]:
    """Last words of partners that dispute a figure or ask for a correction, and have no answer yet; oldest first."""
    if not may(hat, "publish") or not hat.organisation.analyses:
        return []
    rows = Comment.objects.filter(Q(publication=None) | Q(publication__withdrawn_at=None), network=hat.network)
    return [one for one in latest(rows.select_related("organisation", "publication")) if one.asks]


def _replies(hat: Hat, lang: str) -> list[Waiting]:
    if not may(hat, "reply"):
        return []
    own, found = hat.organisation.name, []
    for publication in seen_by(hat):
        until = waits(publication.terms).get(own)
        spoke = publication.comments.filter(organisation=hat.organisation).exists()
        if until is not None and until > today() and not spoke:
            text = say("sharing_desk.waiting.reply", lang, title=publication.title(lang))
            href = reverse("sharing_publication", args=[hat.network.slug, publication.pk])
            found.append(Waiting("reply", text, href, until))
    return found


def _answers(hat: Hat, lang: str) -> list[Waiting]:
    href = reverse("sharing_answers", args=[hat.network.slug])
    return [
        Waiting("answer", _asked(comment, lang), f"{href}#comment-{comment.pk}", None) for comment in to_answer(hat)
    ]


def _asked(comment: Comment, lang: str) -> str:
    about = comment.publication.title(lang) if comment.publication else say("sharing_desk.own.title", lang)
    values = {"partner": comment.organisation.name, "on": day_of(comment.at), "title": about}
    return say("sharing_desk.waiting.answer", lang, **values)


def _decisions(hat: Hat, lang: str) -> list[Waiting]:
    href = reverse("sharing_decisions", args=[hat.network.slug])
    return [Waiting("decide", _decision(one, lang), f"{href}#decision-{one.pk}", None) for one in waiting_for(hat)]


def _grants(hat: Hat, lang: str) -> list[Waiting]:
    """Agreements to share that wait for the signature of this hat's side."""
    found = []
    for one in standings(hat):
        if one.state == "sign":
            values = {"source": one.row.source, "giver": one.row.giver.name, "receiver": one.row.receiver.name}
            text = say("sharing_desk.waiting.sign", lang, purpose=one.row.purpose, **values)
            found.append(Waiting("sign", text, reverse("sharing_grant", args=[hat.network.slug, one.row.pk]), None))
    return found


def _decision(proposal: Proposal, lang: str) -> str:
    return say("sharing_desk.waiting.decide", lang, subject=subject_text(proposal.subject, lang))


def subject_text(subject: str, lang: str) -> str:
    """What can be decided, in words."""
    group, _, name = subject.partition(".")
    if group != "definition":
        return say(f"sharing_desk.subject.{group}", lang)
    key = f"sharing_desk.definition.{name}"
    return say(key, lang) if has(key) else name
