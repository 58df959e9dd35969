"""A folder of fictional Wmo messages: residents who ask, are assigned, helped, handed over, and whose help is declared.

python -m benchmarks.make_messages FOLDER MESSAGES. A thousand in a folder. The BSNs are
counted up from 990000000 and pass the eleven test; nothing else of the residents is there.
"""

import random
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

CODES = {"301": "414", "305": "418", "307": "420", "315": "444", "323": "484"}
PER_RESIDENT = 8
PER_FOLDER = 1000
PROVIDERS = [f"99{number:06d}" for number in range(40)]
FIRST = date(2024, 1, 1)
PERSON = (
    "<Geboortedatum><b:Datum>1950-01-01</b:Datum></Geboortedatum><Geslacht>0</Geslacht><Naam><b:Geslachtsnaam>"
    "<b:Achternaam>Verzonnen</b:Achternaam></b:Geslachtsnaam><b:Voorletters>V</b:Voorletters></Naam>"
)
PRODUCT = "<Product><b:Categorie>02</b:Categorie><b:Code>02A03</b:Code></Product>"


def bsn(number: int) -> str:
    """A BSN that passes the eleven test, another one for each number below 90,000."""
    place = number
    while True:
        digits = f"99{place:06d}"
        rest = sum(weight * int(digit) for weight, digit in zip(range(9, 1, -1), digits, strict=True)) % 11
        if rest < 10:
            return f"{digits}{rest}"
        place += 90_000 + number


def messages(count: int, seed: int = 1) -> Iterator[str]:
    """The messages of residents one after the other, eight each."""
    chance = random.Random(seed)  # noqa: S311 -- chance, no secret
    for place in range(count):
        resident, step = divmod(place, PER_RESIDENT)
        if step == 0:
            day = FIRST + timedelta(days=chance.randrange(500))
            one, other = chance.sample(PROVIDERS, 2)
            waits = [chance.randrange(1, 40) for _ in range(6)]
        yield _message(place, step, resident, day, waits, one, other)


def _message(place: int, step: int, resident: int, day: date, waits: list[int], one: str, other: str) -> str:
    days = [day + timedelta(days=sum(waits[:n])) for n in range(len(waits) + 1)]
    asked, decided, began, ended, later, begun, last = days
    number, next_number = resident * 2 + 1, resident * 2 + 2
    person = f"<Client><Bsn>{bsn(resident)}</Bsn>"
    if step == 0:
        return _wrapped("315", place, asked, one, f"{person}{PERSON}{_asked(resident, decided)}</Client>")
    if step in (1, 5):
        body = (
            _assigned(number, decided, began, f"R{resident}") if step == 1 else _assigned(next_number, ended, later, "")
        )
        receiver = one if step == 1 else other
        return _wrapped("301", place, decided if step == 1 else ended, receiver, f"{person}{PERSON}{body}</Client>")
    if step in (2, 6):
        since, of, provider = (began, number, one) if step == 2 else (begun, next_number, other)
        body = f"<StartProduct>{_of(of)}<Begindatum>{since}</Begindatum>{NEW}</StartProduct>"
        body = f"<StartProducten>{body}</StartProducten>"
        return _wrapped("305", place, since, provider, f"{person}{PERSON}{body}</Client>")
    if step == 3:
        return _wrapped("323", place, ended, one, _declared(resident, number, began))
    if step == 4:
        reason = "38" if resident % 3 else "19"
        body = (
            f"<StopProducten><StopProduct>{_of(number)}<Begindatum>{began}</Begindatum><RedenBeeindiging>{reason}"
            f"</RedenBeeindiging><Einddatum>{ended}</Einddatum>{NEW}</StopProduct></StopProducten>"
        )
        return _wrapped("307", place, ended, one, f"{person}{PERSON}{body}</Client>")
    return _wrapped("323", place, last, other, _declared(resident, next_number, begun))


NEW = "<StatusAanlevering>1</StatusAanlevering>"


def _of(number: int) -> str:
    return f"<ToewijzingNummer>{number}</ToewijzingNummer>{PRODUCT}"


