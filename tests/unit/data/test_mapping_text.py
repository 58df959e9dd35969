"""A mapping that a screen changed is written so that reading it gives the same mapping."""

from dataclasses import replace
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from schakel.chain.attribute import Attribute
from schakel.data.mapping import CaseRule, FileForm, Join, Mapping, Milestone, Origin, Words, read_mapping
from schakel.data.mapping_text import to_toml

FOLDER = files("schakel.simulation.as_delivered") / "files" / "mappings"
REAL = sorted(path.name for path in FOLDER.iterdir() if path.name.endswith(".toml"))


def written(mapping: Mapping, folder: Path) -> Mapping:
    """The mapping after writing and reading."""
    path = folder / "mapping.toml"
    path.write_text(to_toml(mapping), encoding="utf-8")
    return replace(read_mapping(path), path=mapping.path)


@pytest.mark.parametrize("name", REAL)
def test_mappings_of_the_region_come_back(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text((FOLDER / name).read_text(encoding="utf-8"), encoding="utf-8")
    mapping = read_mapping(path)
    assert written(mapping, tmp_path) == mapping


def test_everything_that_a_mapping_can_say_comes_back(tmp_path: Path) -> None:
    mapping = Mapping(
        file=FileForm(
            delimiter="\t",
            encoding="cp1252",
            decimal=",",
            time_zone="UTC",
            date_format=("dd-mm-yyyy", "yyyy-mm-dd uu:mm"),
            lifecycle="pair",
            reference_date=date(2025, 12, 31),
            delivered_by='Aanbieder "De Brug" \\ zuid',
            sheet="Blad 1",
            skip_rows=3,
            infinite_dates=("31-12-9999",),
            unknown_dates=("onbekend",),
            drop_rows=(("Zaak", ("Totaal", "")),),
            deleted_rows=(("Mutatie", ("D",)),),
        ),
        columns=(
            ("case_id", Origin("Zaak\x7fnummer")),
            ("started", Origin("Aanvang", others=("Begin", "Start"))),
            ("partner", Origin(value="Loket")),
        ),
        attributes=(("Kanaal", Attribute("kanaal", "Kanaal", "case", "number")),),
        milestones=(Milestone("Intake", (("ended", Origin("Datum intake")),)),),
        joins=(Join("clienten*", "dossier", "dossiernr"),),
        case=CaseRule("trajectory", 60, 0, "source", "source", ("Afsluiting",)),
        partner_words=Words((("WT-LIN", "Wijkteam"),), closed_list=True),
        activity_words=Words((("CONSULT", "Consult"),)),
        ranks=(("Melding", 1), ("Intake", 2)),
    )
    assert written(mapping, tmp_path) == mapping
    assert written(Mapping(), tmp_path) == Mapping()
