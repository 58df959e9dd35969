"""What belongs where in each message: the elements by name, which must be there, and what kind of value they hold.

A line is `Name[!][*] [kind [field]]`: `!` must be there, `*` may come more than once, indented below its parent. Kind
`line` makes a `message.Line` of what it holds; `skip` is never read, whatever is in it; without a kind it holds others.
What a person wrote and what tells who a person is, is `skip` everywhere: names, contacts, relations, comments.
"""

from dataclasses import dataclass, field
from functools import lru_cache

from schakel.data.messages.message import KIND_OF_RETOUR
from schakel.data.messages.shape_text import PRODUCT, nested
from schakel.data.messages.shapes_of_old import HEADER_2, bodies_2


@dataclass(frozen=True)
class Node:
    """An element. kind: "" holds others; goes_to: the field of a line or header that gets its value."""

    name: str
    required: bool = False
    many: bool = False
    kind: str = ""
    goes_to: str = ""
    children: dict[str, "Node"] = field(default_factory=dict)


_HEADER = """
BerichtCode! text message_code
BerichtVersie! text version
BerichtSubversie! text subversion
Afzender! party sender
Ontvanger! party receiver
BerichtIdentificatie!
  Identificatie! id identification
  Dagtekening! date dated
XsdVersie! skip
"""
_RETOUR_HEADER = """
IdentificatieRetour! skip
DagtekeningRetour! date retour_on
XsltVersie skip
XsdVersieRetour! skip
"""
_DECLARATION_RETOUR_HEADER = """
DeclaratieIdentificatie!
  Identificatie! id identification
  Dagtekening! date answered
XsltVersie skip
XsdVersieDeclaratie! skip
"""
_CODES = """
RetourCodes
  RetourCode!* retour
"""
_PERSON = """
Bsn! bsn resident
Geboortedatum! skip
Geslacht! skip
Naam! skip
"""
_AMOUNT = """
Omvang skip
Budget skip
"""
_ASSIGNED = f"""
ToewijzingNummer! number number
ReferentieAanbieder reference reference
{PRODUCT}
Toewijzingsdatum! date decided_on
Toewijzingstijd! time decided_at
Ingangsdatum! date since
Einddatum date until
RedenWijziging code:RedenWijziging reason
{_AMOUNT}
Commentaar skip
"""
_STARTED = f"""
ToewijzingNummer number number
{PRODUCT}
ToewijzingIngangsdatum date assigned_since
Begindatum! date since
StatusAanlevering! code:StatusAanlevering status
"""
_STOPPED = f"""
{_STARTED}
RedenBeeindiging! code:RedenBeeindiging reason
Einddatum! date until
"""
_ASKED = f"""
ReferentieAanbieder! reference reference
BeschikkingNummer skip
{PRODUCT}
BeschikkingIngangsdatum skip
ToewijzingIngangsdatum! date since
ToewijzingEinddatum date until
{_AMOUNT}
Verwijzer!
  Type! code:TypeVerwijzer other
  Naam skip
  ZorgverlenerCode skip
Raamcontract skip
Commentaar skip
"""
_CHANGE_ASKED = """
ReferentieAanbieder! reference reference
RedenVerzoek! code:RedenVerzoek reason
OngewijzigdeProducten
  OngewijzigdProduct!*
    ToewijzingNummer! skip
    RetourCodes skip
TeWijzigenProducten
  TeWijzigenProduct!*
    ToewijzingNummer! number number
    GewensteIngangsdatum! date
    Einddatum date
    Omvang skip
    Budget skip
    RetourCodes skip
NieuweProducten
  NieuwProduct!*
    Product skip
    GewensteIngangsdatum! date
    Einddatum date
    Omvang skip
    Budget skip
    RetourCodes skip
"""
_ANSWERED = """
ReferentieAanbieder! reference reference
VerzoekAntwoord! code:VerzoekAntwoord answer
RedenAfwijzingVerzoek code:RedenAfwijzingVerzoek reason
Woonplaatsbeginsel
  Gemeente! municipality other
  RetourCodes skip
"""
_DECLARED = """
ProductReferentie!
  ReferentieNummer! reference part
  VorigReferentieNummer skip
ToewijzingNummer! number number
ProductCategorie! code:ProductCategorie category
ProductCode! product code
ProductPeriode!
  Begindatum! date since
  Einddatum! date until
GeleverdVolume! amount volume
Eenheid! skip
ProductTarief skip
IngediendBedrag!
  Bedrag! amount amount
  DebetCredit! code:DebetCredit sign
"""
_MORE_301 = """
Communicatie skip
JuridischeStatus skip
WettelijkeVertegenwoordiging skip
Commentaar skip
Relaties skip
Contactgegevens! skip
"""
_MORE_315 = """
GezagsdragerBekend skip
Commentaar skip
"""
# kind: (what stands beside the list in Client, the list, its element, what that holds)
_OF_CLIENT = {
    "301": (_MORE_301, "ToegewezenProducten", "ToegewezenProduct", _ASSIGNED),
    "305": ("", "StartProducten", "StartProduct", _STARTED),
    "307": ("", "StopProducten", "StopProduct", _STOPPED),
    "315": (_MORE_315, "AangevraagdeProducten", "AangevraagdProduct", _ASKED),
}


