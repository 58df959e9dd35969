"""What belonged where in messages of release 2.0 and 2.1, for old archives; written as in `shapes`."""

from textwrap import indent

from schakel.data.messages.shape_text import PRODUCT, nested

# Release 2.0 and 2.1 as one: where they call a thing differently, both names are known and neither must be there.
_PERSON_2 = """
Bsn! bsn resident
Clientnummer skip
GeheimeClient skip
Geboortedatum! skip
Geslacht! skip
Naam! skip
Leefeenheid skip
Communicatie skip
BurgerlijkeStaat skip
JuridischeStatus skip
WettelijkeVertegenwoordiging skip
Commentaar skip
Relaties skip
Adressen skip
Contactgegevens skip
StatusAanlevering skip
"""
_NUMBERED_2 = """
Identificatie! id identification
Dagtekening! date dated
Tekenset skip
XsltVersie skip
XsdVersie skip
BasisschemaXsdVersie skip
BerichtXsdVersie skip
"""
HEADER_2 = f"""
Berichtspecificatie
  Code! text message_code
  Versie! text version
  SubVersie! text subversion
BerichtCode text message_code
BerichtVersie text version
BerichtSubversie text subversion
Afzender! party sender
Ontvanger! party receiver
Berichtidentificatie
{indent(_NUMBERED_2, "  ")}
BerichtIdentificatie
{indent(_NUMBERED_2, "  ")}
XsdVersie skip
"""
_NUMBER_2 = """
Beschikkingnummer number decision
BeschikkingNummer number decision
ToewijzingNummer number number
ReferentieAanbieder reference reference
"""
_ASSIGNED_2 = f"""
{_NUMBER_2}
{PRODUCT}
Aanbieder! skip
Gemeentecode skip
Toewijzingsdatum! date decided_on
Toewijzingstijd! time decided_at
Ingangsdatum! date since
Einddatum date until
RedenIntrekking withdrawal reason
RedenWijziging code:RedenWijziging reason
Omvang skip
Commentaar skip
"""
_STARTED_2 = f"""
{_NUMBER_2}
{PRODUCT}
Ingangsdatum date assigned_since
ToewijzingIngangsdatum date assigned_since
Begindatum! date since
Aanbieder! skip
Omvang skip
StatusAanlevering! code:StatusAanlevering status
Commentaar skip
"""
_STOPPED_2 = f"""
{_STARTED_2}
RedenBeeindiging! code:RedenBeeindiging reason
Einddatum! date until
"""
_ASKED_2 = f"""
{_NUMBER_2}
{PRODUCT}
Ingangsdatum date since
BeschikkingIngangsdatum skip
ToewijzingIngangsdatum date since
ToewijzingEinddatum date until
Begindatum skip
Einddatum date until
Aanbieder! skip
Omvang skip
StatusAanlevering code:StatusAanlevering status
Verwijzer
  Type! code:TypeVerwijzer other
  Naam skip
  AgbCode skip
  ZorgverlenerCode skip
Raamcontract skip
Commentaar skip
"""


def bodies_2() -> dict[str, str]:
    """Below the header of release 2.0 and 2.1."""
    made = {}
    lists = {"305": ("StartProducten", "StartProduct", _STARTED_2), "307": ("StopProducten", "StopProduct", _STOPPED_2)}
    lists["315"] = ("Producten", "Product", _ASKED_2)
    for kind, (many, one, holds) in lists.items():
        made[kind] = nested((0, "Clienten!"), (1, "Client!*"), (2, _PERSON_2), (2, f"{many}!"), (3, f"{one}!* line"),
                             (4, holds))  # fmt: skip
    decision = """
Beschikkingnummer number decision
BeschikkingNummer number decision
Afgiftedatum! skip
Ingangsdatum! skip
Einddatum skip
Grondslagen skip
Beperkingen skip
Commentaar skip
BeschiktProducten skip
ToegewezenProducten
"""
    made["301"] = nested((0, "Clienten!"), (1, "Client!*"), (2, _PERSON_2), (2, "Beschikking!"), (3, decision),
                          (4, "ToegewezenProduct!* line"), (5, _ASSIGNED_2))  # fmt: skip
    return made
