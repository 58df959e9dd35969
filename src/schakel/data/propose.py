"""A mapping proposed from the header: the column names that process mining tools and Dutch registrations use."""

import unicodedata
from collections.abc import Iterable
from collections.abc import Mapping as Dictionary

from schakel.data.mapping import CaseRule, Mapping, Origin
from schakel.data.staged import CaseUnit

# For each of our columns the names it goes by, best first; signs, spaces and capitals do not count.
KNOWN: dict[str, tuple[str, ...]] = {
    "case_id": (
        "case_id", "case:concept:name", "_case_key", "case key", "case", "case number", "trace_id", "zaaknummer",
        "zaak_id", "zaakidentificatie", "zaak", "dossiernummer", "dossier_id", "dossier", "trajectnummer",
        "traject_id", "traject", "casusnummer", "casus_id", "casus", "beschikkingnummer", "voorzieningnummer",
        "patient", "patient_id", "zaaknr", "zaakkenmerk", "dossiernr", "trajectnr", "casusnr", "beschikkingsnummer",
        "beschikkingnr", "beschikkingsnr", "toewijzingnummer", "toewijzingsnummer", "toewijzingnr", "toewijzingsnr",
        "toewijzing_id", "voorzieningsnummer", "voorzieningnr", "indicatienummer", "indicatienr", "arrangementnummer",
    ),
    "resident": (
        "resident", "resident_id", "inwoner", "inwoner_id", "inwonernummer", "cliëntnummer", "cliënt_id", "cliënt",
        "klantnummer", "klant_id", "klant", "persoonsnummer", "persoon_id", "burger", "client number", "client",
        "cliëntnr", "cliëntcode", "klantnr", "klantcode", "inwonernr", "persoonsnr", "persoonnummer", "persoonsid",
        "deelnemernummer", "deelnemernr", "deelnemer", "jeugdigenummer", "jeugdige", "relatienummer", "bewonernummer",
        "kandidaatnummer", "brp_sleutel", "brp_persoonssleutel", "brp_id", "pseudoniem",
    ),
    "household": (
        "household", "household_id", "huishouden", "huishouden_id", "huishoudnummer", "gezin", "gezin_id",
        "gezinsnummer", "cliëntsysteem", "huishoudnr", "huishoudensnummer", "gezinsnr", "gezinscode",
    ),
    "activity": (
        "activity", "concept:name", "activity_en", "activity_id", "activity name", "activiteit", "activiteitnaam",
        "processtap", "stap", "handeling", "gebeurtenis", "taak", "status", "event", "task", "handling", "activity_nl",
        "soort gebeurtenis", "type gebeurtenis", "soort activiteit", "naam activiteit", "mijlpaal", "stapnaam", "actie",
    ),
    "partner": (
        "partner", "org:group", "organisatie", "ketenpartner", "partij", "instelling", "aanbieder", "zorgaanbieder",
        "uitvoerder", "aanbiedernaam", "naam aanbieder", "organisatienaam", "naam organisatie", "naam zorgaanbieder",
        "instellingsnaam", "naam instelling", "hulpaanbieder", "jeugdhulpaanbieder", "leverancier", "zorginstelling",
        "agb", "agbcode", "agb-code aanbieder", "aanbiedercode", "uitgevoerd door", "organisation", "organization",
        "team", "org:resource", "resource", "resource_id", "medewerker", "behandelaar", "employee", "user_name", "user",
    ),
    "to_partner": (
        "to_partner", "verwezen naar", "verwijzing naar", "doorverwezen naar", "naar organisatie", "naar partner",
        "overgedragen aan", "referred to", "verwezen aan", "doorverwijzing naar", "overdracht naar",
    ),
    "started": (
        "started", "start_timestamp", "start", "start time", "start date", "time:start", "begindatum", "startdatum",
        "begin", "begintijd", "starttijd", "datum begin", "datum start", "ingangsdatum", "datum ingang",
        "datum aanvang", "aanvangsdatum", "startdatum zorg", "datum start zorg", "begindatum zorg", "startdatum hulp",
        "datum start hulp", "startdatum levering",
    ),
    "ended": (
        "ended", "end_timestamp", "complete_timestamp", "end", "end time", "end date", "time:end", "einddatum", "eind",
        "eindtijd", "datum einde", "datum eind", "finish", "completed", "einddatum zorg", "datum einde zorg",
        "einddatum hulp", "datum einde hulp", "einddatum levering", "stopdatum", "datum stop", "datum beëindiging",
        "beëindigingsdatum",
    ),
    "requested": (
        "requested", "aanvraagdatum", "datum aanvraag", "meldingsdatum", "datum melding", "aanmelddatum",
        "datum aanmelding", "verwijsdatum", "datum verwijzing", "request date", "requested_on", "schedule timestamp",
        "aanmeldingsdatum", "meldingdatum", "verwijzingsdatum", "verzoekdatum", "datum verzoek", "datum binnenkomst",
    ),
    "law": ("law", "wet", "wettelijk kader", "wettelijke grondslag", "wetcode"),
    "municipality": (
        "municipality", "gemeente", "gemeentenaam", "gemeentecode", "woongemeente", "verantwoordelijke gemeente",
        "naam gemeente", "code gemeente",
    ),
    "neighbourhood": ("neighbourhood", "neighborhood", "wijk", "buurt", "wijknaam", "buurtnaam"),
    "client_group": ("client_group", "klantgroep", "doelgroep", "cliëntgroep"),
    "question": ("question", "hulpvraag", "vraag", "ondersteuningsvraag"),
    "life_domain": ("life_domain", "leefgebied", "levensdomein"),
    "line": ("line", "lijn", "echelon"),
    "product": (
        "product", "productcode", "productcategorie", "voorziening", "productomschrijving", "productnaam",
        "soort voorziening", "voorzieningsoort", "hulpvorm", "zorgvorm", "zorgproduct", "soort hulp", "soort zorg",
        "type hulp", "type zorg",
    ),
    "function": ("function", "functie"),
    "outcome": (
        "outcome", "resultaat", "uitkomst", "reden beëindiging", "reden einde", "reden stop", "stopreden",
        "reden afsluiting", "reden uitstroom", "uitstroomreden", "reden einde zorg", "eindreden", "afloop",
    ),
    "outcome_score": ("outcome_score", "resultaatscore"),
    "cost_cents": ("cost_cents", "kosten_centen", "bedrag_centen"),
    "lifecycle": ("lifecycle", "lifecycle:transition", "lifecycle_id", "registration_type", "transition", "levensloop"),
    "instance": (
        "instance", "activity_instance", "activity_instance_id", "concept:instance", "lifecycle:instance",
        "handling_id",
    ),
}  # fmt: skip
# A column with the one moment of an event; beside a start it is the end, as in interval logs of pm4py.
MOMENT = (
    "time:timestamp", "timestamp", "eventtime", "event time", "complete_timestamp", "time", "datum", "tijdstip", "tijd",
    "datumtijd", "datum tijd", "registratiedatum", "date", "datetime",
)  # fmt: skip
RESIDENT_FIRST = ("case_id", "resident")


