"""Messages to test with, written from what they say: no official file is copied."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import duckdb

from schakel.data.messages.codes import message_code
from schakel.data.messages.door import Door
from schakel.data.messages.history import History, history
from schakel.data.messages.lines_table import Counted, LinesTable
from schakel.data.messages.message import KIND_OF_RETOUR, Law
from schakel.data.messages.read_message import read_message
from schakel.sharing.pseudonym import Key

MUNICIPALITY, PROVIDER, OTHER = "9901", "99000001", "99000002"
BSN = "999990019"
DOOR = Door(Key(b"k" * 32))
TO_PROVIDER = ("301", "319")

Body = str


def element(name: str, *inner: str | None) -> str:
    """An element; an empty one is left out."""
    held = "".join(filter(None, inner))
    return f"<{name}>{held}</{name}>" if held else ""


def product(category: str = "02", code: str = "02A03") -> str:
    return element("Product", f"<b:Categorie>{category}</b:Categorie><b:Code>{code}</b:Code>")


def message(
    kind: str,
    body: Body,
    *,
    number: int = 1,
    dated: str = "2025-01-15",
    law: Law = "wmo",
    provider: str = PROVIDER,
    municipality: str = MUNICIPALITY,
    retour: str = "",
    release: str = "3_2",
) -> str:
    """A message. retour: content behind the header of what is answered, of a retour."""
    sender, receiver = (
        (municipality, provider)
        if KIND_OF_RETOUR.get(kind, kind) in TO_PROVIDER
        else (
            provider,
            municipality,
        )
    )
    space = f"http://www.istandaarden.nl/i{law}/{release}/{{}}/schema"
    head = f"""<Header><BerichtCode>{message_code(law, kind)}</BerichtCode><BerichtVersie>3</BerichtVersie>
