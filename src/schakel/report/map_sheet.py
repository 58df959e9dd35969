"""The process map alone on a sheet of A3 that lies on its side, as PDF and as SVG, to hang on a wall."""

import json
import re
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from schakel.chain.passport import Passport
from schakel.chain.problem import Problem, Refusal
from schakel.draw.map_data import MapData
from schakel.draw.palette import ACCENT, INK, PAPER, SOFT_INK
from schakel.draw.picture import Picture
from schakel.draw.process_map import process_map
from schakel.draw.svg import FONT, escape, label, tag
from schakel.draw.text_width import wrap
from schakel.insight.view import LogView
from schakel.report.files import put
from schakel.report.map_section import found_map
from schakel.report.material import Material
from schakel.report.opening import chosen_part
from schakel.report.opening import title as title_of
from schakel.sharing.gate import Gate
from schakel.texts import language, say

WIDE, HIGH, MARGIN = 420.0, 297.0, 12.0  # mm
TOP, BOTTOM = 24.0, 10.0  # mm for the title and for the line below
ROOM, TALL = WIDE - 2 * MARGIN, HIGH - 2 * MARGIN - TOP - BOTTOM
TITLE, SMALL = 8.0, 3.2  # mm


@dataclass(frozen=True)
class MapSheet:
    """What stands on the sheet. source: what the map is about, and the ids of its passports."""

    title: str
    subtitle: str
    picture: Picture
    source: str
    foot: str
    lang: str
    passports: tuple[Passport, ...] = ()


def map_sheet(
    view: LogView,
    *,
    threshold: int = 10,
    own_data: bool = False,
    lang: str = "nl",
    title: str = "",
    gate: Gate | None = None,
) -> MapSheet:
    """The sheet of a view, through a gate of its own if none is given.

    Refusal (`map_too_little`) when no map can be told; LayoutError without Graphviz."""
    material = Material(view, gate or Gate(threshold, own_data=own_data), language(lang))
    found = found_map(material) if material.sayable else None
    if found is None:
        raise Refusal((Problem("map_too_little", value=str(threshold)),))
    picture = _largest(found.data, material.lang)
    ids = say("report.slides.passport", material.lang, ids=", ".join(found.origins))
    low = material.gate.own_data and material.gate.threshold < 5
    status = say("terms.internal", material.lang)
    foot = say("report.foot_own" if low else "report.foot", material.lang, status=status, threshold=threshold)
    return MapSheet(
        title=title_of(material, title, one_page=False),
        subtitle=" ".join((say("report.map.note", material.lang), *(part.text for part in chosen_part(material)))),
        picture=picture,
        source=" · ".join((*picture.said, ids)),
        foot=foot,
        lang=material.lang,
        passports=tuple(material.origins.values()),
    )


def map_pdf(sheet: MapSheet) -> bytes:
    """The sheet as PDF/UA-1, one page of A3. Equal sheets give equal bytes."""
    import typst  # heavy, and needed for PDF only

    wide, high = _size(sheet.picture)
    content = {
        "title": sheet.title,
        "subtitle": sheet.subtitle,
        "source": sheet.source,
        "foot": sheet.foot,
        "lang": sheet.lang,
        "alt": f"{sheet.picture.title}. {sheet.picture.description}",
        "wide": wide,
        "high": high,
    }
    sources: dict[str, bytes] = {
        "main": (files("schakel.report") / "map.typ").read_bytes(),
        "map.svg": sheet.picture.svg.encode(),
        "document.json": json.dumps(content, ensure_ascii=False).replace(" %", "\u00a0%").encode(),
    }
    compiled: Any = typst.compile  # its stub does not know that sources may come by name
    return bytes(compiled(sources, format="pdf", pdf_standards="ua-1", timestamp=0, ignore_system_fonts=True))


def map_svg(sheet: MapSheet) -> str:
    """The sheet as one SVG of 420 by 297 mm. Its boxes are no links: there is no table on the sheet to go to."""
    picture = sheet.picture
    wide, high = _size(picture)
    inner = picture.svg[picture.svg.index(">") + 1 : picture.svg.rindex("</svg>")]
    inner = re.sub(r'<a href="[^"]*"', "<g", inner).replace("</a>", "</g>")
    place = {"x": MARGIN + (ROOM - wide) / 2, "y": MARGIN + TOP, "width": wide, "height": high}
    drawn = tag("svg", inner, viewBox=f"0 0 {picture.width:g} {picture.height:g}", **place)
    foot = MARGIN + TOP + TALL + 6
    lines = wrap(sheet.source, ROOM, SMALL, lines=2)
    return tag(
        "svg",
        tag("title", escape(sheet.title)),
        tag("rect", width=WIDE, height=HIGH, fill=PAPER),
        tag("rect", x=MARGIN, y=MARGIN, width=18, height=1, fill=ACCENT),
        label(MARGIN, MARGIN + 11, sheet.title, TITLE, INK, font_weight="bold"),
        label(MARGIN, MARGIN + 18, sheet.subtitle, 4, SOFT_INK),
        drawn,
        *(label(MARGIN, foot + 4.2 * place, line, SMALL, SOFT_INK) for place, line in enumerate(lines)),
        label(WIDE - MARGIN, MARGIN + 4, sheet.foot, SMALL, SOFT_INK, text_anchor="end"),
        xmlns="http://www.w3.org/2000/svg",
        width=f"{WIDE:g}mm",
        height=f"{HIGH:g}mm",
        viewBox=f"0 0 {WIDE:g} {HIGH:g}",
        font_family=FONT,
        lang=sheet.lang,
    )


def write_map_sheet(
    view: LogView, out: Path, *, threshold: int = 10, own_data: bool = False, lang: str = "nl"
) -> tuple[Path, ...]:
    """Write the sheet as SVG if the name ends so, else as PDF; the file that was written, or Refusal."""
    sheet = map_sheet(view, threshold=threshold, own_data=own_data, lang=lang)
    if out.suffix.lower() == ".svg":
        content, path = map_svg(sheet).encode(), out
    else:
        content, path = map_pdf(sheet), out if out.suffix.lower() == ".pdf" else out.with_name(out.name + ".pdf")
    put(path, content)
    return (path,)


def _largest(data: MapData, lang: str) -> Picture:
    """Downwards or across, whichever fills the sheet with larger text."""
    both = [process_map(data, lang, name="chain-map", across=across) for across in (True, False)]
    return max(both, key=lambda picture: min(ROOM / picture.width, TALL / picture.height))


def _size(picture: Picture) -> tuple[float, float]:
    scale = min(ROOM / picture.width, TALL / picture.height)
    return picture.width * scale, picture.height * scale
