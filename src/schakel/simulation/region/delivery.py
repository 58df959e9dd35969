"""How the region's export is laid out, and the mapping that tells Schakel so."""

from schakel.simulation.region.facts import Facts

# The export's heading and, where Schakel has a place for it, the name of that place.
_LAYOUT = (
    ("zaaknummer", "case_id"),
    ("cliëntnummer", "resident"),
    ("huishoudnummer", "household"),
    ("activiteit", "activity"),
    ("organisatie", "partner"),
    ("aanvraagdatum", "requested"),
    ("startdatum", "started"),
    ("einddatum", "ended"),
    ("verwezen naar", "to_partner"),
    ("wet", "law"),
    ("gemeente", "municipality"),
    ("wijk", "neighbourhood"),
    ("klantgroep", "client_group"),
    ("hulpvraag", "question"),
    ("leefgebied", "life_domain"),
    ("functie", "function"),
    ("lijn", "line"),
    ("resultaat", "outcome"),
    ("kanaal", ""),  # left out of the mapping: a column that nobody asked for is not stored
)
COLUMNS = tuple(heading for heading, _ in _LAYOUT)


def mapping_text(facts: Facts, region: str) -> str:
    """The mapping as a TOML file."""
    columns = "\n".join(f'{ours} = "{heading}"' for heading, ours in _LAYOUT if ours)
    return f"""\
[file]
delimiter = ";"
encoding = "utf-8"
time_zone = "Europe/Amsterdam"
reference_date = {facts.reference_date.isoformat()}
delivered_by = "Regio {region}"

[columns]
{columns}

[case]
unit = "provision"
closing = ["Afsluiting"]
"""