<BerichtSubversie>2</BerichtSubversie><Afzender>{sender}</Afzender><Ontvanger>{receiver}</Ontvanger>
<BerichtIdentificatie><b:Identificatie>M{number}</b:Identificatie><b:Dagtekening>{dated}</b:Dagtekening>
</BerichtIdentificatie><XsdVersie><b:BasisschemaXsdVersie>1.0.0</b:BasisschemaXsdVersie>
<b:BerichtXsdVersie>1.0.0</b:BerichtXsdVersie></XsdVersie>{retour}</Header>"""
    spaces = f'xmlns="{space.format(law + kind)}" xmlns:b="{space.format("basisschema")}"'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<Bericht {spaces}>{head}\n{body}</Bericht>'


def retour_of(kind: str, body: Body, *, codes: Sequence[str] = (), number: int = 1, dated: str = "2025-01-17") -> str:
    """The retour of message `number`; codes of its header."""
    told = element("RetourCodes", *(f"<RetourCode>{code}</RetourCode>" for code in codes))
    head = (
        f"<IdentificatieRetour>R{number}</IdentificatieRetour><DagtekeningRetour>{dated}</DagtekeningRetour>"
        "<XsdVersieRetour><b:BasisschemaXsdVersie>1.0.0</b:BasisschemaXsdVersie>"
        f"<b:BerichtXsdVersie>1.0.0</b:BerichtXsdVersie></XsdVersieRetour>{told}"
    )
    return message(kind, body, number=number, retour=head)


def client(products: str, *, bsn: str = BSN, more: str = "", codes: str = "") -> Body:
    person = (
        "<Geboortedatum><b:Datum>1980-01-01</b:Datum></Geboortedatum><Geslacht>0</Geslacht>"
        "<Naam><b:Geslachtsnaam><b:Achternaam>Geheim</b:Achternaam></b:Geslachtsnaam>"
        "<b:Voorletters>G</b:Voorletters></Naam>"
    )
    return element("Client", f"<Bsn>{bsn}</Bsn>", person, more, products, codes)


def codes(*given: str) -> str:
    return element("RetourCodes", *(element("RetourCode", code) for code in given))


def assigned(
    number: int | str,
    since: str,
    until: str = "",
    *,
    decided: str = "2025-01-10T10:00:00",
    reason: str = "",
    reference: str = "",
    what: str | None = None,
    retour: str = "",
) -> str:
    day, _, time = decided.partition("T")
    return element(
        "ToegewezenProduct",
        element("ToewijzingNummer", str(number)),
        element("ReferentieAanbieder", reference),
        product() if what is None else what,
        element("Toewijzingsdatum", day),
        element("Toewijzingstijd", time),
        element("Ingangsdatum", since),
        element("Einddatum", until),
        element("RedenWijziging", reason),
        retour,
    )


def assignment(*products: str, bsn: str = BSN, codes: str = "") -> Body:
    contact = "<Contactgegevens><Contact><Soort>01</Soort></Contact></Contactgegevens>"
    return client(element("ToegewezenProducten", *products), bsn=bsn, more=contact, codes=codes)


def started(number: int | str, since: str, *, status: str = "1", what: str | None = None, assigned_on: str = "") -> str:
    return element(
        "StartProduct",
        element("ToewijzingNummer", str(number)),
        product() if what is None else what,
        element("ToewijzingIngangsdatum", assigned_on),
        element("Begindatum", since),
        element("StatusAanlevering", status),
    )


def start(*products: str, bsn: str = BSN) -> Body:
    return client(element("StartProducten", *products), bsn=bsn)


def stopped(number: int | str, since: str, until: str, reason: str, *, status: str = "1") -> str:
    return element(
        "StopProduct",
        element("ToewijzingNummer", str(number)),
        product(),
        element("Begindatum", since),
        element("RedenBeeindiging", reason),
        element("Einddatum", until),
        element("StatusAanlevering", status),
    )


def stop(*products: str, bsn: str = BSN) -> Body:
    return client(element("StopProducten", *products), bsn=bsn)


def request(reference: str, *, bsn: str = BSN) -> Body:
    asked = element(
        "AangevraagdProduct",
        element("ReferentieAanbieder", reference),
        product(),
        element("ToewijzingIngangsdatum", "2025-02-01"),
        "<Verwijzer><b:Type>02</b:Type><b:Naam>Geheime Huisarts</b:Naam></Verwijzer>",
    )
    return client(element("AangevraagdeProducten", asked), bsn=bsn)


def answer(reference: str, given: str, reason: str = "") -> Body:
    return element(
        "Antwoord",
        element("ReferentieAanbieder", reference),
        element("VerzoekAntwoord", given),
        element("RedenAfwijzingVerzoek", reason),
    )


def declaration(*lines: tuple[int, str, int, str], bsn: str = BSN) -> Body:
    """lines: (number of the assignment, first of the month, cents, D or C)."""
    made = (
        f"<Prestatie><ProductReferentie><b:ReferentieNummer>P{place}</b:ReferentieNummer></ProductReferentie>"
        f"<ToewijzingNummer>{number}</ToewijzingNummer><ProductCategorie>02</ProductCategorie>"
        f"<ProductCode>02A03</ProductCode><ProductPeriode><b:Begindatum>{month}</b:Begindatum>"
        f"<b:Einddatum>{month[:8]}28</b:Einddatum></ProductPeriode><GeleverdVolume>10</GeleverdVolume>"
        f"<Eenheid>01</Eenheid><IngediendBedrag><b:Bedrag>{cents}</b:Bedrag><b:DebetCredit>{sign}</b:DebetCredit>"
        "</IngediendBedrag></Prestatie>"
        for place, (number, month, cents, sign) in enumerate(lines, 1)
    )
    period = "<b:Begindatum>2025-02-01</b:Begindatum><b:Einddatum>2025-02-28</b:Einddatum>"
    total = "<b:TotaalBedrag>1</b:TotaalBedrag><b:DebetCredit>D</b:DebetCredit>"
    return (
        f"<Declaratie><DeclaratieNummer>D1</DeclaratieNummer><DeclaratiePeriode>{period}</DeclaratiePeriode>"
        f"<DeclaratieDagtekening>2025-03-03</DeclaratieDagtekening><TotaalIngediendBedrag>{total}"
        f"</TotaalIngediendBedrag><Clienten><Client><Bsn>{bsn}</Bsn><Prestaties>{''.join(made)}</Prestaties></Client>"
        "</Clienten></Declaratie>"
    )


def write(folder: Path, texts: Iterable[str]) -> Path:
    """The messages as files of a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for place, text in enumerate(texts):
        (folder / f"{place:04d}.xml").write_text(text, encoding="utf-8")
    return folder


def folded(texts: Iterable[str | bytes], door: Door = DOOR) -> tuple[list[History], Counted]:
    """The histories that messages tell, in the order of the residents' pseudonyms."""
    with duckdb.connect() as connection:
        lines = LinesTable(connection)
        for place, text in enumerate(texts):
            data = text if isinstance(text, bytes) else text.encode()
            lines.add(read_message((data,), f"{place}.xml", door))
        counted = lines.settle()
        return [history(sent) for sent in lines.by_resident()], counted


def only(texts: Iterable[str]) -> History:
    """The history of the one resident of these messages."""
    found, _ = folded(texts)
    assert len(found) == 1
    return found[0]
