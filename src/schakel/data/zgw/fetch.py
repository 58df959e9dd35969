"""Fetch cases from a registration: from its two APIs to files that `schakel load` takes, all of them or nothing."""

import hashlib
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from schakel.chain.attribute import Attribute
from schakel.chain.problem import Problem, Refusal
from schakel.data import log
from schakel.data.held import as_refusal
from schakel.data.mapping import AMSTERDAM, CaseRule, FileForm, Mapping, Origin
from schakel.data.mapping_text import to_toml
from schakel.data.staged import NORM_ATTRIBUTES
from schakel.data.zgw.client import Client
from schakel.data.zgw.config import Config
from schakel.data.zgw.delivery import ABOUT, EVENTS, MAPPING, ROUTE, csv_text, put, recover, refuse_other_folder
from schakel.data.zgw.events import Written, rows_of
from schakel.data.zgw.ideal_route import closing, ranks, route_text
from schakel.data.zgw.kept_pages import KeptPages, alone
from schakel.data.zgw.lists import Lists
from schakel.data.zgw.registration import Registration, read_registration
from schakel.data.zgw.session import GuardedSession
from schakel.data.zgw.token import Tokens, read_secret
from schakel.sharing.bsn import looks_like_bsn_column
from schakel.sharing.pseudonym import Key, pseudonyms, read_or_make_key
from schakel.sharing.source_key import needs_role, read_key
from schakel.sharing.source_pseudonym import AtSource

FORMAT = 1
COLUMNS = {
    "case_id": "zaak",
    "resident": "inwoner",
    "activity": "activiteit",
    "partner": "partner",
    "started": "moment",
    "law": "wet",
    "product": "zaaktype",
    "function": "functie",
    "outcome": "resultaat",
    "row_id": "regel",
}
ATTRIBUTES = (
    ("opgeschort", Attribute("suspended", "opgeschort", "case")),
    ("verlengd_dagen", Attribute("extended_days", "verlengd_dagen", "case", "number")),
    ("uiterlijk", Attribute("latest_end", "uiterlijk", "case", "date")),
    *((one.label, one) for one in NORM_ATTRIBUTES),
)


@dataclass(frozen=True)
class Fetched:
    """What was fetched. pages: asked of the server now. is_resumed: an earlier fetch that was stopped was gone on with.

    outside: statuses, roles and outcomes of other cases; others as in `events.Written`.
    """

    zaken: int
    statussen: int
    rollen: int
    resultaten: int
    zaaktypen: int
    events: int
    pages: int
    is_resumed: bool
    outside: int
    unnamed: int
    without_resident: int
    without_end_status: int
    same_number: int


def fetch_zgw(
    config: Config,
    folder: Path,
    *,
    sleep: Callable[[float], None] = time.sleep,
    clock: Callable[[], float] = time.time,
    on_progress: Callable[[str, float], None] | None = None,
    timeouts: tuple[float, float] = (10, 60),
) -> Fetched:
    """Fetch, and put the files in a folder. Refusal when anything is not as it should be; then the old files stand.

    timeouts: seconds to connect, and to wait for an answer. A fetch that was stopped is gone on with within a day.
    """
    tell = on_progress or (lambda _stage, _share: None)
    refuse_other_folder(folder)
    secret = read_secret(config.secret_file, config.secret_env)
    beside = folder.with_name(f".{folder.name}.fetch")
    with as_refusal(folder), alone(beside, folder.name):
        recover(folder)
        key, names = _keys(config)
        kept = KeptPages(beside, _fingerprint(config, key), clock)
        session = GuardedSession(config.allowed, connect=timeouts[0], read=timeouts[1], ca_file=config.ca_file)
        try:
            lists = Lists(Client(session, Tokens(config.client_id, secret), sleep=sleep), kept)
            found = read_registration(config, lists, names, lambda share: tell("fetch", share))
        finally:
            session.close()
        if not found.zaken:
            raise Refusal((Problem("zgw_none", value=", ".join(config.zaaktypen) or "–"),))
        _refuse_numbers(found)
        written = rows_of(found, config, key)
        fetched = _counted(found, written, lists.pages, is_resumed=kept.is_resumed)
        put(folder, _texts(config, found, written, fetched, key, clock()), log.Steps())
        kept.drop()
    tell("fetch", 1.0)
    return fetched


def _keys(config: Config) -> tuple[Key, Callable[[str], str]]:
    """The key of what is fetched, and what makes the pseudonym of a resident. The one place where that is decided."""
    if config.source_key_file is not None:
        held = read_key(config.source_key_file)
        if held.role == "custodian":
            needs_role(held, "partner", config.source_key_file.name)
        return held.key, AtSource(held, config.domain).name
    if config.key_file is None:
        raise ValueError("no key")
    key = _log_key(config.key_file)
    return key, lambda number: pseudonyms(key, "resident", [number])[0]


def _log_key(path: Path) -> Key:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        return read_or_make_key(path)
    except ValueError:
        raise Refusal((Problem("log_key", file=path.parent.name),)) from None


def _fingerprint(config: Config, key: Key) -> str:
    return hashlib.blake2b(f"{FORMAT} {key.id} {config.domain} {config.told()}".encode(), digest_size=16).hexdigest()


def _refuse_numbers(found: Registration) -> None:
    """Refusal for case numbers that are numbers of people, as the load of any source judges it."""
    if looks_like_bsn_column(zaak.number for zaak in found.zaken):
        raise Refusal((Problem("bsn_column", "/zaken", column="identificatie"),))


def _counted(found: Registration, written: Written, pages: int, *, is_resumed: bool) -> Fetched:
    return Fetched(
        zaken=len(found.zaken),
        statussen=len(found.statussen),
        rollen=len(found.rollen),
        resultaten=len(found.resultaten),
        zaaktypen=len({zaak.zaaktype for zaak in found.zaken}),
        events=len(written.rows),
        pages=pages,
        is_resumed=is_resumed,
        outside=found.outside,
        unnamed=written.unnamed,
        without_resident=written.without_resident,
        without_end_status=written.without_end_status,
        same_number=written.same_number,
    )


def _texts(
    config: Config, found: Registration, written: Written, fetched: Fetched, key: Key, now: float
) -> dict[str, str]:
    moment = datetime.fromtimestamp(now, ZoneInfo(AMSTERDAM))
    mapping = Mapping(
        file=FileForm(delimiter=",", encoding="utf-8", reference_date=moment.date(), delivered_by=config.delivered_by),
        columns=tuple((ours, Origin(theirs)) for ours, theirs in COLUMNS.items()),
        attributes=ATTRIBUTES,
        case=CaseRule(unit="provision", closing=closing(found)),
        ranks=ranks(found),
    )
    about = {
        "format": FORMAT,
        "fetched": moment.isoformat(timespec="seconds"),
        "from": [config.zaken, config.catalogi],
        "zaaktypen": sorted({found.catalogue.zaaktypen[zaak.zaaktype].identificatie for zaak in found.zaken}),
        "period": [day.isoformat() if day else None for day in (config.since, config.until)],
        "key": key.id,
        "counts": {name: value for name, value in fetched.__dict__.items() if name not in ("pages", "is_resumed")},
    }
    return {
        EVENTS: csv_text(written.rows),
        MAPPING: to_toml(mapping),
        ROUTE: route_text(found),
        ABOUT: json.dumps(about, indent=1, ensure_ascii=False) + "\n",
    }
