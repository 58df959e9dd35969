"""What is new for a hat since it last looked: lines of the record, by one table of kinds and roles.

A line may bear `for` in its body: the organisations that may hear of it, empty for all. Governing hats hear only of
what comes from a rule on the goal of the chain, or from an agreement, and never of a single case; no desk makes such
lines yet, so they hear nothing.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from schakel.texts import say
from schakel.web.access.models import Hat
from schakel.web.access.role import ANALYSING, GOVERNING, Role
from schakel.web.record.models import Entry, SeenUntil
from schakel.web.record.sentences import sentence

_PARTNER: frozenset[Role] = frozenset({"manager", "professional"})
_OVERSIGHT: frozenset[Role] = frozenset({"privacy"})
_PEOPLE: frozenset[Role] = frozenset({"administrator"})
# Which roles hear of which kind. A kind that is not here is nobody's news.
HEARD_BY: dict[str, frozenset[Role]] = {
    "published": ANALYSING | _PARTNER | _OVERSIGHT,
    "publication_agreed": ANALYSING,
    "publication_withdrawn": ANALYSING | _PARTNER | _OVERSIGHT,
    "comment_made": ANALYSING | _PARTNER,
    "figure_disputed": ANALYSING | _PARTNER,
    "comment_answered": ANALYSING | _PARTNER,
    "own_comment": ANALYSING,
    "own_comment_answered": frozenset({"manager"}),
    "decision_proposed": ANALYSING | frozenset({"manager", "privacy"}),
    "decision_agreed": ANALYSING,
    "decision_objected": ANALYSING | frozenset({"manager"}),
    "decision_settled": ANALYSING | _PARTNER | _OVERSIGHT,
    "grant_proposed": frozenset({"director", "manager", "privacy"}),
    "grant_signed": frozenset({"director", "manager", "privacy"}),
    "grant_ended": ANALYSING | frozenset({"manager", "privacy"}),
    "hat_given": _PEOPLE,
    "hat_withdrawn": _PEOPLE,
    "invitation_accepted": _PEOPLE,
    "dpia_assessed": ANALYSING | _OVERSIGHT | frozenset({"manager"}),
    "source_withdrawn": ANALYSING | _OVERSIGHT | frozenset({"manager"}),
}
# What governing hats may hear of: kinds made by a rule on the chain goal or by an agreement. None yet.
FOR_GOVERNING: frozenset[str] = frozenset()
MOST = 50


@dataclass(frozen=True)
class Notice:
    """A line of news. subject: what it is about ("publication:12"), for whoever makes an address of it."""

    seq: int
    at: datetime
    kind: str
    subject: str
    text: str


def notices(hat: Hat, lang: str, *, most: int = MOST) -> list[Notice]:
    """What is new for this hat, the latest first; never its own acts."""
    kinds = kinds_of(hat)
    if not kinds:
        return []
    last = SeenUntil.objects.filter(hat=hat).values_list("seq", flat=True).first() or 0
    rows = Entry.objects.filter(network=hat.network, kind__in=kinds, seq__gt=last).exclude(hat=hat)
    rows = rows.select_related("person", "hat__organisation").order_by("-seq")
    found = [entry for entry in rows.iterator() if hears(hat, entry)]
    return [
        Notice(entry.seq, entry.at, entry.kind, entry.subject, sentence(entry, lang, news=True))
        for entry in found[:most]
    ]


def kinds_of(hat: Hat) -> list[str]:
    """The kinds of which this hat hears."""
    if hat.role in GOVERNING:
        return sorted(FOR_GOVERNING)
    return sorted(kind for kind, roles in HEARD_BY.items() if hat.role in roles)


def hears(hat: Hat, entry: Entry) -> bool:
    """Whether a line is for the organisation of this hat."""
    return is_for(hat.organisation.name, entry)


def is_for(organisation: str, entry: Entry) -> bool:
    """Whether a line is for the organisation of this name."""
    meant = entry.body.get("for") if isinstance(entry.body, dict) else None
    return not meant or organisation in meant


def seen(hat: Hat, seq: int | None = None) -> None:
    """This hat has read the news up to a line, by default all there is."""
    last = Entry.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
    until = last if seq is None else min(seq, last)
    SeenUntil.objects.update_or_create(hat=hat, defaults={"seq": until, "at": timezone.now()})


def said_to_nobody(lang: str) -> str:
    """What stands where there is no news."""
    return say("record.no_news", lang)
