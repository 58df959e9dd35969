"""A small report with every kind of block, and text that tries to break out of it."""

from schakel.draw.picture import Picture, Twin
from schakel.report.document import (
    BigNumber,
    BigNumbers,
    Code,
    Document,
    Facts,
    Figure,
    Findings,
    FindingText,
    Grid,
    Legend,
    Origin,
    Paragraph,
    Section,
    Swatch,
)

NASTY = '<script>alert("x")</script> & #set text(red) $x$ \\ "'


def picture(name: str = "little-map") -> Picture:
    """A picture of one box, with its twin."""
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 100" role="img" '
        f'aria-labelledby="{name}-title"><title id="{name}-title">Box</title>'
        '<rect x="10" y="10" width="120" height="40" fill="none" stroke="#1b2432"/>'
        '<text x="20" y="35" font-size="14" font-family="sans-serif">Melding</text></svg>'
    )
    twin = Twin(("Stap", "Inwoners"), (("Melding", "120"), (NASTY, "< 10")), "Stappen", (False, True))
    return Picture(name, svg, "De keten", "Eén vak: melding, 120 inwoners.", twin, 400, 100, 300)


def report(lang: str = "nl", *, one_page: bool = False, title: str = "Proefketen") -> Document:
    """Every block once."""
    sections = (
        Section(
            "pinch",
            "Waar knelt het?",
            (
                Paragraph("Tussen melding en gesprek wordt het langst gewacht.", "lead"),
                Findings(
                    (
                        FindingText(
                            "Tussen melding en gesprek gaan 1.930 inwonerweken verloren.", "210 inwoners", "a1"
                        ),
                        FindingText(NASTY, "onbekend", unseen=True),
                    )
                ),
            ),
        ),
        Section(
            "map", "De keten in één beeld", (Figure(picture(), ("a1",)), Paragraph("Lees van boven.", "note", "a1"))
        ),
        Section("partners", "Partners", (Legend((Swatch("Wijkteam", "#1d5fae", ("120 inwoners",)),)),)),
        Section(
            "data",
            "Welke gegevens?",
            (
                Facts((("Bron", NASTY), ("Gezien", "tot en met 1 mei 2025"))),
                Grid(Twin(("Partner", "Maanden"), (("Wijkteam", "12"),), "Levering", (False, True)), ("a1",), True),
                Grid(Twin(("Bron", "Rijen"), (("a.csv", "8.580"),), "Bronnen", (False, True))),
                Paragraph("Let op.", "warning"),
                Code(f"schakel check {NASTY}"),
            ),
        ),
    )
    return Document(
        title=title,
        lang=lang,
        subtitle="Zo loopt de weg.",
        badge="intern, niet getoetst voor publicatie",
        foot="Schakel · intern, niet getoetst voor publicatie",
        opening=(BigNumbers((BigNumber("1.430", "inwoners gevolgd", "a1"), BigNumber("63 dagen", "doorlooptijd"))),),
        sections=sections,
        origins=(Origin("a1", "Overgangen", (("Momentopname", "abc"), ("Regel", "drempel 10"))),),
        one_page=one_page,
    )