def normal(name: str) -> str:
    """A column name without capitals, accents, spaces and signs, to recognise it by."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(c for c in plain if c.isalnum())


def propose(header: Iterable[str], samples: Dictionary[str, Iterable[str]] | None = None) -> Mapping:
    """The columns that their names tell. samples: values per column, to tell a lifecycle from another `status`.

    What it cannot tell it leaves out: the check of mandatory columns then names what is missing.
    """
    free: dict[str, str] = {}
    for name in header:
        free.setdefault(normal(name), name)
    found: dict[str, str] = {}
    for column, names in KNOWN.items():
        hit = next((free[n] for n in map(normal, names) if n in free and free[n] not in found.values()), None)
        if hit is not None:
            found[column] = hit
    _times(found, free)
    if "resident" in found:
        found.setdefault("case_id", found["resident"])
    if samples is not None:
        _keep_true_lifecycle(found, samples)
    same = "resident" in found and found["case_id"] == found["resident"]
    unit: CaseUnit | None = "resident" if same else None
    order = [column for column in (*KNOWN, "source") if column in found]
    return Mapping(columns=tuple((c, Origin(found[c])) for c in order), case=CaseRule(unit=unit))


def _times(found: dict[str, str], free: Dictionary[str, str]) -> None:
    """One time is the moment of the event; a second one beside a start is the end."""
    moment = next((free[n] for n in map(normal, MOMENT) if n in free), None)
    if "started" not in found:
        only = moment or found.get("ended")
        if only is not None:
            found["started"] = only
            if found.get("ended") == only:
                del found["ended"]
    elif "ended" not in found and moment is not None and moment != found["started"]:
        found["ended"] = moment


def _keep_true_lifecycle(found: dict[str, str], samples: Dictionary[str, Iterable[str]]) -> None:
    known = {"start", "complete", "schedule", "assign", "withdraw", "reassign", "suspend", "resume", "manualskip"}
    known |= {"autoskip", "ate_abort", "pi_abort", "unknown", "completed", "started"}
    name = found.get("lifecycle", "")
    if name and not any(value.strip().lower() in known for value in samples.get(name, ())):
        del found["lifecycle"]
