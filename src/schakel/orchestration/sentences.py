"""Words for what the network file holds: labels of inputs, what they serve, signs and problems."""

from schakel.chain.problem import Problem
from schakel.orchestration.inputs import inputs
from schakel.orchestration.signs import Sign
from schakel.texts import say

_OPTIONS = ("capacity", "other")  # values of a sign that are words of a choice


def noun_word(kind: str, lang: str, *, plural: bool = False) -> str:
    """What a kind or a part is called."""
    return say(f"orchestration.{'plural' if plural else 'noun'}.{kind}", lang)


def label(kind: str, field: str, lang: str) -> str:
    """The question or heading of an input."""
    return say(f"orchestration.field.{kind}.{field}", lang)


def option_word(option: str, lang: str) -> str:
    """A word of a choice, as "commissioner"."""
    return say(f"orchestration.option.{option}", lang)


def serves_sentence(kind: str, field: str, lang: str) -> str:
    """Which decision an input serves, and its minutes."""
    one = inputs()[kind].field(field)
    decision = say(f"orchestration.serves.{one.serves}", lang)
    return say("orchestration.minutes_sentence", lang, decision=decision, minutes=one.minutes)


def sign_sentence(sign: Sign, lang: str) -> str:
    """A sign as a sentence."""
    values: dict[str, str | int] = dict(sign.values)
    for name in _OPTIONS:
        if name in values:
            values[name] = option_word(str(values[name]), lang)
    if values.get("about") == "":
        values["about"] = say("orchestration.everything", lang)
    if values.get("toward") == "*":
        values["toward"] = say("orchestration.all_partners", lang)
    if values.get("of") == "*":
        values["of"] = say("orchestration.all_partners", lang)
    return say(f"orchestration.sign.{sign.code}", lang, **values)


def form_sentence(problem: Problem, lang: str) -> str:
    """A problem beside the field that it is about, without file and line."""
    more = {name: value for name, value in problem.more if name not in ("kind", "key")}  # where to mend it, no words
    parts = {"value": problem.value, "allowed": problem.allowed, **more}
    return say(f"orchestration.problem.{problem.code}", lang, **parts)
