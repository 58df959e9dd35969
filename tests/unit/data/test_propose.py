"""Column names that people and tools use are known."""

import pytest

from schakel.data.propose import propose


def proposed(header: str, **samples: str) -> dict[str, str]:
    known = propose(header.split(","), {name.replace("__", ":"): value.split() for name, value in samples.items()})
    return {ours: origin.name for ours, origin in known.columns}


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (  # pm4py
            "case:concept:name,concept:name,time:timestamp,org:resource,org:group,cost",
            "case_id=case:concept:name activity=concept:name partner=org:group started=time:timestamp",
        ),
        (  # pm4py, intervals
            "case:concept:name,concept:name,start_timestamp,time:timestamp",
            "case_id=case:concept:name activity=concept:name started=start_timestamp ended=time:timestamp",
        ),
        (  # Disco
            "Case ID,Activity,Resource,Complete Timestamp,Variant",
            "case_id=Case ID|activity=Activity|partner=Resource|started=Complete Timestamp",
        ),
        (  # Disco, intervals
            "Case ID,Activity,Resource,Start Timestamp,Complete Timestamp",
            "case_id=Case ID|activity=Activity|partner=Resource|started=Start Timestamp|ended=Complete Timestamp",
        ),
        (  # Celonis
            "_CASE_KEY,ACTIVITY_EN,EVENTTIME,_SORTING,USER_NAME",
            "case_id=_CASE_KEY activity=ACTIVITY_EN started=EVENTTIME partner=USER_NAME",
        ),
        (  # bupaR
            "handling,patient,employee,handling_id,registration_type,time",
            "case_id=patient activity=handling partner=employee started=time lifecycle=registration_type "
            "instance=handling_id",
        ),
        (
            "Zaaknummer,Cliëntnummer,Activiteit,Organisatie,Begindatum,Einddatum,Aanvraagdatum,Gemeente,Wet",
            "case_id=Zaaknummer resident=Cliëntnummer activity=Activiteit partner=Organisatie started=Begindatum "
            "ended=Einddatum requested=Aanvraagdatum municipality=Gemeente law=Wet",
        ),
        (
            "Clientnummer,Activiteit,Datum",
            "case_id=Clientnummer resident=Clientnummer activity=Activiteit started=Datum",
        ),
        (  # a registration of provisions
            "Toewijzingsnummer,Cliëntnr,Soort activiteit,Naam aanbieder,Datum aanvang,Datum einde zorg,Verzoekdatum",
            "case_id=Toewijzingsnummer|resident=Cliëntnr|activity=Soort activiteit|partner=Naam aanbieder|"
            "started=Datum aanvang|ended=Datum einde zorg|requested=Verzoekdatum",
        ),
        (  # the organisation, not the person who works there
            "Zaak,Stap,Behandelaar,AGB,Datum,Woongemeente,Soort voorziening,Reden einde",
            "case_id=Zaak|activity=Stap|partner=AGB|started=Datum|municipality=Woongemeente|product=Soort voorziening|"
            "outcome=Reden einde",
        ),
        ("zaaknummer,activiteit", "case_id=zaaknummer activity=activiteit"),
        ("iets,anders", ""),
    ],
)
def test_names(header: str, expected: str) -> None:
    parts = expected.split("|") if "|" in expected else expected.split()
    samples = {"registration_type": "start complete"}
    assert proposed(header, **samples) == dict(part.split("=") for part in parts)


def test_a_case_that_is_a_resident_is_said_to_be_one() -> None:
    assert propose(["cliëntnummer", "activiteit", "datum"]).case.unit == "resident"
    assert propose(["zaaknummer", "cliëntnummer", "activiteit", "datum"]).case.unit is None


def test_a_column_that_only_sounds_like_a_lifecycle_is_none() -> None:
    header = "zaaknummer,activiteit,datum,transition"
    assert "lifecycle" in proposed(header, transition="start COMPLETE")
    assert "lifecycle" not in proposed(header, transition="fast slow")
