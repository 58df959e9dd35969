"""The network file and its comparison with a log, on the terminal and as JSON."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from schakel.orchestration.compare import Comparison, Match, State
from schakel.orchestration.edits import as_values
from schakel.orchestration.network import KINDS, PLURAL, Network
from schakel.orchestration.sentences import noun_word, sign_sentence
from schakel.orchestration.signs import Sign
from schakel.report.simulated_words import show_line
from schakel.report.tell import amount
from schakel.texts import say

STATES: tuple[State, ...] = ("only_log", "only_card", "not_seen", "both")


def show_network(network: Network, found: Sequence[Sign], file: str, lang: str) -> None:
    """How much of each kind the file holds, and what in it asks to be talked about."""
    show_line(say("orchestration.shown.good", lang, file=file))
    for kind in KINDS:
        name = noun_word(kind, lang, plural=True)
        show_line(say("orchestration.shown.count", lang, name=name, n=len(network.items(kind))))
    _show_signs(found, lang)


def show_comparison(found: Comparison, never: Sequence[Sign], lang: str) -> None:
    """Partners, steps and handovers by where they are known."""
    for name, matches in _parts(found, lang):
        for state in STATES:
            rows = [match for match in matches if match.state == state]
            if rows:
                said = say(f"orchestration.state.{state}", lang)
                show_line(say("orchestration.shown.heading", lang, name=name, state=said, n=len(rows)))
                for match in rows:
                    show_line(_row(match, lang))
    if found.hidden:
        show_line(say("orchestration.shown.hidden", lang, n=found.hidden))
    _show_signs(never, lang)


def network_document(network: Network, found: Sequence[Sign]) -> dict[str, Any]:
    """The whole file and its signs as JSON holds them."""
    items = {PLURAL[kind]: [as_values(item) for item in network.items(kind)] for kind in KINDS}
    return {"name": network.name, "about": network.about, **items, "signs": [_sign(sign) for sign in found]}


def comparison_document(found: Comparison) -> dict[str, Any]:
    """A comparison as JSON holds it. residents: {value, sign}, or null where the log does not have it."""
    names = ("partners", "activities", "handovers", "links")
    return {name: [_match(one) for one in getattr(found, name)] for name in names} | {"hidden": found.hidden}


def _show_signs(found: Sequence[Sign], lang: str) -> None:
    if not found:
        show_line(say("orchestration.shown.no_signs", lang))
        return
    show_line(say("orchestration.shown.signs", lang, n=len(found)))
    for sign in found:
        show_line(say("orchestration.shown.row", lang, name=sign_sentence(sign, lang)))


def _parts(found: Comparison, lang: str) -> Iterator[tuple[str, tuple[Match, ...]]]:
    yield noun_word("partner", lang, plural=True), found.partners
    yield noun_word("activity", lang, plural=True), found.activities
    yield noun_word("handover", lang, plural=True), found.handovers
    yield say("orchestration.shown.links", lang), found.links


def _row(match: Match, lang: str) -> str:
    name = " > ".join(match.names)
    if match.residents is None:
        return say("orchestration.shown.row", lang, name=name)
    return say("orchestration.shown.row_residents", lang, name=name, residents=amount(match.residents, lang))


def _match(one: Match) -> Mapping[str, Any]:
    residents = None if one.residents is None else {"value": one.residents.value, "sign": one.residents.sign}
    return {
        "names": list(one.names),
        "keys": list(one.keys),
        "state": one.state,
        "residents": residents,
        "words": list(one.words),
    }


def _sign(sign: Sign) -> Mapping[str, Any]:
    return {"code": sign.code, "kind": sign.kind, "key": sign.key, "values": dict(sign.values)}
