"""What the delivering partners decide on record: threshold, days to reply, definitions, rules of publication."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied

from schakel.chain.problem import Problem, Refusal
from schakel.insight.definitions import Chosen, Definition, definitions, definitions_from
from schakel.sharing.gate import LEAST_TO_SHARE
from schakel.web.access.models import Hat, Network, Organisation
from schakel.web.record.append import append
from schakel.web.sharing_desk.clock import now
from schakel.web.sharing_desk.delivering import delivering
from schakel.web.sharing_desk.models import Proposal, Voice

OF_NETWORK = {"threshold": (LEAST_TO_SHARE, 100), "reply_days": (1, 60)}  # least and most
DEFINITION = "definition."
RULE = "rule"
IN_FORCE = ("agreed", "decided")


@dataclass(frozen=True)
class Standing:
    """Where a proposal stands. voices: last word per organisation; silent: who has not spoken."""

    agree: tuple[Voice, ...]
    object: tuple[Voice, ...]
    silent: tuple[Organisation, ...]


def subjects() -> list[str]:
    """Everything that can be decided, rules last."""
    return [*OF_NETWORK, *(DEFINITION + one.name for one in definitions()), RULE]


def in_force(network: Network, subject: str) -> Any:
    """The value that holds now. For a rule None: rules stand beside each other."""
    if subject in OF_NETWORK:
        return getattr(network, subject)
    if subject == RULE:
        return None
    return next(_plain(one.value) for one in definitions_of(network) if DEFINITION + one.name == subject)


def definitions_of(network: Network) -> tuple[Definition, ...]:
    """The definitions as this network agreed on them, for `open_log(chosen=)`."""
    return definitions_from(own_definitions(network))


def own_definitions(network: Network) -> dict[str, Any]:
    """What this network agreed on, by the name of the definition, as JSON for `definitions_from`."""
    settled = Proposal.objects.filter(network=network, settled__in=IN_FORCE, subject__startswith=DEFINITION)
    own = {one.subject.removeprefix(DEFINITION): one.value for one in settled.order_by("settled_at", "pk")}
    known = {one.name for one in definitions()}
    return {name: value for name, value in own.items() if name in known}


def own_values(network: Network) -> str:
    """The definitions that this network agreed on otherwise than they come, as text; "" where none is."""
    return repr([(one.name, one.value) for one in definitions_of(network) if one.version.endswith("-own")] or "")


def propose(hat: Hat, subject: str, told: str, why: str) -> Proposal:
    """Put something to the partners. Refusal for a value that cannot be, or a reason that is not there."""
    if not why.strip():
        raise Refusal((Problem("workbench_no_reason"),))
    proposal = Proposal.objects.create(
        network=hat.network,
        subject=subject,
        value=read_value(subject, told),
        before=in_force(hat.network, subject),
        why=why.strip(),
        asked_by=hat,
        asked_at=now(),
    )
    _record("decision_proposed", proposal, hat)
    return proposal


def read_value(subject: str, told: str) -> Any:
    """What a person typed as the value of a subject. Refusal if it is none."""
    text = told.strip()
    if subject in OF_NETWORK:
        least, most = OF_NETWORK[subject]
        if not text.isdecimal() or not least <= int(text) <= most:
            raise Refusal((Problem("workbench_decision_value", value=text[:20], allowed=f"{least}-{most}"),))
        return int(text)
    if subject == RULE:
        if not text:
            raise Refusal((Problem("workbench_decision_value", value="", allowed="…"),))
        return text
    return _definition_value(subject, text)


def standing(proposal: Proposal) -> Standing:
    """The last word of each delivering organisation, and who is silent."""
    last: dict[int, Voice] = {}
    for voice in proposal.voices.select_related("organisation"):
        last[voice.organisation_id] = voice
    voices = sorted(last.values(), key=lambda voice: voice.organisation.name.casefold())
    silent = [] if proposal.settled else [one for one in delivering(proposal.network) if one.pk not in last]
    return Standing(
        tuple(voice for voice in voices if voice.agrees),
        tuple(voice for voice in voices if not voice.agrees),
        tuple(silent),
    )


def speak(proposal: Proposal, hat: Hat, agrees: bool, reason: str) -> None:
    """A delivering organisation agrees, or objects with a reason. All agreed: in force at once."""
    if hat.role != "manager" or hat.organisation not in delivering(hat.network):
        raise PermissionDenied("decide")
    _must_wait(proposal)
    if not agrees and not reason.strip():
        raise Refusal((Problem("workbench_no_reason"),))
    Voice.objects.create(
        proposal=proposal, organisation=hat.organisation, hat=hat, agrees=agrees, reason=reason.strip(), at=now()
    )
    _record("decision_agreed" if agrees else "decision_objected", proposal, hat)
    found = standing(proposal)
    if not found.silent and not found.object:
        _settle(proposal, hat, "agreed", "")


def decide(proposal: Proposal, hat: Hat, holds: bool, reasons: str) -> None:
    """The director decides where partners do not all agree, with reasons; objections stay visible beside it."""
    if hat.role != "director" or not hat.organisation.analyses:
        raise PermissionDenied("decide")
    _must_wait(proposal)
    if not reasons.strip():
        raise Refusal((Problem("workbench_no_reason"),))
    _settle(proposal, hat, "decided" if holds else "dropped", reasons.strip())


def waiting_for(hat: Hat) -> list[Proposal]:
    """Proposals on which this hat's organisation has not spoken, or that its director must decide."""
    unsettled = Proposal.objects.filter(network=hat.network, settled="")
    if hat.role == "manager" and hat.organisation in delivering(hat.network):
        return [one for one in unsettled if not one.voices.filter(organisation=hat.organisation).exists()]
    if hat.role == "director" and hat.organisation.analyses:
        return list(unsettled)
    return []


