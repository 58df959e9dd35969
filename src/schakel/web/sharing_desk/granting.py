"""Agreeing to share: who sees an agreement, proposing a version of it, signing it, ending it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied

from schakel.chain.problem import Problem, Refusal
from schakel.sharing.bsn import contains_bsn
from schakel.sharing.grant import FIELDS
from schakel.web.access.models import Hat, Network, Organisation
from schakel.web.access.policy import may
from schakel.web.record.append import append
from schakel.web.sharing_desk.clock import now, today
from schakel.web.sharing_desk.delivering import manifest_of
from schakel.web.sharing_desk.grant_models import GrantSignature, GrantVersion
from schakel.web.sharing_desk.sights import delivered_by, holding, versions

LONGEST = 160  # characters of a purpose
STATES = ("sign", "waiting", "in_force", "coming", "replaced", "over", "ended", "declined")
PAST = frozenset({"replaced", "over", "ended", "declined"})


@dataclass(frozen=True)
class Terms:
    """What a proposal says. source: by name; giver and receiver follow from who delivers it and who asks."""

    source: str
    receiver: Organisation
    purpose: str
    fields: frozenset[str]
    since: date
    until: date


@dataclass(frozen=True)
class Standing:
    """A version and where it stands today, as one hat sees it. state: one of STATES; "sign" waits for this hat's side.

    missing: organisations that did not sign.
    """

    row: GrantVersion
    state: str
    missing: tuple[Organisation, ...]


def fields_of(network: Network) -> dict[str, str]:
    """What can be shared of a source: FIELDS, then attributes with the source's own word for them."""
    manifest = manifest_of(network)
    return dict.fromkeys(FIELDS, "") | {one.slug: one.label for one in (manifest.attributes if manifest else ())}


def of_cases(network: Network) -> frozenset[str]:
    """Which of these belong to a case as a whole: any step may tell them, so each of its sources must share them."""
    manifest = manifest_of(network)
    return frozenset(one.slug for one in (manifest.attributes if manifest else ()) if one.level == "case")


def joins_cases(network: Network) -> bool:
    """Whether cases may be one because help went on in a source that a receiver does not see."""
    manifest = manifest_of(network)
    if manifest is None:
        return False
    return manifest.counts.get("continued", 0) > 0 and len({one.name for one in manifest.sources}) > 1


def known(hat: Hat) -> list[GrantVersion]:
    """Versions of which this hat may know: of its own organisation; all for the privacy officer of who analyses."""
    if not may(hat, "read_grants"):
        return []
    every = hat.role == "privacy" and hat.organisation.analyses
    mine = hat.organisation_id
    return [one for one in versions(hat.network) if every or mine in (one.giver_id, one.receiver_id)]


def standings(hat: Hat) -> list[Standing]:
    """The same with where each stands, the newest first."""
    rows = known(hat)
    held = {one.pk for one in holding(rows)}
    found = [Standing(one, _state(one, rows, held, hat), missing(one)) for one in rows]
    return sorted(found, key=lambda one: -one.row.pk)


def missing(row: GrantVersion) -> tuple[Organisation, ...]:
    """The sides that did not sign, giver first."""
    signed = {one.organisation_id for one in row.signatures.all()}
    return tuple(one for one in (row.giver, row.receiver) if one.pk not in signed)


def _state(row: GrantVersion, rows: Iterable[GrantVersion], held: set[int], hat: Hat) -> str:
    lacking = missing(row)
    if row.ended_at is not None:
        return "declined" if lacking else "ended"
    if today() > row.until:
        return "over"
    if _is_passed(row, rows):
        return "replaced"
    if lacking:
        ours = hat.organisation in lacking and may(hat, "sign_grant")
        return "sign" if ours else "waiting"
    return "in_force" if row.pk in held else "coming"


def _is_passed(row: GrantVersion, rows: Iterable[GrantVersion]) -> bool:
    """Whether a later version of it that both signed has begun, so that this one can never hold (again)."""
    later = (one for one in rows if one.subject == row.subject and one.version > row.version)
    return any(not missing(one) and one.since <= today() and not one.never_began for one in later)


def latest(network: Network, row: GrantVersion) -> int:
    """The number of the last version of the same agreement."""
    same = GrantVersion.objects.filter(
        network=network, source=row.source, giver=row.giver, receiver=row.receiver, purpose=row.purpose
    )
    return max(same.values_list("version", flat=True))


def purposes(hat: Hat) -> list[str]:
    """What for this hat's side agreed already, to choose from; not what others agreed among themselves."""
    return sorted({one.purpose for one in known(hat)}, key=str.casefold)