def _asked(resident: int, since: date) -> str:
    return (
        f"<AangevraagdeProducten><AangevraagdProduct><ReferentieAanbieder>R{resident}</ReferentieAanbieder>{PRODUCT}"
        f"<ToewijzingIngangsdatum>{since}</ToewijzingIngangsdatum><Verwijzer><b:Type>02</b:Type></Verwijzer>"
        "</AangevraagdProduct></AangevraagdeProducten>"
    )


def _assigned(number: int, decided: date, since: date, reference: str) -> str:
    named = f"<ReferentieAanbieder>{reference}</ReferentieAanbieder>" if reference else ""
    return (
        "<Contactgegevens><Contact><Soort>01</Soort></Contact></Contactgegevens><ToegewezenProducten>"
        f"<ToegewezenProduct><ToewijzingNummer>{number}</ToewijzingNummer>{named}{PRODUCT}<Toewijzingsdatum>{decided}"
        f"</Toewijzingsdatum><Toewijzingstijd>10:00:00</Toewijzingstijd><Ingangsdatum>{since}</Ingangsdatum>"
        "</ToegewezenProduct></ToegewezenProducten>"
    )


def _declared(resident: int, number: int, since: date) -> str:
    period = f"<b:Begindatum>{since}</b:Begindatum><b:Einddatum>{since}</b:Einddatum>"
    return (
        f"<Declaratie><DeclaratieNummer>D{number}</DeclaratieNummer><DeclaratiePeriode>{period}</DeclaratiePeriode>"
        f"<DeclaratieDagtekening>{since}</DeclaratieDagtekening><TotaalIngediendBedrag><b:TotaalBedrag>64800"
        "</b:TotaalBedrag><b:DebetCredit>D</b:DebetCredit></TotaalIngediendBedrag><Clienten><Client>"
        f"<Bsn>{bsn(resident)}</Bsn><Prestaties><Prestatie><ProductReferentie><b:ReferentieNummer>P{number}"
        f"</b:ReferentieNummer></ProductReferentie><ToewijzingNummer>{number}</ToewijzingNummer><ProductCategorie>02"
        f"</ProductCategorie><ProductCode>02A03</ProductCode><ProductPeriode>{period}</ProductPeriode><GeleverdVolume>720"
        "</GeleverdVolume><Eenheid>01</Eenheid><IngediendBedrag><b:Bedrag>64800</b:Bedrag><b:DebetCredit>D"
        "</b:DebetCredit></IngediendBedrag></Prestatie></Prestaties></Client></Clienten></Declaratie>"
    )


def _wrapped(kind: str, place: int, dated: date, provider: str, body: str) -> str:
    sender, receiver = ("9901", provider) if kind == "301" else (provider, "9901")
    space = "http://www.istandaarden.nl/iwmo/3_2/{}/schema"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Bericht xmlns="{space.format(f"wmo{kind}")}" '
        f'xmlns:b="{space.format("basisschema")}"><Header><BerichtCode>{CODES[kind]}</BerichtCode><BerichtVersie>3'
        f"</BerichtVersie><BerichtSubversie>2</BerichtSubversie><Afzender>{sender}</Afzender><Ontvanger>{receiver}"
        f"</Ontvanger><BerichtIdentificatie><b:Identificatie>M{place}</b:Identificatie><b:Dagtekening>{dated}"
        "</b:Dagtekening></BerichtIdentificatie><XsdVersie><b:BasisschemaXsdVersie>1.0.0</b:BasisschemaXsdVersie>"
        f"<b:BerichtXsdVersie>1.0.0</b:BerichtXsdVersie></XsdVersie></Header>\n{body}</Bericht>\n"
    )


def write(folder: Path, count: int) -> None:
    """So many messages as files, a thousand in each folder."""
    for place, text in enumerate(messages(count)):
        if place % PER_FOLDER == 0:
            (folder / f"{place // PER_FOLDER:05d}").mkdir(parents=True)
        (folder / f"{place // PER_FOLDER:05d}" / f"{place % PER_FOLDER:04d}.xml").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(float(sys.argv[2])))
