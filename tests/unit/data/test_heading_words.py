"""What headings say, as registrations write them."""

import pytest

from schakel.data.deliveries.proposal.column_roles import role_by_name
from schakel.data.deliveries.proposal.heading_words import date_heading, milestone_name, sensitive
from schakel.data.deliveries.proposal.name_period import period_in, words_of


@pytest.mark.parametrize(
    ("heading", "side", "name", "paired"),
    [
        ("Startdatum zorg", "start", "Start zorg", "Zorg"),
        ("EinddatumZorg", "end", "Einde zorg", "Zorg"),
        ("Datum aanvang", "start", "Aanvang", ""),
        ("t/m", "end", "Tot", ""),
        ("Aanmelddatum", "", "Aanmelding", "Aanmelding"),
        ("Beschikkingsdatum", "", "Beschikking", "Beschikking"),
        ("Keukentafelgesprek d.d.", "", "Keukentafelgesprek", "Keukentafelgesprek"),
        ("Netwerkberaad van", "start", "Netwerkberaad", "Netwerkberaad"),
        ("Plan van aanpak gestart", "start", "Plan van aanpak gestart", "Plan van aanpak"),
        ("datumEersteAfspraak", "", "Eerste afspraak", "Eerste afspraak"),
    ],
)
def test_headings_of_dates(heading: str, side: str, name: str, paired: str) -> None:
    assert date_heading(heading).side == side
    assert (milestone_name(heading), milestone_name(heading, paired=True)) == (name, paired)


@pytest.mark.parametrize(
    ("heading", "told"),
    [
        ("Geboortedatum", "birth"),
        ("Cliëntnaam", "name"),
        ("Achternaam", "name"),
        ("Naam aanbieder", ""),
        ("Gemeentenaam", ""),
        ("concept:name", ""),
        ("Postcode", "address"),
        ("Opmerkingen", "notes"),
        ("Ingevoerd door", "staff"),
        ("Verwezen door", ""),
        ("Klantmanager", "staff"),
        ("DSM-diagnose", "health"),
    ],
)
def test_headings_of_what_must_stay_out(heading: str, told: str) -> None:
    assert sensitive(heading) == told


@pytest.mark.parametrize(
    ("heading", "ours"),
    [
        ("Cliëntnr.", "resident"),
        ("Nummer cliëntsysteem", ""),
        ("PersoonsID", "resident"),
        ("Behandelnr", "case_id"),
        ("Toewijzingsreferentie", "case_id"),
        ("AGB-code", "partner"),
        ("Reden van beëindiging", "outcome"),
        ("Soort ondersteuning", ""),
        ("Gemeente van herkomst", "municipality"),
        ("Kanaal", ""),
    ],
)
def test_headings_that_are_one_of_ours(heading: str, ours: str) -> None:
    assert role_by_name(heading) == ours


@pytest.mark.parametrize(
    ("name", "first", "last", "words"),
    [
        ("2025-10", "2025-10-01", "2025-10-31", ()),
        ("okt2025", "2025-10-01", "2025-10-31", ()),
        ("Rapportage oktober 2025", "2025-10-01", "2025-10-31", ()),
        ("ggz_20251103", "2025-11-03", "2025-11-03", ("ggz",)),
        ("levering_2025Q3", "2025-07-01", "2025-09-30", ()),
        ("2025-najaar-opnieuw", "2025-01-01", "2025-12-31", ()),
        ("Wmo clienten", None, None, ("wmo", "clienten")),
        ("mei", None, None, ()),
    ],
)
def test_periods_in_names(name: str, first: str | None, last: str | None, words: tuple[str, ...]) -> None:
    period, _ = period_in(name)
    assert (period and period.first.isoformat(), period and period.last.isoformat()) == (first, last)
    assert words_of(name) == words
