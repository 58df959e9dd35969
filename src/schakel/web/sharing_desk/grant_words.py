"""An agreement to share in plain words: where it stands, what is shared, and what stays unknown because it is not."""

from collections.abc import Iterable
from dataclasses import dataclass

from schakel.texts import has, say
from schakel.web.access.models import Hat, Network
from schakel.web.access.policy import may
from schakel.web.sharing_desk.grant_models import GrantVersion
from schakel.web.sharing_desk.granting import PAST, Standing, fields_of, of_cases

TEXTS = "sharing_desk.grants"
# What stays unknown, and the fields that must all be shared to know it (see insight/granted.py).
NEEDS = {
    "who": {"partner"},
    "duration": {"started", "ended"},
    "handover": {"partner", "to_partner"},
    "wait": {"started", "ended", "partner", "to_partner"},
    "own_wait": {"requested", "started"},
}


@dataclass(frozen=True)
class Told:
    """A version for a page. fields: as they are called. unknown: sentences about what stays so. missing: who did not
    sign. is_mine: this hat's side is one of the two."""

    standing: Standing
    state: str
    fields: tuple[str, ...]
    unknown: tuple[str, ...]
    missing: str
    is_mine: bool
    may_sign: bool
    may_end: bool

    @property
    def row(self) -> GrantVersion:
        """The version itself."""
        return self.standing.row


@dataclass(frozen=True)
class Listed:
    """A part of the list. key: of its heading."""

    key: str
    rows: tuple[Told, ...]


def told(one: Standing, hat: Hat, lang: str) -> Told:
    """A version in words for a hat."""
    row = one.row
    is_mine = hat.organisation_id in (row.giver_id, row.receiver_id)
    acts = is_mine and may(hat, "sign_grant") and one.state not in PAST
    return Told(
        one,
        say(f"{TEXTS}.state.{one.state}", lang),
        tuple(field_word(name, hat.network, lang) for name in row.fields),
        (*_in_part(row, hat.network, lang), *unknown(row.fields, lang)),
        ", ".join(organisation.name for organisation in one.missing),
        is_mine,
        one.state == "sign",
        acts,
    )


def listed(rows: Iterable[Standing], hat: Hat, lang: str) -> list[Listed]:
    """The agreements by what they are to this hat, each in one part; parts without any are left out."""
    parts: dict[str, list[Told]] = {key: [] for key in ("sign", "waiting", "given", "received", "others", "past")}
    for one in rows:
        parts[_part(one, hat)].append(told(one, hat, lang))
    return [Listed(key, tuple(found)) for key, found in parts.items() if found]


def _part(one: Standing, hat: Hat) -> str:
    if one.state in PAST:
        return "past"
    if one.state in ("sign", "waiting"):
        return one.state
    if hat.organisation_id == one.row.giver_id:
        return "given"
    return "received" if hat.organisation_id == one.row.receiver_id else "others"


def field_word(name: str, network: Network, lang: str) -> str:
    """A field as people call it: by us where we know it, else by the source."""
    for key in (f"{TEXTS}.field.{name}", f"privacy.field.{name}"):
        if has(key):
            return say(key, lang)
    return fields_of(network).get(name) or name


def _in_part(row: GrantVersion, network: Network, lang: str) -> tuple[str, ...]:
    """That what belongs to a case as a whole is known of some cases only."""
    shared = [field_word(name, network, lang) for name in row.fields if name in of_cases(network)]
    return (say(f"{TEXTS}.unknown.of_cases", lang, fields=", ".join(shared)),) if shared else ()


def unknown(fields: Iterable[str], lang: str) -> tuple[str, ...]:
    """What stays unknown when only these fields are shared, a sentence each."""
    given = set(fields)
    found = [say(f"{TEXTS}.unknown.{key}", lang) for key, needed in NEEDS.items() if not needed <= given]
    return (*found, say(f"{TEXTS}.unknown.always", lang))