def _bodies() -> dict[str, str]:
    """Below the header of release 3.2; retour codes may stand at every level, and in a retour all may be absent."""
    made = {
        kind: nested(
            (0, "Client!"), (1, _PERSON + more + _CODES), (1, f"{many}!"), (2, f"{one}!* line"), (3, holds + _CODES)
        )
        for kind, (more, many, one, holds) in _OF_CLIENT.items()
    }
    made["317"] = nested((0, "Client!"), (1, "Bsn! bsn resident" + _CODES), (1, "Verzoek! line"),
                          (2, _CHANGE_ASKED + _CODES))  # fmt: skip
    made["319"] = nested((0, "Antwoord! line"), (1, _ANSWERED + _CODES))
    head = """
    DeclaratieNummer! skip
    DeclaratiePeriode skip
    DeclaratieDagtekening skip
    TotaalIngediendBedrag! skip
    TotaalToegekendBedrag skip
    Clienten
      Client!*
    """.replace("\n    ", "\n")
    for name in ("Declaratie", "DeclaratieAntwoord"):
        made["323" if name == "Declaratie" else "325"] = nested(
            (0, f"{name}!"), (1, _CODES + head), (3, "Bsn! bsn resident" + _CODES), (3, "Prestaties!"),
            (4, "Prestatie!* line"), (5, _DECLARED + _CODES))  # fmt: skip
    return made


@lru_cache(maxsize=64)
def shape(kind: str, release: str) -> Node | None:
    """The root element of a message or retour; None for one that is not read."""
    if release != "3.2":
        body = bodies_2().get(kind)
        return _tree(nested((0, "Header!"), (1, HEADER_2), (0, body))) if body else None
    header, body = _HEADER, _bodies().get(kind)
    if kind in KIND_OF_RETOUR:
        header += _DECLARATION_RETOUR_HEADER if kind == "325" else _RETOUR_HEADER
        header += _CODES
        body = body or _bodies()[KIND_OF_RETOUR[kind]]
        body = body.replace("Client!", "Client", 1).replace("Antwoord!", "Antwoord", 1)
    return _tree(nested((0, "Header!"), (1, header), (0, body))) if body else None


def _tree(text: str) -> Node:
    root = Node("Bericht", required=True)
    above = [root]
    for line in filter(str.strip, text.splitlines()):
        name, _, rest = line.strip().partition(" ")
        kind, _, goes_to = rest.partition(" ")
        depth = (len(line) - len(line.lstrip())) // 2
        bare = name.rstrip("!*")
        node = Node(bare, "!" in name, "*" in name, kind, goes_to)
        del above[depth + 1 :]
        above[-1].children[bare] = node
        above.append(node)
    return root
