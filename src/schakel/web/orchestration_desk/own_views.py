"""What a partner says for itself on what others wrote: an answer to an expectation, its meaning of a word."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from schakel.chain.problem import Refusal
from schakel.orchestration import edits
from schakel.orchestration.collaboration.card import Card
from schakel.orchestration.collaboration.word import Meaning, Word
from schakel.orchestration.inputs import inputs
from schakel.orchestration.network import Network
from schakel.orchestration.sentences import label, option_word, serves_sentence
from schakel.orchestration.whom_to_call import steps
from schakel.texts import say
from schakel.web.access.policy import allow
from schakel.web.access.request import NetworkRequest
from schakel.web.orchestration_desk.changing import change
from schakel.web.orchestration_desk.desk import Desk, desk_of, show
from schakel.web.orchestration_desk.form import wrong_at
from schakel.web.version import VERSION, Conflict, Sides, version_of


@allow("edit_own_card", "GET", "POST")
def answer(request: NetworkRequest, network: str, key: str, number: int) -> HttpResponse:
    """What a partner says to an expectation on somebody else's card."""
    desk = desk_of(request)
    card = desk.network.find("card", key)
    if card is None or not 0 < number <= len(card.expect):
        raise Http404
    one = card.expect[number - 1]
    if not desk.rights.speaks_for(one.of):
        raise PermissionDenied
    now = {"answer": one.answer, "said": one.said}
    sent = {name: request.POST.get(name, "").strip() for name in now} if request.method == "POST" else now
    context = _context(desk, "expectation", sent, now, desk.links.href("partner", one.of), one.what)
    context |= {"one": one, "by": desk.links.to("partner", key), "of": desk.links.to("partner", one.of)}
    if request.method != "POST":
        return show(desk, "answer", **context)
    _keep(desk, "expectation", now, sent, context["back"], what=one.what)
    values = edits.as_values(one) | sent

    def put(network: Network) -> Network:
        made = edits.item_from("card", edits.as_values(card) | {"expect": _replaced(card, number, values)})
        return edits.put(network, "card", made)

    return _saved(desk, put, ("card", key), "answer", context)


def _replaced(card: Card, number: int, values: dict[str, Any]) -> list[dict[str, Any]]:
    rows = [edits.as_values(one) for one in card.expect]
    rows[number - 1] = values
    return rows


@allow("edit_own_card", "GET", "POST")
def meaning(request: NetworkRequest, network: str, key: str) -> HttpResponse:
    """What the own partner means by a word, and whether others guessed right."""
    desk = desk_of(request)
    word, own = desk.network.find("word", key), desk.rights.own
    if word is None:
        raise Http404
    if not own:
        raise PermissionDenied
    said = next((one for one in word.meaning if one.partner == own), Meaning(own, ""))
    now = {"meaning": said.meaning, "activity": said.activity} | {
        f"judged.{at}": one.judged for at, one in enumerate(word.guess, 1) if one.of == own
    }
    sent = {name: request.POST.get(name, "").strip() for name in now} if request.method == "POST" else now
    context = _context(desk, "meaning", sent, now, desk.links.href("word", key))
    context |= {
        "word": word,
        "own": desk.network.title("partner", own),
        "steps": steps(desk.network),
        "others": [(desk.links.to("partner", one.partner), one) for one in word.meaning if one.partner != own],
        "guesses": list(_guesses(desk, word, own, sent)),
    }
    if request.method != "POST":
        return show(desk, "meaning", **context)
    _keep(desk, "meaning", now, sent, context["back"])

    def put(network: Network) -> Network:
        return edits.put(network, "word", edits.item_from("word", _with_own(word, own, sent)))

    return _saved(desk, put, ("word", key), "meaning", context)


def _guesses(desk: Desk, word: Word, own: str, sent: dict[str, str]) -> Iterator[tuple[str, Any, Any, str]]:
    for at, one in enumerate(word.guess, 1):
        if one.of == own:
            yield f"judged.{at}", desk.links.to("partner", one.by), one, sent[f"judged.{at}"]


def _with_own(word: Word, own: str, sent: dict[str, str]) -> dict[str, Any]:
    """The values of the word in which only what is of this partner is otherwise; an empty meaning is taken away."""
    kept = [one for one in word.meaning if one.partner != own]
    place = next((at for at, one in enumerate(word.meaning) if one.partner == own), len(kept))
    if sent["meaning"]:
        kept.insert(place, Meaning(own, sent["meaning"], sent["activity"]))
    values = edits.as_values(replace(word, meaning=()))
    values["meaning"] = [edits.as_values(one) for one in kept]
    for at, guess in enumerate(values["guess"], 1):
        guess["judged"] = sent.get(f"judged.{at}", guess["judged"])
    return values


def _context(
    desk: Desk, part: str, sent: dict[str, str], now: dict[str, str], back: str, what: str = ""
) -> dict[str, Any]:
    """What both forms have: labels, what each field serves, choices, version."""
    lang, fields = desk.lang, inputs()[part]
    asked = [one for one in fields.names if one in now]
    guess = inputs()["guess"].field("judged")
    choices = fields.field("answer").options if part == "expectation" else guess.options
    return {
        "sent": sent,
        "labels": {name: label(part, name, lang) for name in asked} | {"judged": label("guess", "judged", lang)},
        "helps": {name: serves_sentence(part, name, lang) for name in asked},
        "choices": [(one, option_word(one, lang)) for one in choices],
        "form_version": desk.request.POST.get(VERSION) or version_of(now | {"what": what}),
        "back": back,
        "errors": {},
        "here": "orchestration_words" if part == "meaning" else "orchestration_partners",
    }


def _keep(desk: Desk, part: str, now: dict[str, str], sent: dict[str, str], back: str, *, what: str = "") -> None:
    """Conflict if something else stands there now; also if an expectation got other words: they want another answer."""
    current = version_of(now | {"what": what})
    if desk.request.POST.get(VERSION, "") == current:
        return
    sides = tuple(
        Sides(
            label("guess", "judged", desk.lang) if name.startswith("judged") else label(part, name, desk.lang),
            now[name],
            sent[name],
        )
        for name in now
    )
    raise Conflict(sides, current, back)


def _saved(desk: Desk, put: Any, item: tuple[str, str], template: str, context: dict[str, Any]) -> HttpResponse:
    try:
        changed = change(desk.request, put, "network_changed", *item)
    except Refusal as refusal:
        names = {one.column.split(".")[-1]: wrong_at(one, desk.lang) for one in refusal.problems}
        return show(desk, template, status=422, **context | {"errors": names})
    messages.success(desk.request, say(f"orchestration_desk.edit.{'saved' if changed else 'same'}", desk.lang))
    return redirect(context["back"])
