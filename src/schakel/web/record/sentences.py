"""A line of the record as a sentence, in words that say who did what with which hat; never more than the line holds."""

from schakel.texts import has, say
from schakel.web.record.models import Entry


def sentence(entry: Entry, lang: str, *, news: bool = False) -> str:
    """The sentence of a line. news: who acted is named by organisation only."""
    key = f"record.kind.{entry.kind}"
    subject = " ".join(entry.subject.split())
    what = say(key, lang, number=_number(subject)) if has(key) else say("record.other", lang, kind=entry.kind)
    if subject and not has(key):
        what = f"{what} ({subject})"
    return say("record.news" if news else "record.by", lang, who=_who(entry, lang, news), what=what)


def _who(entry: Entry, lang: str, news: bool) -> str:
    if entry.hat is None:
        return entry.person.name if entry.person and not news else say("record.nobody", lang)
    organisation = entry.hat.organisation.name
    if news or entry.person is None:
        return organisation
    role = say(f"web.role.{entry.hat.role}", lang)
    return say("record.who", lang, person=entry.person.name, role=role, organisation=organisation)


def _number(subject: str) -> str:
    """What is named after the colon: "publication:12" gives "12"."""
    return subject.partition(":")[2] or "–"