def sources_for(hat: Hat) -> dict[str, Organisation]:
    """Per source that can be given away the organisation that delivers it, by name; none that nobody here delivers."""
    here = {one.name: one for one in hat.network.organisations.all()}
    return {source: here[by] for source, by in sorted(delivered_by(hat.network).items()) if by in here}


def propose(hat: Hat, terms: Terms) -> GrantVersion:
    """The next version of an agreement, signed by the side of this hat. Inside a transaction.

    PermissionDenied for a hat of neither side. Refusal for terms that cannot be.
    """
    giver = sources_for(hat).get(terms.source)
    problems = _problems(hat, terms, giver)
    if problems or giver is None:
        raise Refusal(tuple(problems))
    if hat.organisation not in (giver, terms.receiver) or not may(hat, "propose_grant"):
        raise PermissionDenied("propose_grant")
    subject = {"source": terms.source, "giver": giver, "receiver": terms.receiver, "purpose": terms.purpose}
    same = GrantVersion.objects.select_for_update().filter(network=hat.network, **subject)
    row = GrantVersion.objects.create(
        network=hat.network,
        **subject,
        fields=sorted(terms.fields),
        since=terms.since,
        until=terms.until,
        version=1 + max(same.values_list("version", flat=True), default=0),
        proposed_by=hat,
        proposed_at=now(),
    )
    _line("grant_proposed", row, hat, version=row.version)
    sign(hat, row)
    return row


def _problems(hat: Hat, terms: Terms, giver: Organisation | None) -> list[Problem]:
    found = []
    if giver is None:
        found.append(Problem("workbench_grant_source", value=terms.source[:80], allowed=", ".join(sources_for(hat))))
    if giver == terms.receiver or terms.receiver.network_id != hat.network_id:
        found.append(Problem("workbench_grant_receiver", value=terms.receiver.name))
    strange = sorted(terms.fields - fields_of(hat.network).keys())
    if strange or not terms.fields:
        allowed = ", ".join(fields_of(hat.network))
        found.append(Problem("workbench_grant_fields", value=", ".join(strange)[:80] or "–", allowed=allowed))
    if not terms.purpose or len(terms.purpose) > LONGEST or contains_bsn(terms.purpose):
        found.append(Problem("workbench_grant_purpose", allowed=str(LONGEST)))
    if terms.until < max(terms.since, today()):
        allowed = max(terms.since, today()).isoformat()
        found.append(Problem("workbench_grant_days", value=terms.until.isoformat(), allowed=allowed))
    return found


def sign(hat: Hat, row: GrantVersion) -> None:
    """The side of this hat signs; once. PermissionDenied for a hat of neither side, Refusal for one that is past."""
    if hat.organisation_id not in (row.giver_id, row.receiver_id) or not may(hat, "sign_grant"):
        raise PermissionDenied("sign_grant")
    if row.ended_at is not None or today() > row.until:
        raise Refusal((Problem("workbench_grant_past"),))
    _, is_new = GrantSignature.objects.get_or_create(
        grant=row, organisation=hat.organisation, defaults={"hat": hat, "at": now()}
    )
    if is_new:
        _line("grant_signed", row, hat, version=row.version)


def end(hat: Hat, row: GrantVersion, why: str) -> None:
    """Turn down a version that is not signed by both; of one that is, end the agreement: it and every later version.

    From the next request on. Each of the two sides may. PermissionDenied and Refusal as for signing.
    """
    if hat.organisation_id not in (row.giver_id, row.receiver_id) or not may(hat, "sign_grant"):
        raise PermissionDenied("sign_grant")
    if row.ended_at is not None or today() > row.until:
        raise Refusal((Problem("workbench_grant_past"),))
    same = GrantVersion.objects.filter(
        network=hat.network, source=row.source, giver=row.giver, receiver=row.receiver, purpose=row.purpose
    )
    wanted = same.filter(pk=row.pk) if missing(row) else same.filter(version__gte=row.version)
    for one in wanted.filter(ended_at=None).select_related("giver", "receiver"):
        one.ended_at, one.ended_by, one.ended_why = now(), hat, why
        one.save(update_fields=["ended_at", "ended_by", "ended_why"])
        _line("grant_ended", one, hat, version=one.version)


def _line(kind: str, row: GrantVersion, hat: Hat, **body: object) -> None:
    """A line for the two sides. It names neither source nor field: others who read the record learn of no agreement."""
    told: Mapping[str, object] = {"for": sorted({row.giver.name, row.receiver.name}), **body}
    append(kind, f"grant:{row.pk}", network=row.network, person=hat.person, hat=hat, body=dict(told))
