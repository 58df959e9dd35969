"""What changed since an earlier DPIA, in sentences: what widens first, with the answers to look at again."""

from datetime import date

from schakel.report.document import Block, Findings, FindingText, Paragraph, Section
from schakel.report.privacy.changes import Change, look_again
from schakel.report.privacy.facts import PrivacyFacts
from schakel.report.privacy.wording import day, field_name
from schakel.report.tell import listed
from schakel.texts import say


def change_section(found: tuple[Change, ...], old: PrivacyFacts, new: PrivacyFacts, lang: str) -> Section:
    """The section; it says so when nothing changed."""
    title = say("privacy.changes.title", lang)
    if not found:
        none = say("privacy.changes.none", lang, on=old.day)
        return Section("changes", title, (Paragraph(none),))
    wide = tuple(change for change in found if change.widens)
    blocks: list[Block] = [
        Paragraph(say("privacy.changes.lead", lang, n=len(wide), on=old.day, all=len(found)), "lead")
    ]
    if wide:
        blocks += [Paragraph(say("privacy.changes.wider", lang), "warning"), Findings(_items(wide, old, new, lang))]
    other = tuple(change for change in found if not change.widens)
    if other:
        blocks += [Paragraph(say("privacy.changes.other", lang)), Findings(_items(other, old, new, lang))]
    again = look_again(found)
    if again:
        blocks.append(Paragraph(say("privacy.changes.again", lang, n=len(again), ids=", ".join(again)), "ask"))
    return Section("changes", title, tuple(blocks))


def _items(found: tuple[Change, ...], old: PrivacyFacts, new: PrivacyFacts, lang: str) -> tuple[FindingText, ...]:
    return tuple(FindingText(change_text(one, old, new, lang), again_text(one, lang)) for one in found)


def again_text(change: Change, lang: str) -> str:
    """Which answers to look at again; "" for none."""
    return say("privacy.changes.look", lang, ids=listed(change.questions, lang)) if change.questions else ""


def change_text(change: Change, old: PrivacyFacts, new: PrivacyFacts, lang: str) -> str:
    """A change as a sentence."""
    key = f"privacy.change.{change.kind}.{change.how}"
    return say(key, lang, **_values(change, old, new, lang))


def _values(change: Change, old: PrivacyFacts, new: PrivacyFacts, lang: str) -> dict[str, object]:
    facts = old if change.how == "removed" else new
    values: dict[str, object] = {
        "source": change.source,
        "partner": change.partner or say("privacy.not_said", lang),
        "purpose": change.purpose,
        "before": _side(change, change.before, lang),
        "after": _side(change, change.after, lang),
    }
    if change.kind in ("field", "granted_field"):
        values["value"] = field_name(change.value, facts, lang)
    elif change.kind in ("recipient", "purpose"):
        names = [field_name(field, facts, lang) for field in change.value.split(", ") if field]
        values["value"] = listed(names, lang) or say("privacy.parties.steps_only", lang)
    return values


def _side(change: Change, value: str, lang: str) -> str:
    if change.kind == "retention":
        return say("privacy.months", lang, n=int(value)) if value else say("privacy.no_term", lang)
    if change.kind in ("since", "grant_until"):
        return day(date.fromisoformat(value), lang)
    return value or say("privacy.not_said", lang)