def rules(proposals: Iterable[Proposal]) -> list[Proposal]:
    """The rules that hold, oldest first."""
    return sorted((one for one in proposals if one.subject == RULE and one.settled in IN_FORCE), key=lambda one: one.pk)


def _must_wait(proposal: Proposal) -> None:
    if proposal.settled:
        raise Refusal((Problem("workbench_decided"),))


def _settle(proposal: Proposal, hat: Hat, how: str, reasons: str) -> None:
    proposal.settled, proposal.settled_at, proposal.settled_by, proposal.reasons = how, now(), hat, reasons
    proposal.save(update_fields=["settled", "settled_at", "settled_by", "reasons"])
    if how in IN_FORCE and proposal.subject in OF_NETWORK:
        read_value(proposal.subject, str(proposal.value))  # the bounds of today, not those of when it was proposed
        setattr(proposal.network, proposal.subject, proposal.value)
        proposal.network.save(update_fields=[proposal.subject])
    _record("decision_settled", proposal, hat, how=how)


def _record(kind: str, proposal: Proposal, hat: Hat, **body: str) -> None:
    told = {"what": proposal.subject, "value": proposal.value, **body}
    append(kind, f"decision:{proposal.pk}", network=proposal.network, person=hat.person, hat=hat, body=told)


def _definition_value(subject: str, text: str) -> Any:
    name = subject.removeprefix(DEFINITION)
    known = {one.name: one for one in definitions()}
    if not subject.startswith(DEFINITION) or name not in known:
        raise Refusal((Problem("workbench_decision_subject", value=name[:40]),))
    words = isinstance(known[name].value, tuple)
    try:
        value: Chosen = _words(text) if words else _number(text)
        definitions({name: value})
    except ValueError:
        raise Refusal((Problem("workbench_decision_value", value=text[:20], allowed=known[name].unit),)) from None
    return _plain(value)


def _words(text: str) -> tuple[str, ...]:
    found = tuple(word.strip() for word in text.split(",") if word.strip())
    if not found:
        raise ValueError("no words")
    return found


def _number(text: str) -> int | float:
    number = float(text.replace(",", "."))
    return int(number) if number.is_integer() else number


def _plain(value: Chosen) -> Any:
    return list(value) if isinstance(value, tuple) else value
