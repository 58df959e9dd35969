"""security.txt (RFC 9116): whom to tell of a weakness, as the workspace says under [security]. No contact, no file."""

import re
from dataclasses import dataclass
from datetime import date

from schakel.web.workspace import Workspace

PATH = ".well-known/security.txt"
MONTHS = 6  # how far ahead the file holds when no day is declared
_ADDRESS = re.compile(r"(?:mailto:|https://|tel:)[!-~]+")
_MAIL = re.compile(r"[!-?A-~]+@[!-?A-~]+\.[!-?A-~]+")
_LINE = re.compile(r"https://[!-~]+")


@dataclass(frozen=True)
class SecurityTxt:
    """What the file says, and what is wrong with what the workspace says. expires: until when it holds.

    contacts: as addresses. faults: keys of [security] whose value cannot be in such a file.
    """

    contacts: tuple[str, ...]
    expires: date | None
    policy: str = ""
    canonical: str = ""
    faults: tuple[str, ...] = ()

    def holds(self, on: date) -> bool:
        """Whether it may be shown on this day: with a contact, without faults, and not past its last day."""
        return bool(self.contacts) and not self.faults and self.expires is not None and on < self.expires

    def text(self) -> str:
        """The file."""
        lines = [*(f"Contact: {contact}" for contact in self.contacts), f"Expires: {self.expires}T00:00:00Z"]
        lines += ["Preferred-Languages: nl, en"]
        lines += [f"Policy: {self.policy}"] if self.policy else []
        lines += [f"Canonical: {self.canonical}"] if self.canonical else []
        return "\n".join(lines) + "\n"


def security_txt(workspace: Workspace, on: date) -> SecurityTxt:
    """What this workspace says. Without a declared day it holds until the first of the month, MONTHS ahead: as long as
    the workbench serves, what its settings say is meant.
    """
    told = dict(workspace.security)
    given = [one.strip() for one in told.get("contact", "").split(",") if one.strip()]
    contacts = [f"mailto:{one}" if _MAIL.fullmatch(one) and ":" not in one else one for one in given]
    faults = ["contact"] if any(not _ADDRESS.fullmatch(one) for one in contacts) else []
    policy = told.get("policy", "").strip()
    faults += ["policy"] if policy and not _LINE.fullmatch(policy) else []
    expires, is_day = _expires(told.get("expires", ""), on)
    faults += [] if is_day else ["expires"]
    faults += sorted(told.keys() - {"contact", "policy", "expires"})
    canonical = f"https://{workspace.hosts[0]}/{PATH}" if workspace.https and workspace.hosts else ""
    return SecurityTxt(tuple(contacts), expires, policy, canonical, tuple(faults))


def _expires(text: str, on: date) -> tuple[date | None, bool]:
    if not text:
        months = on.month - 1 + MONTHS
        return date(on.year + months // 12, months % 12 + 1, 1), True
    try:
        return date.fromisoformat(text[:10]), True
    except ValueError:
        return None, False
