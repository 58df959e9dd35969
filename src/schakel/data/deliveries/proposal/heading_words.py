"""What the words of a heading say: begin or end, asked for or planned, about a person or about the registration."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

Side = Literal["start", "end", ""]

START = {"opname", "start", "gestart", "begin", "begonnen", "aanvang", "ingang", "vanaf", "from", "started"}
END = {
    "vertrek",
    "ontslag",
    "eind",
    "einde",
    "end",
    "stop",
    "gestopt",
    "tot",
    "afloop",
    "beeindiging",
    "beeindigd",
    "until",
    "ended",
}
# These end what began elsewhere; alone they are a moment.
MAY_END = {"afgerond", "vastgesteld", "gereed", "voltooid", "afgehandeld", "completed", "finished"}
REQUEST = {
    "aanvraag", "aangevraagd", "aanmelding", "aangemeld", "melding", "gemeld", "verwijzing", "verwezen", "verzoek",
    "request", "requested", "binnenkomst",
}  # fmt: skip
PLANNED = {"gepland", "geplande", "verwacht", "verwachte", "streef", "beoogd", "beoogde", "planned", "expected"}
TYPED_IN = {
    "mutatie", "gewijzigd", "aangemaakt", "invoer", "ingevoerd", "registratie", "geregistreerd", "extractie", "export",
    "peil", "print", "verwerkt", "laatst", "laatste", "modified", "created", "verwerking", "systeem",
}  # fmt: skip
TAKEN_ON = {"extractie", "export", "peil", "print"}
BIRTH = {"geboorte", "geboren", "geb", "birth", "born", "overlijden", "overlijdens", "overleden", "leeftijd", "age"}
ADDRESS = {
    "adres", "straat", "straatnaam", "huisnummer", "huisnr", "postcode", "pc6", "woonplaats", "telefoon", "tel",
    "telefoonnummer", "telefoonnr", "mobiel", "mobielnummer", "email", "mail", "emailadres", "iban", "rekeningnummer",
    "bankrekening", "address", "street", "phone", "woonadres",
}  # fmt: skip
STAFF = {
    "medewerker", "medewerkers", "behandelaar", "casemanager", "casusregisseur", "regisseur", "consulent",
    "klantmanager", "jobcoach", "begeleider", "gebruiker", "gebruikersnaam", "employee", "user", "resource",
    "contactpersoon", "mentor", "voogd", "gezinsvoogd", "jeugdbeschermer", "wijkcoach", "eigenaar",
    "regievoerder",
}  # fmt: skip
NAMES = {
    "naam", "voornaam", "voornamen", "achternaam", "roepnaam", "tussenvoegsel", "voorvoegsel", "voorletters",
    "voorletter", "geslachtsnaam", "clientnaam", "klantnaam", "name", "surname", "initialen", "meisjesnaam",
    "oudernaam", "inwonernaam", "burgernaam",
}  # fmt: skip
# A name of one of these is not that of a person.
NOT_OF_A_PERSON = {
    "gemeente", "organisatie", "aanbieder", "zorgaanbieder", "instelling", "wijk", "buurt", "product", "voorziening",
    "activiteit", "team", "partner", "partij", "stap", "taak", "leverancier", "regio", "locatie", "afdeling", "proces",
    "status", "categorie", "bedrijf", "concept", "group", "activity", "event", "file",
}  # fmt: skip
NOTES = {
    "notitie", "notities", "opmerking", "opmerkingen", "toelichting", "memo", "bijzonderheden", "verslag", "commentaar",
    "aantekening", "aantekeningen", "note", "notes", "comment", "comments", "remarks", "tekst",
}  # fmt: skip
HEALTH = {"diagnose", "diagnosen", "dsm", "icd", "medicatie", "aandoening", "stoornis", "diagnosis"}
_NOISE = {
    "datum", "date", "op", "dd", "de", "het", "van", "time", "timestamp", "tijdstip", "tijd", "dag", "d",
    "is", "dt",
}  # fmt: skip
_INNER = {"van", "de", "het", "op"}  # these stay between two words
# As headings shorten or inflect them, and the noun that a reader knows.
_NOUNS = {
    "aanmeld": "aanmelding", "aangemeld": "aanmelding", "meld": "melding", "verwijs": "verwijzing",
    "verwezen": "verwijzing", "afsluit": "afsluiting", "afgesloten": "afsluiting", "toegewezen": "toewijzing",
    "aangevraagd": "aanvraag", "beschikt": "beschikking", "geplaatst": "plaatsing", "besluit": "besluit",
    "aanvangs": "aanvang", "ingangs": "ingang", "aanvraags": "aanvraag", "onderzoeks": "onderzoek",
    "gespreks": "gesprek", "intakegesprek": "intake", "eind": "einde", "eerst": "eerste", "verzoeks": "verzoek",
}  # fmt: skip


@dataclass(frozen=True)
class DateHeading:
    """side: of something that lasts; what: the words for it, without those for the date and the side.

    ends: the words for what it ends, where it may do so.
    """

    side: Side
    what: tuple[str, ...]
    ends: tuple[str, ...]
    is_request: bool
    is_planned: bool
    is_typed_in: bool


def heading_words(heading: str) -> tuple[str, ...]:
    """The words of a heading in small letters: `StartdatumZorg` has start, datum, zorg."""
    text = re.sub(r"(?<=[^\W\d_A-Z])(?=[A-Z])", " ", heading)
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))
    plain = re.sub(r"t/m|t\.m\.", "tot", plain.replace("datum", " datum "))
    plain = re.sub(r"(start|end|begin|from|until)(date|time)", r"\1 \2", plain)
    words = re.findall(r"[0-9]*[a-z]+|[0-9]+", plain)
    return tuple(_noun(word) for word in words)


def _noun(word: str) -> str:
    if word in _NOUNS:
        return _NOUNS[word]
    return word[:-1] if word.endswith("ings") else word


def date_heading(heading: str) -> DateHeading:
    """What a heading of dates says of them."""
    words = heading_words(heading)
    side: Side = "start" if set(words) & START else "end" if set(words) & END else ""
    bare = [word for word in words if word not in _NOISE]
    if not side and words[-1:] == ("van",):
        side = "start"
    what = tuple(word for word in bare if word not in START and word not in END)
    return DateHeading(
        side,
        what,
        ends=tuple(word for word in what if word not in MAY_END) if set(words) & MAY_END and not side else (),
        is_request=bool(set(words) & REQUEST),
        is_planned=bool(set(words) & PLANNED),
        is_typed_in=bool(set(words) & TYPED_IN),
    )


def milestone_name(heading: str, *, paired: bool = False) -> str:
    """A name for the event that a heading of dates tells of; "" when only a begin or an end is told.

    paired: the heading is one of two that say begin and end, so that neither belongs in the name.
    """
    said = date_heading(heading)
    left_out = (_NOISE - _INNER) | (START | END if paired else set())
    words = [word for word in heading_words(heading) if word not in left_out]
    while words and words[0] in _NOISE:
        del words[0]
    while words and words[-1] in _NOISE:
        del words[-1]
    return " ".join(words).capitalize() if said.what or not paired else ""


def sensitive(heading: str) -> str:
    """Why a column must not come in, by its heading: name, birth, address, staff, health or notes; "" for nothing."""
    words = set(heading_words(heading))
    reasons = (("birth", BIRTH), ("address", ADDRESS), ("health", HEALTH), ("notes", NOTES), ("staff", STAFF))
    found = next((reason for reason, told in reasons if words & told), "")
    if "door" in words and words & TYPED_IN:
        return "staff"  # "ingevoerd door"; "verwezen door" tells of an organisation
    if found:
        return found
    named = words & NAMES or any(word.endswith("naam") for word in words)
    about = any(word.removesuffix("naam") in NOT_OF_A_PERSON or word in NOT_OF_A_PERSON for word in words)
    return "name" if named and not about else ""
