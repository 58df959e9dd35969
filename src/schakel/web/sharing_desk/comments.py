"""What partners say beside a number: on screens, in reports and exports, and in answers of the API."""

from collections.abc import Iterable
from dataclasses import dataclass

from schakel.report.document import Block, Paragraph
from schakel.texts import say
from schakel.web.access.models import Hat, Network
from schakel.web.sharing_desk.clock import day_of, today
from schakel.web.sharing_desk.from_insight import Looked, view_key
from schakel.web.sharing_desk.models import Comment, Publication
from schakel.web.sharing_desk.publishing import reader_of
from schakel.web.sharing_desk.visible import knows_of, state


@dataclass(frozen=True)
class Said:
    """A comment as values, for the API. passports: ids of the figures it stands beside. on, answered_on: ISO days."""

    partner: str
    on: str
    text: str
    disputed: bool
    correction: str
    answer: str
    answered_on: str
    publication: int | None
    passports: tuple[str, ...]


def latest(comments: Iterable[Comment]) -> list[Comment]:
    """The last word of each organisation on each publication or figure, in the order in which they were said."""
    found: dict[tuple[int | None, str, int], Comment] = {}
    for comment in comments:
        key = (comment.publication_id, comment.figure, comment.organisation_id)
        found.pop(key, None)
        found[key] = comment
    return list(found.values())


def of_publication(publication: Publication) -> list[Comment]:
    """What stands beside it now."""
    return latest(publication.comments.select_related("organisation", "answered_by__organisation"))


def disputed_by(comments: Iterable[Comment]) -> list[str]:
    """Partners whose last word is that the figure is not right."""
    return [comment.organisation.name for comment in comments if comment.disputed]


def comment_blocks(network: Network, look: Looked, lang: str) -> tuple[Block, ...]:
    """The comments on a view, as blocks to stand beside its numbers; of every snapshot of which it was published."""
    rows = Publication.objects.filter(network=network, look_key=view_key(look), withdrawn_at=None)
    return blocks((comment for one in rows for comment in of_publication(one)), lang)


def blocks(comments: Iterable[Comment], lang: str) -> tuple[Block, ...]:
    """Comments as blocks: what is disputed as a warning, and under it the answer."""
    found: list[Block] = []
    for comment in comments:
        found.append(Paragraph(sentence(comment, lang), "warning" if comment.disputed else "ask"))
        if comment.answer:
            found.append(Paragraph(answer_sentence(comment, lang), "note"))
    return tuple(found)


def sentence(comment: Comment, lang: str) -> str:
    """Who says what, and since when."""
    key = "disputed" if comment.disputed else "says"
    said = say(
        f"sharing_desk.comment.{key}",
        lang,
        partner=comment.organisation.name,
        on=day_of(comment.at),
        text=_ended(comment.text),
    )
    if not comment.correction:
        return said
    return f"{said} {say('sharing_desk.comment.asks', lang, text=_ended(comment.correction))}"


def answer_sentence(comment: Comment, lang: str) -> str:
    """What the analyst answered."""
    if comment.answered_at is None or comment.answered_by is None:
        return say("sharing_desk.comment.unanswered", lang)
    organisation = comment.answered_by.organisation.name
    on = day_of(comment.answered_at)
    return say("sharing_desk.comment.answer", lang, organisation=organisation, on=on, text=_ended(comment.answer))


def comments_of(network: Network, passports: Iterable[str], hat: Hat | None = None) -> tuple[Said, ...]:
    """The comments that belong to figures with these passport ids, of publications that this hat may know of.

    Without a hat only those of publications that are open to everybody.
    """
    wanted = set(passports)
    rows = Publication.objects.filter(network=network).prefetch_related("consents__organisation")
    found: list[Said] = []
    for one in rows.select_related("asked_by__organisation"):
        ids = tuple(passport["id"] for passport in one.passports)
        if wanted & set(ids) and _known(one, hat):
            found += [_said(comment, ids) for comment in of_publication(one)]
    return tuple(found)


def _known(publication: Publication, hat: Hat | None) -> bool:
    if hat is None:
        return state(publication.terms, today()) == "open"
    return publication.withdrawn_at is None and knows_of(publication.terms, reader_of(hat), today())


def _said(comment: Comment, passports: tuple[str, ...]) -> Said:
    return Said(
        partner=comment.organisation.name,
        on=day_of(comment.at).isoformat(),
        text=comment.text,
        disputed=comment.disputed,
        correction=comment.correction,
        answer=comment.answer,
        answered_on=day_of(comment.answered_at).isoformat() if comment.answered_at else "",
        publication=comment.publication_id,
        passports=passports,
    )


def _ended(text: str) -> str:
    """The text as a sentence that ends."""
    short = " ".join(text.split())
    return short if short[-1:] in ".!?…" else f"{short}."
