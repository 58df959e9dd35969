"""A workbook as a registration exports it: text, numbers and times in cells, and sheets of which some are hidden.

Written here and not by a library: other libraries write their version and compress as the machine's zlib does.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape

from schakel.simulation.as_delivered.stored import stored

Cell = str | int | float | datetime | None

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 -- a workbook knows no time zones
_LEAP = datetime(1900, 3, 1)  # noqa: DTZ001 -- before it a workbook's days are one off
_TIME_STYLE = 1


@dataclass(frozen=True)
class Sheet:
    """rows: from the first row of the sheet on; None and empty texts are empty cells."""

    name: str
    rows: Sequence[Sequence[Cell]]
    is_hidden: bool = False


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """The .xlsx file. Times are shown as dd-mm-jjjj uu:mm and kept to the minute."""
    words: dict[str, int] = {}
    places = range(1, len(sheets) + 1)
    made = {f"xl/worksheets/sheet{n}.xml": _sheet(sheet, words) for n, sheet in zip(places, sheets, strict=True)}
    parts = {
        "[Content_Types].xml": _content_types(places),
        "_rels/.rels": _relations([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": _workbook(sheets),
        "xl/_rels/workbook.xml.rels": _relations(
            [("worksheet", f"worksheets/sheet{n}.xml") for n in places]
            + [("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")]
        ),
        "xl/styles.xml": _STYLES,
        "xl/sharedStrings.xml": _shared(words),
    }
    return stored({name: (_HEAD + text).encode() for name, text in (parts | made).items()})


def _sheet(sheet: Sheet, words: dict[str, int]) -> str:
    rows = "".join(
        f'<row r="{n}">{"".join(_cells(row, n, words))}</row>' for n, row in enumerate(sheet.rows, 1) if any(row)
    )
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def _cells(row: Sequence[Cell], n: int, words: dict[str, int]) -> Iterator[str]:
    for place, value in enumerate(row):
        if value is None or value == "":
            continue
        at = f'<c r="{_letter(place)}{n}"'
        if isinstance(value, str):
            yield f'{at} t="s"><v>{words.setdefault(value, len(words))}</v></c>'
        elif isinstance(value, datetime):
            yield f'{at} s="{_TIME_STYLE}"><v>{_serial(value)!r}</v></c>'
        else:
            yield f"{at}><v>{value!r}</v></c>"


def _letter(place: int) -> str:
    if place > 25:
        raise ValueError("no sheet of the region has more than 26 columns")
    return chr(ord("A") + place)


def _serial(moment: datetime) -> float:
    passed = moment - _ZERO
    days = passed.days - (moment < _LEAP)
    return days + passed.seconds / 86400


def _content_types(places: Sequence[int]) -> str:
    overrides = [("/xl/workbook.xml", "sheet.main"), ("/xl/styles.xml", "styles")]
    overrides += [("/xl/sharedStrings.xml", "sharedStrings")]
    overrides += [(f"/xl/worksheets/sheet{n}.xml", "worksheet") for n in places]
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        + "".join(f'<Override PartName="{part}" ContentType="{_KIND}.{kind}+xml"/>' for part, kind in overrides)
        + "</Types>"
    )


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    made = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{made}</Relationships>'


def _workbook(sheets: Sequence[Sheet]) -> str:
    made = "".join(
        f'<sheet name="{escape(sheet.name)}" sheetId="{n}" state="{_STATES[sheet.is_hidden]}" r:id="rId{n}"/>'
        for n, sheet in enumerate(sheets, 1)
    )
    return f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{made}</sheets></workbook>'


def _shared(words: dict[str, int]) -> str:
    made = "".join(f'<si><t xml:space="preserve">{escape(word)}</t></si>' for word in words)
    return f'<sst xmlns="{_MAIN}" uniqueCount="{len(words)}">{made}</sst>'


_STATES = ("visible", "hidden")
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}">'
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="dd\\-mm\\-yyyy\\ hh:mm"/></numFmts>'
    '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>'
)
