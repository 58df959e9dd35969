"""What to fetch from where: the file that a municipality writes once."""

import ipaddress
import re
import ssl
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from schakel.chain.problem import refuse
from schakel.data.toml_reading import Reading, as_list, is_text, tables
from schakel.data.zgw.addresses import Allowed, Network
from schakel.sharing.source_pseudonym import is_domain

KEYS = (
    "zaken",
    "catalogi",
    "hosts",
    "private_networks",
    "client_id",
    "secret_file",
    "secret_env",
    "ca_file",
    "key_file",
    "source_key_file",
    "domain",
    "delivered_by",
    "select",
    "resident_roles",
    "organisations",
    "law",
)
KEY_KEYS = ("key_file", "source_key_file", "domain")
SELECT_KEYS = ("zaaktypen", "from", "until")
GENERIC_ROLES = (
    "adviseur",
    "behandelaar",
    "belanghebbende",
    "beslisser",
    "initiator",
    "klantcontacter",
    "zaakcoordinator",
    "mede_initiator",
)
RESIDENT_ROLES = ("initiator", "belanghebbende")
HOST = re.compile(r"(?:[A-Za-z0-9](?:[A-Za-z0-9.\-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")


@dataclass(frozen=True)
class Config:
    """zaken, catalogi: addresses of the two APIs, without a slash behind. zaaktypen: identificaties, () is all.

    since, until: which days of startdatum, inclusive. resident_roles: the first of these that a person has in a case
    makes that person the resident. organisations: (RSIN, name) of who is responsible for cases. law: (identificatie
    of a zaaktype, law). ca_file: certificates (PEM) of who signs those of the hosts, in place of the public ones.
    Numbers of people become pseudonyms before anything is written: under the key of the log (key_file), or as every
    partner makes them (source_key_file and domain, see `sharing.source_pseudonym`).
    """

    zaken: str
    catalogi: str
    allowed: Allowed
    client_id: str
    delivered_by: str
    key_file: Path | None = None
    source_key_file: Path | None = None
    domain: str = ""
    secret_file: Path | None = None
    ca_file: Path | None = None
    secret_env: str = ""
    zaaktypen: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    resident_roles: tuple[str, ...] = RESIDENT_ROLES
    organisations: tuple[tuple[str, str], ...] = ()
    law: tuple[tuple[str, str], ...] = ()

    def told(self) -> str:
        """All that decides what is fetched and how it is written, without any secret: equal text, equal delivery."""
        parts = (self.zaken, self.catalogi, self.allowed.hosts, self.delivered_by, self.zaaktypen, self.since)
        return repr((*parts, self.until, self.resident_roles, self.organisations, self.law))


def read_config(path: Path) -> Config:
    """The configuration in a file. Refusal with every key that is unknown, missing or has a wrong value."""
    reading = Reading(path.name)
    found = tables(path)
    reading.keys("", found, KEYS)
    select = reading.table("select", found)
    reading.keys("select.", select, SELECT_KEYS)
    allowed = Allowed(_hosts(reading, found), _networks(reading, found))
    texts = {
        key: reading.text(key, found)
        for key in ("zaken", "catalogi", "client_id", "secret_file", "secret_env", "ca_file", *KEY_KEYS)
    }
    _needed(reading, texts)
    roles = reading.texts("resident_roles", found) or RESIDENT_ROLES
    for role in roles:
        if role not in GENERIC_ROLES:
            reading.wrong("resident_roles", role, ", ".join(GENERIC_ROLES))
    made = Config(
        zaken=texts["zaken"].rstrip("/"),
        catalogi=texts["catalogi"].rstrip("/"),
        allowed=allowed,
        client_id=texts["client_id"],
        delivered_by=reading.text("delivered_by", found) or "Gemeente",
        key_file=_beside(path, texts["key_file"]),
        source_key_file=_beside(path, texts["source_key_file"]),
        domain=texts["domain"],
        secret_file=_beside(path, texts["secret_file"]),
        secret_env=texts["secret_env"],
        ca_file=_certificates(reading, path.parent, texts["ca_file"]),
        zaaktypen=reading.texts("select.zaaktypen", select),
        since=reading.date("select.from", select),
        until=reading.date("select.until", select),
        resident_roles=roles,
        organisations=_pairs(reading, "organisations", found),
        law=_pairs(reading, "law", found),
    )
    refuse(reading.problems)
    allowed.check(made.zaken)
    allowed.check(made.catalogi)
    return made


def _beside(path: Path, name: str) -> Path | None:
    return path.parent / name if name else None


def _certificates(reading: Reading, folder: Path, name: str) -> Path | None:
    if not name:
        return None
    try:
        ssl.create_default_context(cafile=folder / name)
    except (OSError, ValueError):  # not there, or no certificates
        reading.wrong("ca_file", name, "PEM")
    return folder / name


def _needed(reading: Reading, texts: dict[str, str]) -> None:
    for key in ("zaken", "catalogi", "client_id"):
        if not texts[key]:
            reading.wrong(key, "", '"https://…"' if key in ("zaken", "catalogi") else '"…"')
    if bool(texts["secret_file"]) == bool(texts["secret_env"]):
        reading.wrong("secret_file", "", "secret_file | secret_env")

    if bool(texts["key_file"]) == bool(texts["source_key_file"]):
        reading.wrong("key_file", "", "key_file | source_key_file")
    if texts["source_key_file"] and not is_domain(texts["domain"]):
        reading.wrong("domain", texts["domain"], '"lindewaard-2026"')


def _hosts(reading: Reading, found: dict[str, Any]) -> tuple[str, ...]:
    hosts = reading.texts("hosts", found)
    if not hosts or not all(HOST.fullmatch(host) for host in hosts):
        reading.wrong("hosts", ", ".join(hosts), '["zaken.example.nl", "zaken.example.nl:8443"]')
    return hosts


def _networks(reading: Reading, found: dict[str, Any]) -> tuple[Network, ...]:
    made = []
    for text in as_list(found.get("private_networks", [])):
        try:
            if not is_text(text):
                raise ValueError(text)
            made.append(ipaddress.ip_network(text))
        except ValueError:
            reading.wrong("private_networks", text, '["10.20.0.0/16"]')
    return tuple(made)


def _pairs(reading: Reading, path: str, found: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    pairs = []
    for key, value in reading.table(path, found).items():
        if is_text(value):
            pairs.append((key.strip(), value.strip()))
        else:
            reading.wrong(path, value, '"…" = "…"')
    return tuple(pairs)
