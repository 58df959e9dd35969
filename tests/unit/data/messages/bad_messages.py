"""The part of the catalogue of bad input that is about messages: what is sent in, and what Schakel says to it."""

from unit.data.bad_files import Bad, packed_together, text
from unit.data.messages.message_texts import assigned, assignment, message, start, started, stop, stopped

CATEGORIES = ", ".join(f"{number:02d}" for number in range(1, 19))
GOOD = message("301", assignment(assigned(1, "2025-02-01", "2025-12-31")))
SUPPORTED = "iWmo 3.2, iJw 3.2: 301-308, 315-320, 323, 325; iWmo 2.0, 2.1: 301, 305, 307, 315"


def bad(case: int, what: str, content: str, nl: str, en: str, total: int = 1) -> Bad:
    return Bad(case, what, text(content), nl, en, file="m.xml", total=total)


BAD_MESSAGES = (
    bad(65, "a message of a release that is not read", GOOD.replace("3_2", "3_0"),
        f"m.xml, regel 2: dit is iwmo 3.0 wmo301. Die versie of dat bericht lezen we niet. Toegestaan: {SUPPORTED}.",
        f"m.xml, line 2: this is iwmo 3.0 wmo301. We do not read that release or message. Allowed: {SUPPORTED}."),
    bad(65, "XML that is no message", "<?xml version='1.0'?>\n<order/>",
        "m.xml, regel 2: het bestand begint met <order>, en dat is geen bericht dat we lezen. "
        f"Toegestaan: {SUPPORTED}. Is het een log in XES? Noem het dan .xes.",
        "m.xml, line 2: the file begins with <order>, which is no message that we read. "
        f"Allowed: {SUPPORTED}. Is it a log in XES? Then call it .xes."),
    bad(65, "a message whose BerichtCode is that of another", GOOD.replace(">414<", ">418<"),
        "m.xml, regel 2: BerichtCode is 418, maar bij deze namespace hoort 414. Het bericht spreekt zichzelf tegen.",
        "m.xml, line 2: BerichtCode is 418, but this namespace needs 414. The message contradicts itself."),
    bad(66, "a message with a day that does not exist", GOOD.replace("2025-12-31", "2025-06-31"),
        "m.xml, regel 7, Einddatum: 2025-06-31 kan hier niet. Toegestaan: 1900-01-01 – 2100-12-31.",
        "m.xml, line 7, Einddatum: 2025-06-31 cannot stand here. Allowed: 1900-01-01 – 2100-12-31."),
    bad(66, "a message without what must be there", GOOD.replace("<Toewijzingstijd>10:00:00</Toewijzingstijd>", ""),
        "m.xml, regel 7: in ToegewezenProduct ontbreekt Toewijzingstijd. Dat is verplicht.",
        "m.xml, line 7: ToegewezenProduct lacks Toewijzingstijd. It must be there."),
    bad(66, "an element in a place where it does not belong",
        message("305", start(started(1, "2025-02-03"))).replace("</StartProducten>", "</StartProducten><Omvang/>"),
        "m.xml, regel 7: Omvang hoort hier niet. Toegestaan: Bsn, Geboortedatum, Geslacht, Naam, RetourCodes, "
        "StartProducten.",
        "m.xml, line 7: Omvang does not belong here. Allowed: Bsn, Geboortedatum, Geslacht, Naam, RetourCodes, "
        "StartProducten."),
    bad(67, "a category of product that the law does not have", GOOD.replace("<b:Categorie>02", "<b:Categorie>45"),
        f"m.xml, regel 7, Categorie: 45 kan hier niet. Toegestaan: {CATEGORIES}.",
        f"m.xml, line 7, Categorie: 45 cannot stand here. Allowed: {CATEGORIES}."),
    bad(67, "a reason of ending of the other law",
        message("307", stop(stopped(1, "2025-02-03", "2025-05-01", "32"))),
        "m.xml, regel 7, RedenBeeindiging: 32 kan hier niet. Toegestaan: 02, 19, 20, 21, 22, 23, 31, 36, 37, 38, 39.",
        "m.xml, line 7, RedenBeeindiging: 32 cannot stand here. Allowed: 02, 19, 20, 21, 22, 23, 31, 36, 37, 38, 39."),
    bad(67, "a period that ends before it begins", GOOD.replace("2025-12-31", "2025-01-31"),
        "m.xml, rij 7: het einde (Einddatum: 2025-01-31) ligt voor het begin (Begindatum/Ingangsdatum: 2025-02-01).",
        "m.xml, row 7: the end (Einddatum: 2025-01-31) lies before the start (Begindatum/Ingangsdatum: 2025-02-01)."),
    bad(68, "a message with a document type", '<!DOCTYPE a SYSTEM "http://127.0.0.1/a.dtd">' + GOOD.partition("?>")[2],
        "m.xml, regel 1: het bestand heeft een DOCTYPE. Om veiligheidsredenen lezen we dat niet; haal de DOCTYPE weg.",
        "m.xml, line 1: the file has a DOCTYPE. For safety we do not read that; take the DOCTYPE out."),
    bad(68, "a message that is cut off", GOOD[:700],
        "m.xml, regel 7: het bestand houdt hier op voordat het bericht af is. Haal of maak het opnieuw.",
        "m.xml, line 7: the file ends here, before the message is complete. Fetch or make it again."),
    bad(68, "a message with elements in elements without end", GOOD[:-10] + "<x>" * 100_000,
        "m.xml, regel 7: onderdelen zitten hier dieper in elkaar dan 40 lagen. Dat lezen we niet.",
        "m.xml, line 7: elements are nested deeper here than 40 levels. We do not read that."),
    Bad(68, "a zip with one message that is broken among good ones",
        packed_together(**{"a.xml": GOOD.encode(), "b.xml": GOOD.replace("2025-02-01", "2025-02-30").encode()}),
        "m.zip/b.xml, regel 7, Ingangsdatum: 2025-02-30 kan hier niet. Toegestaan: 1900-01-01 – 2100-12-31.",
        "m.zip/b.xml, line 7, Ingangsdatum: 2025-02-30 cannot stand here. Allowed: 1900-01-01 – 2100-12-31.",
        file="m.zip"),
)  # fmt: skip
